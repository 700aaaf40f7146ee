"""Keeping the calendar."""

from collections.abc import Iterable, Sequence
from datetime import time
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.core.province import Province
from shared.standards.calendar_days import CalendarDay, read_calendar
from shared.work.working_calendar.models import CalendarRow, WorkingSlot


async def keep_province_calendar(session: AsyncSession, province: Path, facts: Province) -> bool:
    """Ghi lịch và giờ làm việc của tỉnh, out of its files; whether a day is another than before."""
    changed = await keep_calendar(session, read_calendar((province / facts.calendar).read_bytes(), facts.calendar))
    await keep_hours(session, "", facts.working_time.slots, facts.working_time.weekdays)
    return changed


async def keep_calendar(session: AsyncSession, days: Iterable[CalendarDay]) -> bool:
    """Ghi lịch làm việc: days of the table are added or changed; days an administrator added stay. Whether any was."""
    before = {row.on: (row.kind, row.name) for row in await session.scalars(select(CalendarRow))}
    changed = [day for day in days if before.get(day.on) != (day.kind.value, day.name)]
    for day in changed:
        await session.merge(CalendarRow(on=day.on, kind=day.kind.value, name=day.name))
    await session.flush()
    return bool(changed)


async def keep_hours(
    session: AsyncSession, agency_code: str, slots: Sequence[tuple[time, time]], weekdays: Sequence[int]
) -> None:
    """Ghi giờ làm việc; agency code "" is the province's usual hours."""
    await session.execute(delete(WorkingSlot).where(WorkingSlot.agency_code == agency_code))
    for position, (opens, closes) in enumerate(slots):
        session.add(
            WorkingSlot(agency_code=agency_code, position=position, opens=opens, closes=closes, weekdays=list(weekdays))
        )
