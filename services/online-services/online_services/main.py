"""The web process of online services."""

from pathlib import Path

from fastapi import FastAPI
from starlette.types import ASGIApp

from online_services.accounts import api as accounts_api
from online_services.accounts import pages as accounts_pages
from online_services.own_account import pages as own_account_pages
from online_services.procedures import api as procedures_api
from online_services.procedures import pages as procedures_pages
from online_services.procedures.catalogue import Catalogue
from online_services.submissions import api as submissions_api
from online_services.submissions import pages as submissions_pages
from online_services.submissions import papers_pages, review_pages
from online_services.submissions.draft_edge import DraftDiscarded, show_discarded
from online_services.supplements import api as supplements_api
from online_services.supplements import pages as supplements_pages
from online_services.texts import TEXTS
from online_services.tracking import api as tracking_api
from online_services.tracking import look_up_pages, withdrawal_edge
from online_services.tracking import pages as tracking_pages
from online_services.verification import api as verification_api
from online_services.verification import pages as verification_pages
from shared.core.settings import Settings
from shared.foreign import confined
from shared.web import application

SERVICE = "online-services"
DATABASE = "online_services"


async def _start(app: FastAPI) -> None:
    app.state.catalogue = Catalogue()


def create_app(settings: Settings) -> ASGIApp:
    framed = application.create_service(
        SERVICE,
        DATABASE,
        settings,
        routers=[
            procedures_api.router,
            submissions_api.router,
            supplements_api.router,
            tracking_api.router,
            withdrawal_edge.router,
            verification_api.router,
            accounts_api.router,
        ],
        page_routers=[
            accounts_pages.router,
            own_account_pages.router,
            procedures_pages.router,
            submissions_pages.router,
            papers_pages.router,
            review_pages.router,
            supplements_pages.router,
            tracking_pages.router,
            withdrawal_edge.page_router,
            look_up_pages.router,
            verification_pages.router,
        ],
        templates=Path(__file__).parent / "templates",
        texts=TEXTS,
        title="Dịch vụ công trực tuyến",
        on_start=_start,
    )
    framed.fastapi.add_exception_handler(DraftDiscarded, show_discarded)  # type: ignore[attr-defined]
    return framed


def run_web(settings: Settings) -> None:
    """Serve until SIGTERM."""
    confined.start()
    application.run_web(SERVICE, create_app, settings)
