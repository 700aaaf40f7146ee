"""Reading the calendar into the value that terms are counted with."""

from collections.abc import Sequence
from time import monotonic

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.standards.calendar_days import MONDAY_TO_FRIDAY, CalendarDay, CalendarDays, DayKind
from shared.standards.working_time import DEFAULT_SLOTS, Slot, WorkingTime
from shared.storage.database import Database
from shared.work.working_calendar.models import CalendarRow, WorkingSlot

KEPT_SECONDS = 60.0
"""So long a process may still count with the calendar as it was."""


async def get_working_time(session: AsyncSession, agency_code: str) -> WorkingTime:
    """Thời gian làm việc của một cơ quan: its own slots, or else the province's; Monday to Friday where a year has no calendar."""
    days = [CalendarDay(row.on, DayKind(row.kind), row.name) for row in await session.scalars(select(CalendarRow))]
    statement = (
        select(WorkingSlot)
        .where(WorkingSlot.agency_code.in_(["", agency_code]))
        .order_by(WorkingSlot.agency_code, WorkingSlot.position)
    )
    rows = list(await session.scalars(statement))
    return _working_time(days, [row for row in rows if row.agency_code == agency_code] or rows)


async def list_slots(session: AsyncSession, agency_codes: Sequence[str]) -> dict[str, list[Slot]]:
    """Giờ làm việc của từng cơ quan: its own slots, or else the province's."""
    statement = select(WorkingSlot).where(WorkingSlot.agency_code.in_(["", *agency_codes]))
    kept: dict[str, list[Slot]] = {}
    for row in await session.scalars(statement.order_by(WorkingSlot.agency_code, WorkingSlot.position)):
        kept.setdefault(row.agency_code, []).append(Slot(row.opens, row.closes, frozenset(row.weekdays)))
    return {code: kept.get(code) or kept.get("", []) for code in agency_codes}


def _working_time(days: list[CalendarDay], rows: Sequence[WorkingSlot]) -> WorkingTime:
    weekdays = frozenset(day for row in rows for day in row.weekdays) or MONDAY_TO_FRIDAY
    slots = tuple(Slot(row.opens, row.closes, frozenset(row.weekdays)) for row in rows) or DEFAULT_SLOTS
    return WorkingTime(CalendarDays.of(days, weekdays), slots)


class WorkingTimes:
    """One process's copy of the calendar, at most a minute old: it changes rarely and is needed at every move."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[str, tuple[float, WorkingTime]] = {}

    async def of(self, agency_code: str, session: AsyncSession | None = None) -> WorkingTime:
        """Whoever holds a session gives it: waiting for a second connection while holding one could lock the pool."""
        kept = self._kept.get(agency_code)
        if kept is None or kept[0] < monotonic():
            kept = (monotonic() + KEPT_SECONDS, await self._read(agency_code, session))
            self._kept[agency_code] = kept
        return kept[1]

    async def _read(self, agency_code: str, session: AsyncSession | None) -> WorkingTime:
        if session is not None:
            return await get_working_time(session, agency_code)
        async with self._database.sessions() as own:
            return await get_working_time(own, agency_code)
