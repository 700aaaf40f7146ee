"""Opening a packet that somebody sent: in a process of its own, in one go, so that only what is asked for comes back."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from document_exchange.packets.packet import Attachment, DocumentPacket, PacketRefused
from document_exchange.packets.parsing import MEMORY_MB
from document_exchange.packets.reader import read_packet
from document_exchange.signatures import Signatures
from shared.foreign import confined
from shared.signing.verdicts import SignatureReport
from shared.standards.file_kinds import FileKind, is_pdf
from shared.storage.files import FileStore

SCANNED_WITHIN = 60.0
"""Seconds."""


@dataclass(frozen=True)
class Opened:
    """Gói tin đã mở: what it says, without the attachments' bytes, and each attachment as `PacketCheck.files` keeps it."""

    packet: DocumentPacket
    files: list[dict[str, Any]]


async def open_packet(
    sha256: str, files: FileStore, signatures: Signatures, *, seconds: float = 5.0, caller: str | None = None
) -> Opened:
    """Read the packet and check its signatures; raises what the store, the reader and the limits raise."""
    content = await files.get_to_work_on(sha256)
    return await confined.run(_open, content, signatures, seconds=seconds, memory_mb=MEMORY_MB, caller=caller)


async def take_attachment(sha256: str, files: FileStore, position: int) -> Attachment | None:
    """One file of the packet."""
    return await confined.run(_take, await files.get(sha256), position, memory_mb=MEMORY_MB)


async def read_attachments(content: bytes) -> list[bytes]:
    """All that a packet holds, for the scanner. Raises PacketRefused, and what `confined.run` raises.

    It gets far more than who reads a file of the packet: what does not open here, nobody else opens either, however busy
    the machine was made.
    """
    return await confined.run(_contents, content, seconds=SCANNED_WITHIN, memory_mb=2 * MEMORY_MB)


def _contents(content: bytes) -> list[bytes]:
    return [attachment.content for attachment in _document(content).attachments]


def _open(content: bytes, signatures: Signatures) -> Opened:
    packet = _document(content)
    return Opened(replace(packet, attachments=()), [_check(file, signatures) for file in packet.attachments])


def _take(content: bytes, position: int) -> Attachment | None:
    attachments = _document(content).attachments
    return attachments[position] if 0 <= position < len(attachments) else None


def _document(content: bytes) -> DocumentPacket:
    packet = read_packet(content)
    if not isinstance(packet, DocumentPacket):
        raise PacketRefused("M", "MessageHeader")
    return packet


def _check(attachment: Attachment, signatures: Signatures) -> dict[str, Any]:
    pdf = is_pdf(attachment.content)
    reports = signatures.check_here(attachment.content) if pdf else []
    return {
        "name": attachment.name,
        "description": attachment.description,
        "media_type": FileKind.PDF.media_type if pdf else attachment.media_type,
        "size": len(attachment.content),
        "signatures": [_plain(report) for report in reports],
    }


def _plain(report: SignatureReport) -> dict[str, Any]:
    plain = asdict(report)
    plain["signed_at"] = report.signed_at.isoformat() if report.signed_at else None
    return plain
