"""Web process."""

from starlette.types import ASGIApp

from mail_directory.features import MEMBER
from shared.core.settings import Settings
from shared.web import application, running


def create_app(settings: Settings) -> ASGIApp:
    return application.create_service(MEMBER, settings)


def run_web(settings: Settings) -> None:
    running.run_web(MEMBER, settings)


def run_whole(settings: Settings) -> None:
    """Serve, and do the background work in the same process."""
    running.run_whole(MEMBER, settings)
