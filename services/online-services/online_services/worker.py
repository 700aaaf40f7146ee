"""The worker process of online services: outbox, inbox."""

from online_services.features import MEMBER
from shared.core.settings import Settings
from shared.messaging import worker


def run_worker(settings: Settings) -> None:
    worker.run_worker(MEMBER.name, MEMBER.database, settings, MEMBER.work(settings))
