"""Receiving at any counter of the province."""

from one_stop.any_counter import api, pages
from one_stop.any_counter.listing import SENT_ON
from one_stop.rights import RIGHTS, Right
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router],
    navigation=[Entry(text=SENT_ON.title, href=SENT_ON.path, seen_by=RIGHTS[Right.RECEIVE_DOSSIERS], order=61)],
)
