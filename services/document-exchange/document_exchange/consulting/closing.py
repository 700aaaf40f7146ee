"""A draft that is signed or dropped takes no opinions any more; who has not answered need not."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.deadlines import watch
from document_exchange.consulting.notifications import answerers_of, tell
from document_exchange.consulting.queries import list_of_document
from document_exchange.consulting.rules import DROPPED, OpinionAct, OpinionState
from document_exchange.consulting.steps import by_person, note
from document_exchange.consulting.telling import tell_agency
from shared.access.identity import Identity
from shared.core import clock


async def close_opinions(session: AsyncSession, who: Identity, document_id: UUID, words: str) -> None:
    """Kết thúc lấy ý kiến: `words` say why, to those who have not answered; that it was dropped to all."""
    by = by_person(who)
    for row in await list_of_document(session, document_id, lock=True):
        if row.closed_at is not None or row.state == OpinionState.WITHDRAWN:
            continue
        waited = row.state == OpinionState.ASKED
        row.closed_at = clock.now()
        if waited:
            row.state = OpinionState.CLOSED
        if waited or words == DROPPED:
            row.ended_words = words
        await note(session, by, row, OpinionAct.CLOSE, words)
        await watch(session, row)
        await tell_agency(session, by, row, OpinionAct.CLOSE, words)
        if waited:
            await tell(session, "opinion-changed", row, await answerers_of(session, row))
