"""Writing: read back by our reader, and by a parser that shares nothing with it."""

import base64
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from xml.parsers import expat

import pytest

from document_exchange.packets.packet import (
    Attachment,
    Business,
    BusinessType,
    DocumentPacket,
    Organ,
    PacketRefused,
    ReceiverChange,
    Replacement,
    Response,
    Signer,
    Staff,
    StatusPacket,
    TraceEntry,
)
from document_exchange.packets.reader import read_packet
from document_exchange.packets.texts import ELEMENTS, sentence_of
from document_exchange.packets.writer import write_document, write_status

VIETNAM = timezone(timedelta(hours=7))
TODAY = date(2024, 6, 10)
PDF = b"%PDF-1.7\nnoi dung\n%%EOF"


def a_packet(**changes: object) -> DocumentPacket:
    packet = DocumentPacket(
        sender=Organ(
            "H08.11", "Sở Thử nghiệm", "UBND tỉnh Bình Định", "1 Đường Thử", "vt@example.test", "0256", "", ""
        ),
        receivers=(Organ("H19", "UBND tỉnh Đồng Nai"), Organ("000.00.00.H41", "UBND tỉnh Nghệ An")),
        document_id="H08.11,2024/06/03,9/STN-VP",
        number="9",
        notation="STN-VP",
        promulgated_on=date(2024, 6, 3),
        type_name="Công văn",
        type_detail=18,
        subject="V/v họp <liên thông> & trao đổi",
        content="Họp trao đổi",
        place="Bình Định",
        signer=Signer("Trần Văn Mẫu", "Giám đốc", ""),
        due_on=date(2024, 6, 20),
        priority=1,
        appendixes=("Phụ lục I",),
        responses=(Response("H19", "88/UBND-VX", "H19,2024/05/10,88/UBND-VX", date(2024, 5, 10)),),
        steering=0,
        places=("Như trên", "Lưu: VT"),
        traces=(TraceEntry("H08.11", datetime(2024, 6, 3, 14, 5, 10, tzinfo=VIETNAM)),),
        business=Business(reason="Văn bản điện tử mới", staff=Staff("Văn thư", "Lê Thị Mẫu", "a@example.test", "090")),
        attachments=(
            Attachment("9_STN-VP.pdf", PDF, "Công văn đã ký số", "t-1"),
            Attachment("phu-luc.xlsx", b"bang tinh", "", "t-2"),
        ),
    )
    return replace(packet, **changes)  # type: ignore[arg-type]


def a_status(**changes: object) -> StatusPacket:
    status = StatusPacket(
        sender=Organ("H19", "UBND tỉnh Đồng Nai"),
        response=Response("H08.11", "9/STN-VP", "H08.11,2024/06/03,9/STN-VP", date(2024, 6, 3)),
        status_code="03",
        description="Văn thư: Đã tiếp nhận",
        at=datetime(2024, 6, 4, 8, 0, 0, tzinfo=VIETNAM),
        staff=Staff("Văn phòng", "Nguyễn Văn Thử"),
    )
    return replace(status, **changes)  # type: ignore[arg-type]


def without_media_types(packet: object) -> object:
    if not isinstance(packet, DocumentPacket):
        return packet
    return replace(packet, attachments=tuple(replace(a, media_type="") for a in packet.attachments))


def test_a_document_comes_back_as_it_was_written() -> None:
    assert without_media_types(read_packet(write_document(a_packet(), TODAY))) == a_packet()


@pytest.mark.parametrize(
    "business",
    [
        Business(BusinessType.RECALL, "Ban hành nhầm", "H08.11,2024/06/03,8/STN-VP"),
        Business(
            BusinessType.UPDATE, "Thêm nơi nhận", "H08.11,2024/06/03,8/STN-VP", receivers_changed=True,
            receivers=(ReceiverChange("H41", True), ReceiverChange("H19", False)),
        ),
        Business(BusinessType.REPLACE, "Sai nội dung", replacements=(Replacement("vb-1", ("H19", "H41")),)),
        Business(BusinessType.NEW, "Mới", paper_follows=True),
    ],
)  # fmt: skip
def test_each_kind_of_business_comes_back(business: Business) -> None:
    packet = read_packet(write_document(a_packet(business=business), TODAY))
    assert isinstance(packet, DocumentPacket)
    assert packet.business == business


def test_a_status_comes_back_as_it_was_written() -> None:
    assert read_packet(write_status(a_status())) == a_status()


def names_in(content: bytes) -> list[str]:
    """Qualified names in order, from expat without namespaces."""
    names: list[str] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: names.append(name)
    parser.Parse(content, True)
    return names


def test_everything_below_the_envelope_is_prefixed_and_in_the_order_of_the_format() -> None:
    names = names_in(write_document(a_packet(), TODAY))
    start, end = names.index("edXML:edXMLEnvelope"), names.index("AttachmentEncoded")
    assert names[0] == "edXML"
    assert all(name.startswith("edXML:") for name in names[start:end])
    assert names[end + 1 : end + 7] == [
        "Attachment", "ContentId", "AttachmentName", "Description", "ContentType", "edXML:ContentTransferEncoded",
    ]  # fmt: skip
    order = [
        "From", "To", "DocumentId", "Code", "PromulgationInfo", "DocumentType", "Subject", "Content", "SignerInfo",
        "DueDate", "OtherInfo", "ResponseFor", "SteeringType", "ToPlaces", "TraceHeaderList", "edXMLBody",
    ]  # fmt: skip
    places = [names.index(f"edXML:{name}") for name in order]
    assert places == sorted(places)


def test_both_bindings_are_to_the_one_namespace() -> None:
    seen: set[str] = set()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, attributes: seen.add(name.split(" ")[0])
    parser.Parse(write_document(a_packet(), TODAY), True)
    assert seen == {"http://www.mic.gov.vn/TBT/QCVN_102_2016"}


def test_pdf_travels_raw_and_the_rest_as_an_archive_of_one() -> None:
    text = write_document(a_packet(), TODAY).decode()
    bodies = re.findall(r"<edXML:ContentTransferEncoded[^>]*>([^<]+)<", text)
    assert base64.b64decode(bodies[0]) == PDF
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(bodies[1]))) as archive:
        assert archive.namelist() == ["tep.xlsx"]
        assert archive.read("tep.xlsx") == b"bang tinh"


def test_the_same_packet_is_the_same_bytes() -> None:
    bare = a_packet(attachments=(Attachment("a.pdf", PDF), Attachment("b.docx", b"x")))
    assert write_document(bare, TODAY) == write_document(bare, TODAY)


def test_nothing_empty_is_written() -> None:
    text = write_document(a_packet(steering=None, due_on=None, signer=None), TODAY).decode()
    assert "SteeringType" not in text
    assert "DueDate" not in text


def test_a_status_without_staff_still_writes_the_element() -> None:
    assert b"StaffInfo" in write_status(a_status(staff=None))


def test_times_are_written_in_vietnam() -> None:
    moment = datetime(2024, 6, 3, 20, 0, 0, tzinfo=UTC)
    assert "2024/06/04 03:00:00" in write_status(a_status(at=moment)).decode()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"receivers": ()}, "N.MessageHeader.To"),
        ({"receivers": (Organ("H19", "A"), Organ("H19", "A"))}, "M.duplicate.MessageHeader.To.OrganId"),
        ({"receivers": (Organ("h19", "A"),)}, "M.MessageHeader.To.OrganId"),
        ({"receivers": (Organ("H19", ""),)}, "N.MessageHeader.To.OrganName"),
        ({"sender": Organ("", "A")}, "N.MessageHeader.From.OrganId"),
        ({"document_id": " "}, "N.MessageHeader.DocumentId"),
        ({"number": "123456789012"}, "R.MessageHeader.Code.CodeNumber"),
        ({"notation": "X" * 31}, "R.MessageHeader.Code.CodeNotation"),
        ({"promulgated_on": None}, "N.MessageHeader.PromulgationInfo.PromulgationDate"),
        ({"promulgated_on": date(2024, 6, 11)}, "M.MessageHeader.PromulgationInfo.PromulgationDate"),
        ({"document_type": 18}, "M.MessageHeader.DocumentType.Type"),
        ({"type_name": ""}, "N.MessageHeader.DocumentType.TypeName"),
        ({"subject": "x" * 501}, "R.MessageHeader.Subject"),
        ({"subject": "a\x00b"}, "M.letters.MessageHeader.Subject"),
        ({"priority": 5}, "M.MessageHeader.OtherInfo.Priority"),
        ({"steering": 3}, "M.MessageHeader.SteeringType"),
        ({"places": ("x" * 151,)}, "R.MessageHeader.ToPlaces.Place"),
        ({"page_amount": -1}, "M.MessageHeader.OtherInfo.PageAmount"),
        ({"traces": ()}, "N.TraceHeaderList.TraceHeader"),
        ({"business": Business(BusinessType.RECALL, "", "x")}, "N.TraceHeaderList.Bussiness.BussinessDocReason"),
        ({"business": Business(BusinessType.RECALL, "lý do")}, "N.TraceHeaderList.Bussiness.DocumentId"),
        ({"business": Business(BusinessType.REPLACE, "lý do")}, "N.TraceHeaderList.Bussiness.ReplacementInfoList"),
        ({"attachments": ()}, "N.AttachmentEncoded.Attachment"),
        ({"attachments": (Attachment("../a.pdf", PDF),)}, "M.AttachmentEncoded.Attachment.AttachmentName"),
        ({"attachments": (Attachment("a.pdf", b""),)}, "N.AttachmentEncoded.Attachment.ContentTransferEncoded"),
    ],
)  # fmt: skip
def test_what_the_format_forbids_is_refused_by_name(changes: dict[str, object], code: str) -> None:
    with pytest.raises(PacketRefused) as refused:
        write_document(a_packet(**changes), TODAY)
    assert refused.value.axis_code == code
    assert "%" not in sentence_of(refused.value)


@pytest.mark.parametrize("code", ["02", "13", "16"])
def test_a_refusal_or_recall_needs_a_reason(code: str) -> None:
    with pytest.raises(PacketRefused):
        write_status(a_status(status_code=code, description=""))
    assert write_status(a_status(status_code=code, description="Sai nơi nhận"))


@pytest.mark.parametrize("code", ["3", "99", ""])
def test_only_known_statuses_are_sent(code: str) -> None:
    with pytest.raises(PacketRefused):
        write_status(a_status(status_code=code))


def test_every_element_has_its_vietnamese_name() -> None:
    assert all(name and name == name.strip() for name in ELEMENTS.values())


def test_files_of_one_name_are_told_apart() -> None:
    attachments = tuple(
        Attachment(name, name.encode(), content_id=f"tep-{number}")
        for number, name in enumerate(["a.pdf", "A.pdf", "a.pdf", "khac.txt", "khong-duoi", "khong-duoi"])
    )
    packet = read_packet(write_document(replace(a_packet(), attachments=attachments), date(2026, 11, 22)))
    assert isinstance(packet, DocumentPacket)
    names = [attachment.name for attachment in packet.attachments]
    assert names == ["a.pdf", "A (2).pdf", "a (3).pdf", "khac.txt", "khong-duoi", "khong-duoi (2)"]
    assert [attachment.content for attachment in packet.attachments] == [a.content for a in attachments]
    assert [notice.code for notice in packet.warnings] == ["attachment_same_name"] * 3
