"""A packet that nobody can ever read is given back by the platform: certain faults alone, and of those alone who could not read it."""

from typing import Any

import pytest

from document_exchange.incoming import reading
from document_exchange.packets.packet import PacketRefused
from shared.access.rights import Role
from shared.storage.files import FileAltered, FileMissing

from .test_foreign_packets import RECEIVER, a_packet, arrived, due_now, run, send

ELSEWHERE = "000.00.12.H08"


async def answered(house: Any) -> list[tuple[str, str]]:
    """What the sender was told since the arrival."""
    await house.exchange()
    pool = await house.database.hot()
    rows = await pool.fetch("SELECT code, description FROM delivery_status WHERE code <> '01' ORDER BY id")
    return [(row["code"], row["description"]) for row in rows]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (PacketRefused("N.attachment", "edXMLManifest.Reference.tep-1"), "Gói tin thiếu tệp đã kê"),
        (FileAltered("x"), "không còn nguyên vẹn"),
    ],
)
def test_a_packet_that_nobody_can_ever_read_is_given_back_once_with_the_reason(
    open_house: Any, letter: bytes, monkeypatch: pytest.MonkeyPatch, fault: Exception, reason: str
) -> None:
    async def play(house: Any) -> None:
        await send(house, a_packet(1, letter))

        async def fail(*_: object, **__: object) -> None:
            raise fault

        monkeypatch.setattr(reading, "open_packet", fail)
        for _ in range(2):
            await house.read()
            await due_now(house)
        ((code, words),) = await answered(house)
        assert code == "02"
        assert reason in words
        row = (await arrived(house))["01"]
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        page = (await house.call(clerk, "GET", f"/van-ban/den/{row.id}")).text
        assert "Đọc lại gói tin" not in page
        assert reason in page
        form = {"csrf_token": clerk.csrf}
        again = await house.call(clerk, "POST", f"/van-ban/den/{row.id}/doc-lai", data=form)
        assert again.status_code == 409
        assert "đã được trả lại nơi gửi" in again.text
        late = await house.report(RECEIVER, row.id, "02", Role.RECORDS_CLERK, description="Sai")
        assert late.status_code == 409
        assert len(await answered(house)) == 1

    run(open_house, play)


def test_a_packet_that_is_missing_is_given_back_after_a_day_alone(
    open_house: Any, letter: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(house: Any) -> None:
        await send(house, a_packet(1, letter))

        async def fail(*_: object, **__: object) -> None:
            raise FileMissing("x")

        monkeypatch.setattr(reading, "open_packet", fail)
        await house.read()
        assert await answered(house) == []
        pool = await house.database.hot()
        await pool.execute("UPDATE incoming_document SET arrived_at = now() - interval '25 hours'")
        await due_now(house)
        await house.read()
        assert await answered(house) == [], "it arrived long ago and is looked for since a moment"
        await pool.execute("UPDATE packet_reading SET tries = 19")
        await due_now(house)
        await house.read()
        ((code, words),) = await answered(house)
        assert code == "02"
        assert "Không tìm thấy nội dung gói tin" in words

    run(open_house, play)


def test_what_one_receiver_has_read_is_not_given_back_for_another_who_cannot(
    open_house: Any, letter: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(house: Any) -> None:
        await send(house, a_packet(1, letter))
        await house.read()
        pool = await house.database.hot()
        # The same packet at another receiver, whose delivery came late: the store has lost it meanwhile.
        await pool.execute(
            "INSERT INTO incoming_document SELECT (jsonb_populate_record(NULL::incoming_document, to_jsonb(i) || jsonb_build_object("
            "'id', gen_random_uuid(), 'delivery_id', gen_random_uuid(), 'addressee_code', $1::text, 'read_at', null))).*"
            " FROM incoming_document i",
            ELSEWHERE,
        )

        async def fail(*_: object, **__: object) -> None:
            raise FileAltered("x")

        monkeypatch.setattr(reading, "open_packet", fail)
        await house.read()
        rows = await pool.fetch("SELECT addressee_code, status FROM incoming_document")
        assert {row["addressee_code"]: row["status"] for row in rows} == {RECEIVER: "01", ELSEWHERE: "02"}

    run(open_house, play)


def test_what_the_clerk_took_in_already_is_not_given_back(
    open_house: Any, letter: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def play(house: Any) -> None:
        await send(house, a_packet(1, letter))
        row = (await arrived(house))["01"]

        async def fail(*_: object, **__: object) -> None:
            raise FileAltered("x")

        pool = await house.database.hot()
        await pool.execute("UPDATE incoming_document SET status = '03'")
        monkeypatch.setattr(reading, "open_packet", fail)
        await house.read()
        assert await answered(house) == []
        assert await pool.fetchval("SELECT status FROM incoming_document WHERE id = $1", row.id) == "03"

    run(open_house, play)
