"""The figures above the work list, of what the list shows without a filter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import visible_to
from one_stop.dossiers.rules import DUE, WAITING
from one_stop.worklist.listing import open_rows, rows_of_steps_here
from shared.access.identity import Identity
from shared.core.formats import COUNTED
from shared.work.keyset import counted, in_order
from shared.work.listing import Stretch
from shared.work.steps import sql_set

SECTORS_SHOWN = 6


@dataclass(frozen=True)
class Figures:
    """Số liệu công việc: each counts COUNTED at the most."""

    held: int
    overdue: int
    today: int
    finished: int
    """This month, at the whole agency; the latest where there are more."""
    on_time: int
    """Of those."""
    sectors: list[tuple[str, int]]
    """Open dossiers per field of work, the largest first; of those that are due first where there are more."""


async def count_work(
    session: AsyncSession, who: Identity, scope: str, moments: tuple[datetime, datetime, datetime]
) -> Figures:
    """By index, and no further than COUNTED. `moments`: now, end of today, start of the month."""
    base, ranges = open_rows(who, scope)
    done = _finished(who.agency_code, moments[2])
    counts = _counts(base, ranges, moments)
    numbers = (await session.execute(select(*counts, done.c.finished, done.c.on_time))).one()
    held, overdue, due_today, finished, on_time = tuple(numbers)
    others = tuple((await session.execute(select(*_counts(*rows_of_steps_here(who, scope), moments)))).one())
    sums = zip((held, overdue, due_today), others, strict=True)
    held, overdue, due_today = (min(COUNTED, own + here) for own, here in sums)
    first = Stretch(base, (Dossier.work_due_at, Dossier.id), ranges=ranges)
    *_, sector = in_order(first, Dossier.id, None, COUNTED, Dossier.sector_name).subquery().c
    amount = func.count()
    largest = select(sector, amount).group_by(sector).order_by(amount.desc(), sector).limit(SECTORS_SHOWN)
    sectors = [(name, number) for name, number in await session.execute(largest)]
    return Figures(held, overdue, due_today, finished, on_time, sectors)


def _counts(
    base: Select[Any], ranges: tuple[ColumnElement[bool], ...], moments: tuple[datetime, datetime, datetime]
) -> list[Any]:
    """All, late, and due today."""
    now, end_of_day, _ = moments
    late = base.where(text(f"status IN {sql_set(DUE)}"), Dossier.work_due_at < now)
    today = text(f"status IN {sql_set(DUE - WAITING)}"), Dossier.work_due_at >= now, Dossier.work_due_at < end_of_day
    return [counted(rows, ranges) for rows in (base, late, base.where(*today))]


def _finished(agency_code: str, since: datetime) -> Any:
    """How many, and how many of them in time: an apology gives a new date, not a longer term."""
    due = func.coalesce(Dossier.due_owed, Dossier.due_at)
    latest = (
        visible_to(agency_code)
        .with_only_columns(Dossier.finished_at, due.label("due_at"))
        .where(Dossier.finished_at >= since, Dossier.finished_at.is_not(None))
        .order_by(Dossier.finished_at.desc())
        .limit(COUNTED)
        .subquery()
    )
    in_time = func.count().filter(latest.c.finished_at <= latest.c.due_at)
    return select(func.count().label("finished"), in_time.label("on_time")).select_from(latest).subquery()
