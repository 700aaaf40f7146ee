"""An agency's own system sends whole packets: accepted once, with a receipt, or refused."""

import asyncio
import base64
import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from sqlalchemy import text

from document_exchange.packets.packet import Attachment, DocumentPacket, Organ, TraceEntry
from document_exchange.packets.writer import write_document
from shared.access.rights import Role

SENDER = "000.00.11.H08"
RECEIVER = "000.00.02.H08"
OUTSIDE = "000.00.00.H19"
AT = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)


def run(open_house: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


def a_packet(sender: str = SENDER, receivers: tuple[str, ...] = (RECEIVER,), number: int = 7, **changes: Any) -> bytes:
    packet = DocumentPacket(
        sender=Organ(sender, "Cơ quan gửi"),
        receivers=tuple(Organ(code, "Cơ quan nhận") for code in receivers),
        document_id=f"{sender},2026/11/20,{number:02d}/STTTT-CNTT",
        number=f"{number:02d}",
        notation="STTTT-CNTT",
        promulgated_on=date(2026, 11, 20),
        type_name="Công văn",
        subject="V/v gửi từ phần mềm của cơ quan",
        place="Bình Định",
        traces=(TraceEntry(sender, AT),),
        attachments=(Attachment("cong-van.txt", "Nội dung".encode(), content_id="tep-1"),),
    )
    return write_document(replace(packet, **changes), date(2026, 11, 22))


async def send(house: Any, content: bytes, who: Any = None, kind: str = "application/xml") -> Any:
    return await house.call(
        who or house.system(SENDER), "POST", "/packets", content=content, headers={"content-type": kind}
    )


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_the_same_packet_gets_the_same_receipt_and_arrives_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        content = a_packet(receivers=(RECEIVER, "000.00.05.H08"))
        first = await send(house, content)
        assert first.status_code == 201, first.text
        again = await send(house, content)
        assert again.status_code == 200
        assert again.content == first.content
        many = await asyncio.gather(*(send(house, a_packet(number=8)) for _ in range(8)))
        assert sorted(answer.status_code for answer in many) == [200] * 7 + [201]
        assert len({answer.content for answer in many}) == 1

        receipt = first.json()
        assert receipt["packet_sha256"] == hashlib.sha256(content).hexdigest()
        assert len(receipt["deliveries"]) == 2
        keys = (await house.call(house.system(SENDER), "GET", "/receipt-keys")).json()["keys"]
        x, y = (int.from_bytes(decoded(keys[0][name]), "big") for name in ("x", "y"))
        public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        head, body, signature = receipt["signature"].split(".")
        raw = decoded(signature)
        r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
        public.verify(encode_dss_signature(r, s), f"{head}.{body}".encode(), ec.ECDSA(hashes.SHA256()))
        assert orjson.loads(decoded(head)) == {"alg": "ES256", "typ": "JWT", "kid": keys[0]["kid"]}
        thumbprint = orjson.dumps({name: keys[0][name] for name in ("crv", "kty", "x", "y")})
        assert decoded(keys[0]["kid"]) == hashlib.sha256(thumbprint).digest(), "RFC 7638"
        assert orjson.loads(decoded(body)) == {key: value for key, value in receipt.items() if key != "signature"}

        await house.exchange()
        await house.exchange()
        assert len(await house.inbox(RECEIVER)) == 2
        assert len(await house.inbox("000.00.05.H08")) == 1

    run(open_house, play)


def test_the_same_identifier_with_other_bytes_is_refused_and_noted(open_house: Any) -> None:
    async def play(house: Any) -> None:
        assert (await send(house, a_packet())).status_code == 201
        other = await send(house, a_packet(subject="Nội dung khác"))
        assert other.status_code == 409
        assert other.json()["code"] == "document_content_differs"
        async with house.database.sessions() as session:
            kinds = (await session.scalars(text("SELECT kind FROM evidence ORDER BY id"))).all()
        assert kinds == ["document-accepted", "document-content-differs", "refused"]

    run(open_house, play)


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (a_packet(sender=RECEIVER, receivers=(SENDER,)), 403, "sender_not_yours"),
        (a_packet(receivers=(RECEIVER, OUTSIDE)), 422, "addressee_unknown"),
        (b"<edXML/>", 422, "packet_refused"),
        (b"\x00\xff", 422, "packet_refused"),
        (b"", 422, "packet_refused"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 422, "packet_refused"),
    ],
)
def test_what_is_wrong_is_refused_and_leaves_nothing(open_house: Any, content: bytes, status: int, code: str) -> None:
    async def play(house: Any) -> None:
        answer = await send(house, content)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        async with house.database.sessions() as session:
            for table in ("outgoing_document", "delivery", "outbox"):
                assert (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() == 0

    run(open_house, play)


def test_a_clerk_may_send_a_packet_and_a_specialist_may_not(open_house: Any) -> None:
    async def play(house: Any) -> None:
        assert (await send(house, a_packet(), house.person(Role.RECORDS_CLERK))).status_code == 201
        assert (await send(house, a_packet(number=9), house.person(Role.SPECIALIST))).status_code == 403
        assert (await send(house, a_packet(), kind="text/html")).status_code == 415

    run(open_house, play)


def test_a_packet_file_from_outside_becomes_an_incoming_document_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        content = a_packet(sender=OUTSIDE, receivers=(SENDER,))
        xml = {"content-type": "application/xml"}
        taken = await house.call(clerk, "POST", "/packet-files", content=content, headers=xml)
        assert taken.status_code == 201, taken.text
        again = await house.call(clerk, "POST", "/packet-files", content=content, headers=xml)
        assert again.json()["code"] == "document_already_here"
        forged = a_packet(sender=RECEIVER, receivers=(SENDER,))
        answer = await house.call(clerk, "POST", "/packet-files", content=forged, headers=xml)
        assert answer.json()["code"] == "sender_on_platform"
        await house.read()
        (incoming,) = await house.inbox(SENDER)
        assert incoming["sender_code"] == OUTSIDE
        status = await house.call(clerk, "GET", f"/van-ban/den/{incoming['id']}/goi-trang-thai")
        assert b"StatusCode" in status.content

    run(open_house, play)


async def bring(house: Any, content: bytes, who: Any = None) -> Any:
    xml = {"content-type": "application/xml"}
    who = who or house.person(Role.RECORDS_CLERK)
    return await house.call(who, "POST", "/packet-files", content=content, headers=xml)


def _dated(day: str) -> bytes:
    return a_packet().replace(b">2026/11/20</edXML:PromulgationDate>", f">{day}</edXML:PromulgationDate>".encode())


@pytest.mark.parametrize("day", ["9999/12/31", "0001/01/01", "2026/02/30", "2199/01/01", "hôm qua"])
def test_a_day_of_issue_that_cannot_be_is_refused_from_a_system_and_remarked_at_a_receiver(
    open_house: Any, day: str
) -> None:
    async def play(house: Any) -> None:
        refused = await send(house, _dated(day))
        assert (refused.status_code, refused.json()["code"]) == (422, "packet_refused"), refused.text
        assert refused.json()["errors"][0]["pointer"] == "/MessageHeader/PromulgationInfo/PromulgationDate"
        from_outside = _dated(day).replace(f">{SENDER}<".encode(), f">{OUTSIDE}<".encode())
        taken = await bring(house, from_outside, house.person(Role.RECORDS_CLERK, RECEIVER))
        assert taken.status_code == 201, taken.text
        await house.read()
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        incoming = (await house.call(clerk, "GET", f"/incoming/{taken.json()['incoming_id']}")).json()
        (warning,) = [w for w in incoming["warnings"] if "future" in w or "ngày" in w.lower()]
        page = await house.call(clerk, "GET", f"/van-ban/den/{incoming['id']}")
        assert "ngày ban hành" in page.text.lower()
        assert warning

    run(open_house, play)


def test_twins_of_an_identifier_are_one_document(open_house: Any) -> None:
    async def play(house: Any) -> None:
        code = f"{SENDER},2026/11/20,07/STTTT-ĐẾ"
        first = a_packet(document_id=code)
        receipt = await send(house, first)
        assert receipt.status_code == 201
        twins = [code.lower(), code + "\u200b", code.replace(",", ", "), unicodedata.normalize("NFD", code)]
        for twin in (*twins, "\u00a0" + code, code.replace("-", "\u2011")):
            answer = await send(house, first.replace(code.encode(), twin.encode()))
            assert (answer.status_code, answer.json()["code"]) == (409, "document_content_differs"), twin
        outside = [
            first.replace(code.encode(), twin.encode()).replace(f">{SENDER}<".encode(), f">{OUTSIDE}<".encode())
            for twin in (code, *twins)
        ]
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        assert [(await bring(house, content, clerk)).status_code for content in outside] == [201, *[409] * len(twins)]

    run(open_house, play)


def test_the_receipt_says_where_the_states_are(open_house: Any) -> None:
    async def play(house: Any) -> None:
        for status in (201, 200):
            answer = await send(house, a_packet())
            assert answer.status_code == status
            where = answer.headers["location"]
            assert where == f"/api/document-exchange/v1/documents/{answer.json()['id']}"
            document = await house.call(house.system(SENDER), "GET", where)
            assert document.json()["document_code"] == answer.json()["document_id"]

    run(open_house, play)


def test_a_subject_of_hidden_signs_is_refused_and_line_breaks_are_not_kept(open_house: Any) -> None:
    async def play(house: Any) -> None:
        plain = a_packet()
        hidden = plain.replace("V/v gửi từ phần mềm của cơ quan".encode(), "\u200b\u202e".encode())
        assert (await send(house, hidden)).status_code == 422
        broken = plain.replace("V/v gửi từ".encode(), "V/v gửi\n\u202e  từ".encode())
        assert (await send(house, broken)).status_code == 201
        await house.exchange()
        await house.read()
        (incoming,) = await house.inbox(RECEIVER)
        assert incoming["subject"] == "V/v gửi từ phần mềm của cơ quan"
        (sent,) = (await house.call(house.system(SENDER), "GET", "/documents")).json()["items"]
        assert sent["subject"] == incoming["subject"]

    run(open_house, play)


def test_a_ministrys_packet_to_every_commune_is_read_and_ours_is_found(open_house: Any) -> None:
    async def play(house: Any) -> None:
        many = tuple(f"000.{n // 100 % 100:02d}.{n % 100:02d}.H{n // 10_000 + 20}" for n in range(10_600))
        content = a_packet(sender=OUTSIDE, receivers=(*many, RECEIVER))
        taken = await bring(house, content, house.person(Role.RECORDS_CLERK, RECEIVER))
        assert taken.status_code == 201, taken.text
        own = a_packet(receivers=(*many[:2001],))
        refused = await send(house, own)
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "R.MessageHeader.To")

    run(open_house, play)


def test_both_sides_show_a_small_number_with_its_leading_zero(open_house: Any) -> None:
    async def play(house: Any) -> None:
        content = a_packet(number=7)
        content = content.replace(b">07</edXML:CodeNumber>", b">7</edXML:CodeNumber>")
        assert b">7</edXML:CodeNumber>" in content
        assert (await send(house, content)).status_code == 201
        await house.exchange()
        await house.read()
        (arrived,) = await house.inbox(RECEIVER)
        async with house.database.sessions() as session:
            sent = (await session.execute(text("SELECT reference FROM outgoing_document"))).scalar_one()
        assert (sent, arrived["reference"]) == ("07/STTTT-CNTT", "07/STTTT-CNTT")

    run(open_house, play)
