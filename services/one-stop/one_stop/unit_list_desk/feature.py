"""Dossiers handed to a unit by list."""

from one_stop.rights import RIGHTS, Right
from one_stop.unit_list_desk import api, pages
from one_stop.unit_list_desk.listing import UNIT_LISTS
from one_stop.unit_lists.events import HANDLERS
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router],
    navigation=[Entry(text=UNIT_LISTS.title, href=UNIT_LISTS.path, seen_by=RIGHTS[Right.SEE_DOSSIERS], order=27)],
    work=Work(Handlers(HANDLERS)),
)
