"""Keeping the calendar."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import delete, extract, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.one_stop_calendar import CalendarDecided, HoursDecided
from shared.core.province import Province
from shared.standards.calendar_days import CalendarDay, DayKind, read_calendar
from shared.standards.working_time import Slot
from shared.work.working_calendar.models import CalendarRow, OfficeKept, WorkingSlot


async def keep_province_calendar(session: AsyncSession, province: Path, facts: Province) -> bool:
    """Ghi lịch và giờ làm việc của tỉnh, out of its files; whether a day is another than before. What the office keeps stays."""
    listed = read_calendar((province / facts.calendar).read_bytes(), facts.calendar)
    kept = set(await session.scalars(select(OfficeKept.part)))
    changed = await keep_calendar(session, (day for day in listed if year_part(day.on.year) not in kept))
    if hours_part("") not in kept:
        usual = frozenset(facts.working_time.weekdays)
        await keep_hours(session, "", [Slot(opens, closes, usual) for opens, closes in facts.working_time.slots])
    return changed


def year_part(year: int) -> str:
    return str(year)


def hours_part(agency_code: str) -> str:
    return f"hours/{agency_code}"


async def decide_year(session: AsyncSession, year: int, days: Iterable[CalendarDay]) -> None:
    """Ban hành lịch của một năm: its days are these and no others, and from now on the office's."""
    of_year = extract("year", CalendarRow.on) == year
    await session.execute(delete(CalendarRow).where(of_year))
    session.add_all(CalendarRow(on=day.on, kind=day.kind.value, name=day.name) for day in days)
    await session.merge(OfficeKept(part=year_part(year)))
    await session.flush()


async def decide_hours(session: AsyncSession, agency_code: str, slots: Sequence[Slot]) -> None:
    """Ban hành giờ làm việc: none is the province's usual hours again."""
    await keep_hours(session, agency_code, slots)
    await session.merge(OfficeKept(part=hours_part(agency_code)))
    await session.flush()


async def take_calendar(session: AsyncSession, event: CalendarDecided) -> None:
    """Ghi lịch của một năm, as the office decided it at one-stop."""
    await decide_year(session, event.year, (CalendarDay(day.on, DayKind(day.kind), day.name) for day in event.days))


async def take_hours(session: AsyncSession, event: HoursDecided) -> None:
    """Ghi giờ làm việc, as the office decided them at one-stop."""
    slots = [Slot(slot.opens, slot.closes, frozenset(slot.weekdays)) for slot in event.slots]
    await decide_hours(session, event.agency_code, slots)


async def keep_calendar(session: AsyncSession, days: Iterable[CalendarDay]) -> bool:
    """Ghi lịch làm việc: days of the table are added or changed; days an administrator added stay. Whether any was."""
    known = {row.on: row for row in await session.scalars(select(CalendarRow))}
    for day in days:
        row = known.get(day.on)
        if row is None:
            row = known[day.on] = CalendarRow(on=day.on, kind="", name="")
            session.add(row)
        row.kind, row.name = day.kind.value, day.name
    changed = any(session.is_modified(row) for row in known.values())
    await session.flush()
    return changed


async def keep_hours(session: AsyncSession, agency_code: str, slots: Sequence[Slot]) -> None:
    """Ghi giờ làm việc; agency code "" is the province's usual hours."""
    await session.execute(delete(WorkingSlot).where(WorkingSlot.agency_code == agency_code))
    for position, slot in enumerate(slots):
        hours = {"opens": slot.opens, "closes": slot.closes, "weekdays": sorted(slot.weekdays)}
        session.add(WorkingSlot(agency_code=agency_code, position=position, **hours))
