"""A document that its sender replaces: by another one that is held here, never by itself, and work again when that one goes."""

from typing import Any

import pytest

from shared.access.rights import Role

from .change_kit import CODE, a_recall, a_replacement, an_update, answer, arrived, change, changes, incoming, wish
from .test_packets_api import OUTSIDE, SENDER, bring, run

NEW = f"{OUTSIDE},2026/11/20,09/STTTT-CNTT"


async def replaced(house: Any, number: int = 9, codes: tuple[str, ...] = (CODE,)) -> tuple[str, dict[str, Any]]:
    """The new arrival, and the newest wish."""
    taken = await bring(house, a_replacement(number, codes=codes))
    assert taken.status_code == 201, taken.text
    await house.read()
    new_id = str(taken.json()["incoming_id"])
    return new_id, next(one for one in await changes(house) if one["new_incoming_id"] == new_id)


async def page(house: Any, path: str, role: str = Role.RECORDS_CLERK) -> str:
    return str((await house.call(house.person(role), "GET", path)).text)


def test_nothing_replaces_itself(open_house: Any) -> None:
    async def play(house: Any) -> None:
        itself = await bring(house, a_replacement(codes=(NEW.lower(), CODE)))
        assert (itself.status_code, itself.json()["code"]) == (422, "replaced_by_itself")
        assert await house.inbox(SENDER) == []
        new_id, asked = await replaced(house)
        assert asked["state"] == "unmatched"
        linked = await answer(house, asked["id"], "link", 422, incoming_id=new_id)
        assert (linked["code"], linked["errors"][0]["pointer"]) == ("replaced_by_itself", "/incoming_id")
        assert f'value="{new_id}"' not in await page(house, f"/van-ban/den/thay-doi/{asked['id']}")

    run(open_house, play)


def test_two_documents_do_not_replace_each_other(open_house: Any) -> None:
    async def play(house: Any) -> None:
        first, one = await replaced(house, 9, ("khong-co-1",))
        second, two = await replaced(house, 10, ("khong-co-2",))
        await answer(house, one["id"], "link", incoming_id=second)
        await answer(house, one["id"], "agree")
        linked = await answer(house, two["id"], "link", incoming_id=first)
        assert linked["allowed"] == ["refuse"]
        assert (await answer(house, two["id"], "agree", 409))["code"] == "replaced_by_itself"
        assert (await incoming(house, first))["status"] == "01"

    run(open_house, play)


@pytest.mark.parametrize("gone", ["02", "15"])
def test_a_document_does_not_close_for_one_that_was_returned_or_given_back(open_house: Any, gone: str) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        new_id, asked = await replaced(house)
        if gone == "15":
            await wish(house, a_recall(NEW, number=9))
        answered = await house.report(SENDER, new_id, gone, Role.RECORDS_CLERK, description="Trả lại")
        assert answered.status_code == 200, answered.text
        assert (await change(house, asked["id"]))["allowed"] == ["refuse"]
        shown = await page(house, f"/van-ban/den/thay-doi/{asked['id']}")
        assert "Đồng ý (15)" not in shown
        assert "Văn bản thay thế đã được trả lại hoặc lấy lại" in shown
        assert (await answer(house, asked["id"], "agree", 409))["code"] == "replacement_gone"
        assert (await incoming(house, id_))["status"] == "03"
        await answer(house, asked["id"], "refuse", words="Văn bản thay thế không còn")

    run(open_house, play)


def test_the_old_document_is_work_again_when_what_replaced_it_was_given_back(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_, leader = await arrived(house), house.person(Role.LEADER)
        new_id, asked = await replaced(house)
        await answer(house, asked["id"], "agree")
        act, body = "reopen", {"words": "Làm tiếp"}
        path = f"/incoming/{id_}/work/{act}"
        assert (await house.call(leader, "POST", path, json=body)).json()["code"] == "document_replaced"
        place = f"/van-ban/den/{id_}/xu-ly"
        assert 'action="/van-ban/den/' + id_ + "/viec/mo-lai" not in await page(house, place, Role.LEADER)
        await wish(house, a_recall(NEW, number=9))
        assert (await house.report(SENDER, new_id, "15", Role.RECORDS_CLERK)).status_code == 200
        assert "lãnh đạo mở lại được văn bản này" in await page(house, f"/van-ban/den/{id_}")
        assert "Mở lại văn bản đã hoàn thành" in await page(house, f"/van-ban/den/{id_}/chi-dao", Role.LEADER)
        again = await house.call(leader, "POST", path, json=body)
        assert again.status_code == 200, again.text
        assert (await incoming(house, id_))["status"] == "05"
        assert "lãnh đạo mở lại được" not in await page(house, f"/van-ban/den/{id_}")

    run(open_house, play)


def test_a_later_replacement_counts_when_the_first_one_is_gone(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await arrived(house)
        new_id, asked = await replaced(house)
        await answer(house, asked["id"], "agree")
        _, later = await replaced(house, 10)
        assert (await answer(house, later["id"], "agree", 409))["code"] == "document_replaced"
        await wish(house, a_recall(NEW, number=9))
        await house.report(SENDER, new_id, "15", Role.RECORDS_CLERK)
        await answer(house, later["id"], "agree")
        assert later["new_incoming_id"] in await page(house, f"/van-ban/den/{id_}")

    run(open_house, play)


def test_the_page_of_a_wish_about_what_was_returned_offers_to_refuse_alone(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = (await bring(house, a_replacement(7, codes=("khong-co",)))).json()["incoming_id"]
        await house.read()
        asked = await wish(house, an_update(subject="V/v số liệu đã sửa"))
        assert (asked["incoming_id"], asked["allowed"]) == (id_, ["agree", "refuse"])
        await house.report(SENDER, id_, "02", Role.RECORDS_CLERK, description="Gửi sai")
        assert (await change(house, asked["id"]))["allowed"] == ["refuse"]
        assert (await answer(house, asked["id"], "agree", 409))["code"] == "incoming_returned"
        shown = await page(house, f"/van-ban/den/thay-doi/{asked['id']}")
        assert "Đồng ý (15)" not in shown
        assert "không còn giữ tại đây" in shown

    run(open_house, play)


def test_who_works_on_the_old_document_is_led_to_no_page_that_he_may_not_open(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_, worker = await arrived(house), house.person(Role.SPECIALIST)
        await house.report(SENDER, id_, "04", Role.LEADER, lead_id=worker.subject)
        new_id, asked = await replaced(house)
        await answer(house, asked["id"], "agree")
        shown = await page(house, f"/van-ban/den/{id_}", Role.SPECIALIST)
        assert "Văn bản đã được nơi gửi thay bằng văn bản khác" in shown
        assert new_id not in shown
        assert f'href="/van-ban/den/{new_id}"' in await page(house, f"/van-ban/den/{id_}")

    run(open_house, play)
