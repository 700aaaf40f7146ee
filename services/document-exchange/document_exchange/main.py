"""The web process of document-exchange."""

from starlette.types import ASGIApp

from document_exchange.features import MEMBER
from shared.core.settings import Settings
from shared.foreign import confined
from shared.web import application, running


def create_app(settings: Settings) -> ASGIApp:
    """Trao đổi văn bản."""
    return application.create_service(MEMBER, settings)


def run_web(settings: Settings) -> None:
    """Serve until SIGTERM."""
    confined.start()
    running.run_web(MEMBER, settings)
