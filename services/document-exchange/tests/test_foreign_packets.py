"""A packet that cannot be digested keeps nobody waiting; a passing fault ends no packet."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from document_exchange.incoming import opening, reading
from document_exchange.incoming.reading import read_arrivals
from document_exchange.packets.packet import Attachment, DocumentPacket, Organ, TraceEntry
from document_exchange.packets.writer import write_document
from shared.access.rights import Role
from shared.storage.files import FileMissing
from testing.hostile import files as hostile

SENDER = "000.00.11.H08"
RECEIVER = "000.00.02.H08"
EDXML = {"content-type": "application/xml"}


def run(open_house: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


def a_packet(number: int, content: bytes, name: str = "cong-van.pdf", sender: str = SENDER) -> bytes:
    packet = DocumentPacket(
        sender=Organ(sender, "Sở Thông tin và Truyền thông"),
        receivers=(Organ(RECEIVER, "Cơ quan nhận"),),
        document_id=f"{sender},2026/11/20,{number:02d}/STTTT-CNTT",
        number=f"{number:02d}",
        notation="STTTT-CNTT",
        promulgated_on=date(2026, 11, 20),
        type_name="Công văn",
        subject=f"V/v thử số {number}",
        place="Bình Định",
        traces=(TraceEntry(sender, datetime(2026, 11, 20, 7, 0, tzinfo=UTC)),),
        attachments=(Attachment(name, content, content_id="tep-1"),),
    )
    return write_document(packet, date(2026, 11, 22))


async def send(house: Any, *packets: bytes) -> None:
    for packet in packets:
        answer = await house.call(house.system(SENDER), "POST", "/packets", content=packet, headers=EDXML)
        assert answer.status_code == 201, answer.text
    await house.exchange()


async def arrived(house: Any) -> dict[str, Any]:
    async with house.database.sessions.begin() as session:
        rows = await session.execute(
            text("SELECT document_code, read_at, subject, warnings, id FROM incoming_document")
        )
        return {row.document_code.split(",")[-1][:2]: row for row in rows}


async def due_now(house: Any) -> None:
    async with house.database.sessions.begin() as session:
        await session.execute(text("UPDATE packet_reading SET due_at = now()"))


def test_a_file_without_end_holds_nobody_up(open_house: Any, letter: bytes) -> None:
    async def play(house: Any) -> None:
        await send(house, a_packet(1, hostile.shared_kids()), a_packet(2, letter), a_packet(3, letter + b"\n"))
        await house.read()
        rows = await arrived(house)
        subjects = [rows[number].subject for number in ("01", "02", "03")]
        assert subjects == ["V/v thử số 1", "V/v thử số 2", "V/v thử số 3"]
        assert rows["01"].warnings, "what cannot be checked is said"

    run(open_house, play)


def test_a_packet_that_overruns_is_marked_after_two_tries(
    open_house: Any, letter: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "SECONDS", 0.0001)  # less than any piece of work needs

    async def play(house: Any) -> None:
        await send(house, a_packet(1, letter))
        await house.read()
        rows = await arrived(house)
        assert (rows["01"].subject, rows["01"].read_at) == ("", None)
        await house.read()  # not its turn yet
        assert (await arrived(house))["01"].read_at is None
        await due_now(house)
        await house.read()
        row = (await arrived(house))["01"]
        assert row.warnings == ["packet_unreadable"]

        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        page = await house.call(clerk, "GET", f"/van-ban/den/{row.id}")
        assert page.status_code == 200
        assert "Đọc lại gói tin" in page.text

    run(open_house, play)


@pytest.mark.parametrize(
    "fault",
    [FileMissing("x"), OSError("disk"), DBAPIError("SELECT 1", None, ConnectionError(), connection_invalidated=True)],
)
def test_a_passing_fault_ends_no_packet(
    open_house: Any, letter: bytes, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    async def play(house: Any) -> None:
        await send(house, a_packet(1, letter))
        true = opening.open_packet

        async def fail(*_: object, **__: object) -> None:
            raise fault

        monkeypatch.setattr(reading, "open_packet", fail)
        for _ in range(4):
            await house.read()
            await due_now(house)
        row = (await arrived(house))["01"]
        assert (row.read_at, row.warnings) == (None, [])
        page = await house.call(house.person(Role.RECORDS_CLERK, RECEIVER), "GET", f"/van-ban/den/{row.id}")
        assert page.status_code == 200
        assert "Gói tin chưa được đọc" in page.text
        monkeypatch.setattr(reading, "open_packet", true)
        await house.read()
        assert (await arrived(house))["01"].subject == "V/v thử số 1"

    run(open_house, play)


def test_a_kind_longer_than_any_index_takes_is_cut_and_the_packet_is_read(
    open_house: Any, letter: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(house: Any) -> None:
        await send(house, a_packet(1, letter))
        true = opening.open_packet
        # Signs that do not repeat: nothing makes them shorter.
        long = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(5_000))

        async def say(*arguments: Any, **named: Any) -> Any:
            opened = await true(*arguments, **named)
            return replace(opened, packet=replace(opened.packet, type_name=long))

        monkeypatch.setattr(reading, "open_packet", say)
        await house.read()
        row = (await arrived(house))["01"]
        assert (row.subject, row.warnings) == ("V/v thử số 1", ["not_signed"])

    run(open_house, play)


def test_what_waits_to_be_read_is_seen_with_its_age(open_house: Any, letter: bytes) -> None:
    async def play(house: Any) -> None:
        await send(house, a_packet(1, letter))
        body = (await house.client.get("/readyz")).json()
        assert body["unread"]["open"] == 1
        assert body["unread"]["oldest_seconds"] > 0
        await house.read()
        assert (await house.client.get("/readyz")).json()["unread"]["open"] == 0

    run(open_house, play)


def test_copies_of_the_worker_share_the_packets(
    open_house: Any, letter: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(house: Any) -> None:
        await send(house, *(a_packet(number, letter + b"\n" * number) for number in range(1, 5)))
        true = opening.open_packet
        opened: list[str] = []

        async def count(sha256: str, *arguments: Any, **named: Any) -> Any:
            opened.append(sha256)
            return await true(sha256, *arguments, **named)

        monkeypatch.setattr(reading, "open_packet", count)
        await asyncio.gather(*(read_arrivals(house.database, house.files, house.signatures) for _ in range(3)))
        assert len(opened) == len(set(opened)) == 4

    run(open_house, play)


def test_the_clerk_has_a_packet_read_again(open_house: Any, letter: bytes) -> None:
    async def play(house: Any) -> None:
        await send(house, a_packet(1, letter))
        async with house.database.sessions.begin() as session:
            await session.execute(
                text("UPDATE incoming_document SET read_at = now(), warnings = '[\"packet_missing\"]', subject = '(?)'")
            )
        row = (await arrived(house))["01"]
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        form = {"csrf_token": clerk.csrf}
        stranger = house.person(Role.SPECIALIST, RECEIVER)
        refused = await house.call(
            stranger, "POST", f"/van-ban/den/{row.id}/doc-lai", data={"csrf_token": stranger.csrf}
        )
        assert refused.status_code == 403
        answer = await house.call(clerk, "POST", f"/van-ban/den/{row.id}/doc-lai", data=form)
        assert answer.status_code == 303, answer.text
        await house.read()
        row = (await arrived(house))["01"]
        assert (row.subject, row.warnings) == ("V/v thử số 1", ["not_signed"])
        again = await house.call(clerk, "POST", f"/van-ban/den/{row.id}/doc-lai", data=form)
        assert again.status_code == 409

    run(open_house, play)


def test_a_draft_that_nobody_can_draw_is_refused_when_it_is_attached_and_others_go_on(open_house: Any) -> None:
    async def attach(house: Any, agency: str, content: bytes) -> Any:
        who = house.person(Role.SPECIALIST, agency)
        draft = await house.call(who, "POST", "/documents", json={"type_code": "CV", "subject": "V/v thử"})
        path = f"/documents/{draft.json()['id']}/files?name=cong-van.pdf&part=main"
        binary = {"content-type": "application/octet-stream"}
        return await house.call(who, "POST", path, content=content, headers=binary)

    async def play(house: Any) -> None:
        endless = asyncio.create_task(attach(house, SENDER, hostile.nested_drawings()))
        good = await attach(house, RECEIVER, house.letter)
        assert good.status_code == 201, good.text
        refused = await endless
        assert refused.status_code == 422, refused.text
        assert "phức tạp" in refused.text

    run(open_house, play)
