"""Documents are looked at one by one and signed at once: never one that was not looked at, nor one that changed since."""

import re
from typing import Any

from shared.access.rights import Power, Role
from testing.delegates import acting_for

from ..test_journey import run
from ..test_pages import follow, post

WALK = "/van-ban/di/ky-lan-luot"


async def submitted(house: Any, **changed: Any) -> str:
    document_id = str(await house.draft(**changed))
    await house.step(document_id, "submit", Role.SPECIALIST)
    return document_id


async def look(house: Any, who: Any = None, where: str = "") -> str:
    answer = await house.call(who or house.person(Role.LEADER), "GET", f"{WALK}{where}")
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def shown(html: str) -> str:
    (found,) = re.findall(rf'action="{WALK}/([0-9a-f-]{{36}})/quyet-dinh"', html)
    return str(found)


def version_of(html: str) -> str:
    return re.findall(r'name="version" value="(\d+)"', html)[0]


async def choose(house: Any, who: Any = None, choice: str = "chon") -> str:
    """One press on the next document; which it was."""
    who = who or house.person(Role.LEADER)
    html = await look(house, who)
    fields = {"version": version_of(html), "lua_chon": choice}
    assert (await post(house, who, f"{WALK}/{shown(html)}/quyet-dinh", fields)).status_code == 303
    return shown(html)


async def sign(house: Any, form: dict[str, Any], who: Any = None, confirmation: str = "right") -> Any:
    """He presses, with what the gateway says of his password; the page that it leads to."""
    told = (who or house.person(Role.LEADER)).model_copy(update={"confirmation": confirmation})
    answer = await post(house, told, f"{WALK}/ky", form)
    return await house.call(told, "GET", answer.headers["location"]) if answer.status_code == 303 else answer


def chosen(html: str) -> dict[str, Any]:
    """The form behind the last document."""
    return {name: re.findall(rf'name="{name}" value="([^"]+)"', html) for name in ("chon", "lo")}


async def status(house: Any, document_id: str) -> str:
    answer = await house.call(house.person(Role.LEADER), "GET", f"/documents/{document_id}")
    return str(answer.json()["status"])


def test_each_takes_one_press_and_one_that_changed_meanwhile_is_refused_alone(open_house: Any) -> None:
    async def play(house: Any) -> None:
        leader, drafter = house.person(Role.LEADER), house.person(Role.SPECIALIST)
        ordinary, second, urgent = [await submitted(house, priority=priority) for priority in (0, 0, 2)]
        first = await look(house)
        assert shown(first) == urgent, "the most urgent first"
        assert "văn bản 1 trong 3 chờ ký" in first
        (picture,) = re.findall(r'src="(/van-ban/di/[^"]+anh=1)"', first)
        page = await house.call(leader, "GET", picture.replace("&amp;", "&"))
        assert page.headers["content-type"] == "image/jpeg"
        assert {await choose(house) for _ in range(3)} == {ordinary, second, urgent}
        form = chosen(await look(house))
        assert len(form["chon"]) == 3
        await house.step(second, "take-back", Role.SPECIALIST)
        await house.call(
            drafter,
            "PUT",
            f"/documents/{second}",
            json={"type_code": "CV", "subject": "V/v khác", "all_agencies": True, "leader_id": leader.subject},
        )
        await house.step(second, "submit", Role.SPECIALIST)
        signed = await sign(house, form)
        assert signed.status_code == 200
        assert "Đã ký 2 trong 3 văn bản." in signed.text
        assert "đã thay đổi sau khi bạn xem" in signed.text
        assert [await status(house, one) for one in (ordinary, urgent, second)] == ["signed", "signed", "submitted"]
        assert shown(await look(house)) == second, "it is shown again as it is now"
        again = await sign(house, form | {"lo": ""})
        assert "Đã ký 2 trong 3 văn bản." not in again.text
        assert [await status(house, one) for one in (ordinary, urgent, second)] == ["signed", "signed", "submitted"]

    run(open_house, play)


def test_what_was_not_looked_at_or_not_chosen_is_not_signed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        leader = house.person(Role.LEADER)
        unseen, passed = await submitted(house), await submitted(house)
        seen = await look(house, where=f"/{passed}")
        for document_id in (unseen, passed):
            refused = await sign(house, {"chon": f"{document_id}.{version_of(seen)}"})
            assert refused.status_code == (409 if document_id == unseen else 200), document_id
        assert (await sign(house, {})).status_code == 422
        skip = {"version": version_of(seen), "lua_chon": "bo-qua"}
        await post(house, leader, f"{WALK}/{passed}/quyet-dinh", skip)
        refused = await sign(house, {"chon": f"{passed}.{version_of(seen)}"})
        assert "hãy xem rồi chọn" in refused.text
        odd = await post(house, leader, f"{WALK}/{unseen}/quyet-dinh", skip | {"lua_chon": "khac"})
        assert odd.status_code == 400
        late = await post(house, leader, f"{WALK}/{passed}/quyet-dinh", skip | {"version": "1", "lua_chon": "chon"})
        assert late.status_code == 412
        for document_id in (unseen, passed):
            assert await status(house, document_id) == "submitted"
        await choose(house, choice="bo-qua")
        assert "Đã bỏ qua hôm nay" in await look(house)

    run(open_house, play)


def test_one_is_returned_on_the_way_with_a_reason(open_house: Any) -> None:
    async def play(house: Any) -> None:
        leader = house.person(Role.LEADER)
        document_id = await submitted(house)
        seen = {"version": version_of(await look(house))}
        mute = await post(house, leader, f"{WALK}/{document_id}/tra-lai", seen)
        assert mute.status_code == 422
        assert "Hãy ghi lý do trả lại" in mute.text
        page = await follow(
            house, leader, await post(house, leader, f"{WALK}/{document_id}/tra-lai", seen | {"opinion": "Sửa mục 2"})
        )
        assert "Không có văn bản nào chờ bạn ký" in page
        assert await status(house, document_id) == "returned"

    run(open_house, play)


def test_what_cannot_be_shown_whole_is_not_chosen_here(open_house: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("shared.web.signing_walk.MOST_PAGES", 0)

    async def play(house: Any) -> None:
        leader = house.person(Role.LEADER)
        document_id = await submitted(house)
        html = await look(house)
        assert "không chọn ký ở đây" in html
        assert 'value="chon"' not in html
        forced = {"version": version_of(html), "lua_chon": "chon"}
        assert (await post(house, leader, f"{WALK}/{document_id}/quyet-dinh", forced)).status_code == 409

    run(open_house, play)


def test_each_signs_what_was_submitted_to_him_and_whoever_stands_in_with_the_power_to_sign(open_house: Any) -> None:
    async def play(house: Any) -> None:
        leader = house.person(Role.LEADER)
        document_id = await submitted(house)
        other = leader.model_copy(update={"subject": "khac", "name": "Lãnh đạo khác"})
        assert "Không có văn bản nào chờ bạn ký" in await look(house, other)
        assert (await house.call(other, "GET", f"{WALK}/{document_id}")).status_code == 404
        for who in (house.person(Role.SPECIALIST), house.person(Role.RECORDS_CLERK)):
            assert (await house.call(who, "GET", WALK)).status_code == 403
        await choose(house)
        form = chosen(await look(house))
        refused = await sign(house, form, other)
        assert refused.status_code == 409, "what one looked at another does not sign"
        without = acting_for(leader, Power.DOCUMENTS)
        assert (await house.call(without, "GET", WALK)).status_code == 403
        stands_in = acting_for(leader, Power.DOCUMENTS, Power.SIGNING)
        assert shown(await look(house, stands_in)) == document_id, "he looks for himself"
        assert await status(house, document_id) == "submitted"

    run(open_house, play)
