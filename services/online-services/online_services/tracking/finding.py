"""One's own dossiers for the search box."""

from sqlalchemy.ext.asyncio import AsyncSession

from online_services.rights import owner_of
from online_services.texts import name_of
from online_services.tracking import queries
from online_services.tracking.rules import state_of
from shared.access.identity import Identity
from shared.core.formats import vn_date
from shared.storage.words import are_in
from shared.web.search import MOST_HITS, Group, Hit

LOOKED_THROUGH = 500
"""The newest of one owner: a person has a dozen, a busy company some hundreds."""


async def find_own(session: AsyncSession, who: Identity, words: str) -> list[Group]:
    """By code or procedure, whatever has become of them."""
    hits = []
    for row in await queries.list_own(session, owner_of(who), LOOKED_THROUGH):
        submission, dossier = row.Submission, row.TrackedDossier
        code = (dossier.code if dossier else None) or ""
        if are_in(f"{code} {submission.procedure_name} {submission.procedure_code}", words):
            state = state_of(
                dossier.status if dossier else queries.SUBMITTED,
                has_code=bool(code),
                asked=False,
                withdrawn=submission.withdrawn_at is not None,
            )
            about = f"{name_of(state.kind, state.status)} · nộp ngày {vn_date(submission.filed_at)}"
            text = f"{submission.procedure_name} ({code})" if code else submission.procedure_name
            hits.append(Hit(text=text, about=about, href=f"/dich-vu-cong/ho-so/{submission.id}"))
        if len(hits) > MOST_HITS:
            break
    more = len(hits) > MOST_HITS
    return [Group(title="Hồ sơ của tôi", order=10, hits=hits[:MOST_HITS], more=more, href="/dich-vu-cong/ho-so")]
