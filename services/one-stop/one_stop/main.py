"""The web process of one-stop."""

from starlette.types import ASGIApp

from one_stop.features import MEMBER
from shared.core.settings import Settings
from shared.foreign import confined
from shared.web import application, running


def create_app(settings: Settings) -> ASGIApp:
    """The application; importing this module has no effect."""
    return application.create_service(MEMBER, settings)


def run_web(settings: Settings) -> None:
    """Serve until stopped."""
    confined.start()
    running.run_web(MEMBER, settings)


def run_whole(settings: Settings) -> None:
    """Serve, and do the background work in the same process."""
    confined.start()
    running.run_whole(MEMBER, settings)
