"""Results that nobody has fetched."""

from one_stop.rights import RIGHTS, Right
from one_stop.uncollected import api, pages
from one_stop.uncollected.listing import UNCOLLECTED
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router],
    navigation=[Entry(text=UNCOLLECTED.title, href=UNCOLLECTED.path, seen_by=RIGHTS[Right.RECEIVE_DOSSIERS], order=62)],
)
