"""Thay thế theo nơi gửi: the old document closes for the new one, which has come, is held here and is another one."""

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import list_after
from document_exchange.changing.models import SenderChange
from document_exchange.changing.queries import find_of_any
from document_exchange.incoming.deadlines import DEADLINE
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.replaced import find_replacement, is_held, leads_back
from document_exchange.incoming.rules import STEPS, Act, IncomingState
from document_exchange.incoming.steps import case_of, keep_status
from document_exchange.instructing.notifications import person_of, tell
from document_exchange.instructing.presenting import end_waiting
from document_exchange.instructing.queries import list_parts
from document_exchange.instructing.reopening import after_completion
from document_exchange.instructing.rules import Presented
from document_exchange.packets.packet import BusinessType
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict
from shared.work import jobs


async def find_obstacle(session: AsyncSession, change: SenderChange, incoming: IncomingDocument | None) -> str:
    """Why the old document cannot close for the new one now, as a code of the texts; empty where it can."""
    if change.kind != BusinessType.REPLACE or incoming is None:
        return ""
    new = await find_new(session, change)
    if new is None or new.held_by != incoming.held_by:
        return "replacement_not_here"
    if not is_held(new):
        return "replacement_gone"
    if await leads_back(session, new, incoming):
        return "replaced_by_itself"
    standing = await find_replacement(session, incoming)
    return "document_replaced" if standing is not None and standing.id != new.id else ""


async def find_new(session: AsyncSession, change: SenderChange) -> IncomingDocument | None:
    """What an agency issued that ended is replaced by its successor's document."""
    if change.new_incoming_id is not None:
        return await session.get(IncomingDocument, change.new_incoming_id)
    senders = [change.sender_code, *await list_after(session, [change.sender_code])]
    return await find_of_any(session, change.addressee_code, senders, change.new_code)


async def replace(session: AsyncSession, who: Identity, change: SenderChange, incoming: IncomingDocument) -> str:
    """The new document is an arrival of its own, with its own số đến; who worked on the old one is told of it."""
    STEPS.require(Act.REPLACE, await case_of(session, who, incoming))
    new = await find_new(session, change)
    if new is not None:
        await session.refresh(new, with_for_update=True)  # nobody gives it back meanwhile
    if obstacle := await find_obstacle(session, change, incoming):
        raise Conflict(obstacle)
    assert new is not None
    people = [await person_of(session, one.whose) for one in await list_parts(session, incoming)]
    waiting = await end_waiting(session, incoming, Presented.ENDED, change.reason)
    await after_completion(session, incoming)
    await jobs.cancel(session, DEADLINE, str(incoming.id))
    incoming.replaced_by = change.new_incoming_id = new.id
    if incoming.status != IncomingState.DONE:
        incoming.status, incoming.status_at = IncomingState.DONE, clock.now()
    words = f"Thay bằng {new.reference or new.document_code}. Lý do: {change.reason}"
    await keep_status(session, incoming, Act.REPLACE, words, who)
    new.version += 1
    await keep_status(session, new, Act.REPLACE, f"Thay thế {incoming.reference or incoming.document_code}", who)
    await tell(session, who, "document-replaced", incoming, [*people, waiting.leader_id if waiting else ""])
    return "Đã thay thế văn bản theo yêu cầu của nơi gửi"
