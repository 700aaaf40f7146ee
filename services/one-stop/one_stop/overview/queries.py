"""Open dossiers of an agency for its leader's picture, and how its weeks went."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, and_, cast, false, func, not_, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import visible_to
from one_stop.dossiers.rules import DUE, IN_WORK, WAITING
from one_stop.figures.models import DailyFigure
from one_stop.overview.rules import Below, Standing
from one_stop.reports.queries import agencies_reported
from one_stop.reports.rules import Period
from one_stop.rights import RIGHTS, Right
from one_stop.worklist.listing import agency_rows
from shared.access.identity import Identity
from shared.access.rights import covers
from shared.core.clock import VIETNAM
from shared.core.errors import NotFound
from shared.directory.models import Agency
from shared.directory.queries import find_agency
from shared.work.keyset import counted, in_order
from shared.work.listing import Stretch
from shared.work.steps import sql_set

MOST = 5_000
"""Dossiers that are looked at."""


async def list_standings(
    session: AsyncSession, agency_code: str, now: datetime, most: int = MOST
) -> tuple[list[Standing], bool]:
    """Those whose answer the agency owes, what is due first, `most` of them; and whether there are more."""
    base, ranges = agency_rows(agency_code)
    owed = base.where(text(f"status IN {sql_set(DUE)}"))
    first = in_order(Stretch(owed, (Dossier.work_due_at, Dossier.id), ranges=ranges), Dossier.id, None, most + 1)
    wanted = visible_to(agency_code).with_only_columns(*_COLUMNS, _rests(now).label("rests"))
    rows = await session.execute(wanted.where(Dossier.id.in_(select(first.subquery().c.row_id))))
    found = [Standing(**row._mapping) for row in rows]
    ordered = sorted(found, key=lambda row: (row.work_due_at, row.id))
    return ordered[:most], len(ordered) > most


async def list_below(session: AsyncSession, who: Identity, now: datetime) -> list[Below]:
    """Agencies below that have open dossiers, in the directory's order; those that a reorganisation ended too."""
    found, today = list[Below](), now.astimezone(VIETNAM).date()
    for agency in (await agencies_reported(session, who, Period(today, today), below=True))[1:]:
        base, ranges = agency_rows(agency["code"])
        owed = base.where(text(f"status IN {sql_set(DUE)}"))
        late = owed.where(Dossier.work_due_at < now, not_(_rests(now)))
        held, overdue = (await session.execute(select(counted(owed, ranges), counted(late, ranges)))).one()
        if held:
            found.append(Below(agency["code"], agency["name"], held, overdue))
    return found


async def get_seen_agency(session: AsyncSession, who: Identity, code: str) -> Agency:
    """The own agency, or one below it; NotFound for any other."""
    found = await find_agency(session, code)
    if found is None or not covers(who, RIGHTS[Right.SEE_FIGURES], found.code, found.parent_code):
        raise NotFound("not_found")
    return found


async def get_below(session: AsyncSession, who: Identity, dossier_id: UUID) -> tuple[Dossier, Agency]:
    """One dossier of an agency that this leader answers for."""
    dossier = await session.get(Dossier, dossier_id)
    if dossier is None:
        raise NotFound("not_found")
    return dossier, await get_seen_agency(session, who, dossier.agency_code)


_PAUSED = and_(Dossier.paused_at.is_not(None), text(f"status IN {sql_set(IN_WORK)}"))
_COLUMNS = (
    *(Dossier.id, Dossier.procedure_name, Dossier.applicant_name, Dossier.status, Dossier.step_name, Dossier.step_role),
    *(Dossier.holder_name, Dossier.awaits, Dossier.work_due_at, Dossier.due_at),
    *(func.coalesce(column, "").label(column.key) for column in (Dossier.code, Dossier.holder_id)),
    _PAUSED.label("paused"),
)


def _rests(now: datetime) -> ColumnElement[bool]:
    """As `Dossier.waits` says it of one."""
    waiting = or_(_PAUSED, text(f"status IN {sql_set(WAITING)}"))
    return and_(waiting, func.coalesce(Dossier.waits_until >= now, false()))


async def list_weeks(session: AsyncSession, agency_code: str, since: date) -> list[tuple[date, int, int, int]]:
    """Monday, received, finished, and finished in time, of each week for which figures were told."""
    week = cast(func.date_trunc("week", DailyFigure.day), Date)

    def total(name: str, column: Any) -> ColumnElement[int]:
        return func.coalesce(func.sum(column).filter(DailyFigure.name == name), 0)

    found = (
        select(
            week,
            total("dossiers-received", DailyFigure.numerator),
            total("dossiers-on-time", DailyFigure.denominator),
            total("dossiers-on-time", DailyFigure.numerator),
        )
        .where(DailyFigure.agency_code == agency_code, DailyFigure.day >= since)
        .group_by(week)
        .order_by(week)
    )
    return [(row[0], int(row[1]), int(row[2]), int(row[3])) for row in await session.execute(found)]
