"""Event process: it tells, follows the calendar, and listens to nothing yet."""

from mail_directory.people import actions
from shared import worker
from shared.database import Database
from shared.inbox import Handlers
from shared.settings import Settings


def run_worker(settings: Settings) -> None:
    worker.run_worker("mail-directory", "mail_directory", settings, Handlers(), {60.0: follow_the_calendar})


async def follow_the_calendar(database: Database) -> None:
    """A post that begins or ends today counts today."""
    async with database.sessions.begin() as session:
        await actions.tell_changed_posts(session)
