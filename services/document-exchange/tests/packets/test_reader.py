"""Reading: what vendors really send, each mutation of it, and what an attacker would send."""

import re
from datetime import date, datetime, timedelta, timezone

import pytest

from document_exchange.packets.packet import (
    BusinessType,
    DocumentPacket,
    Limits,
    PacketRefused,
    ReceiverChange,
    Replacement,
    StatusPacket,
)
from document_exchange.packets.reader import read_packet
from document_exchange.packets.texts import sentence_of, sentence_of_notice

from .golden import NAMESPACE, NOTE, PDF, dotnet_packet, java_packet, status_packet

VIETNAM = timezone(timedelta(hours=7))


def read_document(text: str, limits: Limits | None = None) -> DocumentPacket:
    packet = read_packet(text.encode(), limits or Limits())
    assert isinstance(packet, DocumentPacket)
    return packet


def read_status(text: str) -> StatusPacket:
    packet = read_packet(text.encode())
    assert isinstance(packet, StatusPacket)
    return packet


def refusal_of(content: str | bytes, limits: Limits | None = None) -> PacketRefused:
    with pytest.raises(PacketRefused) as refused:
        read_packet(content.encode() if isinstance(content, str) else content, limits or Limits())
    assert sentence_of(refused.value)
    return refused.value


def with_business(body: str) -> str:
    return re.sub(
        r"<edXML:Bussiness>.*?</edXML:Bussiness>",
        lambda _: f"<edXML:Bussiness>{body}</edXML:Bussiness>",
        java_packet(),
        flags=re.DOTALL,
    )


def test_the_java_dialect_is_read_whole() -> None:
    packet = read_document(java_packet())
    assert packet.sender.organ_id == "000.00.09.H08"
    assert packet.sender.in_charge == "UBND tỉnh Bình Định"
    assert [organ.organ_id for organ in packet.receivers] == ["000.00.00.H58", "H50.12"]
    assert packet.code == "41/SNN-KHTC"
    assert packet.promulgated_on == date(2024, 3, 7)
    assert (packet.document_type, packet.type_detail, packet.type_name) == (2, 18, "Công văn")
    assert packet.subject == "V/v thống kê diện tích & sản lượng lúa"
    assert packet.signer is not None
    assert (packet.signer.competence, packet.signer.full_name) == ("KT.", "Đỗ Thị Thử")
    assert packet.due_on == date(2024, 3, 21)
    assert (packet.priority, packet.promulgation_amount, packet.page_amount) == (2, 3, 2)
    assert packet.appendixes == ("Biểu số 01",)
    assert packet.responses[0].code == "15/UBND-KT"
    assert packet.steering == 2
    assert packet.places == ("Như trên", "Lưu: VT")
    assert packet.traces[0].at == datetime(2024, 3, 7, 9, 10, 11, tzinfo=VIETNAM)
    assert packet.business.kind is BusinessType.NEW
    assert packet.business.staff is not None
    assert packet.business.staff.staff == "Phan Văn Thử"
    assert [(a.name, a.content) for a in packet.attachments] == [("41_SNN.pdf", PDF), ("bieu-01.txt", NOTE)]
    assert packet.warnings == ()


def test_the_dotnet_dialect_is_read_whole() -> None:
    packet = read_document(dotnet_packet())
    assert packet.document_id == "0b4d7c1e-5f6a-4b7e-9d6c-1a2b3c4d5e6f"
    assert packet.document_type == 18
    assert packet.type_name == "Thông báo"
    assert packet.places == ("Như trên",)
    assert packet.traces[0].organ_id == "000.00.37.H37"
    assert packet.attachments[0].content == PDF


@pytest.mark.parametrize("body", ["MessageHeader", "Status"])
def test_a_status_is_read_under_both_names(body: str) -> None:
    status = read_status(status_packet(body))
    assert status.status_code == "03"
    assert status.response.document_id == "000.00.09.H08,2024/03/07,41/SNN-KHTC"
    assert status.at == datetime(2024, 3, 7, 10, 0, 5, tzinfo=VIETNAM)
    assert status.staff is not None


def test_a_one_digit_status_is_padded_and_an_unknown_one_kept() -> None:
    assert read_status(status_packet(code="3")).status_code == "03"
    assert read_status(status_packet(code="42")).status_code == "42"


@pytest.mark.parametrize("code", ["", "abc", "123", "-1"])
def test_a_status_without_a_code_is_refused(code: str) -> None:
    assert refusal_of(status_packet(code=code)).path == "MessageHeader.StatusCode"


# The mutation table: what the reference reader does silently, ours does rightly or says.


@pytest.mark.parametrize(
    "name",
    [
        "Code", "PromulgationInfo", "DocumentType", "Content", "SignerInfo", "DueDate", "OtherInfo", "ResponseFor",
        "SteeringType", "ToPlaces", "OrganAdd", "Email", "Telephone", "OrganizationInCharge",
    ],
)  # fmt: skip
def test_an_optional_element_may_be_missing(name: str) -> None:
    text = re.sub(rf"<edXML:{name}>.*?</edXML:{name}>", "", java_packet(), flags=re.DOTALL)
    assert read_document(text).subject


@pytest.mark.parametrize("name", ["From", "To", "DocumentId", "Subject"])
def test_a_missing_required_element_is_named(name: str) -> None:
    header, found, rest = java_packet().partition("</edXML:MessageHeader>")
    responses = re.search(r"<edXML:ResponseFor>.*?</edXML:ResponseFor>", header, flags=re.DOTALL)
    assert responses is not None
    header = header.replace(responses[0], "")
    text = re.sub(rf"<edXML:{name}>.*?</edXML:{name}>", "", header, flags=re.DOTALL) + found + rest
    refused = refusal_of(text)
    assert refused.axis_code == f"N.MessageHeader.{name}"


def test_a_missing_trace_means_a_new_document() -> None:
    text = re.sub(r"<edXML:TraceHeaderList>.*?</edXML:TraceHeaderList>", "", java_packet(), flags=re.DOTALL)
    assert read_document(text).business.kind is BusinessType.NEW


def test_an_unknown_element_is_passed_over() -> None:
    text = java_packet().replace(
        "<edXML:Subject>", "<edXML:La><edXML:Subject>khác</edXML:Subject></edXML:La><edXML:Subject>"
    )
    assert read_document(text).subject == "V/v thống kê diện tích & sản lượng lúa"


def test_order_does_not_matter() -> None:
    text = java_packet()
    subject = re.search(r"<edXML:Subject>.*?</edXML:Subject>", text)
    assert subject is not None
    moved = text.replace(subject[0], "").replace("<edXML:From>", subject[0] + "<edXML:From>", 1)
    assert read_document(moved) == read_document(text)


def test_bom_crlf_comments_and_missing_prefix_change_nothing() -> None:
    wanted = read_document(java_packet())
    assert read_packet(b"\xef\xbb\xbf" + java_packet().encode()) == wanted
    assert read_packet(java_packet().replace("\n", "\r\n").encode()) == wanted
    assert read_packet(java_packet().encode("utf-16")) == wanted
    assert read_document(java_packet().replace("<edXML:Subject>", "<!-- ghi chú --><edXML:Subject>")) == wanted
    assert read_document(re.sub(r"(</?)edXML:", r"\1", java_packet())) == wanted


@pytest.mark.parametrize("namespace", ["http://www.e-doc.vn/Schema/", "urn:khac", NAMESPACE + "/"])
def test_another_namespace_is_refused(namespace: str) -> None:
    assert refusal_of(java_packet().replace(NAMESPACE, namespace)).code == "M.namespace"


def test_an_empty_steering_type_is_no_steering_type() -> None:
    text = java_packet().replace(
        "<edXML:SteeringType>2</edXML:SteeringType>", "<edXML:SteeringType></edXML:SteeringType>"
    )
    assert read_document(text).steering is None
    assert read_document(java_packet().replace("Type>2</edXML:Steering", "Type>3</edXML:Steering")).steering == 3


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-07", "07/03/2024", "7/3/2024", "07-03-2024", "07.03.2024", "2024/3/7", "2024-03-07T08:00:00",
        "2024-03-06T23:00:00Z", "2024-03-07T00:00:00.000+07:00", "2024/03/07 00:00:00",
    ],
)  # fmt: skip
def test_dates_are_read_as_meant_and_remarked(written: str) -> None:
    text = java_packet().replace("PromulgationDate>2024/03/07<", f"PromulgationDate>{written}<")
    packet = read_document(text)
    assert packet.promulgated_on == date(2024, 3, 7)
    assert [notice.code for notice in packet.warnings] == ["date_unusual"]
    assert "ngày ban hành" in sentence_of_notice(packet.warnings[0]).lower()


@pytest.mark.parametrize("written", ["hôm nay", "2024/13/45", "31/02/2024", "0000/00/00", "2024/03/07x", "20240307"])
def test_a_date_that_cannot_be_read_is_said_not_guessed(written: str) -> None:
    packet = read_document(java_packet().replace("PromulgationDate>2024/03/07<", f"PromulgationDate>{written}<"))
    assert packet.promulgated_on is None
    assert [notice.code for notice in packet.warnings] == ["date_unreadable"]


@pytest.mark.parametrize(("written", "code"), [("hỏa tốc", "number_unreadable"), ("9", "value_unknown")])
def test_a_strange_priority_is_remarked(written: str, code: str) -> None:
    packet = read_document(java_packet().replace("<edXML:Priority>2<", f"<edXML:Priority>{written}<"))
    assert packet.priority == 0
    assert packet.warnings[0].code == code


def test_a_repeated_receiver_counts_once() -> None:
    packet = read_document(java_packet().replace("H50.12", "000.00.00.H58"))
    assert len(packet.receivers) == 1
    assert packet.warnings[0].code == "duplicate"


def test_recall_update_and_replacement_are_read() -> None:
    recall = read_document(
        with_business(
            "<edXML:DocumentId>vb-1</edXML:DocumentId><edXML:BussinessDocType>1</edXML:BussinessDocType>"
            "<edXML:BussinessDocReason>Ban hành nhầm</edXML:BussinessDocReason>"
        )
    ).business
    assert (recall.kind, recall.document_id, recall.reason) == (BusinessType.RECALL, "vb-1", "Ban hành nhầm")
    update = read_document(
        with_business(
            "<edXML:DocumentId>vb-1</edXML:DocumentId><edXML:BussinessDocType>2</edXML:BussinessDocType>"
            "<edXML:BussinessDocumentInfo><edXML:DocumentInfo>1</edXML:DocumentInfo>"
            "<edXML:DocumentReceiver>1</edXML:DocumentReceiver><edXML:ReceiverList>"
            "<edXML:Receiver><edXML:OrganId>H19</edXML:OrganId><edXML:ReceiverType>1</edXML:ReceiverType></edXML:Receiver>"
            "<edXML:Receiver><edXML:OrganId>H41</edXML:OrganId><edXML:ReceiverType>0</edXML:ReceiverType></edXML:Receiver>"
            "</edXML:ReceiverList></edXML:BussinessDocumentInfo>"
        )
    ).business
    assert update.document_changed
    assert update.receivers == (ReceiverChange("H19", True), ReceiverChange("H41", False))
    replacement = read_document(
        with_business(
            "<edXML:BussinessDocType>3</edXML:BussinessDocType><edXML:ReplacementInfoList><edXML:ReplacementInfo>"
            "<edXML:DocumentId>vb-0</edXML:DocumentId><edXML:OrganIdList><edXML:OrganId>H19</edXML:OrganId>"
            "</edXML:OrganIdList></edXML:ReplacementInfo></edXML:ReplacementInfoList>"
        )
    ).business
    assert replacement.replacements == (Replacement("vb-0", ("H19",)),)
    assert refusal_of(with_business("<edXML:BussinessDocType>7</edXML:BussinessDocType>")).code == "M"
    assert refusal_of(with_business("<edXML:BussinessDocType>x</edXML:BussinessDocType>")).code == "T"


def test_the_packet_signature_is_kept_untouched_and_unverified() -> None:
    text = java_packet().replace(
        "</edXML:edXMLHeader>",
        "<Signature><SignedInfo/><SignatureValue>QUJD</SignatureValue></Signature></edXML:edXMLHeader>",
    )
    kept = read_document(text).signature_xml
    assert kept is not None
    assert b"QUJD" in kept


# Attacks


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE edXML [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE edXML SYSTEM "http://127.0.0.1:1/x.dtd">',
        '<!DOCTYPE edXML [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE edXML [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
        "<!DOCTYPE edXML>",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_any_dtd_is_refused(dtd: str, encoding: str) -> None:
    declaration = java_packet().index("?>") + 2
    text = java_packet()[:declaration] + dtd + java_packet()[declaration:]
    assert refusal_of(text.encode(encoding)).code == "M.dtd"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "N"),
        (b"   ", "N"),
        (b"khong phai xml", "M.xml"),
        (b"<a/>", "M.root"),
        (b"<edXML/>", "M.namespace"),
        (b"\xff\xff\xff", "M.encoding"),
        (f'<edXML xmlns="{NAMESPACE}"/>'.encode(), "N"),
        (java_packet().encode()[:2000], "M.xml"),
        (java_packet().replace("41/SNN-KHTC", "&x;", 1).encode(), "M.xml"),
        (b"\x00" * 64, "M.xml"),
    ],
)
def test_rubbish_is_refused_by_name(content: bytes, code: str) -> None:
    assert refusal_of(content).code == code
