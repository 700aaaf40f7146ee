"""The web process of online services."""

from starlette.types import ASGIApp

from online_services.features import MEMBER
from shared.core.settings import Settings
from shared.foreign import confined
from shared.web import application, running


def create_app(settings: Settings) -> ASGIApp:
    return application.create_service(MEMBER, settings)


def run_web(settings: Settings) -> None:
    """Serve until SIGTERM."""
    confined.start()
    running.run_web(MEMBER, settings)


def run_whole(settings: Settings) -> None:
    """Serve, and do the background work in the same process."""
    confined.start()
    running.run_whole(MEMBER, settings)
