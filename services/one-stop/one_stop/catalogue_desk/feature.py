"""The catalogue of procedures, and changing it."""

from one_stop.catalogue.actions import BRING_IN_FORCE
from one_stop.catalogue_desk import api, change_pages, changeover_pages, pages
from one_stop.catalogue_desk.listing import CATALOGUE
from one_stop.changeovers.actions import MOVE_OPEN
from one_stop.rights import RIGHTS, Right
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router, changeover_pages.router, change_pages.router],
    navigation=[Entry(text=CATALOGUE.title, href=CATALOGUE.path, seen_by=RIGHTS[Right.SEE_PROCEDURE_DRAFTS], order=70)],
    work=Work(jobs=[BRING_IN_FORCE, MOVE_OPEN]),
)
