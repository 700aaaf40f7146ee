"""Open dossiers of an agency for its leader's picture, and how its weeks went."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, cast, false, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import visible_to
from one_stop.dossiers.rules import DUE, IN_WORK, WAITING
from one_stop.figures.models import DailyFigure
from one_stop.overview.rules import Standing
from one_stop.worklist.listing import open_rows
from shared.access.identity import Identity
from shared.work.keyset import in_order
from shared.work.listing import Stretch
from shared.work.steps import sql_set

MOST = 5_000
"""Dossiers that are looked at."""


async def list_standings(
    session: AsyncSession, who: Identity, now: datetime, most: int = MOST
) -> tuple[list[Standing], bool]:
    """Those whose answer the agency owes, what is due first, `most` of them; and whether there are more."""
    base, ranges = open_rows(who, "agency")
    owed = base.where(text(f"status IN {sql_set(DUE)}"))
    first = in_order(Stretch(owed, (Dossier.work_due_at, Dossier.id), ranges=ranges), Dossier.id, None, most + 1)
    wanted = visible_to(who.agency_code).with_only_columns(*_COLUMNS, _rests(now).label("rests"))
    rows = await session.execute(wanted.where(Dossier.id.in_(select(first.subquery().c.row_id))))
    found = [Standing(**row._mapping) for row in rows]
    ordered = sorted(found, key=lambda row: (row.work_due_at, row.id))
    return ordered[:most], len(ordered) > most


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
