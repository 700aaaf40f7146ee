"""The worker process of online services: outbox, inbox."""

from online_services.main import DATABASE, SERVICE
from online_services.procedures.events import HANDLERS as CATALOGUE
from online_services.submissions.actions import empty_bin
from online_services.tracking.events import HANDLERS as COURSE
from shared.core.settings import Settings
from shared.messaging import worker
from shared.messaging.inbox import Handlers
from shared.storage.database import Database

HANDLERS = Handlers(
    single={**CATALOGUE.single, **COURSE.single},
    batched={**CATALOGUE.batched, **COURSE.batched},
)


EMPTY_BIN_SECONDS = 3600.0


async def forget_discarded_drafts(database: Database) -> None:
    """Drafts that were thrown away long ago go for good."""
    async with database.sessions.begin() as session:
        await empty_bin(session)


def run_worker(settings: Settings) -> None:
    worker.run_worker(SERVICE, DATABASE, settings, HANDLERS, {EMPTY_BIN_SECONDS: forget_discarded_drafts})
