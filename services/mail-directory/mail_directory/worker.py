"""Event process: it tells, follows the calendar, and keeps and sends what officers are to know."""

from mail_directory.features import MEMBER
from shared.core.settings import Settings
from shared.messaging import worker


def run_worker(settings: Settings) -> None:
    worker.run_worker(MEMBER.name, MEMBER.database, settings, MEMBER.work(settings))
