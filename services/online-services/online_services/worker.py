"""The worker process of online services: outbox, inbox."""

from online_services.main import DATABASE, SERVICE
from online_services.procedures.events import HANDLERS as CATALOGUE
from online_services.tracking.events import HANDLERS as COURSE
from shared import worker
from shared.inbox import Handlers
from shared.settings import Settings

HANDLERS = Handlers(
    single={**CATALOGUE.single, **COURSE.single},
    batched={**CATALOGUE.batched, **COURSE.batched},
)


def run_worker(settings: Settings) -> None:
    worker.run_worker(SERVICE, DATABASE, settings, HANDLERS)
