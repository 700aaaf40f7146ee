"""How every answer to a sender's wish ends: the wish closed, the arrival's history, the sender told, one transaction."""

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.changing.models import SenderChange
from document_exchange.changing.rules import PROBLEMS, ChangeState
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.steps import keep_status, report_status
from shared.access.identity import Identity
from shared.core import clock
from shared.standards.document_status import DocumentStatus as Reported
from shared.storage import evidence

_SYSTEM = "event:sender-change"
CODES = {ChangeState.AGREED: Reported.CHANGE_AGREED, ChangeState.REFUSED: Reported.CHANGE_REFUSED}


async def answer_change(
    session: AsyncSession,
    change: SenderChange,
    incoming: IncomingDocument | None,
    state: ChangeState,
    words: str,
    who: Identity | None,
) -> None:
    """Trả lời 15 hoặc 16. `words`: what travels, or a code of `PROBLEMS`; `who`: nobody where the answer is certain."""
    if words in PROBLEMS:
        change.problem, words = words, PROBLEMS[words]
    change.state = state
    change.version += 1
    change.answer = words
    change.answered_by = who.acting_name if who else ""
    change.answered_at = clock.now()
    code = CODES[state]
    if incoming is not None:
        incoming.version += 1
        await keep_status(session, incoming, code, words, who or "")
        place = who.agency_name if who else ""
        await report_status(session, incoming, code, words, change.answered_by, place, change_id=change.change_id)
    await evidence.record(
        session, f"sender-change-{state}", f"sender-change/{change.id}", who or _SYSTEM, version=change.version
    )
