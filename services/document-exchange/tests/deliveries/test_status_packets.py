"""Reports about a document that come and go as packets: whose word moves what, and what is kept of the rest."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from document_exchange.packets.packet import Organ, Response, StatusPacket
from document_exchange.packets.reader import read_packet
from document_exchange.packets.writer import write_status
from shared.access.rights import Role
from shared.core import clock

from .test_packets_api import AT, OUTSIDE, RECEIVER, SENDER, a_packet, bring, run, send


def a_status(reporter: str, code: str, at: datetime = AT) -> bytes:
    answered = Response(SENDER, "07/STTTT-CNTT", f"{SENDER},2026/11/20,07/STTTT-CNTT", date(2026, 11, 20))
    return write_status(StatusPacket(Organ(reporter, "Nơi nhận"), answered, code, "Đã nhận", at))


async def sent_outside(house: Any) -> dict[str, Any]:
    """A document whose receiver is no agency of the platform; its id."""
    receipt = (await send(house, a_packet())).json()
    async with house.database.sessions.begin() as session:
        await session.execute(text("UPDATE delivery SET addressee_code = :outside"), {"outside": OUTSIDE})
    return dict(receipt)


def test_a_status_file_moves_our_delivery_and_only_for_its_own_addressee(open_house: Any) -> None:
    async def play(house: Any) -> None:
        receipt = await sent_outside(house)
        assert (await bring(house, a_status("000.00.00.H20", "03"))).status_code == 404
        right = await bring(house, a_status(OUTSIDE, "03"))
        assert right.status_code == 201, right.text
        document = await house.document(receipt["id"])
        assert document["deliveries"][0]["status"] == "03"
        # The arrival is reported later and must not overwrite what came after it.
        assert (await bring(house, a_status(OUTSIDE, "01"))).status_code == 201
        document = await house.document(receipt["id"])
        assert document["deliveries"][0]["status"] == "03"
        assert [(s["code"], s["applied"]) for s in document["deliveries"][0]["history"]] == [
            ("03", True),
            ("01", False),
        ]

    run(open_house, play)


def test_a_code_that_nobody_knows_is_kept_and_shown(open_house: Any) -> None:
    async def play(house: Any) -> None:
        receipt = await sent_outside(house)
        strange = a_status(OUTSIDE, "03").replace(b">03<", b">47<")
        assert (await bring(house, a_status(OUTSIDE, "03"))).status_code == 201
        assert (await bring(house, strange)).status_code == 201
        (delivery,) = (await house.document(receipt["id"]))["deliveries"]
        assert delivery["status"] == "03"
        assert [(s["code"], s["applied"]) for s in delivery["history"]] == [("03", True), ("47", False)]
        page = await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/van-ban/di/{receipt['id']}")
        assert '<p class="lt-timeline__title">47</p>' in page.text
        assert "Đến muộn, không thay đổi trạng thái" in page.text

    run(open_house, play)


@pytest.mark.parametrize("code", ["01", "02", "03", "06", "13", "15", "16", "99"])
def test_nobody_reports_for_an_agency_that_is_on_the_platform(open_house: Any, code: str) -> None:
    async def play(house: Any) -> None:
        receipt = (await send(house, a_packet())).json()
        await house.exchange()
        before = await house.document(receipt["id"])
        for reporter in (RECEIVER, RECEIVER.lower(), RECEIVER + " ", RECEIVER[:5] + "\u200b" + RECEIVER[5:], SENDER):
            content = a_status(RECEIVER, code) if code != "99" else a_status(RECEIVER, "03").replace(b">03<", b">99<")
            forged = content.replace(f">{RECEIVER}<".encode(), f">{reporter}<".encode())
            for who in (house.person(Role.RECORDS_CLERK), house.system(SENDER)):
                refused = await bring(house, forged, who)
                assert (refused.status_code, refused.json()["code"]) == (409, "sender_on_platform"), reporter
        assert await house.document(receipt["id"]) == before

    run(open_house, play)


def test_a_recall_is_never_the_receivers_word(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await sent_outside(house)
        refused = await bring(house, a_status(OUTSIDE, "13"))
        assert (refused.status_code, refused.json()["code"]) == (422, "status_wrong_direction")

    run(open_house, play)


def test_the_last_agreement_ends_the_document_also_when_it_comes_as_a_file(open_house: Any) -> None:
    async def play(house: Any) -> None:
        receipt = await sent_outside(house)
        await house.exchange()
        asked = await house.step(receipt["id"], "recall", Role.RECORDS_CLERK, reason="Sai số liệu")
        assert asked["status"] == "sent"
        assert (await bring(house, a_status(OUTSIDE, "15"))).status_code == 201
        document = await house.document(receipt["id"])
        assert (document["status"], document["deliveries"][0]["recall"]) == ("recalled", "agreed")

    run(open_house, play)


def test_a_recall_does_not_wait_for_an_agency_that_was_closed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        receipt = (await send(house, a_packet(receivers=(RECEIVER, "000.00.05.H08")))).json()
        await house.exchange()
        await house.step(receipt["id"], "recall", Role.RECORDS_CLERK, reason="Sai số liệu")
        await house.exchange()
        (incoming,) = await house.inbox("000.00.05.H08")
        assert (await house.report("000.00.05.H08", incoming["id"], "15", Role.RECORDS_CLERK)).status_code == 200
        await house.exchange()
        assert (await house.document(receipt["id"]))["status"] == "sent"
        refused = await house.step(receipt["id"], "recall", Role.RECORDS_CLERK, status=409, reason="Lần nữa")
        assert refused["code"] == "nothing_to_recall"
        async with house.database.sessions.begin() as session:
            await session.execute(
                text("UPDATE agency SET valid_to = '2020-01-01' WHERE code = :code"), {"code": RECEIVER}
            )
        ended = await house.step(receipt["id"], "recall", Role.RECORDS_CLERK, reason="Nơi nhận đã giải thể")
        assert ended["status"] == "recalled"
        deliveries = (await house.document(receipt["id"]))["deliveries"]
        assert sorted(d["recall"] for d in deliveries) == ["agreed", "closed"]

    run(open_house, play)


@pytest.mark.parametrize("at", [datetime(2099, 1, 1, tzinfo=UTC), datetime(2001, 1, 1, tzinfo=UTC)])
def test_a_report_from_the_future_or_before_the_sending_is_kept_and_marked_and_orders_nothing(
    open_house: Any, at: datetime
) -> None:
    async def play(house: Any) -> None:
        receipt = await sent_outside(house)
        assert (await bring(house, a_status(OUTSIDE, "03", at))).status_code == 201
        (delivery,) = (await house.document(receipt["id"]))["deliveries"]
        (status,) = delivery["history"]
        assert (delivery["status"], status["doubtful"], status["applied"]) == ("03", True, True)
        assert datetime.fromisoformat(status["reported_at"]) == at
        moved = datetime.fromisoformat(delivery["status_at"])
        assert abs((moved - clock.now()).total_seconds()) < 60
        page = await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/van-ban/di/{receipt['id']}")
        assert "Thời điểm nơi nhận ghi không đúng" in page.text

    run(open_house, play)


def test_status_packets_name_who_did_the_act_and_every_past_status_can_be_had(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk, leader = house.person(Role.RECORDS_CLERK), house.person(Role.LEADER)
        taken = await bring(house, a_packet(sender=OUTSIDE, receivers=(SENDER,)))
        incoming_id = taken.json()["incoming_id"]
        await house.report(SENDER, incoming_id, "03", Role.RECORDS_CLERK)
        worker = house.person(Role.SPECIALIST)
        await house.report(SENDER, incoming_id, "04", Role.LEADER, lead_id=worker.subject)
        page = (await house.call(clerk, "GET", f"/van-ban/den/{incoming_id}")).text
        links = re.findall(r"goi-trang-thai\?muc=\d+", page)
        assert len(links) == 3
        found = []
        for link in [*links, "goi-trang-thai"]:
            answer = await house.call(clerk, "GET", f"/van-ban/den/{incoming_id}/{link}")
            packet = read_packet(answer.content)
            assert isinstance(packet, StatusPacket)
            assert packet.staff is not None
            found.append((packet.status_code, packet.staff.staff))
        assert found == [("01", clerk.name), ("03", clerk.name), ("04", leader.name), ("04", leader.name)]

    run(open_house, play)


def test_no_status_packet_is_written_for_what_came_over_the_platform(open_house: Any) -> None:
    async def play(house: Any) -> None:
        receipt = (await send(house, a_packet())).json()
        await house.exchange()
        await house.step(receipt["id"], "recall", Role.RECORDS_CLERK, reason="Gửi nhầm")
        await house.exchange()
        (incoming,) = await house.inbox(RECEIVER)
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        answer = await house.call(clerk, "GET", f"/van-ban/den/{incoming['id']}/goi-trang-thai")
        assert answer.status_code == 409
        assert b"StatusCode" not in answer.content

    run(open_house, play)
