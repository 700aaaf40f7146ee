"""A sender outside recalls, updates and replaces what it sent: a task on the document meant, never a new arrival."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from document_exchange.packets.packet import Organ, ReceiverChange, Response, StatusPacket
from document_exchange.packets.reader import read_packet
from document_exchange.packets.writer import write_status
from shared.access.rights import Role

from ..test_incoming import post
from .change_kit import (
    CODE,
    REASON,
    a_recall,
    a_replacement,
    an_update,
    answer,
    arrived,
    change,
    changes,
    incoming,
    new_document,
    wish,
)
from .test_packets_api import AT, OUTSIDE, RECEIVER, SENDER, bring, run

ELSEWHERE = "000.00.00.H20"


async def amount(house: Any) -> int:
    async with house.database.sessions() as session:
        return int((await session.execute(text("SELECT count(*) FROM incoming_document"))).scalar_one())


def test_a_recall_packet_is_a_task_on_the_document_and_agreeing_cancels_the_copy(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        asked = await wish(house, a_recall())
        assert (asked["kind"], asked["state"], asked["incoming_id"]) == (1, "handed", id_)
        assert await amount(house) == 1
        document = await incoming(house, id_)
        assert (document["recall"], document["recall_reason"]) == ("requested", REASON)
        again = await bring(house, a_recall())
        assert again.json()["change_id"] == asked["id"]
        assert (await house.report(SENDER, id_, "15", Role.RECORDS_CLERK)).status_code == 200
        assert (await incoming(house, id_))["recall"] == "agreed"
        clerk = house.person(Role.RECORDS_CLERK)
        packet = read_packet((await house.call(clerk, "GET", f"/van-ban/den/{id_}/goi-trang-thai")).content)
        assert isinstance(packet, StatusPacket)
        assert (packet.status_code, packet.response.document_id, packet.response.organ_id) == ("15", CODE, OUTSIDE)
        later = await wish(house, a_recall(subject="V/v lấy lại lần nữa"))
        assert (later["state"], later["problem"]) == ("agreed", "already_recalled")

    run(open_house, play)


def test_a_status_13_of_an_outside_issuer_is_the_same_task(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        meant = Response(SENDER, "7/STTTT-CNTT", "", date(2026, 11, 20))
        asked = StatusPacket(Organ(OUTSIDE, "Cơ quan ngoài"), replace(meant, document_id=CODE), "13", REASON, AT)
        taken = await wish(house, write_status(asked))
        assert (taken["state"], taken["incoming_id"]) == ("handed", id_)
        assert (await incoming(house, id_))["recall"] == "requested"

    run(open_house, play)


def test_an_update_shows_before_and_after_and_changes_the_register_only_once_agreed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        asked = await wish(house, an_update(subject="V/v số liệu đã sửa", priority=1))
        assert asked["state"] == "waiting"
        assert asked["allowed"] == ["agree", "refuse"]
        shown = [(one["title"], one["before"], one["after"]) for one in asked["changes"]]
        assert shown == [
            ("Trích yếu", "V/v gửi từ phần mềm của cơ quan", "V/v số liệu đã sửa"),
            ("Mức độ khẩn", "Thường", "Khẩn"),
        ]
        assert (await incoming(house, id_))["subject"] == "V/v gửi từ phần mềm của cơ quan"
        before = await incoming(house, id_)
        agreed = await answer(house, asked["id"], "agree", version=asked["version"])
        assert (agreed["state"], agreed["changes"]) == ("agreed", asked["changes"])
        document = await incoming(house, id_)
        assert (document["subject"], document["priority"]) == ("V/v số liệu đã sửa", 1)
        assert document["arrival_number"] == before["arrival_number"]
        said = {row["code"]: row["description"] for row in document["history"]}
        assert "Trích yếu: V/v gửi từ phần mềm của cơ quan → V/v số liệu đã sửa" in said["sender-update"]
        assert REASON in said["sender-update"]
        clerk = house.person(Role.RECORDS_CLERK)
        written = await house.call(clerk, "GET", f"/sender-changes/{asked['id']}/answer-packet")
        packet = read_packet(written.content)
        assert isinstance(packet, StatusPacket)
        assert packet.staff is not None
        assert (packet.status_code, packet.response.document_id, packet.staff.staff) == ("15", CODE, clerk.name)
        assert (await answer(house, asked["id"], "agree", 409))["code"] == "change_answered"

    run(open_house, play)


def test_the_clerk_refuses_with_a_reason_that_travels_as_16(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        asked = await wish(house, an_update(subject="V/v số liệu đã sửa"))
        assert (await answer(house, asked["id"], "refuse", 422))["code"] == "reason_required"
        await answer(house, asked["id"], "refuse", words="Đã giải quyết theo văn bản cũ")
        assert (await incoming(house, id_))["subject"] == "V/v gửi từ phần mềm của cơ quan"
        clerk = house.person(Role.RECORDS_CLERK)
        page = await house.call(clerk, "GET", f"/van-ban/den/thay-doi/{asked['id']}")
        assert "Tải gói tin trả lời" in page.text
        written = await house.call(clerk, "GET", f"/van-ban/den/thay-doi/{asked['id']}/goi-trang-thai")
        packet = read_packet(written.content)
        assert isinstance(packet, StatusPacket)
        assert (packet.status_code, packet.description) == ("16", "Đã giải quyết theo văn bản cũ")

    run(open_house, play)


def test_what_the_clerk_typed_is_shown_when_another_answered_first(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await arrived(house)
        asked = await wish(house, an_update(subject="V/v số liệu đã sửa"))
        await answer(house, asked["id"], "agree")
        for act in ("tu-choi", "dong-y"):
            path = f"/van-ban/den/thay-doi/{asked['id']}/{act}"
            late = await post(house, house.person(Role.RECORDS_CLERK), path, words="Đã giải quyết xong ở phòng")
            assert late.status_code == 409
            assert "Nội dung bạn đã nhập: Đã giải quyết xong ở phòng" in late.text

    run(open_house, play)


def test_who_is_struck_from_the_receivers_is_asked_for_the_document_and_who_is_added_gets_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        content = an_update(receivers=(ReceiverChange(SENDER, added=False),))
        struck = await wish(house, content.replace(f">{SENDER}<".encode(), f">{ELSEWHERE}<".encode(), 1))
        assert (struck["state"], struck["removed"]) == ("handed", True)
        assert (await incoming(house, id_))["recall"] == "requested"
        other = f"{OUTSIDE},2026/11/20,08/STTTT-CNTT"
        added = await bring(house, an_update(other, (ReceiverChange(SENDER, added=True),), number=8))
        assert added.json()["kind"] == "document"
        assert await amount(house) == 2

    run(open_house, play)


def test_a_replacement_is_an_arrival_of_its_own_and_closes_the_old_ones(open_house: Any) -> None:
    async def play(house: Any) -> None:
        first, second = await arrived(house, 7), await arrived(house, 8)
        worker = house.person(Role.SPECIALIST)
        await house.report(SENDER, first, "04", Role.LEADER, lead_id=worker.subject)
        codes = (CODE, f"{OUTSIDE},2026/11/20,08/STTTT-CNTT")
        taken = await bring(house, a_replacement(codes=codes))
        new_id = taken.json()["incoming_id"]
        await house.read()
        asked = await changes(house)
        assert {(one["kind"], one["state"], one["new_incoming_id"]) for one in asked} == {(3, "waiting", new_id)}
        assert {one["incoming_id"] for one in asked} == {first, second}
        for one in asked:
            await answer(house, one["id"], "agree")
        assert [(await incoming(house, id_))["status"] for id_ in (first, second)] == ["06", "06"]
        assert (await house.report(SENDER, new_id, "03", Role.RECORDS_CLERK)).json()["arrival_number"] == 3
        clerk = house.person(Role.RECORDS_CLERK)
        old_page = (await house.call(clerk, "GET", f"/van-ban/den/{first}")).text
        assert f'href="/van-ban/den/{new_id}"' in old_page
        new_page = (await house.call(clerk, "GET", f"/van-ban/den/{new_id}")).text
        assert all(f'href="/van-ban/den/{id_}"' in new_page for id_ in (first, second))
        leader = house.person(Role.LEADER)
        act = "reopen"
        reopened = await house.call(leader, "POST", f"/incoming/{first}/work/{act}", json={"words": "Làm tiếp"})
        assert (reopened.status_code, reopened.json()["code"]) == (409, "document_replaced")
        async with house.database.sessions() as session:
            told = await session.execute(
                text("SELECT data::text FROM outbox WHERE data::text LIKE '%document-replaced%'")
            )
            assert worker.subject in "".join(told.scalars())

    run(open_house, play)


def test_a_wish_that_comes_before_its_document_waits_for_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        early = await wish(house, a_recall())
        assert (early["state"], early["problem"], early["incoming_id"]) == ("unmatched", "document_unknown", None)
        assert early["allowed"] == ["link", "refuse"]
        id_ = (await bring(house, new_document())).json()["incoming_id"]
        assert (await change(house, early["id"]))["state"] == "handed"
        assert (await incoming(house, id_))["recall"] == "requested"

    run(open_house, play)


def test_what_is_not_found_is_linked_by_hand_or_refused_but_never_to_anothers_document(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        other = (await bring(house, new_document(8).replace(OUTSIDE.encode(), ELSEWHERE.encode()))).json()
        lost = await wish(house, an_update("khong-co-ma-nay", subject="V/v số liệu đã sửa"))
        assert lost["state"] == "unmatched"
        assert (await answer(house, lost["id"], "link", 422))["code"] == "arrival_required"
        wrong = await answer(house, lost["id"], "link", 422, incoming_id=other["incoming_id"])
        assert wrong["code"] == "change_of_another"
        found = await answer(house, lost["id"], "link", incoming_id=id_)
        assert (found["state"], found["incoming_id"], found["problem"]) == ("waiting", id_, "")
        gone = await wish(house, a_recall("cung-khong-co"))
        await answer(house, gone["id"], "refuse", words="Không tìm thấy văn bản")
        assert (await change(house, gone["id"]))["state"] == "refused"

    run(open_house, play)


def test_nobody_speaks_of_a_document_that_another_sent(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        forged = await wish(house, a_recall(sender=ELSEWHERE))
        assert (forged["state"], forged["problem"], forged["allowed"]) == ("rejected", "another_sender", [])
        assert (await incoming(house, id_))["recall"] == ""
        on_platform = await bring(house, a_recall(sender=RECEIVER))
        assert (on_platform.status_code, on_platform.json()["code"]) == (409, "sender_on_platform")
        page = await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/van-ban/den/thay-doi/{forged['id']}")
        assert "do cơ quan khác gửi" in page.text

    run(open_house, play)


@pytest.mark.parametrize("kind", [b"7", b"-1", b"x", "٣".encode()])
def test_a_type_that_the_format_does_not_know_is_refused(open_house: Any, kind: bytes) -> None:
    async def play(house: Any) -> None:
        name = b"BussinessDocType>"
        strange = a_recall().replace(name + b"1<", name + kind + b"<")
        refused = await bring(house, strange)
        assert (refused.status_code, refused.json()["code"]) == (422, "packet_refused")
        assert await amount(house) == 0

    run(open_house, play)


def test_the_spelling_with_one_s_means_the_same(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        asked = await wish(house, a_recall().replace(b"Bussiness", b"Business"))
        assert (asked["kind"], asked["incoming_id"]) == (1, id_)

    run(open_house, play)


def test_the_pages_do_what_the_calls_do(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        clerk = house.person(Role.RECORDS_CLERK)
        asked = await wish(house, an_update("khong-co-ma-nay", subject="V/v số liệu đã sửa"))
        place = f"/van-ban/den/thay-doi/{asked['id']}"
        listed = await house.call(clerk, "GET", "/van-ban/den/thay-doi")
        assert place in listed.text
        form = {"csrf_token": "form-token"}
        empty = await house.call(clerk, "POST", f"{place}/chon", data=form)
        assert empty.status_code == 422
        assert "Hãy chọn văn bản đến" in empty.text
        linked = await house.call(clerk, "POST", f"{place}/chon", data=form | {"incoming_id": id_})
        assert linked.status_code == 303
        banner = (await house.call(clerk, "GET", f"/van-ban/den/{id_}")).text
        assert place in banner
        page = (await house.call(clerk, "GET", place)).text
        (version,) = set(re.findall(r'name="version" value="(\d+)"', page))
        kept = await house.call(clerk, "POST", f"{place}/tu-choi", data=form | {"words": " "})
        assert kept.status_code == 422
        agreed = await house.call(clerk, "POST", f"{place}/dong-y", data=form | {"version": version})
        assert agreed.status_code == 303, agreed.text
        assert (await incoming(house, id_))["subject"] == "V/v số liệu đã sửa"
        packet = await house.call(clerk, "GET", f"{place}/goi-tin")
        assert packet.status_code == 200
        stale = await house.call(clerk, "POST", f"{place}/dong-y", data=form | {"version": version})
        assert stale.status_code in (409, 412)

    run(open_house, play)
