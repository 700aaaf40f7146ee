"""What citizens' forms are printed on."""

from fastapi import FastAPI

from online_services.eforms.paper import PaperMaker
from online_services.form_desk import pages
from online_services.rights import RIGHTS, Right
from shared.web.feature import Feature
from shared.web.navigation import Entry
from shared.work.form_templates import AcceptedTemplates


async def start(app: FastAPI) -> None:
    app.state.papers = PaperMaker(app.state.files, AcceptedTemplates(app.state.database))


FEATURE = Feature(
    pages=[pages.router],
    navigation=[
        Entry(text="Biểu mẫu trực tuyến", href=pages.PLACE, seen_by=RIGHTS[Right.MANAGE_FORMS], order=92),
    ],
    on_start=start,
)
