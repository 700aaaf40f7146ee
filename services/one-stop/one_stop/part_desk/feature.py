"""Parts that other agencies give to this one: a work list and a page, with nothing of the dossier but what was shared."""

from one_stop.part_desk import api, checking_edge, pages, program_api
from one_stop.part_desk.listing import PARTS
from one_stop.rights import RIGHTS, Right
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router, program_api.router],
    pages=[pages.router, checking_edge.router],
    navigation=[Entry(text=PARTS.title, href=PARTS.path, seen_by=RIGHTS[Right.SEE_PARTS], order=25)],
)
