"""Viết gói tin edXML. Strict: every rule of the format is checked first, elements come in the vendor SDK's order.

Below the envelope every element carries the `edXML:` prefix: a reader of the national axis refuses packets without it.
"""

import base64
import io
import re
import uuid
import zipfile
from dataclasses import replace
from datetime import date, datetime
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, SubElement, tostring

from document_exchange.packets.elements import NAMESPACE, VIETNAM_TIME
from document_exchange.packets.packet import (
    Attachment,
    Business,
    BusinessType,
    DocumentPacket,
    Organ,
    Response,
    Staff,
    StatusPacket,
)
from document_exchange.packets.rules import check_document, check_status

_PREFIX = "edXML"
# A fixed time in archives: the same packet is the same bytes.
_ZIP_TIME = (2020, 1, 1, 0, 0, 0)


def write_document(packet: DocumentPacket, today: date) -> bytes:
    """Gói tin văn bản; refuses with `PacketRefused` what the format does not allow."""
    packet = _with_content_ids(packet)
    check_document(packet, today)
    root, envelope, header = _skeleton()
    _write_message_header(_add(header, "MessageHeader"), packet)
    trace = _add(header, "TraceHeaderList")
    for entry in packet.traces:
        written = _add(trace, "TraceHeader")
        _add(written, "OrganId", entry.organ_id)
        _add(written, "Timestamp", format_moment(entry.at) if entry.at else "")
    _write_business(_add(trace, "Bussiness"), packet.business)
    manifest = _add(_add(envelope, "edXMLBody"), "edXMLManifest")
    manifest.set("version", "1.0")
    encoded = SubElement(root, "AttachmentEncoded")
    for attachment in packet.attachments:
        _write_attachment(manifest, encoded, attachment)
    return _serialise(root)


def write_status(packet: StatusPacket) -> bytes:
    """Gói tin trạng thái."""
    check_status(packet)
    root, _, header = _skeleton()
    body = _add(header, "MessageHeader")
    _write_organ(_add(body, "From"), packet.sender)
    _write_response(body, packet.response)
    # One product cannot read a status without StaffInfo, so it is always there.
    _write_staff(body, packet.staff or Staff())
    _add(body, "StatusCode", packet.status_code)
    _add(body, "Description", packet.description)
    _add(body, "Timestamp", format_moment(packet.at) if packet.at else "")
    return _serialise(root)


def format_day(day: date) -> str:
    return f"{day:%Y/%m/%d}"


def format_moment(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM_TIME):%Y/%m/%d %H:%M:%S}"


def _skeleton() -> tuple[Element, Element, Element]:
    """Root, envelope and header. Names are written out with their prefix: both bindings are to one namespace, and a
    library that knows namespaces would merge them."""
    root = Element("edXML", {"xmlns": NAMESPACE})
    envelope = SubElement(root, f"{_PREFIX}:edXMLEnvelope", {f"xmlns:{_PREFIX}": NAMESPACE})
    return root, envelope, _add(envelope, "edXMLHeader")


def _add(parent: Element, name: str, text: str | None = None) -> Element:
    """A descendant of the envelope, prefixed."""
    return _add_named(parent, f"{_PREFIX}:{name}", text)


def _add_named(parent: Element, name: str, text: str | None = None) -> Element:
    added = SubElement(parent, name)
    if text is not None:
        added.text = text.replace("\r\n", "\n").replace("\r", "\n")
    return added


def _add_if(parent: Element, name: str, text: str) -> None:
    """Empty elements break readers: leave them out."""
    if text:
        _add(parent, name, text)


def _serialise(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _write_message_header(header: Element, packet: DocumentPacket) -> None:
    _write_organ(_add(header, "From"), packet.sender)
    for receiver in packet.receivers:
        _write_organ(_add(header, "To"), receiver)
    _add(header, "DocumentId", packet.document_id)
    code = _add(header, "Code")
    _add(code, "CodeNumber", packet.number)
    _add(code, "CodeNotation", packet.notation)
    promulgation = _add(header, "PromulgationInfo")
    _add_if(promulgation, "Place", packet.place)
    if packet.promulgated_on is not None:
        _add(promulgation, "PromulgationDate", format_day(packet.promulgated_on))
    kind = _add(header, "DocumentType")
    _add(kind, "Type", str(packet.document_type))
    _add(kind, "TypeDetail", str(packet.type_detail or 0))
    _add(kind, "TypeName", packet.type_name)
    _add(header, "Subject", packet.subject)
    _add(header, "Content", packet.content or packet.subject)
    if packet.signer is not None:
        signer = _add(header, "SignerInfo")
        _add_if(signer, "Competence", packet.signer.competence)
        _add_if(signer, "Position", packet.signer.position)
        _add_if(signer, "FullName", packet.signer.full_name)
    if packet.due_on is not None:
        _add(header, "DueDate", format_day(packet.due_on))
    _write_other(_add(header, "OtherInfo"), packet)
    for response in packet.responses:
        _write_response(header, response)
    if packet.steering is not None:
        _add(header, "SteeringType", str(packet.steering))
    if packet.task_code:
        _add(_add(header, "ResponseForTask"), "TaskCode", packet.task_code)
    if packet.places:
        places = _add(header, "ToPlaces")
        for place in packet.places:
            _add(places, "Place", place)


def _write_other(other: Element, packet: DocumentPacket) -> None:
    _add(other, "Priority", str(packet.priority))
    _add_if(other, "SphereOfPromulgation", packet.sphere)
    _add_if(other, "TyperNotation", packet.typer_notation)
    _add(other, "PromulgationAmount", str(packet.promulgation_amount))
    _add(other, "PageAmount", str(packet.page_amount))
    _add(other, "Direction", "false")
    if packet.appendixes:
        appendixes = _add(other, "Appendixes")
        for name in packet.appendixes:
            _add(appendixes, "Appendix", name)


def _write_organ(parent: Element, organ: Organ) -> None:
    _add(parent, "OrganId", organ.organ_id)
    _add_if(parent, "OrganizationInCharge", organ.in_charge)
    _add(parent, "OrganName", organ.organ_name)
    _add_if(parent, "OrganAdd", organ.address)
    _add_if(parent, "Email", organ.email)
    _add_if(parent, "Telephone", organ.telephone)
    _add_if(parent, "Fax", organ.fax)
    _add_if(parent, "Website", organ.website)


def _write_response(parent: Element, response: Response) -> None:
    written = _add(parent, "ResponseFor")
    _add(written, "OrganId", response.organ_id)
    _add_if(written, "Code", response.code)
    _add_if(written, "DocumentId", response.document_id)
    if response.promulgated_on is not None:
        _add(written, "PromulgationDate", format_day(response.promulgated_on))


def _write_staff(parent: Element, staff: Staff) -> None:
    written = _add(parent, "StaffInfo")
    _add_if(written, "Department", staff.department)
    _add_if(written, "DepartmentId", staff.department_id)
    _add_if(written, "Staff", staff.staff)
    _add_if(written, "StaffId", staff.staff_id)
    _add_if(written, "Email", staff.email)
    _add_if(written, "Mobile", staff.mobile)


def _write_business(parent: Element, business: Business) -> None:
    _add_if(parent, "DocumentId", business.document_id)
    _add(parent, "BussinessDocType", str(business.kind.value))
    _add(parent, "BussinessDocReason", business.reason or "Văn bản điện tử mới")
    _add(parent, "Paper", "1" if business.paper_follows else "0")
    if business.kind is BusinessType.UPDATE:
        change = _add(parent, "BussinessDocumentInfo")
        _add(change, "DocumentInfo", "1" if business.document_changed else "0")
        _add(change, "DocumentReceiver", "1" if business.receivers_changed else "0")
        if business.receivers:
            receivers = _add(change, "ReceiverList")
            for changed in business.receivers:
                receiver = _add(receivers, "Receiver")
                _add(receiver, "OrganId", changed.organ_id)
                _add(receiver, "ReceiverType", "1" if changed.added else "0")
    if business.kind is BusinessType.REPLACE:
        replaced = _add(parent, "ReplacementInfoList")
        for replacement in business.replacements:
            written = _add(replaced, "ReplacementInfo")
            _add(written, "DocumentId", replacement.document_id)
            organs = _add(written, "OrganIdList")
            for organ_id in replacement.organ_ids:
                _add(organs, "OrganId", organ_id)
    if business.staff is not None:
        _write_staff(parent, business.staff)


def _with_content_ids(packet: DocumentPacket) -> DocumentPacket:
    token = uuid.uuid5(uuid.NAMESPACE_URL, f"{NAMESPACE}/{packet.document_id}")
    named = [
        attachment if attachment.content_id else replace(attachment, content_id=f"{token}-{position:04d}")
        for position, attachment in enumerate(packet.attachments, start=1)
    ]
    return replace(packet, attachments=tuple(named))


def _write_attachment(manifest: Element, encoded: Element, attachment: Attachment) -> None:
    """PDF and archives as they are, everything else as an archive of one entry (what every reader understands)."""
    extension = PurePosixPath(attachment.name).suffix.lower()
    if extension == ".pdf" and attachment.content.startswith(b"%PDF"):
        media_type, content = "application/pdf", attachment.content
    elif extension == ".zip":
        media_type, content = "application/zip", attachment.content
    else:
        media_type, content = "application/zip", _zipped(attachment.content, extension)
    content_id = "cid:" + attachment.content_id
    reference = _add(manifest, "Reference")
    _add(reference, "ContentId", content_id)
    _add(reference, "ContentType", media_type)
    _add_if(reference, "Description", attachment.description)
    _add(reference, "AttachmentName", attachment.name)
    written = SubElement(encoded, "Attachment")
    _add_named(written, "ContentId", content_id)
    _add_named(written, "AttachmentName", attachment.name)
    if attachment.description:
        _add_named(written, "Description", attachment.description)
    _add_named(written, "ContentType", media_type)
    # The one element outside the envelope that carries the prefix, with a binding of its own.
    body = SubElement(written, f"{_PREFIX}:ContentTransferEncoded", {f"xmlns:{_PREFIX}": NAMESPACE})
    body.text = base64.b64encode(content).decode("ascii")


def _zipped(content: bytes, extension: str) -> bytes:
    suffix = extension if re.fullmatch(r"\.[a-z0-9]{1,10}", extension) else ".bin"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo("tep" + suffix, _ZIP_TIME)
        entry.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(entry, content)
    return out.getvalue()
