"""The working calendar as the office decides it at one-stop: mornings on which one is told of deadlines follow it."""

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.deadlines import watch_again
from shared.contracts.one_stop_calendar import CalendarDecided, HoursDecided
from shared.standards.calendar_days import CalendarDay, DayKind
from shared.standards.working_time import Slot
from shared.work.working_calendar.keeping import decide_hours, decide_year


async def take_calendar(session: AsyncSession, event: CalendarDecided) -> None:
    """Ghi lịch của một năm."""
    await decide_year(session, event.year, (CalendarDay(day.on, DayKind(day.kind), day.name) for day in event.days))
    await watch_again(session)


async def take_hours(session: AsyncSession, event: HoursDecided) -> None:
    """Ghi giờ làm việc."""
    slots = [Slot(slot.opens, slot.closes, frozenset(slot.weekdays)) for slot in event.slots]
    await decide_hours(session, event.agency_code, slots)
    await watch_again(session)
