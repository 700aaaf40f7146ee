"""Asking receivers about a change of an issued document: kept, and told to those on the platform; the others get its packet by file."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.amending.models import ChangeReceiver, IssuedChange
from document_exchange.amending.queries import list_waiting
from document_exchange.amending.rules import AnswerState
from document_exchange.deliveries.holders import Holder
from document_exchange.documents.models import OutgoingDocument
from document_exchange.packets.packet import BusinessType
from shared.access.identity import Identity
from shared.contracts.document_exchange import ChangeAsked
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import Conflict
from shared.core.identifiers import new_id
from shared.messaging.outbox import tell
from shared.storage import evidence


async def refuse_open(session: AsyncSession, document: OutgoingDocument) -> None:
    """One thing at a time: by its answer a status packet names the document alone."""
    if await list_waiting(session, document.id):
        raise Conflict("change_still_open")


async def ask(
    session: AsyncSession,
    who: Identity,
    document: OutgoingDocument,
    kind: BusinessType,
    reason: str,
    asked: Sequence[Holder],
    packet: FileReference | None,
    *,
    struck: Sequence[Holder] = (),
    new: OutgoingDocument | None = None,
    **said: Any,
) -> IssuedChange:
    """`asked`, and of those outside `struck` from the receivers, each answers 15 or 16."""
    change = IssuedChange(
        id=new_id(),
        document_id=document.id,
        kind=int(kind),
        reason=reason,
        new_document_id=new.id if new else None,
        packet_sha256=packet.sha256 if packet else "",
        packet_size=packet.size if packet else 0,
        asked_by=who.acting_name,
        asked_at=clock.now(),
        version=1,
        **said,
    )
    session.add(change)
    await session.flush()
    for position, holder in enumerate([*asked, *struck]):
        session.add(_receiver(change.id, position, holder, removed=holder in struck))
        if holder.delivery is not None and packet is not None:
            new_code = new.document_code or "" if new else ""
            await tell(session, _told(change, document, holder, packet, new_code))
    facts = {"business": int(kind), "sha256": change.packet_sha256, "asked": len(asked) + len(struck)}
    await evidence.record(session, "change-asked", f"document/{document.id}", who, change=str(change.id), **facts)
    return change


def _receiver(change_id: UUID, position: int, holder: Holder, *, removed: bool) -> ChangeReceiver:
    return ChangeReceiver(
        change_id=change_id,
        position=position,
        organ_code=holder.organ_code,
        name=holder.name,
        delivery_id=holder.delivery.id if holder.delivery else None,
        removed=removed,
        state=AnswerState.WAITING,
    )


def _told(
    change: IssuedChange, document: OutgoingDocument, holder: Holder, packet: FileReference, new_code: str
) -> ChangeAsked:
    assert holder.delivery is not None
    proposed: Mapping[str, Any] = change.after or {}
    return ChangeAsked(
        delivery_id=str(holder.delivery.id),
        change_id=str(change.id),
        document_id=holder.delivery.document_code,
        sender_code=holder.delivery.sender_code,
        addressee_code=holder.organ_code,
        business=change.kind,
        reason=change.reason,
        proposed=dict(proposed),
        new_document_id=new_code,
        packet=packet,
        asked_by=change.asked_by,
        asked_at=change.asked_at,
    )


async def withdraw_waiting(session: AsyncSession, document: OutgoingDocument) -> None:
    """Lấy lại, thay thế văn bản: what else was asked about it is asked no more."""
    for kind in (BusinessType.UPDATE, BusinessType.REPLACE):
        for one in await list_waiting(session, document.id, kind):
            one.state = AnswerState.WITHDRAWN
