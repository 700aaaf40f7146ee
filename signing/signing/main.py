"""The signing process: opens the store with the key that it alone is given, and answers services inside."""

from starlette.types import ASGIApp

from shared.core.settings import Settings
from shared.signing.store_keys import StoreClosed
from shared.web import application, running
from signing.features import MEMBER


def create_app(settings: Settings) -> ASGIApp:
    """The application; importing this module has no effect."""
    return application.create_service(MEMBER, settings)


def run_web(settings: Settings) -> None:
    """Serve until SIGTERM."""
    try:
        running.run_web(MEMBER, settings)
    except StoreClosed as error:
        raise SystemExit(str(error)) from None
