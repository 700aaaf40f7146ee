"""Hoàn thành và mở lại: the whole ends with a word where parts are open; a completion that was a mistake is undone within its year."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.deadlines import watch
from document_exchange.incoming.models import IncomingDocument
from document_exchange.instructing.deadlines import PART_DEADLINE, watch_parts
from document_exchange.instructing.extending import drop_asked
from document_exchange.instructing.notifications import person_of, tell
from document_exchange.instructing.presenting import end_waiting
from document_exchange.instructing.queries import list_asked, list_parts
from document_exchange.instructing.rules import STEPS, Part, Presented, Work, read_whose
from document_exchange.instructing.steps import case_of, note, require_words, take, wrong
from shared.access.identity import Identity
from shared.core import clock
from shared.work import jobs


async def require_word_for_open(session: AsyncSession, incoming: IncomingDocument, words: str) -> None:
    """Completing while somebody has not reported yet needs a word why."""
    waiting = [one.name for one in await list_parts(session, incoming) if one.is_open]
    if waiting and not words:
        sentence = f"Chưa báo phần việc: {', '.join(waiting)}. Hãy ghi vì sao vẫn kết thúc."
        raise wrong("parts_open", "/description", sentence)


async def after_completion(session: AsyncSession, incoming: IncomingDocument) -> None:
    """Nothing waits for anybody any more."""
    await end_waiting(session, incoming, Presented.ENDED, "")
    for one in await list_asked(session, incoming.id):
        await drop_asked(session, incoming, read_whose(one.whose))
    incoming.part_due_on = None
    await jobs.cancel(session, PART_DEADLINE, str(incoming.id))


async def reopen(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, reason: str
) -> IncomingDocument:
    """Mở lại: inside alone. The sender reads "hoàn thành" for good (`deliveries.rules`: nothing comes behind 06 on its road)."""
    incoming = await take(session, who, incoming_id, version, Work.REOPEN)
    require_words(reason, "Hãy ghi lý do mở lại.")
    target = STEPS.require(Work.REOPEN, await case_of(session, who, incoming)).target
    incoming.status, incoming.status_at = target or incoming.status, clock.now()
    incoming.reopened_at = clock.now()
    incoming.replaced_by = None  # what took its place was returned or given back: this is the work again
    await note(session, who, incoming, Work.REOPEN, reason)
    await watch(session, incoming)
    await watch_parts(session, incoming)
    works = [one.whose for one in await list_parts(session, incoming) if one.part != Part.INFORM]
    await tell(session, who, "document-reopened", incoming, [await person_of(session, whose) for whose in works])
    return incoming
