"""Results that go by post."""

from one_stop.post_lists import api, pages
from one_stop.post_lists.listing import POST_LISTS
from one_stop.rights import RIGHTS, Right
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router],
    navigation=[Entry(text=POST_LISTS.title, href=POST_LISTS.path, seen_by=RIGHTS[Right.RECEIVE_DOSSIERS], order=63)],
)
