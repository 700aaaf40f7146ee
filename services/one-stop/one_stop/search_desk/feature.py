"""Looking dossiers up by what people bring."""

from one_stop.rights import RIGHTS, Right
from one_stop.search_desk import api, pages
from one_stop.search_desk.listing import FOUND
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router],
    navigation=[Entry(text=FOUND.title, href=FOUND.path, seen_by=RIGHTS[Right.SEE_DOSSIERS], order=59)],
)
