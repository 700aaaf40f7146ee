"""Web process."""

from pathlib import Path

from starlette.types import ASGIApp

from mail_directory.people import api, pages
from mail_directory.texts import TEXTS
from shared import web
from shared.settings import Settings


def create_app(settings: Settings) -> ASGIApp:
    return web.create_service(
        "mail-directory",
        "mail_directory",
        settings,
        routers=[api.router, api.internal],
        page_routers=[pages.router],
        templates=Path(__file__).parent / "templates",
        texts=TEXTS,
        title="Danh bạ và thư công vụ",
    )


def run_web(settings: Settings) -> None:
    web.run_web("mail-directory", create_app, settings)
