"""Web process."""

from pathlib import Path

from starlette.types import ASGIApp

from mail_directory.people import api, pages
from mail_directory.posts import api as post_api
from mail_directory.posts import pages as post_pages
from mail_directory.structure import api as unit_api
from mail_directory.structure import pages as unit_pages
from mail_directory.texts import TEXTS
from shared.core.settings import Settings
from shared.web import application


def create_app(settings: Settings) -> ASGIApp:
    return application.create_service(
        "mail-directory",
        "mail_directory",
        settings,
        routers=[api.router, post_api.router, unit_api.router, api.internal],
        page_routers=[pages.router, post_pages.router, unit_pages.router],
        templates=Path(__file__).parent / "templates",
        texts=TEXTS,
        title="Danh bạ và thư công vụ",
    )


def run_web(settings: Settings) -> None:
    application.run_web("mail-directory", create_app, settings)
