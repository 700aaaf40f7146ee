"""One dossier: its page and its calls, of several features at once."""

from fastapi import FastAPI

from one_stop.counter import Counter
from one_stop.desk import (
    closing_api,
    dossiers_api,
    exits,
    moves_api,
    pages,
    procedures_api,
    results_api,
    scans,
    supplements_api,
)
from one_stop.dossiers.print_shop import PrintShop
from one_stop.texts import STATES, STATUS_KINDS
from shared.signing.port import SigningPort
from shared.web.feature import Feature
from shared.work.form_templates import AcceptedTemplates
from shared.work.working_calendar.queries import WorkingTimes


async def start(app: FastAPI) -> None:
    settings = app.state.settings
    app.state.pages.environment.globals.update(states=STATES, status_kinds=STATUS_KINDS)
    accepted = AcceptedTemplates(app.state.database)
    prints = PrintShop(app.state.files, SigningPort.from_settings(settings), settings.address, accepted)
    app.state.counter = Counter(app.state.database, prints, WorkingTimes(app.state.database))


FEATURE = Feature(
    routers=[
        dossiers_api.router,
        moves_api.router,
        supplements_api.router,
        results_api.router,
        closing_api.router,
        procedures_api.router,
        scans.api,
    ],
    pages=[pages.router, scans.router, exits.router],
    on_start=start,
)
