"""Event process: it tells, and listens to nothing yet."""

from shared import worker
from shared.inbox import Handlers
from shared.settings import Settings


def run_worker(settings: Settings) -> None:
    worker.run_worker("mail-directory", "mail_directory", settings, Handlers())
