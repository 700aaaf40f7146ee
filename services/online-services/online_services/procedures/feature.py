"""The public catalogue."""

from fastapi import FastAPI

from online_services.eforms.blank import Blanks
from online_services.procedures import api, pages
from online_services.procedures.catalogue import Catalogue
from online_services.procedures.events import HANDLERS
from online_services.procedures.finding import find_procedures
from shared.access.rights import OFFICER, PUBLIC
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.web.landmarks import Landmark
from shared.web.navigation import Entry
from shared.web.search import SEARCHERS, Finder


async def start(app: FastAPI) -> None:
    app.state.catalogue = Catalogue()
    app.state.blanks = Blanks()


FEATURE = Feature(
    routers=[api.router, api.views],
    pages=[pages.router],
    navigation=[Entry(text="Nộp hồ sơ", href="/dich-vu-cong", seen_by=PUBLIC, order=10)],
    landmarks={Landmark.CATALOGUE: "/dich-vu-cong"},
    finders=[Finder(SEARCHERS | {OFFICER}, find_procedures)],
    work=Work(HANDLERS),
    on_start=start,
)
