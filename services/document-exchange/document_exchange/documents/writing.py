"""From an outgoing document to its edXML packet (văn bản đi → gói tin). Strict: one form, in the writer's own order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from document_exchange.documents.models import DocumentFile, OutgoingDocument
from document_exchange.documents.rules import STEERED
from document_exchange.incoming.models import IncomingDocument
from document_exchange.packets import writer
from document_exchange.packets.organs import organ_of, staff_of
from document_exchange.packets.packet import (
    Attachment,
    Business,
    BusinessType,
    DocumentPacket,
    Organ,
    Response,
    Signer,
    TraceEntry,
)
from document_exchange.packets.rules import check_document
from document_exchange.receivers.models import OutsideReceiver
from document_exchange.receivers.rules import Circulation
from document_exchange.registers.rules import make_document_code
from shared.access.identity import Identity
from shared.directory.models import Agency
from shared.standards import document_types

_LONGEST_NAME = 50
_LONGEST_TITLE = 100
"""What the axis takes of a signer; a longer name stands whole in the document itself."""
_LONGEST_CODE = 50
_LONGEST_DOCUMENT_ID = 100


_SPHERES: dict[str, str] = {Circulation.INSIDE: "Lưu hành nội bộ", Circulation.NAMED: "Xem xong trả lại"}
"""Phạm vi lưu hành as the packet says it."""


def outside_organs(outside: Sequence[OutsideReceiver]) -> list[Organ]:
    """Those outside the platform whom a packet can name."""
    return [Organ(organ_id=one.organ_code, organ_name=one.name) for one in outside if one.organ_code]


def write_document(
    *,
    document: OutgoingDocument,
    sender: Agency,
    parent: Agency | None,
    receivers: Sequence[Organ],
    files: Sequence[tuple[DocumentFile, bytes]],
    answered: IncomingDocument | None,
    staff: Identity,
    at: datetime,
    business: Business | None = None,
) -> bytes:
    """The packet that every addressee gets; `business`: what it does with a document issued before, by default it brings a new one."""
    done = business or Business(BusinessType.NEW, "Văn bản điện tử mới")
    packet = replace(
        _packet(document, sender, parent, receivers, files, at),
        responses=_responses(answered),
        business=replace(
            done,
            staff=staff_of(staff.name, sender),
            # A recall brings nothing that a paper could go with.
            paper_follows=bool(document.paper) and done.kind is not BusinessType.RECALL,
        ),
    )
    return writer.write_document(packet, at.date())


def check_before_numbering(
    document: OutgoingDocument,
    notation: str,
    sender: Agency,
    receivers: Sequence[Organ],
    files: Sequence[DocumentFile],
    at: datetime,
) -> None:
    """Raise PacketRefused for whatever the packet of this draft could not say, whichever number it will get."""
    packet = replace(
        _packet(document, sender, None, receivers, [(file, b"-") for file in files], at),
        number="0000000",
        notation=notation,
        document_id=make_document_code(sender.code, at.date(), f"0000000/{notation}"),
        promulgated_on=at.date(),
    )
    check_document(packet, at.date())


def _packet(
    document: OutgoingDocument,
    sender: Agency,
    parent: Agency | None,
    receivers: Sequence[Organ],
    files: Sequence[tuple[DocumentFile, bytes]],
    at: datetime,
) -> DocumentPacket:
    kind = document_types.BY_KEY.get(document.type_code)
    return DocumentPacket(
        sender=organ_of(sender, parent.name if parent else ""),
        receivers=tuple(receivers),
        document_id=document.document_code or "",
        number=f"{document.number or 0:02d}",  # as printed: below 10 with a leading 0
        notation=document.notation or "",
        promulgated_on=document.issued_on,
        type_name=document.type_name,
        type_detail=kind.type_detail if kind else None,
        subject=document.subject,
        content=document.subject,
        place=document.place,
        signer=_signer(document),
        due_on=document.due_on,
        typer_notation=document.typer_notation or document.unit,
        places=document.places,
        sphere=_SPHERES.get(document.circulation, ""),
        priority=document.priority,
        promulgation_amount=max(1, document.copy_amount),
        page_amount=document.page_amount,
        appendixes=tuple(file.name for file, _ in files if file.position > 0),
        steering=document.steering or 0,
        task_code=document.task_code if document.steering == STEERED else "",
        traces=(TraceEntry(sender.code, at),),
        attachments=tuple(_attachment(file, content) for file, content in files),
    )


def _signer(document: OutgoingDocument) -> Signer:
    return Signer(
        document.signed_name[:_LONGEST_NAME].rstrip(),
        document.signed_title[:_LONGEST_TITLE].rstrip(),
        document.signed_competence,
    )


def _attachment(file: DocumentFile, content: bytes) -> Attachment:
    return Attachment(
        name=file.name,
        content=content,
        description="Văn bản đã ký số" if file.position == 0 else "Phụ lục",
        content_id=f"{file.id}",
        media_type=file.media_type,
    )


def _responses(answered: IncomingDocument | None) -> tuple[Response, ...]:
    """What is answered, as far as the format has room for how its sender named it; a paper has no identifier to name."""
    if answered is None or not answered.sender_code or len(answered.document_code) > _LONGEST_DOCUMENT_ID:
        return ()
    code = answered.reference if len(answered.reference) <= _LONGEST_CODE else ""
    return (Response(answered.sender_code, code, answered.document_code, answered.issued_on),)
