"""Gói tin mẫu: what a department's developer starts from."""

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.packets.organs import organ_of
from document_exchange.packets.packet import Attachment, Business, BusinessType, DocumentPacket, Signer, TraceEntry
from document_exchange.packets.writer import write_document
from document_exchange.registers.rules import make_document_code, make_reference
from shared.access.identity import Identity
from shared.core import clock
from shared.directory.queries import get_agency, list_agencies
from shared.standards.agency_code import organ_abbreviation

SHORTENED = """<?xml version="1.0" encoding="UTF-8"?>
<edXML:edXML xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">
  <edXML:edXMLEnvelope><edXML:edXMLHeader>
    <edXML:MessageHeader>
      <edXML:From><edXML:OrganId>{mã định danh của cơ quan gửi}</edXML:OrganId><edXML:OrganName>Cơ quan gửi</edXML:OrganName></edXML:From>
      <edXML:To><edXML:OrganId>{mã định danh của cơ quan nhận}</edXML:OrganId><edXML:OrganName>Cơ quan nhận</edXML:OrganName></edXML:To>
      <edXML:DocumentId>{mã cơ quan gửi},2026/01/05,01/VP-HC</edXML:DocumentId>
      <edXML:Subject>V/v gửi thử gói tin</edXML:Subject>
      ...
"""
"""For the catalogue; the whole one comes from `GET /packets/sample`."""

_LETTER = "Nội dung văn bản mẫu. Khi gửi thật, tệp đầu tiên là văn bản PDF đã ký số."


async def write_sample(session: AsyncSession, who: Identity) -> bytes:
    """From the caller's agency to the first other one, dated today, under a number that no register gives."""
    now = clock.local_now()
    sender = await get_agency(session, who.agency_code)
    receivers = await list_agencies(session, now.date(), besides=sender.code)
    notation = f"{organ_abbreviation(sender.short_name)}-MAU"[:30]
    number = f"{now:%H%M%S}"
    return write_document(
        DocumentPacket(
            sender=organ_of(sender),
            receivers=tuple(organ_of(agency) for agency in receivers[:1]),
            document_id=make_document_code(sender.code, now.date(), make_reference(int(number), notation)),
            number=number,
            notation=notation,
            promulgated_on=now.date(),
            type_name="Công văn",
            subject="V/v gửi thử gói tin từ phần mềm của cơ quan",
            content="V/v gửi thử gói tin từ phần mềm của cơ quan",
            signer=Signer("Nguyễn Văn Mẫu", "Giám đốc"),
            traces=(TraceEntry(sender.code, now),),
            business=Business(BusinessType.NEW, "Văn bản điện tử mới"),
            attachments=(Attachment("van-ban-mau.txt", _LETTER.encode(), "Văn bản mẫu", "tep-1", "text/plain"),),
        ),
        now.date(),
    )
