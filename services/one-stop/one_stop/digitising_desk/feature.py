"""Making results on paper electronic."""

from one_stop.digitising.catching_up import BEGIN, TELL_STRETCH
from one_stop.digitising_desk import api, import_pages, pages
from one_stop.digitising_desk.listing import PAPER_RESULTS
from one_stop.rights import RIGHTS, Right
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    work=Work(jobs=[BEGIN, TELL_STRETCH]),
    routers=[api.router],
    pages=[import_pages.router, pages.router],
    navigation=[
        Entry(text=PAPER_RESULTS.title, href=PAPER_RESULTS.path, seen_by=RIGHTS[Right.SEE_PAPER_RESULTS], order=64)
    ],
)
