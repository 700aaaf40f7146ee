"""The event process of one-stop."""

from one_stop.features import MEMBER
from shared.core.settings import Settings
from shared.messaging import worker


def run_worker(settings: Settings) -> None:
    """Relay, consumer and retries until stopped."""
    worker.run_worker(MEMBER.name, MEMBER.database, settings, MEMBER.work(settings))
