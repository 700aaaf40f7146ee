"""The working calendar as the office decides it at one-stop: mornings on which one is told of deadlines follow it."""

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.deadlines import watch_again
from shared.contracts.one_stop_calendar import CalendarDecided, HoursDecided
from shared.work.working_calendar import keeping


async def take_calendar(session: AsyncSession, event: CalendarDecided) -> None:
    """Ghi lịch của một năm."""
    await keeping.take_calendar(session, event)
    await watch_again(session)


async def take_hours(session: AsyncSession, event: HoursDecided) -> None:
    """Ghi giờ làm việc."""
    await keeping.take_hours(session, event)
    await watch_again(session)
