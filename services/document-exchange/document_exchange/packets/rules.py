"""What a packet we send must hold: QĐ 28/2018 Điều 10 and the lengths an axis validator insists on."""

import re
from collections.abc import Iterable
from datetime import date

from document_exchange.packets.packet import (
    Business,
    BusinessType,
    DocumentPacket,
    Organ,
    PacketRefused,
    Response,
    StatusPacket,
)
from shared.standards.agency_code import is_agency_code, is_agency_code_102
from shared.standards.document_status import NEEDS_REASON, read_status

_HEADER = "MessageHeader"
# XML 1.0 has no way to write these letters at all.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_TASK_CODE = 100
_CONTENT_ID = re.compile(r"[A-Za-z0-9._@-]{1,200}")


def check_document(packet: DocumentPacket, today: date) -> None:
    """Refuse what the format or the law does not allow, naming the element."""
    _check_organ(packet.sender, f"{_HEADER}.From")
    _check_receivers(packet.receivers)
    _text(packet.document_id, 100, f"{_HEADER}.DocumentId", required=True)
    _text(packet.number, 11, f"{_HEADER}.Code.CodeNumber", required=True)
    _text(packet.notation, 30, f"{_HEADER}.Code.CodeNotation", required=True)
    _text(packet.place, 50, f"{_HEADER}.PromulgationInfo.Place")
    if packet.promulgated_on is None:
        raise PacketRefused("N", f"{_HEADER}.PromulgationInfo.PromulgationDate")
    if packet.promulgated_on > today:
        raise PacketRefused("M", f"{_HEADER}.PromulgationInfo.PromulgationDate")
    if packet.document_type not in (1, 2):
        raise PacketRefused("M", f"{_HEADER}.DocumentType.Type")
    _text(packet.type_name, 100, f"{_HEADER}.DocumentType.TypeName", required=True)
    _text(packet.subject, 500, f"{_HEADER}.Subject", required=True)
    _text(packet.content, 500, f"{_HEADER}.Content")
    if packet.signer is not None:
        _text(packet.signer.competence, 100, f"{_HEADER}.SignerInfo.Competence")
        _text(packet.signer.position, 100, f"{_HEADER}.SignerInfo.Position")
        _text(packet.signer.full_name, 50, f"{_HEADER}.SignerInfo.FullName", required=True)
    _check_other(packet)
    for response in packet.responses:
        _check_response(response)
    _text(packet.task_code, LONGEST_TASK_CODE, f"{_HEADER}.ResponseForTask.TaskCode")
    _texts(packet.places, 150, f"{_HEADER}.ToPlaces.Place")
    for trace in packet.traces:
        _text(trace.organ_id, 35, "TraceHeaderList.TraceHeader.OrganId", required=True)
        if trace.at is None:
            raise PacketRefused("N", "TraceHeaderList.TraceHeader.Timestamp")
    if not packet.traces:
        raise PacketRefused("N", "TraceHeaderList.TraceHeader")
    _check_business(packet.business)
    _check_attachments(packet)


def check_status(packet: StatusPacket) -> None:
    """Refuse a status the format does not allow: 02, 13 and 16 need a reason."""
    _check_organ(packet.sender, f"{_HEADER}.From")
    _check_response(packet.response)
    status = read_status(packet.status_code)
    if status is None or status.value != packet.status_code:
        raise PacketRefused("M", f"{_HEADER}.StatusCode")
    _text(packet.description, 1000, f"{_HEADER}.Description", required=status in NEEDS_REASON)
    if packet.staff is not None:
        for text in (packet.staff.department, packet.staff.staff, packet.staff.email, packet.staff.mobile):
            _text(text, 200, f"{_HEADER}.StaffInfo")
    if packet.at is None:
        raise PacketRefused("N", f"{_HEADER}.Timestamp")


def _check_receivers(receivers: tuple[Organ, ...]) -> None:
    if not receivers:
        raise PacketRefused("N", f"{_HEADER}.To")
    seen: set[str] = set()
    for receiver in receivers:
        _check_organ(receiver, f"{_HEADER}.To")
        if receiver.organ_id in seen:
            raise PacketRefused("M.duplicate", f"{_HEADER}.To.OrganId")
        seen.add(receiver.organ_id)


def _check_organ(organ: Organ, path: str) -> None:
    if not organ.organ_id:
        raise PacketRefused("N", f"{path}.OrganId")
    if not (is_agency_code(organ.organ_id) or is_agency_code_102(organ.organ_id)):
        raise PacketRefused("M", f"{path}.OrganId")
    _text(organ.organ_name, 200, f"{path}.OrganName", required=True)
    _text(organ.in_charge, 500, f"{path}.OrganizationInCharge")
    _text(organ.address, 500, f"{path}.OrganAdd")
    _text(organ.email, 100, f"{path}.Email")
    _text(organ.telephone, 20, f"{path}.Telephone")
    _text(organ.fax, 20, f"{path}.Fax")
    _text(organ.website, 100, f"{path}.Website")


def _check_other(packet: DocumentPacket) -> None:
    other = f"{_HEADER}.OtherInfo"
    if packet.priority not in range(5):
        raise PacketRefused("M", f"{other}.Priority")
    _text(packet.sphere, 100, f"{other}.SphereOfPromulgation")
    _text(packet.typer_notation, 10, f"{other}.TyperNotation")
    if packet.promulgation_amount < 0:
        raise PacketRefused("M", f"{other}.PromulgationAmount")
    if packet.page_amount < 0:
        raise PacketRefused("M", f"{other}.PageAmount")
    _texts(packet.appendixes, 500, f"{other}.Appendixes.Appendix")
    if packet.steering is not None and packet.steering not in (0, 1, 2):
        raise PacketRefused("M", f"{_HEADER}.SteeringType")


def _check_response(response: Response) -> None:
    path = f"{_HEADER}.ResponseFor"
    _text(response.organ_id, 35, f"{path}.OrganId", required=True)
    _text(response.code, 50, f"{path}.Code")
    _text(response.document_id, 100, f"{path}.DocumentId", required=True)


def _check_business(business: Business) -> None:
    path = "TraceHeaderList.Bussiness"
    _text(business.reason, 1000, f"{path}.BussinessDocReason", required=business.kind is not BusinessType.NEW)
    changes_one = business.kind in (BusinessType.RECALL, BusinessType.UPDATE)
    _text(business.document_id, 100, f"{path}.DocumentId", required=changes_one)
    if business.kind is BusinessType.UPDATE and business.receivers_changed and not business.receivers:
        raise PacketRefused("N", f"{path}.BussinessDocumentInfo.ReceiverList")
    if business.kind is BusinessType.REPLACE:
        if not business.replacements:
            raise PacketRefused("N", f"{path}.ReplacementInfoList")
        for replacement in business.replacements:
            _text(replacement.document_id, 100, f"{path}.ReplacementInfoList.DocumentId", required=True)
            if not replacement.organ_ids:
                raise PacketRefused("N", f"{path}.ReplacementInfoList.OrganIdList")


def _check_attachments(packet: DocumentPacket) -> None:
    path = "AttachmentEncoded.Attachment"
    # A recall names the document; every other packet brings it.
    if not packet.attachments and packet.business.kind is not BusinessType.RECALL:
        raise PacketRefused("N", path)
    seen: set[str] = set()
    for attachment in packet.attachments:
        _text(attachment.name, 200, f"{path}.AttachmentName", required=True)
        if "/" in attachment.name or "\\" in attachment.name:
            raise PacketRefused("M", f"{path}.AttachmentName")
        _text(attachment.description, 500, f"{path}.Description")
        if not attachment.content:
            raise PacketRefused("N", f"{path}.ContentTransferEncoded")
        if not _CONTENT_ID.fullmatch(attachment.content_id):
            raise PacketRefused("M", f"{path}.ContentId")
        if attachment.content_id in seen:
            raise PacketRefused("M.duplicate", f"{path}.ContentId")
        seen.add(attachment.content_id)


def _texts(texts: Iterable[str], most: int, path: str) -> None:
    for text in texts:
        _text(text, most, path, required=True)


def _text(text: str, most: int, path: str, *, required: bool = False) -> None:
    if required and not text.strip():
        raise PacketRefused("N", path)
    if len(text) > most:
        raise PacketRefused("R", path)
    if _UNWRITABLE.search(text):
        raise PacketRefused("M.letters", path)
