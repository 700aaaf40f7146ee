"""Taking in a packet from a file that a clerk brings: a document from outside the platform, a status, or a wish about a document here."""

import hashlib
from collections.abc import Set

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import list_before
from document_exchange.amending.models import IssuedChange
from document_exchange.changing.models import SenderChange
from document_exchange.changing.queries import find_target
from document_exchange.changing.taking import Wish, match_waiting, take_wish
from document_exchange.changing.updating import what_it_proposes
from document_exchange.deliveries.change_answers import take_status_answer
from document_exchange.deliveries.packet_files import (
    refuse_known_document,
    refuse_other_receiver,
    refuse_platform_sender,
    take_new_document,
    take_status,
)
from document_exchange.deliveries.queries import find_reported_delivery
from document_exchange.deliveries.rules import FROM_SENDER, normal_code
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.scanning import plan_scan
from document_exchange.incoming.steps import keep_status
from document_exchange.packets.bounds import LONGEST_CODE, check_bounds
from document_exchange.packets.packet import BusinessType, DocumentPacket, PacketRefused, StatusPacket
from document_exchange.packets.parsing import EDXML, file_name, parse
from document_exchange.packets.texts import refused_packet
from document_exchange.registers.rules import LONGEST_NAME, document_key, read_reference
from shared.access.identity import Identity
from shared.contracts.document_exchange import DeliveryProgressed
from shared.contracts.values import FileReference
from shared.core.errors import Invalid
from shared.standards.document_status import DocumentStatus as Reported
from shared.standards.typed import clean_line, clean_paragraphs, read_code
from shared.storage.files import FileStore

Taken = IncomingDocument | DeliveryProgressed | SenderChange | IssuedChange
_LONGEST_REASON = 1000
_MOST_SHOWN = 200
"""Of the receivers that an update adds and strikes; the packet has them all."""
_NO_REASON = "(nơi gửi không ghi lý do)"


async def take_packet_file(session: AsyncSession, who: Identity, content: bytes, files: FileStore) -> Taken:
    """Nhập gói tin .edxml từ bên ngoài: what its business type says, never a new document for what is a wish about an old one."""
    packet = await parse(content)
    try:
        check_bounds(packet)
    except PacketRefused as error:
        raise refused_packet(error) from error
    if isinstance(packet, StatusPacket):
        if normal_code(packet.status_code) in FROM_SENDER:
            return await _take_recall_status(session, who, packet, content)
        await refuse_platform_sender(session, packet.sender.organ_id)
        answered = await take_status_answer(session, who, packet, normal_code(packet.status_code))
        return answered or await take_status(session, who, packet)
    kind = packet.business.kind
    before = [] if kind is BusinessType.NEW else await list_before(session, who.agency_code)
    codes = frozenset({who.agency_code, *before})
    refuse_other_receiver(codes, packet)
    if kind is BusinessType.NEW:
        await refuse_known_document(session, who, packet)
    await refuse_platform_sender(session, packet.sender.organ_id)
    stored = await files.put(content, EDXML, file_name(packet.code))
    if kind is BusinessType.NEW:
        incoming = await take_new_document(session, who, packet, stored)
        await match_waiting(session, incoming)
        return incoming
    if kind is BusinessType.REPLACE:
        return await _take_replacement(session, who, packet, stored, codes)
    wish = _wish(codes, packet, stored)
    await plan_scan(session, files, stored.sha256)
    added = kind is BusinessType.UPDATE and _says_of(packet, codes) is True
    if added and not await find_target(
        session, who.agency_code, wish.sender_code, wish.target_code, wish.target_reference
    ):
        # The update made this agency a receiver: for it the document is new.
        incoming = await take_new_document(session, who, packet, stored)
        await match_waiting(session, incoming)
        await keep_status(session, incoming, Reported.ARRIVED, f"Nơi gửi bổ sung nơi nhận: {wish.reason}", who)
        return incoming
    return await take_wish(session, who.agency_code, wish, f"{who.kind}:{who.subject}")


def _wish(codes: Set[str], packet: DocumentPacket, stored: FileReference) -> Wish:
    business = packet.business
    changes_data = business.kind is BusinessType.UPDATE
    organs = [
        {"organ": read_code(one.organ_id)[:LONGEST_CODE], "added": one.added}
        for one in business.receivers[:_MOST_SHOWN]
    ]
    return Wish(
        business.kind,
        packet.sender.organ_id,
        stored.sha256,
        business.document_id or packet.document_id,
        clean_paragraphs(business.reason)[:_LONGEST_REASON] or _NO_REASON,
        sender_name=clean_line(packet.sender.organ_name)[:LONGEST_NAME],
        target_reference="" if business.document_id else read_reference(packet.number, packet.notation),
        proposed=what_it_proposes(packet) if changes_data else {},
        receivers=organs if changes_data else (),
        removed=changes_data and _says_of(packet, codes) is False,
        packet=stored,
        asked_by=clean_line(business.staff.staff)[:LONGEST_NAME] if business.staff else "",
    )


def _says_of(packet: DocumentPacket, codes: Set[str]) -> bool | None:
    """Whether the update adds this agency to the receivers; None where it says nothing of it."""
    return next((one.added for one in packet.business.receivers if read_code(one.organ_id) in codes), None)


async def _take_replacement(
    session: AsyncSession, who: Identity, packet: DocumentPacket, stored: FileReference, codes: Set[str]
) -> IncomingDocument:
    """The new document is an arrival; each old one that this agency has gets a wish of its own."""
    business = packet.business
    if not business.replacements:
        raise Invalid("replaced_unnamed")
    own = document_key(packet.document_id)
    if any(document_key(one.document_id) == own for one in business.replacements):
        raise Invalid("replaced_by_itself")
    incoming = await take_new_document(session, who, packet, stored)
    meant = [
        one.document_id
        for one in business.replacements
        if one.document_id and (not one.organ_ids or not codes.isdisjoint(map(read_code, one.organ_ids)))
    ]
    reason = clean_paragraphs(business.reason)[:_LONGEST_REASON] or _NO_REASON
    for code in {document_key(one): one for one in meant}.values():
        wish = Wish(
            BusinessType.REPLACE,
            packet.sender.organ_id,
            f"{stored.sha256}/{document_key(code)}",
            code,
            reason,
            sender_name=clean_line(packet.sender.organ_name)[:LONGEST_NAME],
            new_code=packet.document_id,
            new_incoming_id=incoming.id,
            packet=stored,
        )
        await take_wish(session, who.agency_code, wish, f"{who.kind}:{who.subject}")
    await match_waiting(session, incoming)
    return incoming


async def _take_recall_status(
    session: AsyncSession, who: Identity, packet: StatusPacket, content: bytes
) -> SenderChange:
    """Trạng thái 13 from an outside issuer, about what we hold of it (`ResponseFor/OrganId` names whom it asks)."""
    response, asker = packet.response, packet.sender.organ_id
    ours = {who.agency_code, asker, *await list_before(session, who.agency_code)}
    if response.organ_id and response.organ_id not in ours:
        raise Invalid("packet_not_addressed")
    await refuse_platform_sender(session, asker)
    sent = await find_reported_delivery(session, who.agency_code, asker, response.document_id, "")
    if sent is not None:
        raise Invalid("status_wrong_direction")
    number, _, notation = response.code.partition("/")
    staff = packet.staff.staff if packet.staff else ""
    wish = Wish(
        BusinessType.RECALL,
        asker,
        hashlib.sha256(content).hexdigest(),
        response.document_id or response.code,
        clean_paragraphs(packet.description)[:_LONGEST_REASON] or _NO_REASON,
        sender_name=clean_line(packet.sender.organ_name)[:LONGEST_NAME],
        target_reference=read_reference(number, notation) if response.code else "",
        asked_by=clean_line(staff)[:LONGEST_NAME],
    )
    return await take_wish(session, who.agency_code, wish, f"{who.kind}:{who.subject}")
