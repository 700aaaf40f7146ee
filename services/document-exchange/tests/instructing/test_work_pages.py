"""The pages of the work inside the agency: the leader's morning in few taps, forms that keep what was typed, links that lead on."""

import re
from typing import Any

import pytest

from ..test_incoming import post, run
from ..test_units import HEAD, give, officer, registered, works
from .work_kit import (
    ONE,
    OTHER_LEADER,
    TWO,
    clerk,
    day,
    deputy,
    done,
    leader,
    open_agency,
    part,
    parts_of,
    refused,
    standing,
)


def line(number: int, whose: str, as_what: str, ahead: int = 0, words: str = "") -> dict[str, str]:
    typed = {"whose_id": whose, "part": as_what, "words": words}
    if ahead:
        due = day(ahead)
        typed |= {"due_on-day": str(due.day), "due_on-month": str(due.month), "due_on-year": str(due.year)}
    return {f"parts.{number}.{name}": value for name, value in typed.items()}


async def page(house: Any, who: Any, path: str, status: int = 200) -> str:
    found = await house.call(who, "GET", path)
    assert found.status_code == status, found.text
    return str(found.text)


def test_the_clerk_presents_with_a_form_that_keeps_what_was_typed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        here = f"/van-ban/den/{incoming_id}/chi-dao/trinh"
        assert f'href="{here}"' in await page(house, clerk(house), f"/van-ban/den/{incoming_id}")
        assert "Trình lãnh đạo" in await page(house, clerk(house), here)
        typed = {"rows": "3", "words": "Kính trình", **line(0, f"unit:{ONE}", "lead", 5, "Tham mưu")}
        wrong = await post(house, clerk(house), here, **typed, **line(2, f"unit:{TWO}", "cooperate", 9))
        assert wrong.status_code == 422
        for kept in ("Kính trình", "Tham mưu", 'href="#leader_id"'):
            assert kept in wrong.text
        typed["leader_id"] = OTHER_LEADER
        late = await post(house, clerk(house), here, **typed, **line(2, f"unit:{TWO}", "cooperate", 9))
        assert 'href="#parts.2.due_on"' in late.text, "beside the line on which it was typed"
        unnamed = await post(house, clerk(house), here, **typed, **line(1, "", "cooperate", 3))
        assert "chưa chọn người, đơn vị" in unnamed.text
        more = await post(house, clerk(house), here, **typed, more="1")
        assert (more.status_code, more.text.count("Nơi thứ ")) == (200, 6)
        assert (await standing(house, incoming_id))["presentations"] == []
        sent = await post(house, clerk(house), here, **typed, **line(2, f"unit:{TWO}", "cooperate", 4))
        assert sent.status_code == 303
        assert "Phạm Thị Phó" in await page(house, clerk(house), sent.headers["location"])

    run(open_house, play)


def test_a_leaders_morning_is_one_press_for_each_document(open_house: Any) -> None:
    async def play(house: Any) -> None:
        first = await open_agency(house)
        second = await registered(house)
        for incoming_id in (first, second):
            await done(
                house,
                clerk(house),
                incoming_id,
                "present",
                leader_id=OTHER_LEADER,
                parts=[part(f"unit:{ONE}", "lead", 5)],
            )
        listed = await page(house, deputy(), "/van-ban/den?pham_vi=opinion")
        assert first in listed
        assert second in listed
        assert "Chờ tôi cho ý kiến" in await page(house, deputy(), "/van-ban/den")
        assert "Chờ tôi cho ý kiến" not in await page(house, clerk(house), "/van-ban/den")
        here = f"/van-ban/den/{first}"
        shown = await page(house, deputy(), here)
        assert "Đồng ý đề xuất" in shown
        assert "Đồng ý đề xuất" not in await page(house, leader(house), here)
        accepted = await post(house, deputy(), f"{here}/chi-dao/cho-y-kien", as_proposed="true")
        assert accepted.status_code == 303
        assert f"/van-ban/den/{second}" in accepted.headers["location"], "the next one that waits"
        following = await page(house, deputy(), accepted.headers["location"])
        assert "Văn bản trước: đã thực hiện ý kiến chỉ đạo" in following
        last = await post(house, deputy(), f"/van-ban/den/{second}/chi-dao/cho-y-kien", as_proposed="true")
        assert last.status_code == 303
        assert await parts_of(house, second) == [(f"unit:{ONE}", "lead")]
        assert "Trưởng" not in await page(house, deputy(), "/van-ban/den?pham_vi=opinion")

    run(open_house, play)


def test_a_proposal_that_no_longer_holds_is_corrected_where_its_lines_stand(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        proposal = [part("person:binh", "lead", 5), part("person:sau", "cooperate")]
        await done(house, clerk(house), incoming_id, "present", leader_id=OTHER_LEADER, parts=proposal)
        await works(house, "sau", ONE, active=False)
        wrong = await post(house, deputy(), f"/van-ban/den/{incoming_id}/chi-dao/cho-y-kien", as_proposed="true")
        assert (wrong.status_code, 'href="#parts.1.whose_id"' in wrong.text) == (422, True)
        assert 'value="person:binh" selected' in wrong.text
        assert (await standing(house, incoming_id))["status"] == "03"

    run(open_house, play)


ACTS = {
    "bao-phan-viec": {"outcome_code": "done"},
    "tien-do": {},
    "de-xuat": {},
    "tra-viec": {},
    "xin-gia-han": {},
}


@pytest.mark.parametrize("act", ACTS)
def test_a_form_without_its_words_is_drawn_again_and_nothing_changed(open_house: Any, act: str) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        given = [part("person:binh", "lead", 9), part("person:sau", "cooperate", 5)]
        await done(house, leader(house), incoming_id, "instruct", parts=given)
        here = f"/van-ban/den/{incoming_id}/chi-dao"
        assert f"{here}/{act}" in await page(house, officer("sau"), here)
        before = await standing(house, incoming_id)
        refusal = await post(house, officer("sau"), f"{here}/{act}", **ACTS[act])
        assert refusal.status_code == 422
        assert 'href="#words"' in refusal.text
        assert 'id="words"' in refusal.text
        assert await standing(house, incoming_id) == before
        due = {f"due_on-{name}": str(getattr(day(7), name)) for name in ("day", "month", "year")}
        after = await post(house, officer("sau"), f"{here}/{act}", words="Đã có lời", **ACTS[act], **due)
        assert after.status_code == 303, after.text
        await page(house, officer("sau"), after.headers["location"].partition("?")[0])

    run(open_house, play)


def test_what_may_not_be_done_has_no_button_and_a_leftover_address_leads_on(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        here = f"/van-ban/den/{incoming_id}/chi-dao"
        shown = await page(house, clerk(house), here)
        assert set(re.findall(r"/chi-dao/([a-z-]+)\"", shown)) == {"trinh"}
        led = await house.call(clerk(house), "GET", f"{here}/cho-y-kien")
        assert (led.status_code, led.headers["location"]) == (303, here)
        await page(house, clerk(house), f"{here}/la", 404)
        assert (await post(house, clerk(house), f"{here}/la")).status_code == 404
        await page(house, HEAD, here, 404)
        gone = await post(house, leader(house), f"{here}/chuyen-lanh-dao", leader_id=OTHER_LEADER)
        assert (gone.status_code, "không trình bạn" in gone.text) == (409, True)
        await refused(house, leader(house), incoming_id, "reopen", 409, "incoming_step_not_allowed", words="x")

    run(open_house, play)


def test_a_head_decides_on_his_page_what_he_gave_and_nothing_else(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        await done(house, leader(house), incoming_id, "instruct", parts=[part(f"unit:{ONE}", "lead", 9)])
        given = await give(house, HEAD, incoming_id, lead_id="binh", due_on=day(5).isoformat())
        assert given.status_code == 200, given.text
        here = f"/van-ban/den/{incoming_id}/chi-dao"
        asked = {"due_on": day(20).isoformat(), "words": "Chờ số liệu"}
        await done(house, officer("binh"), incoming_id, "ask-extension", **asked)
        assert "Đồng ý gia hạn" not in await page(house, HEAD, here), "beyond the leader's term"
        assert "Đồng ý gia hạn" in await page(house, leader(house), here)
        await done(house, officer("binh"), incoming_id, "ask-extension", **asked | {"due_on": day(7).isoformat()})
        assert "Đồng ý gia hạn" in await page(house, HEAD, here)
        (request,) = [
            one["id"] for one in (await standing(house, incoming_id))["extensions"] if one["standing"] == "asked"
        ]
        silent = await post(house, HEAD, f"{here}/khong-gia-han", request_id=request)
        assert (silent.status_code, 'href="#words"' in silent.text) == (422, True)
        assert (await post(house, HEAD, f"{here}/gia-han", request_id=request)).status_code == 303
        assert (await standing(house, incoming_id))["due_on"] == day(7).isoformat()

    run(open_house, play)
