"""Making results on paper electronic."""

from one_stop.digitising_desk import api, import_pages, pages
from one_stop.digitising_desk.listing import PAPER_RESULTS
from one_stop.rights import RIGHTS, Right
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[import_pages.router, pages.router],
    navigation=[
        Entry(text=PAPER_RESULTS.title, href=PAPER_RESULTS.path, seen_by=RIGHTS[Right.SEE_PAPER_RESULTS], order=64)
    ],
)
