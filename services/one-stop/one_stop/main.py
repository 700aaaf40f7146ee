"""The web process of one-stop: everything wired, nothing decided."""

from pathlib import Path

from fastapi import FastAPI
from starlette.types import ASGIApp

from one_stop.calendar.queries import WorkingTimes
from one_stop.counter import Counter
from one_stop.desk.closing_api import router as closing
from one_stop.desk.dossiers_api import router as dossiers
from one_stop.desk.exits import router as exits
from one_stop.desk.moves_api import router as moves
from one_stop.desk.pages import router as desk
from one_stop.desk.results_api import router as results
from one_stop.desk.supplements_api import router as supplements
from one_stop.dossiers.printing import PrintShop
from one_stop.procedures.api import router as procedures
from one_stop.reception.pages import router as reception
from one_stop.texts import TEXTS
from one_stop.worklist.figures import WorkFigures
from one_stop.worklist.pages import router as worklist
from shared.core.settings import Settings
from shared.foreign import confined
from shared.web import application


def create_app(settings: Settings) -> ASGIApp:
    """The application; importing this module has no effect."""

    async def start(app: FastAPI) -> None:
        prints = PrintShop(app.state.files, settings.authority_folder, settings.address)
        app.state.figures = WorkFigures(app.state.database)
        app.state.counter = Counter(app.state.database, prints, WorkingTimes(app.state.database))

    return application.create_service(
        "one-stop",
        "one_stop",
        settings,
        routers=[dossiers, moves, supplements, results, closing, procedures],
        page_routers=[worklist, reception, desk, exits],
        templates=Path(__file__).parent / "templates",
        texts=TEXTS,
        title="Một cửa",
        on_start=start,
    )


def run_web(settings: Settings) -> None:
    """Serve until stopped."""
    confined.start()
    application.run_web("one-stop", create_app, settings)
