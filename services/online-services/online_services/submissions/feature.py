"""Filing: e-form, papers, review."""

from online_services.submissions import api, pages, papers_pages, resumable, review_pages
from online_services.submissions.actions import empty_bin
from online_services.submissions.draft_edge import DraftDiscarded, show_discarded
from shared.messaging.worker import Work
from shared.storage.database import Database
from shared.web.feature import Feature
from shared.web.known_forms import Form, Treatment
from shared.work import unfinished

EMPTY_BIN_SECONDS = 3600.0


async def forget_discarded_drafts(database: Database) -> None:
    """Drafts that were thrown away long ago go for good."""
    async with database.sessions.begin() as session:
        await empty_bin(session)


FEATURE = Feature(
    routers=[api.router, resumable.router],
    pages=[pages.router, papers_pages.router, review_pages.router],
    forms=[
        Form(path="/dich-vu-cong/ban-nhap/{draft_id}/to-khai", treatment=Treatment.SAVES),
        Form(path="/dich-vu-cong/ban-nhap/{draft_id}/giay-to", treatment=Treatment.SAVES),
    ],
    exceptions={DraftDiscarded: show_discarded},
    work=Work(schedules=[(EMPTY_BIN_SECONDS, forget_discarded_drafts)], jobs=[unfinished.FORGET]),
)
