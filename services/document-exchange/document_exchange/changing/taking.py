"""A sender's wish as it comes in: kept once, found its document or not, and laid before the clerk. Never a silent change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.changing.models import SenderChange
from document_exchange.changing.notifications import tell_clerks
from document_exchange.changing.queries import find_of_another, find_target, list_waiting_for
from document_exchange.changing.rules import ChangeState
from document_exchange.changing.steps import answer_change
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import find_check
from document_exchange.incoming.recalls import ask_back
from document_exchange.incoming.rules import IncomingState, Recall
from document_exchange.packets.packet import BusinessType
from document_exchange.registers.rules import document_key
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.identifiers import new_id
from shared.standards.typed import clean_line
from shared.storage import evidence


@dataclass(frozen=True)
class Wish:
    """Yêu cầu, as a packet or an event says it of one document."""

    kind: BusinessType
    sender_code: str
    said_key: str
    """The same for what is the same wish."""
    target_code: str
    reason: str
    sender_name: str = ""
    target_reference: str = ""
    new_code: str = ""
    new_incoming_id: UUID | None = None
    proposed: dict[str, Any] = field(default_factory=dict)
    receivers: Sequence[dict[str, Any]] = ()
    removed: bool = False
    packet: FileReference | None = None
    delivery_id: UUID | None = None
    change_id: str = ""
    asked_by: str = ""
    at: datetime | None = None

    @property
    def asks_back(self) -> bool:
        return self.kind is BusinessType.RECALL or self.removed


async def take_wish(
    session: AsyncSession, addressee_code: str, wish: Wish, actor: str, meant: IncomingDocument | None = None
) -> SenderChange:
    """Yêu cầu thay đổi đã đến. Twice the same is once; what somebody says of another's document is kept and refused.

    `meant`: where it is known which arrival it is about.
    """
    change_id = new_id()
    made = await session.execute(
        insert(SenderChange)
        .values(_row(change_id, addressee_code, wish))
        .on_conflict_do_nothing(constraint="uq_sender_change_once")
        .returning(SenderChange.id)
    )
    if made.scalar_one_or_none() is None:
        return await _kept_before(session, addressee_code, wish)
    change = await session.get_one(SenderChange, change_id, with_for_update=True)
    packet = wish.packet.sha256 if wish.packet else ""
    await evidence.record(
        session, "sender-change-taken", f"sender-change/{change_id}", actor, business=int(wish.kind), sha256=packet
    )
    incoming = meant or await find_target(
        session, addressee_code, wish.sender_code, wish.target_code, wish.target_reference
    )
    if incoming is not None:
        await meet(session, change, incoming)
    elif await find_of_another(session, addressee_code, wish.sender_code, wish.target_code):
        change.state, change.problem = ChangeState.REJECTED, "another_sender"
    if change.standing is not ChangeState.HANDED:
        await tell_clerks(session, change)
    return change


def _row(change_id: UUID, addressee_code: str, wish: Wish) -> dict[str, Any]:
    packet = wish.packet
    return {
        "id": change_id,
        "addressee_code": addressee_code,
        "agency_code": addressee_code,
        "sender_code": wish.sender_code,
        "sender_name": wish.sender_name,
        "said_key": wish.said_key,
        "kind": int(wish.kind),
        "target_code": clean_line(wish.target_code),
        "target_key": document_key(wish.target_code),
        "target_reference": wish.target_reference,
        "new_code": wish.new_code,
        "new_incoming_id": wish.new_incoming_id,
        "reason": wish.reason,
        "proposed": wish.proposed,
        "receivers": list(wish.receivers),
        "removed": wish.removed,
        "packet_sha256": packet.sha256 if packet else "",
        "packet_size": packet.size if packet else 0,
        "packet_name": packet.name if packet else "",
        "delivery_id": wish.delivery_id,
        "change_id": wish.change_id,
        "asked_by": wish.asked_by,
        "state": ChangeState.UNMATCHED,
        "problem": "document_unknown",
        "arrived_at": clock.now(),
    }


async def _kept_before(session: AsyncSession, addressee_code: str, wish: Wish) -> SenderChange:
    query = select(SenderChange).where(
        SenderChange.addressee_code == addressee_code,
        SenderChange.sender_code == wish.sender_code,
        SenderChange.said_key == wish.said_key,
    )
    return (await session.scalars(query)).one()


async def meet(session: AsyncSession, change: SenderChange, incoming: IncomingDocument) -> None:
    """The document is found: what is certain is answered, the rest is the clerk's."""
    change.incoming_id = incoming.id
    change.agency_code = incoming.held_by
    change.target_reference = change.target_reference or incoming.reference
    change.problem = ""
    asks_back = change.kind == BusinessType.RECALL or change.removed
    if incoming.recall == Recall.AGREED:
        state = ChangeState.AGREED if asks_back else ChangeState.REFUSED
        await answer_change(session, change, incoming, state, "already_recalled", None)
    elif asks_back:
        change.state = ChangeState.HANDED
        if incoming.recall != Recall.REQUESTED:
            asked_by = change.asked_by or change.sender_name or change.sender_code
            await ask_back(session, incoming, change.reason, asked_by, clock.now(), change=str(change.id))
    elif incoming.status == IncomingState.REFUSED:
        await answer_change(session, change, incoming, ChangeState.REFUSED, "already_returned", None)
    else:
        await _leave_terms_given_here(session, change, incoming)
        change.state = ChangeState.WAITING


async def _leave_terms_given_here(session: AsyncSession, change: SenderChange, incoming: IncomingDocument) -> None:
    """A packet of type 2 says the whole header again: a term that its sender did not change takes the place of no leader's. Over the platform
    only what changed is said.
    """
    if change.change_id:
        return
    check = await find_check(session, incoming.packet_sha256)
    if check is not None and check.said and check.said.get("due", "") == change.proposed.get("due_on"):
        change.proposed = {name: value for name, value in change.proposed.items() if name != "due_on"}


async def match_waiting(session: AsyncSession, incoming: IncomingDocument) -> None:
    """The wish came before its document: it is laid before the clerk together with it."""
    for change in await list_waiting_for(session, incoming):
        change.version += 1
        await meet(session, change, incoming)
        await evidence.record(
            session, "sender-change-matched", f"sender-change/{change.id}", "event:arrived", incoming=str(incoming.id)
        )
