"""Thay thế (loại 3): the replacing document is issued by the ordinary road, and who holds what it replaces is asked."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.amending.rules import LINKED_LABELS, LinkKind
from document_exchange.deliveries.asking import ask, withdraw_waiting
from document_exchange.deliveries.holders import Holder, list_holders
from document_exchange.documents.linking import list_targets, refuse_replaced
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.rules import SENT, Step
from document_exchange.documents.steps import note_step
from document_exchange.packets.packet import Business, BusinessType, Replacement
from document_exchange.receivers.rules import Circulation
from shared.access.identity import Identity
from shared.contracts.values import FileReference


def reason_of(document: OutgoingDocument, target: OutgoingDocument) -> str:
    """What receivers read."""
    return f"{document.type_name} {document.reference} thay thế {target.type_name.lower()} {target.reference}"


async def replacing_business(
    session: AsyncSession, document: OutgoingDocument, organs: Collection[str]
) -> Business | None:
    """What its packet says; None for one that replaces nothing which any of its receivers holds. `organs`: who gets it."""
    found = []
    for target, holders in await _replaced(session, document, organs):
        if holders:
            codes = tuple(dict.fromkeys(holder.organ_code for holder in holders))
            found.append((target, Replacement(target.document_code or "", codes)))
    if not found:
        return None
    reason = "; ".join(reason_of(document, target) for target, _ in found)[:1000]
    return Business(BusinessType.REPLACE, reason, replacements=tuple(replacement for _, replacement in found))


async def note_links(
    session: AsyncSession,
    who: Identity,
    document: OutgoingDocument,
    packet: FileReference | None,
    organs: Collection[str],
) -> None:
    """The document is issued: what it changes says so, and who holds what it replaces and gets it too is asked (15, 16).

    One thing at a time: what was asked before about the one that is replaced is asked no more.
    """
    replaced = {target.id: holders for target, holders in await _replaced(session, document, organs)}
    for link, target in await list_targets(session, document.id):
        words = f"{LINKED_LABELS[link.kind]} {_name_of(document)}"
        await note_step(session, target, who, Step.LINKED, words, by=str(document.id), link=link.kind)
        if holders := replaced.get(target.id):
            await withdraw_waiting(session, target)
            reason = reason_of(document, target)
            await ask(session, who, target, BusinessType.REPLACE, reason, holders, packet, new=document)


def _name_of(document: OutgoingDocument) -> str:
    """In a history that every colleague reads."""
    return "văn bản chỉ nơi nhận được xem" if document.circulation == Circulation.NAMED else document.reference


async def require_replaceable(session: AsyncSession, document: OutgoingDocument) -> None:
    """Nobody else's document took their place meanwhile; locked, so that of two the second sees the first."""
    for link, target in await list_targets(session, document.id, lock=True):
        if link.kind == LinkKind.REPLACE:
            await refuse_replaced(session, target, document.id)


async def _replaced(
    session: AsyncSession, document: OutgoingDocument, organs: Collection[str]
) -> list[tuple[OutgoingDocument, list[Holder]]]:
    """What it replaces, each with those who hold it and get the new one. What was taken back meanwhile is held by nobody."""
    found = []
    for link, target in await list_targets(session, document.id):
        if link.kind == LinkKind.REPLACE and target.state in SENT:
            holders = await list_holders(session, target)
            found.append((target, [holder for holder in holders if holder.organ_code in organs]))
    return found
