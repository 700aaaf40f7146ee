"""Reading what arrived: the packet's contents into the rows, its signatures into a stored report. Off the hot path."""

from dataclasses import asdict
from typing import Any

import anyio.to_thread
import orjson
from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.rules import PDF
from document_exchange.incoming.models import PacketCheck
from document_exchange.incoming.queries import list_unread_packets
from document_exchange.packets.packet import Attachment, DocumentPacket, PacketRefused
from document_exchange.packets.reader import read_packet
from document_exchange.packets.store import SMALL
from document_exchange.packets.texts import sentence_of_notice
from document_exchange.registers.rules import read_reference
from document_exchange.search import searchable
from document_exchange.secrecy import has_secret_marking
from document_exchange.signatures import Signatures
from shared import clock
from shared.database import Database
from shared.files import FileAltered, FileMissing, FileStore
from shared.logs import get_logger
from shared.signing.verify import SignatureReport
from shared.standards.typed import clean_line
from shared.standards.vietnamese import nfc

log = get_logger(__name__)

_FILL = text(
    """
UPDATE incoming_document i SET read_at = :now, sender_name = :sender_name, reference = :reference,
  type_name = :type_name, subject = :subject, issued_on = :issued_on, signer_name = :signer_name,
  signer_title = :signer_title,
  priority = :priority, due_on = COALESCE(i.due_on, :due_on), folded = :folded,
  warnings = CAST(:warnings AS jsonb)
    || CASE WHEN i.sender_code <> :sender_code THEN '["sender_differs"]'::jsonb ELSE '[]'::jsonb END
    || CASE WHEN i.document_code <> :document_code THEN '["document_code_differs"]'::jsonb ELSE '[]'::jsonb END
    || CASE WHEN i.addressee_code = ANY(CAST(:receivers AS text[])) THEN '[]'::jsonb ELSE '["not_addressed"]'::jsonb END
    || CASE WHEN EXISTS (SELECT 1 FROM incoming_document o WHERE o.addressee_code = i.addressee_code
         AND o.sender_code = i.sender_code AND o.reference = :reference AND o.reference <> '' AND o.issued_on = :issued_on AND o.id <> i.id)
       THEN '["duplicate_reference"]'::jsonb ELSE '[]'::jsonb END
WHERE i.packet_sha256 = :sha256 AND i.read_at IS NULL
"""
)
_UNREADABLE = text(
    """
UPDATE incoming_document SET read_at = :now, warnings = CAST(:warnings AS jsonb), subject = '(không đọc được gói tin)'
WHERE packet_sha256 = :sha256 AND read_at IS NULL
"""
)


async def read_arrivals(database: Database, files: FileStore, signatures: Signatures, limit: int = 20) -> int:
    """Read what was not read yet; each packet once, however many received it. Two workers at once do no harm."""
    async with database.sessions.begin() as session:
        waiting = await list_unread_packets(session, limit * 10)
    for sha256 in waiting[:limit]:
        try:
            async with database.sessions.begin() as session:
                await read_arrival(session, sha256, files, signatures)
        except (DBAPIError, ValueError, TypeError) as error:
            # One packet that nothing here can digest must not keep the others waiting.
            log.error("packet_not_read", packet=sha256, error=type(error).__name__)
            async with database.sessions.begin() as session:
                await _set_unreadable(session, sha256, "packet_unreadable")
    return len(waiting)


async def read_arrival(session: AsyncSession, sha256: str, files: FileStore, signatures: Signatures) -> None:
    """Đọc gói tin và kiểm tra chữ ký số, toàn vẹn, chứng thư."""
    try:
        packet = await open_packet(sha256, files)
    except (FileMissing, FileAltered, PacketRefused) as error:
        code = {"FileMissing": "packet_missing", "FileAltered": "packet_altered"}.get(
            type(error).__name__, "packet_unreadable"
        )
        await _set_unreadable(session, sha256, code)
        return
    await _keep_check(session, sha256, packet, signatures)
    await session.execute(_FILL, _facts(packet, sha256))


async def _set_unreadable(session: AsyncSession, sha256: str, code: str) -> None:
    await session.execute(_UNREADABLE, {"now": clock.now(), "warnings": f'["{code}"]', "sha256": sha256})


async def open_packet(sha256: str, files: FileStore) -> DocumentPacket:
    """The document packet under that hash; raises what the store and the reader raise."""
    content = await files.get(sha256)
    packet = read_packet(content) if len(content) <= SMALL else await anyio.to_thread.run_sync(read_packet, content)
    if not isinstance(packet, DocumentPacket):
        raise PacketRefused("M", "MessageHeader")
    return packet


async def check_packet(
    session: AsyncSession, sha256: str, packet: DocumentPacket, signatures: Signatures
) -> PacketCheck:
    """Kiểm tra chữ ký số of each PDF, now."""
    await _keep_check(session, sha256, packet, signatures)
    query = select(PacketCheck).where(PacketCheck.packet_sha256 == sha256).execution_options(populate_existing=True)
    return (await session.scalars(query)).one()


async def _keep_check(session: AsyncSession, sha256: str, packet: DocumentPacket, signatures: Signatures) -> None:
    """The newest result is kept."""
    found = [await _check_file(attachment, signatures) for attachment in packet.attachments]
    now = clock.now()
    statement = insert(PacketCheck).values(packet_sha256=sha256, checked_at=now, files=found)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["packet_sha256"], set_={"checked_at": now, "files": statement.excluded.files}
        )
    )


async def _check_file(attachment: Attachment, signatures: Signatures) -> dict[str, Any]:
    is_pdf = attachment.content.startswith(b"%PDF-")
    reports = await signatures.check(attachment.content) if is_pdf else []
    return {
        "name": attachment.name,
        "description": attachment.description,
        "media_type": PDF if is_pdf else attachment.media_type,
        "size": len(attachment.content),
        "signatures": [_plain(report) for report in reports],
    }


def _plain(report: SignatureReport) -> dict[str, Any]:
    plain = asdict(report)
    plain["signed_at"] = report.signed_at.isoformat() if report.signed_at else None
    return plain


def _facts(packet: DocumentPacket, sha256: str) -> dict[str, Any]:
    warnings = [sentence_of_notice(notice) for notice in packet.warnings][:10]
    if has_secret_marking(packet.subject):
        warnings.append("secret_marking")
    if packet.promulgated_on and packet.promulgated_on > clock.local_now().date():
        warnings.append("issued_in_future")
    signer = packet.signer
    signer_name = signer.full_name if signer else ""
    reference = read_reference(packet.number, packet.notation)
    words = f"{reference} {packet.sender.organ_name} {packet.type_name} {packet.subject} {signer_name}"
    return {
        "now": clock.now(),
        "sha256": sha256,
        "sender_code": packet.sender.organ_id,
        "document_code": packet.document_id,
        "receivers": [receiver.organ_id for receiver in packet.receivers],
        "sender_name": nfc(packet.sender.organ_name),
        "reference": reference,
        "type_name": nfc(packet.type_name),
        "subject": clean_line(packet.subject),
        "issued_on": packet.promulgated_on,
        "signer_name": nfc(signer_name),
        "signer_title": " ".join(p for p in (signer.competence, signer.position) if p) if signer else "",
        "priority": packet.priority,
        "due_on": packet.due_on,
        "folded": searchable(words),
        "warnings": orjson.dumps(warnings).decode(),
    }
