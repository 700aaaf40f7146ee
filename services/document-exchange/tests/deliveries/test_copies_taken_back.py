"""Bản đã lấy lại: once the receiver agreed, nobody there opens or finds what it says; number, history and reason stay."""

from typing import Any

from sqlalchemy import text

from shared.access.rights import Role

from ..entered.kit import HERE, enter
from .change_kit import (
    REASON,
    a_recall,
    a_replacement,
    an_update,
    answer,
    arrived,
    changes,
    incoming,
    new_document,
    wish,
)
from .test_packets_api import SENDER, bring, run

WORDS = "phan mem cua co quan"


async def statuses(house: Any, who: Any, *paths: str) -> list[int]:
    return [(await house.call(who, "GET", path)).status_code for path in paths]


def of(id_: str) -> tuple[str, ...]:
    """Every place that hands out the packet or a file of it."""
    return f"/van-ban/den/{id_}/goi-tin", f"/incoming/{id_}/packet", f"/van-ban/den/{id_}/tep/0"


async def found(house: Any, words: str) -> list[str]:
    answer = await house.call(house.person(Role.RECORDS_CLERK), "GET", "/inbox", params={"q": words})
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


def test_packet_files_and_words_of_a_copy_are_closed_to_everybody_once_it_was_given_back(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_, worker = await arrived(house), house.person(Role.SPECIALIST)
        await house.report(SENDER, id_, "04", Role.LEADER, lead_id=worker.subject)
        people = (worker, house.person(Role.LEADER), house.person(Role.RECORDS_CLERK), house.system(SENDER))
        await wish(house, a_recall())
        for who in people:
            assert 409 not in await statuses(house, who, *of(id_)), "it is only asked for"
        assert await found(house, WORDS) == [id_]
        assert (await incoming(house, id_))["files"] != []
        assert (await house.report(SENDER, id_, "15", Role.RECORDS_CLERK)).status_code == 200
        for who in people[:3]:
            assert await statuses(house, who, *of(id_)) == [409, 409, 409]
        refused = await house.call(house.system(SENDER), "GET", f"/incoming/{id_}/packet")
        assert (refused.status_code, refused.json()["code"]) == (409, "incoming_closed")
        whole = await incoming(house, id_)
        assert (whole["files"], whole["said"]) == ([], {})
        assert whole["arrival_number"] == 1
        assert await found(house, WORDS) == []
        assert await found(house, "07/STTTT-CNTT") == [id_], "by its number the clerk finds its line"

    run(open_house, play)


def test_the_page_says_who_asked_for_it_why_and_who_gave_it_back(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_, clerk = await arrived(house), house.person(Role.RECORDS_CLERK)
        before = (await house.call(clerk, "GET", f"/van-ban/den/{id_}")).text
        assert f"/van-ban/den/{id_}/goi-tin" in before
        assert f"/nhiem-vu/giao?den={id_}" in before
        await wish(house, a_recall())
        await house.report(SENDER, id_, "15", Role.RECORDS_CLERK)
        page = (await house.call(clerk, "GET", f"/van-ban/den/{id_}")).text
        assert REASON in page
        assert "Cơ quan gửi, " in page, "who asked"
        assert f"{clerk.name}, " in page, "who gave it back"
        assert f'/van-ban/den/{id_}/goi-tin"' not in page
        assert f"/van-ban/den/{id_}/tep/" not in page
        assert "cong-van.txt" not in page
        assert "kiem-tra-lai" not in page
        assert "/nhiem-vu/giao?den=" not in page
        form = {"csrf_token": "form-token"}
        for act in ("kiem-tra-lai", "doc-lai"):
            refused = await house.call(clerk, "POST", f"/van-ban/den/{id_}/{act}", data=form)
            assert refused.status_code == 409, act
            assert "đã đóng, không mở được nữa" in refused.text

    run(open_house, play)


def test_what_was_given_back_before_it_was_read_is_not_found_by_its_words_either(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = (await bring(house, new_document())).json()["incoming_id"]
        await wish(house, a_recall())
        assert (await house.report(SENDER, id_, "15", Role.RECORDS_CLERK)).status_code == 200
        await house.read()
        assert await found(house, WORDS) == []
        assert await found(house, "07/STTTT-CNTT") == [id_]

    run(open_house, play)


def test_what_was_returned_before_it_was_asked_back_is_closed_too(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = (await bring(house, new_document())).json()["incoming_id"]
        await house.read()
        await house.report(SENDER, id_, "02", Role.RECORDS_CLERK, description="Gửi sai nơi nhận")
        await wish(house, a_recall())
        assert await statuses(house, house.person(Role.RECORDS_CLERK), *of(id_)) == [409, 409, 409]
        assert await found(house, WORDS) == []

    run(open_house, play)


def test_packets_of_wishes_hand_out_nothing_of_a_copy_that_was_given_back(open_house: Any) -> None:
    async def play(house: Any) -> None:
        first, clerk = await arrived(house), house.person(Role.RECORDS_CLERK)
        updated = await wish(house, an_update(subject="V/v số liệu đã sửa"))
        second = (await bring(house, a_replacement())).json()["incoming_id"]
        await house.read()
        (replaced,) = [one for one in await changes(house) if one["kind"] == 3]
        await wish(house, a_recall(f"{'000.00.00.H19'},2026/11/20,09/STTTT-CNTT", number=9))
        await house.report(SENDER, second, "15", Role.RECORDS_CLERK)
        assert await statuses(house, clerk, f"/sender-changes/{replaced['id']}/packet") == [409]
        page = (await house.call(clerk, "GET", f"/van-ban/den/thay-doi/{replaced['id']}")).text
        assert "Tải gói tin yêu cầu" not in page
        assert await statuses(house, clerk, f"/sender-changes/{updated['id']}/packet") == [200]
        await answer(house, updated["id"], "refuse", words="Đã giải quyết")
        await wish(house, a_recall())
        await house.report(SENDER, first, "15", Role.RECORDS_CLERK)
        assert await statuses(house, clerk, f"/van-ban/den/thay-doi/{updated['id']}/goi-tin") == [409]

    run(open_house, play)


def test_a_scan_of_a_copy_that_was_given_back_is_closed(open_house: Any) -> None:
    """No packet names what was entered by hand today; whoever gave it back shows it to nobody all the same."""

    async def play(house: Any) -> None:
        id_ = (await enter(house))["id"]
        async with house.database.sessions.begin() as session:
            taken = text("UPDATE incoming_document SET recall = 'agreed' WHERE id = CAST(:id AS uuid)")
            await session.execute(taken, {"id": id_})
        clerk = house.person(Role.RECORDS_CLERK, HERE)
        places = (f"/van-ban/den/{id_}/{place}" for place in ("ban-quet", "ban-dau-den", f"ban/{'0' * 64}"))
        assert await statuses(house, clerk, *places) == [409, 409, 409]
        page = (await house.call(clerk, "GET", f"/van-ban/den/{id_}")).text
        assert 'id="ban-quet"' not in page

    run(open_house, play)
