"""The event process of one-stop."""

from one_stop.agencies.events import HANDLERS as AGENCIES
from one_stop.closing.events import HANDLERS as CLOSING
from one_stop.intake.events import HANDLERS as INTAKE
from one_stop.moves.events import HANDLERS as MOVES
from one_stop.supplements.events import HANDLERS as SUPPLEMENTS
from shared.core.settings import Settings
from shared.messaging import worker
from shared.messaging.inbox import Handlers

HANDLERS = Handlers(single={**AGENCIES, **INTAKE, **SUPPLEMENTS, **MOVES, **CLOSING})


def run_worker(settings: Settings) -> None:
    """Relay, consumer and retries until stopped."""
    worker.run_worker("one-stop", "one_stop", settings, HANDLERS)
