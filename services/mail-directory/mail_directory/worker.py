"""Event process: it tells, follows the calendar, and listens to nothing yet."""

from datetime import time

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.people import actions
from shared.core.settings import Settings
from shared.messaging import worker
from shared.messaging.inbox import Handlers
from shared.work.jobs import Job, daily


def run_worker(settings: Settings) -> None:
    worker.run_worker("mail-directory", "mail_directory", settings, Handlers(), jobs=[FOLLOW_THE_CALENDAR])


async def follow_the_calendar(session: AsyncSession, _key: str) -> None:
    """A post that begins or ends today counts today, from the day's first seconds."""
    while await actions.tell_changed_posts(session):
        pass


FOLLOW_THE_CALENDAR = Job(
    "follow-the-calendar", "Vị trí công tác bắt đầu, kết thúc trong ngày", follow_the_calendar, daily(time(0, 0))
)
