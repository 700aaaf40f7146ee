"""An agency's own system sends whole packets: accepted once, with a receipt, or refused."""

import asyncio
import base64
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import asyncpg
import orjson
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from sqlalchemy import text

from document_exchange import hot
from document_exchange.packets.packet import Attachment, DocumentPacket, Organ, Response, StatusPacket, TraceEntry
from document_exchange.packets.store import SMALL
from document_exchange.packets.writer import write_document, write_status
from shared.files import FileAltered, FileMissing
from shared.rights import Role

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


def test_a_status_file_moves_our_delivery_and_only_for_its_own_addressee(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await send(house, a_packet())
        clerk = house.person(Role.RECORDS_CLERK)

        def status(reporter: str, code: str) -> bytes:
            answered = Response(SENDER, "07/STTTT-CNTT", f"{SENDER},2026/11/20,07/STTTT-CNTT", date(2026, 11, 20))
            return write_status(StatusPacket(Organ(reporter, "Nơi nhận"), answered, code, "Đã nhận", AT))

        xml = {"content-type": "application/xml"}
        wrong = await house.call(clerk, "POST", "/packet-files", content=status("000.00.05.H08", "03"), headers=xml)
        assert wrong.status_code == 404
        right = await house.call(clerk, "POST", "/packet-files", content=status(RECEIVER, "03"), headers=xml)
        assert right.status_code == 201, right.text
        (document,) = (await house.call(clerk, "GET", "/documents")).json()["items"]
        document = await house.document(document["id"])
        assert document["deliveries"][0]["status"] == "03"
        # The arrival is reported later and must not overwrite what came after it.
        await house.exchange()
        document = await house.document(document["id"])
        assert document["deliveries"][0]["status"] == "03"
        assert [(s["code"], s["applied"]) for s in document["deliveries"][0]["history"]] == [
            ("03", True),
            ("01", False),
        ]

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


def stored(house: Any, sha256: str) -> Path:
    path: Path = house.settings.var / "files" / sha256[:2] / sha256
    return path


async def waiting(house: Any) -> int:
    async with house.database.sessions() as session:
        return int((await session.execute(text("SELECT count(*) FROM waiting_packet"))).scalar_one())


def test_a_small_packet_is_kept_by_the_commit_that_accepts_it_and_stored_afterwards(open_house: Any) -> None:
    async def play(house: Any) -> None:
        content = a_packet()
        sha256 = hashlib.sha256(content).hexdigest()
        assert (await send(house, content)).status_code == 201
        assert await waiting(house) == 1
        assert not stored(house, sha256).exists()
        assert await house.files.get(sha256) == content

        await asyncio.gather(house.files.store_waiting(), house.files.store_waiting())
        assert await waiting(house) == 0
        assert stored(house, sha256).read_bytes() == content
        assert await house.files.get(sha256) == content

        assert (await send(house, content)).status_code == 200
        assert await waiting(house) == 0

    run(open_house, play)


def test_a_large_packet_is_in_the_store_before_it_is_accepted(open_house: Any) -> None:
    async def play(house: Any) -> None:
        content = a_packet(subject="Báo cáo") + b"<!--" + b"x" * SMALL + b"-->"
        assert (await send(house, content)).status_code == 201
        assert await waiting(house) == 0
        assert stored(house, hashlib.sha256(content).hexdigest()).read_bytes() == content

    run(open_house, play)


def test_a_packet_altered_while_it_waits_is_not_given_out(open_house: Any) -> None:
    async def play(house: Any) -> None:
        content = a_packet()
        sha256 = hashlib.sha256(content).hexdigest()
        await send(house, content)
        async with house.database.sessions.begin() as session:
            await session.execute(text("UPDATE waiting_packet SET content = content || '\\x20'"))
        with pytest.raises(FileAltered):
            await house.files.get(sha256)
        with pytest.raises(FileMissing):
            await house.files.get("0" * 64)

    run(open_house, play)


def test_one_bad_packet_among_those_that_come_together_fails_alone(open_house: Any) -> None:
    async def play(house: Any) -> None:
        intake = house.client._transport.app.fastapi.state.intake
        told = await asyncio.gather(
            *(intake.accept(house.system(SENDER), a_packet(number=number)) for number in (1, 2, 3)),
            intake.accept(house.system(SENDER), a_packet(number=4, receivers=("000.00.77.H08",))),
            return_exceptions=True,
        )
        assert [getattr(answer, "created", None) for answer in told] == [True, True, True, None]
        assert told[3].code == "addressee_unknown"

    run(open_house, play)


def test_a_packet_on_which_the_shared_statement_fails_takes_no_other_with_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        intake = house.client._transport.app.fastapi.state.intake
        ready: list[hot.AcceptedPacket] = []

        async def only_keep(packet: hot.AcceptedPacket) -> bool:
            ready.append(packet)
            return True

        intake._store = only_keep
        for number in (1, 2, 3):
            await intake.accept(house.system(SENDER), a_packet(number=number))
        ready[1] = replace(ready[1], subject="a text that PostgreSQL does not take: \0")
        outcomes = await hot.accept_documents(await house.database.hot(), ready)
        assert [outcomes[0], outcomes[2]] == [True, True]
        assert isinstance(outcomes[1], asyncpg.CharacterNotInRepertoireError)
        async with house.database.sessions() as session:
            for table in ("outgoing_document", "delivery", "outbox", "waiting_packet"):
                assert (await session.execute(text(f"SELECT count(*) FROM {table}"))).scalar_one() == 2

    run(open_house, play)
