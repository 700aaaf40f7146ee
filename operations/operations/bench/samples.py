"""Requests for load: packets and submissions as an agency's own software would make them. Shares no code with the services."""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

_NS = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
_PDF = base64.b64encode(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n").decode()


def packet(sender: str, receivers: Sequence[str], number: int, run: str, place: str) -> bytes:
    """An edXML packet of about 2 kB; `run` keeps identifiers of different runs apart."""
    day = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).strftime("%Y/%m/%d")
    to = "".join(f"<e:To><e:OrganId>{code}</e:OrganId><e:OrganName>{code}</e:OrganName></e:To>" for code in receivers)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><edXML xmlns="{_NS}"><e:edXMLEnvelope xmlns:e="{_NS}"><e:edXMLHeader><e:MessageHeader>'
        f"<e:From><e:OrganId>{sender}</e:OrganId><e:OrganName>{sender}</e:OrganName></e:From>{to}"
        f"<e:DocumentId>{sender},{day},{run}-{number}/BENCH</e:DocumentId>"
        f"<e:Code><e:CodeNumber>{number + 1}</e:CodeNumber><e:CodeNotation>STTTT-{run}</e:CodeNotation></e:Code>"
        f"<e:PromulgationInfo><e:Place>{place}</e:Place><e:PromulgationDate>{day}</e:PromulgationDate></e:PromulgationInfo>"
        "<e:DocumentType><e:Type>2</e:Type><e:TypeDetail>18</e:TypeDetail><e:TypeName>Công văn</e:TypeName></e:DocumentType>"
        f"<e:Subject>V/v đo thử {run} số {number}</e:Subject><e:Content>Đo thử</e:Content>"
        "<e:SignerInfo><e:Competence>KT.</e:Competence><e:Position>Phó Giám đốc</e:Position>"
        "<e:FullName>Trần Văn Mẫu</e:FullName></e:SignerInfo>"
        "<e:OtherInfo><e:Priority>0</e:Priority></e:OtherInfo><e:SteeringType>0</e:SteeringType></e:MessageHeader>"
        f"<e:TraceHeaderList><e:TraceHeader><e:OrganId>{sender}</e:OrganId><e:Timestamp>{day} 08:00:00</e:Timestamp></e:TraceHeader>"
        "<e:Bussiness><e:BussinessDocType>0</e:BussinessDocType><e:BussinessDocReason>Mới</e:BussinessDocReason></e:Bussiness>"
        '</e:TraceHeaderList></e:edXMLHeader><e:edXMLBody><e:edXMLManifest version="1.0"><e:Reference>'
        "<e:ContentId>cid:1</e:ContentId><e:ContentType>application/pdf</e:ContentType>"
        "<e:AttachmentName>van-ban.pdf</e:AttachmentName></e:Reference></e:edXMLManifest></e:edXMLBody></e:edXMLEnvelope>"
        "<AttachmentEncoded><Attachment><ContentId>cid:1</ContentId><AttachmentName>van-ban.pdf</AttachmentName>"
        f'<ContentType>application/pdf</ContentType><e:ContentTransferEncoded xmlns:e="{_NS}">{_PDF}</e:ContentTransferEncoded>'
        "</Attachment></AttachmentEncoded></edXML>"
    ).encode()


def new_run() -> str:
    return secrets.token_hex(4).upper()
