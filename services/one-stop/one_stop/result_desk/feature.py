"""The book of issued results."""

from one_stop.result_desk import api, pages
from one_stop.result_desk.events import HANDLERS
from one_stop.result_desk.listing import RESULT_BOOK
from one_stop.results.numbering import LOOK, ONE
from one_stop.rights import RIGHTS, Right
from shared.messaging.inbox import Handlers
from shared.messaging.worker import Work
from shared.web.feature import Feature
from shared.web.navigation import Entry

FEATURE = Feature(
    routers=[api.router],
    pages=[pages.router],
    work=Work(Handlers(HANDLERS), jobs=[LOOK, ONE]),
    navigation=[Entry(text=RESULT_BOOK.title, href=RESULT_BOOK.path, seen_by=RIGHTS[Right.SEE_DOSSIERS], order=63)],
)
