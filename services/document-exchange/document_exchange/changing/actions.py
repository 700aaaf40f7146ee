"""What the clerk does with a sender's wish: agrees (15), refuses (16), or finds the document it is about."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import list_before
from document_exchange.changing.models import SenderChange
from document_exchange.changing.queries import get_change
from document_exchange.changing.replacing import find_obstacle, replace
from document_exchange.changing.rules import STEPS, Case, ChangeAct, ChangeState
from document_exchange.changing.steps import answer_change
from document_exchange.changing.taking import meet
from document_exchange.changing.updating import apply, before_of, compared, differing
from document_exchange.incoming.deadlines import watch
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import get_incoming
from document_exchange.incoming.rules import STEPS as INCOMING_STEPS
from document_exchange.incoming.rules import Act, IncomingState
from document_exchange.incoming.steps import case_of, keep_status, require_reason
from document_exchange.instructing.notifications import person_of, tell
from document_exchange.instructing.queries import list_parts
from document_exchange.packets.packet import BusinessType
from shared.access.identity import Identity
from shared.access.rights import callers_of
from shared.core.errors import FieldError, Invalid, PreconditionFailed
from shared.storage import evidence

_TOLD_OF = frozenset({"due_on", "subject", "priority"})


async def find_arrival(session: AsyncSession, change: SenderChange) -> IncomingDocument | None:
    return await session.get(IncomingDocument, change.incoming_id) if change.incoming_id else None


async def list_arrivals(session: AsyncSession, change: SenderChange) -> list[IncomingDocument]:
    """What its packet is about: the arrival meant, and the one that takes its place, which lies in the packet."""
    found = [await session.get(IncomingDocument, id_) for id_ in (change.incoming_id, change.new_incoming_id) if id_]
    return [one for one in found if one is not None]


async def case_for(session: AsyncSession, who: Identity, change: SenderChange) -> Case:
    """The wish and this person, as the table of steps sees them."""
    incoming = await find_arrival(session, change)
    return Case(
        change.standing,
        callers_of(who),
        in_force=incoming is None or incoming.in_force,
        returned=incoming is not None and incoming.status == IncomingState.REFUSED,
        obstacle=await find_obstacle(session, change, incoming),
    )


async def _take(
    session: AsyncSession, who: Identity, change_id: UUID, version: int | None, act: ChangeAct
) -> SenderChange:
    change = await get_change(session, who, change_id, lock=True)
    if version is not None and version != change.version:
        raise PreconditionFailed("changed_meanwhile")
    STEPS.require(act, await case_for(session, who, change))
    return change


async def agree_change(
    session: AsyncSession, who: Identity, change_id: UUID, version: int | None, words: str = ""
) -> SenderChange:
    """Đồng ý (15): the register says what the update says, or the old document closes as replaced."""
    change = await _take(session, who, change_id, version, ChangeAct.AGREE)
    assert change.incoming_id is not None
    incoming = await get_incoming(session, who, change.incoming_id, lock=True)
    if change.kind == BusinessType.REPLACE:
        said = await replace(session, who, change, incoming)
    else:
        said = await _update(session, who, change, incoming)
    await answer_change(session, change, incoming, ChangeState.AGREED, words or said, who)
    return change


async def refuse_change(
    session: AsyncSession, who: Identity, change_id: UUID, version: int | None, reason: str
) -> SenderChange:
    """Từ chối (16), with the reason; also where no document was found that could be meant."""
    change = await _take(session, who, change_id, version, ChangeAct.REFUSE)
    require_reason(reason)
    incoming = await get_incoming(session, who, change.incoming_id, lock=True) if change.incoming_id else None
    await answer_change(session, change, incoming, ChangeState.REFUSED, reason, who)
    return change


async def link_change(
    session: AsyncSession, who: Identity, change_id: UUID, version: int | None, incoming_id: UUID | None
) -> SenderChange:
    """Chọn văn bản bằng tay: of the same sender, or of an agency that it goes on for; nobody speaks for another."""
    change = await _take(session, who, change_id, version, ChangeAct.LINK)
    if incoming_id is None:
        sentence = "Hãy chọn văn bản đến mà yêu cầu này nói tới."
        raise Invalid("arrival_required", fields=[FieldError("/incoming_id", "arrival_required", sentence)])
    incoming = await get_incoming(session, who, incoming_id, lock=True)
    if incoming.id == change.new_incoming_id:
        sentence = "Đây chính là văn bản thay thế; hãy chọn văn bản cũ mà nó thay."
        raise Invalid("replaced_by_itself", fields=[FieldError("/incoming_id", "replaced_by_itself", sentence)])
    senders = {change.sender_code, *await list_before(session, change.sender_code)}
    if incoming.sender_code not in senders:
        sentence = "Văn bản này do cơ quan khác gửi; chỉ cơ quan đã gửi hoặc cơ quan kế thừa được yêu cầu thay đổi."
        raise Invalid("change_of_another", fields=[FieldError("/incoming_id", "change_of_another", sentence)])
    change.version += 1
    await evidence.record(session, "sender-change-linked", f"sender-change/{change.id}", who, incoming=str(incoming.id))
    await meet(session, change, incoming)
    return change


async def _update(session: AsyncSession, who: Identity, change: SenderChange, incoming: IncomingDocument) -> str:
    """The packet of the document itself stays as it came."""
    INCOMING_STEPS.require(Act.UPDATE, await case_of(session, who, incoming))
    changed = differing(incoming, change.proposed)
    change.before = before_of(incoming, changed)
    apply(incoming, changed)
    said = "; ".join(f"{one.title}: {one.before} → {one.after}" for one in compared(change.before, changed))
    words = f"{said or 'Không có mục nào khác'}. Lý do: {change.reason}"
    await keep_status(session, incoming, Act.UPDATE, words, who)
    if incoming.in_hands and _TOLD_OF & changed.keys():
        await _tell_workers(session, who, "document-corrected", incoming, changed)
    return "Đã cập nhật văn bản theo yêu cầu của nơi gửi"


async def _tell_workers(
    session: AsyncSession, who: Identity, kind: str, incoming: IncomingDocument, changed: Mapping[str, Any]
) -> None:
    if "due_on" in changed:
        await watch(session, incoming)
    people = [await person_of(session, one.whose) for one in await list_parts(session, incoming)]
    await tell(session, who, kind, incoming, people)
