"""Event process: it tells, follows the calendar, and listens to nothing yet."""

from datetime import date

from mail_directory.people import actions
from shared.core.settings import Settings
from shared.messaging import worker
from shared.messaging.inbox import Handlers
from shared.storage.database import Database


def run_worker(settings: Settings) -> None:
    schedules = {0.5: follow_the_day(), 60.0: follow_the_calendar}
    worker.run_worker("mail-directory", "mail_directory", settings, Handlers(), schedules)


def follow_the_day() -> worker.Schedule:
    """Looks once as soon as a day begins, so that its posts count within two seconds; the look each minute is for what failed then."""
    followed: list[date] = []

    async def look_when_the_day_begins(database: Database) -> None:
        today = actions.today()
        if today not in followed:
            await follow_the_calendar(database)
            followed[:] = [today]

    return look_when_the_day_begins


async def follow_the_calendar(database: Database) -> None:
    """A post that begins or ends today counts today."""
    told = 1
    while told:
        async with database.sessions.begin() as session:
            told = await actions.tell_changed_posts(session)
