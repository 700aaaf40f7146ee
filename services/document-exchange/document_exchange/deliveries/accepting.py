"""Taking in a whole packet from an agency's system, to be sent onward at once."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

import asyncpg

from document_exchange.deliveries import statements
from document_exchange.documents.receiving import unknown_addressees
from document_exchange.packets.packet import BusinessType, DocumentPacket, PacketRefused, Signer
from document_exchange.packets.parsing import EDXML, file_name, parse
from document_exchange.packets.store import SMALL
from document_exchange.packets.texts import refused_packet
from document_exchange.receipts import ReceiptSigner
from document_exchange.registers.rules import document_key, read_reference
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock, context
from shared.core.batching import Together
from shared.core.errors import Conflict, Forbidden, Invalid
from shared.core.identifiers import new_id
from shared.standards import document_types
from shared.standards.typed import clean_line, read_code
from shared.storage import fragments
from shared.storage.database import Database
from shared.storage.files import FileStore, refer_to
from shared.storage.words import searchable

_LONGEST_SUBJECT = 2000
_LONGEST_CODE = 200
_MOST_RECEIVERS = 2000
_DAYS = ("MessageHeader.PromulgationInfo.PromulgationDate", "MessageHeader.DueDate")

_NOTE = fragments.noted(
    kind="$1", subject="$2", actor="$3", agency_code="$4", facts="$5::jsonb", post="$6", on_behalf_of="$7"
)


@dataclass(frozen=True)
class Accepted:
    """Kết quả gửi: the receipt, and whether it was made now or long ago."""

    receipt: bytes
    document_id: str
    created: bool


class PacketIntake:
    """Nơi nhận gói tin của hệ thống các cơ quan: packets that come at the same time share one commit."""

    def __init__(self, database: Database, files: FileStore, receipts: ReceiptSigner) -> None:
        self._database = database
        self._files = files
        self._receipts = receipts
        self._store: Together[statements.AcceptedPacket, bool] = Together(self._store_together)

    async def accept(self, who: Identity, content: bytes) -> Accepted:
        """Nhận gói tin để gửi đi. Same identifier and bytes: the same receipt, byte for byte; other bytes: refused."""
        packet = await parse(content)
        if not isinstance(packet, DocumentPacket):
            raise Invalid("document_packet_required")
        _check_sendable(who, packet)
        codes = [organ.organ_id for organ in packet.receivers]
        stored = refer_to(content, EDXML, file_name(packet.code))
        waits = len(content) <= SMALL
        if not waits:
            await self._files.place.put(stored.sha256, content)
        now = clock.now()
        deliveries = statements.new_deliveries(who.agency_code, packet.document_id, codes, stored, now)
        document_id = new_id()
        receipt = self._receipts.receipt(
            {
                "id": str(document_id),
                "document_id": packet.document_id,
                "packet_sha256": stored.sha256,
                "deliveries": [{"id": str(d.id), "addressee_code": d.addressee_code} for d in deliveries],
                "accepted_at": now.isoformat(),
            }
        )
        kept = _accepted(document_id, who, packet, stored, content if waits else None, receipt, now, deliveries)
        if await self._store(kept):
            return Accepted(receipt, str(document_id), created=True)
        return await _answer_again(await self._database.hot(), who, packet, stored.sha256, codes)

    async def _store_together(self, packets: list[statements.AcceptedPacket]) -> list[bool | BaseException]:
        return await statements.accept_documents(await self._database.hot(), packets)


def _check_sendable(who: Identity, packet: DocumentPacket) -> None:
    if packet.sender.organ_id != who.agency_code:
        raise Forbidden("sender_not_yours")
    if packet.business.kind is not BusinessType.NEW:
        raise Invalid("business_type_not_taken")
    if len(packet.subject) > _LONGEST_SUBJECT or any(len(said) > _LONGEST_CODE for said in _short(packet)):
        raise Invalid("packet_text_too_long")
    try:
        _check_writable(packet)
    except PacketRefused as error:
        raise refused_packet(error) from error
    if who.agency_code in {organ.organ_id for organ in packet.receivers}:
        raise Invalid("addressee_is_sender")


def _short(packet: DocumentPacket) -> tuple[str, ...]:
    """What stands on one line of lists and letters."""
    return packet.document_id, packet.code, packet.number, packet.notation, packet.sender.organ_name


def _check_writable(packet: DocumentPacket) -> None:
    """What our own writer would refuse to send: too many receivers, days that cannot be, nothing to read in the subject."""
    if len(packet.receivers) > _MOST_RECEIVERS:
        raise PacketRefused("R", "MessageHeader.To")
    if unreadable := next((n for n in packet.warnings if n.code == "date_unreadable" and n.path in _DAYS), None):
        raise PacketRefused("M", unreadable.path)
    if packet.promulgated_on and packet.promulgated_on > clock.local_now().date():
        raise PacketRefused("M.future", _DAYS[0])
    if not clean_line(packet.subject):
        raise PacketRefused("N", "MessageHeader.Subject")


def _accepted(
    document_id: UUID,
    who: Identity,
    packet: DocumentPacket,
    stored: FileReference,
    waiting: bytes | None,
    receipt: bytes,
    now: datetime,
    deliveries: list[statements.NewDelivery],
) -> statements.AcceptedPacket:
    return statements.AcceptedPacket(
        document_id=document_id,
        sender_code=who.agency_code,
        copy_amount=len(deliveries),
        actor=f"{who.kind}:{who.subject}",
        actor_name=who.acting_name,
        actor_post=who.post,
        actor_behalf=who.behalf,
        packet_sha256=stored.sha256,
        packet_size=stored.size,
        waiting=waiting,
        receipt=receipt,
        accepted_at=now,
        request_id=context.request_id.get(),
        traceparent=context.traceparent.get(),
        deliveries=deliveries,
        **_said(packet),
    )


def _said(packet: DocumentPacket) -> dict[str, Any]:
    """What the packet itself says of the document."""
    kind = document_types.find_document_type(packet.type_name, packet.notation)
    signer = packet.signer or Signer()
    reference = read_reference(packet.number, packet.notation)
    answered = next((one for one in packet.responses if one.organ_id and one.document_id), None)
    digits = packet.number if packet.number.isascii() and packet.number.isdigit() and len(packet.number) < 9 else None
    return {
        "document_code": packet.document_id,
        "document_key": document_key(packet.document_id),
        "type_code": kind.key if kind else "",
        "type_name": clean_line(packet.type_name),
        "subject": clean_line(packet.subject),
        "folded": searchable(f"{reference} {packet.type_name} {packet.subject} {signer.full_name}"),
        "priority": packet.priority,
        "due_on": packet.due_on,
        "signer_name": clean_line(signer.full_name),
        "signer_title": clean_line(signer.position),
        "competence": clean_line(signer.competence),
        "number": int(digits) if digits else None,
        "notation": clean_line(packet.notation),
        "reference": reference,
        "place": clean_line(packet.place),
        "issued_on": packet.promulgated_on,
        "page_amount": packet.page_amount,
        "answers_sender": read_code(answered.organ_id) if answered else "",
        "answers_key": document_key(answered.document_id) if answered else "",
    }


async def _answer_again(
    pool: "asyncpg.Pool[Any]", who: Identity, packet: DocumentPacket, sha256: str, codes: list[str]
) -> Accepted:
    """Nothing was stored: it is here already, or an addressee is unknown."""
    known = await pool.fetchrow(
        "SELECT id, packet_sha256, receipt FROM outgoing_document WHERE agency_code = $1 AND document_key = $2",
        who.agency_code,
        document_key(packet.document_id),
    )
    if known is not None and known["packet_sha256"] == sha256 and known["receipt"] is not None:
        return Accepted(bytes(known["receipt"]), str(known["id"]), created=False)
    if known is not None:
        await _refuse_other_content(pool, who, str(known["id"]), known["packet_sha256"], sha256)
    rows = await pool.fetch(
        "SELECT code FROM agency WHERE code = ANY($1) AND (valid_to IS NULL OR valid_to >= $2)",
        codes,
        clock.local_now().date(),
    )
    valid = {row["code"] for row in rows}
    raise unknown_addressees([code for code in codes if code not in valid])


async def _refuse_other_content(
    pool: "asyncpg.Pool[Any]", who: Identity, document_id: str, kept: str | None, came: str
) -> NoReturn:
    facts = f'{{"kept": "{kept or ""}", "came": "{came}"}}'
    actor = f"{who.kind}:{who.subject}"
    subject = f"document/{document_id}"
    by = (actor, who.agency_code, facts, who.post, who.behalf)
    await pool.execute(_NOTE, "document-content-differs", subject, *by)
    raise Conflict("document_content_differs")
