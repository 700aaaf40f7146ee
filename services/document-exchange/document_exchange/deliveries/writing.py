"""From an outgoing document to its edXML packet (văn bản đi → gói tin). Strict: one form, in the writer's own order."""

from collections.abc import Sequence
from datetime import datetime

from document_exchange.agencies.models import Agency
from document_exchange.documents.models import DocumentFile, OutgoingDocument
from document_exchange.incoming.models import IncomingDocument
from document_exchange.packets import writer
from document_exchange.packets.packet import (
    Attachment,
    Business,
    BusinessType,
    DocumentPacket,
    Organ,
    Response,
    Signer,
    Staff,
    StatusPacket,
    TraceEntry,
)
from shared.identity import Identity
from shared.standards import document_types


def write_document(
    *,
    document: OutgoingDocument,
    sender: Agency,
    parent: Agency | None,
    addressees: Sequence[Agency],
    files: Sequence[tuple[DocumentFile, bytes]],
    answered: IncomingDocument | None,
    staff: Identity,
    at: datetime,
) -> bytes:
    """The packet that every addressee gets."""
    kind = document_types.BY_KEY.get(document.type_code)
    packet = DocumentPacket(
        sender=organ_of(sender, parent.name if parent else ""),
        receivers=tuple(organ_of(agency) for agency in addressees),
        document_id=document.document_code or "",
        number=f"{document.number:02d}",  # as printed: below 10 with a leading 0
        notation=document.notation or "",
        promulgated_on=document.issued_on,
        type_name=document.type_name,
        type_detail=kind.type_detail if kind else None,
        subject=document.subject,
        content=document.subject,
        place=document.place,
        signer=Signer(document.leader_name, document.signer_title, document.competence),
        due_on=document.due_on,
        priority=document.priority,
        promulgation_amount=len(addressees),
        page_amount=document.page_amount,
        appendixes=tuple(file.name for file, _ in files if file.position > 0),
        responses=_responses(answered),
        steering=0,
        traces=(TraceEntry(sender.code, at),),
        business=Business(BusinessType.NEW, "Văn bản điện tử mới", staff=_staff(staff, sender)),
        attachments=tuple(
            Attachment(
                name=file.name,
                content=content,
                description="Văn bản đã ký số" if file.position == 0 else "Phụ lục",
                content_id=f"{file.id}",
                media_type=file.media_type,
            )
            for file, content in files
        ),
    )
    return writer.write_document(packet, at.date())


def write_status(
    incoming: IncomingDocument, agency: Agency, code: str, description: str, who: Identity, at: datetime
) -> bytes:
    """Gói tin trạng thái, for a document that came as a file from outside the platform."""
    packet = StatusPacket(
        sender=organ_of(agency),
        response=Response(incoming.sender_code, incoming.reference, incoming.document_code, incoming.issued_on),
        status_code=code,
        description=description,
        at=at,
        staff=_staff(who, agency),
    )
    return writer.write_status(packet)


def organ_of(agency: Agency, in_charge: str = "") -> Organ:
    """Cơ quan, as a packet names it."""
    return Organ(
        organ_id=agency.code,
        organ_name=agency.name,
        in_charge=in_charge,
        address=agency.address,
        email=f"vanthu@{agency.mail_domain}" if agency.mail_domain else "",
        telephone=agency.phone,
    )


def _responses(answered: IncomingDocument | None) -> tuple[Response, ...]:
    if answered is None:
        return ()
    return (Response(answered.sender_code, answered.reference, answered.document_code, answered.issued_on),)


def _staff(who: Identity, agency: Agency) -> Staff:
    return Staff(
        department="Văn thư", staff=who.name, email=f"vanthu@{agency.mail_domain}" if agency.mail_domain else ""
    )
