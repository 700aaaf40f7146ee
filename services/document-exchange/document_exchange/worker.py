"""The worker process of document-exchange: relay, consumer, and reading what arrived."""

from document_exchange.features import MEMBER
from shared.core.settings import Settings
from shared.foreign import confined
from shared.messaging import worker


def run_worker(settings: Settings) -> None:
    """Run until SIGTERM."""
    confined.start()
    worker.run_worker(MEMBER.name, MEMBER.database, settings, MEMBER.work(settings))
