"""Đọc gói tin edXML. Lenient: by local name, any order, both dialects of the axis. Safe: no DTD, no entities, limits.

What can be understood is read and, where it is not as the format asks, noted in `warnings`; what cannot is refused with
a code and the element's path.
"""

import re
from typing import Any

from lxml import etree

from document_exchange.packets.attachments import read_attachments
from document_exchange.packets.elements import (
    NAMESPACE,
    Header,
    child,
    children,
    local_name,
    number_of,
    parse_safely,
    text_of,
    texts_of,
)
from document_exchange.packets.packet import (
    Business,
    BusinessType,
    DocumentPacket,
    Limits,
    Organ,
    Packet,
    PacketRefused,
    ReceiverChange,
    Replacement,
    Response,
    Signer,
    Staff,
    StatusPacket,
    TraceEntry,
)
from shared.standards.typed import read_code

DEFAULT_LIMITS = Limits()
_PLAIN_CODE = re.compile(r"[A-Z0-9.]*")
_BUSINESS_TYPES = frozenset(member.value for member in BusinessType)


def read_packet(content: bytes, limits: Limits = DEFAULT_LIMITS) -> Packet:
    """Đọc gói tin: a document or a status."""
    root = parse_safely(content, limits)
    if local_name(root) != "edXML":
        raise PacketRefused("M.root", local_name(root))
    if etree.QName(root).namespace != NAMESPACE:
        raise PacketRefused("M.namespace", "edXML")
    envelope = child(root, "edXMLEnvelope")
    if envelope is None:
        raise PacketRefused("N", "edXMLEnvelope")
    header = child(envelope, "edXMLHeader")
    if header is None:
        raise PacketRefused("N", "edXMLHeader")
    # One product names the body of a status packet `Status`.
    body = child(header, "MessageHeader")
    if body is None:
        body = child(header, "Status")
    if body is None:
        raise PacketRefused("N", "MessageHeader")
    if child(body, "StatusCode") is not None or local_name(body) == "Status":
        return _read_status(Header(body))
    return _read_document(Header(body), header, root, limits)


def _read_status(header: Header) -> StatusPacket:
    code = header.required("StatusCode")
    if not code.isdigit() or len(code) > 2:
        raise PacketRefused("M", "MessageHeader.StatusCode")
    responses = _responses(header)
    if not responses:
        raise PacketRefused("N", "MessageHeader.ResponseFor")
    if not responses[0].document_id and not responses[0].code:
        raise PacketRefused("N", "MessageHeader.ResponseFor.DocumentId")
    return StatusPacket(
        sender=_sender(header),
        response=responses[0],
        status_code=code.zfill(2),
        description=header.text("Description"),
        at=header.moment("Timestamp"),
        staff=_staff(header.element),
        warnings=tuple(header.notices),
    )


def _read_document(
    header: Header, edxml_header: etree._Element, root: etree._Element, limits: Limits
) -> DocumentPacket:
    receivers = _receivers(header, limits)
    document_id = _document_id(header)
    traces, business = _trace(child(edxml_header, "TraceHeaderList"), header)
    signature = child(edxml_header, "Signature")
    attachments = read_attachments(root, limits, header.notices)
    return DocumentPacket(
        sender=_sender(header),
        receivers=receivers,
        document_id=document_id,
        number=header.text("Code/CodeNumber"),
        notation=header.text("Code/CodeNotation"),
        promulgated_on=header.day("PromulgationInfo/PromulgationDate"),
        place=header.text("PromulgationInfo/Place"),
        document_type=header.number("DocumentType/Type", 2),
        type_detail=header.number("DocumentType/TypeDetail", 0) or None,
        type_name=header.text("DocumentType/TypeName"),
        subject=header.required("Subject"),
        content=header.text("Content"),
        signer=_signer(header),
        due_on=header.day("DueDate"),
        **_priority(header),
        sphere=header.text("OtherInfo/SphereOfPromulgation"),
        typer_notation=header.text("OtherInfo/TyperNotation"),
        promulgation_amount=header.number("OtherInfo/PromulgationAmount", 1),
        page_amount=header.number("OtherInfo/PageAmount", 1),
        appendixes=header.texts("OtherInfo/Appendixes", "Appendix"),
        responses=_responses(header),
        steering=header.number("SteeringType", -1) if header.text("SteeringType") else None,
        task_code=header.text("ResponseForTask/TaskCode"),
        places=header.texts("ToPlaces", "Place"),
        traces=traces,
        business=business,
        attachments=attachments,
        # Kept as it came and never shown as verified: the legal signatures are in the PDF.
        signature_xml=None if signature is None else etree.tostring(signature, with_tail=False),
        warnings=tuple(header.notices),
    )


def _priority(header: Header) -> dict[str, Any]:
    stated = header.number("OtherInfo/Priority", -1, allowed=range(5))
    return {"priority": max(stated, 0), "states_priority": stated >= 0}


def _document_id(header: Header) -> str:
    found = header.required("DocumentId")
    if not found.isprintable() and not read_code(found):
        raise PacketRefused("N", "MessageHeader.DocumentId")
    return found


def _signer(header: Header) -> Signer | None:
    if header.child("SignerInfo") is None:
        return None
    return Signer(*(header.text(f"SignerInfo/{name}") for name in ("FullName", "Position", "Competence")))


def _sender(header: Header) -> Organ:
    found = header.child("From")
    if found is None:
        raise PacketRefused("N", "MessageHeader.From")
    organ = _organ(found)
    if not organ.organ_id:
        raise PacketRefused("N", "MessageHeader.From.OrganId")
    if not organ.organ_id.isascii():
        raise PacketRefused("M", "MessageHeader.From.OrganId")  # letters that only look like a code
    return organ


def _receivers(header: Header, limits: Limits) -> tuple[Organ, ...]:
    receivers: dict[str, Organ] = {}
    for found in children(header.element, "To"):
        organ = _organ(found)
        if not organ.organ_id:
            raise PacketRefused("N", "MessageHeader.To.OrganId")
        if organ.organ_id in receivers:
            header.note("duplicate", "MessageHeader.To.OrganId", organ.organ_id)
        receivers.setdefault(organ.organ_id, organ)
    if not receivers:
        raise PacketRefused("N", "MessageHeader.To")
    if len(receivers) > limits.receivers:
        raise PacketRefused("R", "MessageHeader.To")
    return tuple(receivers.values())


def _code(text: str) -> str:
    """Mã định danh cơ quan in its one form: a code with hidden signs or small letters is no other agency."""
    return text if _PLAIN_CODE.fullmatch(text) else read_code(text)


def _organ(found: etree._Element) -> Organ:
    text = texts_of(found)
    return Organ(
        organ_id=_code(text.get("OrganId", "")),
        organ_name=text.get("OrganName", ""),
        in_charge=text.get("OrganizationInCharge", ""),
        address=text.get("OrganAdd", ""),
        email=text.get("Email", ""),
        telephone=text.get("Telephone", ""),
        fax=text.get("Fax", ""),
        website=text.get("Website", ""),
    )


def _responses(header: Header) -> tuple[Response, ...]:
    if header.child("ResponseFor") is None:
        return ()
    return tuple(
        Response(
            organ_id=_code(text.get("OrganId", "")),
            code=text.get("Code", ""),
            document_id=text.get("DocumentId", ""),
            promulgated_on=header.read_day(
                text.get("PromulgationDate", ""), "MessageHeader.ResponseFor.PromulgationDate"
            ),
        )
        for text in map(texts_of, children(header.element, "ResponseFor"))
    )


def _staff(parent: etree._Element) -> Staff | None:
    found = child(parent, "StaffInfo")
    if found is None:
        return None
    text = texts_of(found)
    return Staff(
        department=text.get("Department", ""),
        staff=text.get("Staff", ""),
        email=text.get("Email", ""),
        mobile=text.get("Mobile", ""),
        department_id=text.get("DepartmentId", ""),
        staff_id=text.get("StaffId", ""),
    )


def _trace(found: etree._Element | None, header: Header) -> tuple[tuple[TraceEntry, ...], Business]:
    if found is None:
        return (), Business()
    traces = tuple(
        TraceEntry(
            text.get("OrganId", ""),
            header.read_moment(text.get("Timestamp", ""), "TraceHeaderList.TraceHeader.Timestamp"),
        )
        for text in map(texts_of, children(found, "TraceHeader"))
    )
    stated = _child_of(found, "Bussiness")
    return traces, Business() if stated is None else _business(stated, header)


def _child_of(parent: etree._Element, name: str) -> etree._Element | None:
    """The format writes `Bussiness` with a double s; some senders mend the spelling."""
    found = child(parent, name)
    return found if found is not None else child(parent, name.replace("Bussiness", "Business"))


def _business(found: etree._Element, header: Header) -> Business:
    path = "TraceHeaderList.Bussiness.BussinessDocType"
    text = {name.replace("Business", "Bussiness", 1): value for name, value in texts_of(found).items()}
    kind = number_of(text.get("BussinessDocType") or "0", path)
    if kind not in _BUSINESS_TYPES:
        raise PacketRefused("M", path)
    change = _child_of(found, "BussinessDocumentInfo")
    receiver_list = None if change is None else child(change, "ReceiverList")
    replacement_list = child(found, "ReplacementInfoList")
    return Business(
        kind=BusinessType(kind),
        reason=text.get("BussinessDocReason", ""),
        document_id=text.get("DocumentId", ""),
        paper_follows=text.get("Paper") == "1",
        document_changed=change is not None and text_of(change, "DocumentInfo") == "1",
        receivers_changed=change is not None and text_of(change, "DocumentReceiver") == "1",
        receivers=()
        if receiver_list is None
        else tuple(
            ReceiverChange(text_of(entry, "OrganId"), text_of(entry, "ReceiverType") == "1")
            for entry in children(receiver_list, "Receiver")
        ),
        replacements=() if replacement_list is None else _replacements(replacement_list),
        staff=_staff(found) if "StaffInfo" in text else None,
    )


def _replacements(found: etree._Element) -> tuple[Replacement, ...]:
    replaced = []
    for entry in children(found, "ReplacementInfo"):
        organs = child(entry, "OrganIdList")
        names = () if organs is None else tuple((organ.text or "").strip() for organ in children(organs, "OrganId"))
        replaced.append(Replacement(text_of(entry, "DocumentId"), names))
    return tuple(replaced)
