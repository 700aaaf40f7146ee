"""Packets written by hand, not by our writer: the Java dialect, the .NET dialect, a status."""

# ruff: noqa: E501

import base64
import io
import zipfile

NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
PDF = b"%PDF-1.4\nv\xc3\xad d\xe1\xbb\xa5\n%%EOF\n"
NOTE = "Phụ lục: danh sách đơn vị thử nghiệm\n".encode()


def zipped(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


_JAVA_TRACE = """   <edXML:TraceHeaderList>
    <edXML:TraceHeader><edXML:OrganId>000.00.09.H08</edXML:OrganId><edXML:Timestamp>2024/03/07 09:10:11</edXML:Timestamp></edXML:TraceHeader>
    <edXML:Bussiness><edXML:BussinessDocType>0</edXML:BussinessDocType><edXML:BussinessDocReason>Văn bản điện tử mới</edXML:BussinessDocReason><edXML:Paper>0</edXML:Paper>
     <edXML:StaffInfo><edXML:Department>Văn thư</edXML:Department><edXML:Staff>Phan Văn Thử</edXML:Staff></edXML:StaffInfo></edXML:Bussiness>
   </edXML:TraceHeaderList>
"""


def _java_files() -> str:
    return f""" <AttachmentEncoded>
  <Attachment><ContentId>cid:a-1</ContentId><AttachmentName>41_SNN.pdf</AttachmentName><ContentType>application/pdf</ContentType>
   <edXML:ContentTransferEncoded xmlns:edXML="{NAMESPACE}">{encoded(PDF)}</edXML:ContentTransferEncoded></Attachment>
  <Attachment><ContentId>cid:a-2</ContentId><AttachmentName>bieu-01.txt</AttachmentName><ContentType>application/zip</ContentType>
   <edXML:ContentTransferEncoded xmlns:edXML="{NAMESPACE}">{encoded(zipped(("x9.txt", NOTE)))}</edXML:ContentTransferEncoded></Attachment>
 </AttachmentEncoded>
"""


def java_packet() -> str:
    """As the vendor's SDK writes it."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="{NAMESPACE}">
 <edXML:edXMLEnvelope xmlns:edXML="{NAMESPACE}">
  <edXML:edXMLHeader>
   <edXML:MessageHeader>
    <edXML:From><edXML:OrganId>000.00.09.H08</edXML:OrganId>
     <edXML:OrganizationInCharge>UBND tỉnh Bình Định</edXML:OrganizationInCharge>
     <edXML:OrganName>Sở Nông nghiệp và Phát triển nông thôn</edXML:OrganName>
     <edXML:OrganAdd>02 Đường Thử</edXML:OrganAdd><edXML:Email>vanthu@so.example.test</edXML:Email>
     <edXML:Telephone>0256000009</edXML:Telephone></edXML:From>
    <edXML:To><edXML:OrganId>000.00.00.H58</edXML:OrganId><edXML:OrganName>UBND tỉnh Tiền Giang</edXML:OrganName></edXML:To>
    <edXML:To><edXML:OrganId>H50.12</edXML:OrganId><edXML:OrganName>Sở Y tế Quảng Trị</edXML:OrganName></edXML:To>
    <edXML:DocumentId>000.00.09.H08,2024/03/07,41/SNN-KHTC</edXML:DocumentId>
    <edXML:Code><edXML:CodeNumber>41</edXML:CodeNumber><edXML:CodeNotation>SNN-KHTC</edXML:CodeNotation></edXML:Code>
    <edXML:PromulgationInfo><edXML:Place>Bình Định</edXML:Place><edXML:PromulgationDate>2024/03/07</edXML:PromulgationDate></edXML:PromulgationInfo>
    <edXML:DocumentType><edXML:Type>2</edXML:Type><edXML:TypeDetail>18</edXML:TypeDetail><edXML:TypeName>Công văn</edXML:TypeName></edXML:DocumentType>
    <edXML:Subject>V/v thống kê diện tích &amp; sản lượng lúa</edXML:Subject>
    <edXML:Content>Đề nghị cung cấp số liệu</edXML:Content>
    <edXML:SignerInfo><edXML:Competence>KT.</edXML:Competence><edXML:Position>Phó Giám đốc</edXML:Position><edXML:FullName>Đỗ Thị Thử</edXML:FullName></edXML:SignerInfo>
    <edXML:DueDate>2024/03/21</edXML:DueDate>
    <edXML:OtherInfo><edXML:Priority>2</edXML:Priority><edXML:TyperNotation>KHTC</edXML:TyperNotation>
     <edXML:PromulgationAmount>3</edXML:PromulgationAmount><edXML:PageAmount>2</edXML:PageAmount><edXML:Direction>false</edXML:Direction>
     <edXML:Appendixes><edXML:Appendix>Biểu số 01</edXML:Appendix></edXML:Appendixes></edXML:OtherInfo>
    <edXML:ResponseFor><edXML:OrganId>000.00.00.H58</edXML:OrganId><edXML:Code>15/UBND-KT</edXML:Code>
     <edXML:DocumentId>000.00.00.H58,2024/02/20,15/UBND-KT</edXML:DocumentId><edXML:PromulgationDate>2024/02/20</edXML:PromulgationDate></edXML:ResponseFor>
    <edXML:SteeringType>2</edXML:SteeringType>
    <edXML:ToPlaces><edXML:Place>Như trên</edXML:Place><edXML:Place>Lưu: VT</edXML:Place></edXML:ToPlaces>
   </edXML:MessageHeader>
{_JAVA_TRACE}  </edXML:edXMLHeader>
  <edXML:edXMLBody><edXML:edXMLManifest version="1.0">
    <edXML:Reference><edXML:ContentId>cid:a-1</edXML:ContentId><edXML:ContentType>application/zip</edXML:ContentType>
     <edXML:Description>Công văn đã ký số</edXML:Description><edXML:AttachmentName>41_SNN.pdf</edXML:AttachmentName></edXML:Reference>
    <edXML:Reference><edXML:ContentId>cid:a-2</edXML:ContentId><edXML:ContentType>application/zip</edXML:ContentType>
     <edXML:AttachmentName>bieu-01.txt</edXML:AttachmentName></edXML:Reference>
  </edXML:edXMLManifest></edXML:edXMLBody>
 </edXML:edXMLEnvelope>
{_java_files()}</edXML>
"""


def dotnet_packet() -> str:
    """The .NET dialect: ToPlaces before OtherInfo, DocumentId last, SOAP leftovers, `cid:` in one place only."""
    return f"""<edXML xmlns="{NAMESPACE}" xmlns:xlink="http://www.w3.org/1999/xlink">
 <edXMLEnvelope><edXMLHeader>
  <MessageHeader>
   <From><OrganId>000.00.37.H37</OrganId><OrganName>Sở Thử Lạng Sơn</OrganName></From>
   <To><OrganId>000.00.00.H41</OrganId><OrganName>UBND tỉnh Nghệ An</OrganName></To>
   <Code><CodeNumber>07</CodeNumber><CodeNotation>TB-ST</CodeNotation></Code>
   <PromulgationInfo><Place>Lạng Sơn</Place><PromulgationDate>2024/06/03</PromulgationDate></PromulgationInfo>
   <DocumentType><Type>18</Type><TypeName>Thông báo</TypeName></DocumentType>
   <Subject>Thông báo lịch trực</Subject>
   <ToPlaces><Place>Như trên</Place></ToPlaces>
   <OtherInfo><Priority>0</Priority></OtherInfo>
   <DocumentId>0b4d7c1e-5f6a-4b7e-9d6c-1a2b3c4d5e6f</DocumentId>
  </MessageHeader>
  <TraceHeaderList id="t" version="1.0" mustUnderstand="1" actor="http://schemas.xmlsoap.org/soap/actor/next">
   <Bussiness><BussinessDocType>0</BussinessDocType><BussinessDocReason>moi</BussinessDocReason><Paper>0</Paper></Bussiness>
   <TraceHeader><OrganId>000.00.37.H37</OrganId><Timestamp>2024/06/03 08:00:00</Timestamp></TraceHeader>
  </TraceHeaderList>
  <DigitalSignature/>
 </edXMLHeader>
 <edXMLBody><edXMLManifest version="1.0">
  <Reference xlink:href="cid:tb7" xlink:type="simple" xlink:role="r"><AttachmentName>tb7.pdf</AttachmentName></Reference>
 </edXMLManifest></edXMLBody></edXMLEnvelope>
 <AttachmentEncoded><Attachment><ContentId>tb7</ContentId><AttachmentName>tb7.pdf</AttachmentName>
  <ContentType>application/pdf</ContentType><ContentTransferEncoded>{encoded(PDF)}</ContentTransferEncoded></Attachment></AttachmentEncoded>
</edXML>
"""


def status_packet(body: str = "MessageHeader", code: str = "03") -> str:
    return f"""<edXML xmlns="{NAMESPACE}"><edXML:edXMLEnvelope xmlns:edXML="{NAMESPACE}"><edXML:edXMLHeader><edXML:{body}>
<edXML:From><edXML:OrganId>000.00.00.H58</edXML:OrganId><edXML:OrganName>UBND tỉnh Tiền Giang</edXML:OrganName></edXML:From>
<edXML:ResponseFor><edXML:OrganId>000.00.09.H08</edXML:OrganId><edXML:Code>41/SNN-KHTC</edXML:Code>
<edXML:DocumentId>000.00.09.H08,2024/03/07,41/SNN-KHTC</edXML:DocumentId><edXML:PromulgationDate>2024/03/07</edXML:PromulgationDate></edXML:ResponseFor>
<edXML:StaffInfo><edXML:Department>Văn phòng</edXML:Department><edXML:Staff>Võ Thị Thử</edXML:Staff></edXML:StaffInfo>
<edXML:StatusCode>{code}</edXML:StatusCode><edXML:Description>Văn thư: Đã tiếp nhận, số đến 90</edXML:Description>
<edXML:Timestamp>2024/03/07 10:00:05</edXML:Timestamp></edXML:{body}></edXML:edXMLHeader></edXML:edXMLEnvelope></edXML>"""
