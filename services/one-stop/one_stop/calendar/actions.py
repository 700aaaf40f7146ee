"""Keeping the calendar."""

from collections.abc import Iterable, Sequence
from datetime import time

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.calendar.models import CalendarRow, WorkingSlot
from shared.standards.calendar_days import CalendarDay


async def keep_calendar(session: AsyncSession, days: Iterable[CalendarDay]) -> None:
    """Ghi lịch làm việc: days of the table are added or changed; days an administrator added stay."""
    for day in days:
        await session.merge(CalendarRow(on=day.on, kind=day.kind.value, name=day.name))


async def keep_hours(
    session: AsyncSession, agency_code: str, slots: Sequence[tuple[time, time]], weekdays: Sequence[int]
) -> None:
    """Ghi giờ làm việc; agency code "" is the province's usual hours."""
    await session.execute(delete(WorkingSlot).where(WorkingSlot.agency_code == agency_code))
    for position, (opens, closes) in enumerate(slots):
        session.add(
            WorkingSlot(agency_code=agency_code, position=position, opens=opens, closes=closes, weekdays=list(weekdays))
        )
