"""No draft waits for the look of somebody who is gone: an empty post, a leaver, a merged unit, an ended agency."""

from datetime import date
from typing import Any

from shared.access.rights import Role
from testing.factories import a_person

from ..test_pages import post
from ..test_units import told
from .review_kit import (
    DRAFTER,
    HEAD,
    OTHER,
    OTHER_HEAD,
    ROOM,
    UNITS,
    act,
    draft,
    flow,
    run,
    staffed,
    state,
    states,
    step,
    submitted,
    turns,
    unit,
    waiting,
    works,
)


def test_where_nobody_heads_the_unit_a_leader_is_told_and_names_somebody(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        await unit(house, ROOM)
        await flow(house)
        document_id = await draft(house)
        await act(house, DRAFTER, document_id, "submit")
        (asked,) = await told(house, "draft-to-review")
        assert [one["role"] for one in asked] == ["leader"]
        (turn, _) = await turns(house, document_id)
        leader = house.person(Role.LEADER)
        assert turn["id"] in (await house.call(leader, "GET", f"/van-ban/di/{document_id}")).text
        await act(house, leader, document_id, "hand-on", person_id="pho", review_id=turn["id"])
        await unit(house, ROOM, "truong")
        assert await waiting(house, HEAD) == [], "it was given to somebody else"

    run(open_house, play)


def test_of_a_reviewer_who_leaves_the_leaders_are_told(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house, [step("person:hoach", 1)])
        await works(house, "pho", active=False)
        assert len(await told(house, "draft-to-review")) == 1
        await works(house, "hoach", active=False)
        *_, last = await told(house, "draft-to-review")
        assert [one["role"] for one in last] == ["leader"]
        (turn,) = await turns(house, document_id)
        reason = {"review_id": turn["id"], "opinion": "Đã nghỉ hưu"}
        await act(house, house.person(Role.LEADER), document_id, "skip-review", **reason)
        assert await state(house, document_id) == "submitted"

    run(open_house, play)


def test_a_drafter_who_leaves_in_between_is_replaced_and_the_draft_goes_on(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house)
        await works(house, "soan", active=False)
        leader = house.person(Role.LEADER)
        await act(house, leader, document_id, "reassign", drafter_id="pho")
        await act(house, HEAD, document_id, "agree")
        assert await states(house, document_id) == [(1, "agreed"), (2, "asked")]

    run(open_house, play)


def test_a_merged_units_turn_is_that_of_the_unit_it_went_into(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house, [step(f"unit:{ROOM}", 1), step("clerk", 2, "form")])
        merged: dict[str, Any] = {"valid_to": date(2020, 1, 1), "successor_id": OTHER, "successor_name": UNITS[OTHER]}
        await unit(house, ROOM, **merged)
        assert await waiting(house, OTHER_HEAD) == [document_id]
        await act(house, OTHER_HEAD, document_id, "agree")
        clerk = house.person(Role.RECORDS_CLERK)
        (kept,) = (await house.call(clerk, "GET", "/review-flows")).json()
        assert [one["whose"] for one in kept["steps"]] == [f"unit:{OTHER}", "clerk"]
        assert kept["steps"][0]["name"] == "Trưởng đơn vị: Phòng Kế hoạch"

    run(open_house, play)


def test_a_cancelled_draft_waits_for_nobody(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house)
        await act(house, DRAFTER, document_id, "cancel", opinion="Không cần nữa")
        assert await waiting(house, HEAD) == []
        assert await states(house, document_id) == [(1, "dropped"), (2, "dropped")]

    run(open_house, play)


def test_a_draft_whose_signer_has_left_is_still_put_right_on_its_way(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house)
        leader = house.person(Role.LEADER)
        await house.tell(a_person(leader.subject, active=False), "mail-directory")
        form = await house.call(HEAD, "GET", f"/van-ban/di/{document_id}/sua")
        assert form.status_code == 200
        assert 'name="leader_id"' not in form.text, "who signs is not his to say"
        body = {"type_code": "CV", "subject": "V/v đã sửa chữ", "all_agencies": True, "leader_id": "khong-co"}
        mended = await house.call(HEAD, "PUT", f"/documents/{document_id}", json=body)
        assert mended.status_code == 200, mended.text
        assert (mended.json()["leader_id"], mended.json()["subject"]) == (leader.subject, "V/v đã sửa chữ")
        await act(house, DRAFTER, document_id, "take-back")
        assert 'name="leader_id"' in (await house.call(DRAFTER, "GET", f"/van-ban/di/{document_id}/sua")).text
        kept = await house.call(DRAFTER, "PUT", f"/documents/{document_id}", json=body | {"leader_id": leader.subject})
        assert kept.json()["code"] == "leader_unknown"

    run(open_house, play)


def test_the_form_of_a_flow_still_names_whoever_is_gone_and_asks_for_somebody_else(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        steps = [step("person:hoach", 1), step(f"unit:{OTHER}", 2), step("clerk", 3, "form")]
        kept = await flow(house, steps, unit_id=OTHER)
        await works(house, "hoach", active=False)
        await unit(house, OTHER, "ke", valid_to=date(2020, 1, 1))
        clerk, where = house.person(Role.RECORDS_CLERK), f"/van-ban/quy-trinh/{kept['id']}"
        form = (await house.call(clerk, "GET", where)).text
        for value in ("person:hoach", f"unit:{OTHER}", OTHER):
            assert f'<option value="{value}" selected' in form, value
        assert "Cán bộ hoach" in form
        line = {"steps.0.whose": "person:hoach", "steps.0.level": "1", "steps.0.kind": "content"}
        refused = await post(house, clerk, where, line | {"name": "Chung", "version": str(kept["version"])})
        assert refused.status_code == 422
        assert 'href="#steps.0.whose"' in refused.text

    run(open_house, play)


def test_who_takes_over_a_unit_is_told_of_what_waits_for_its_head(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house)

        async def last_told() -> tuple[int, list[str]]:
            every = await told(house, "draft-to-review")
            return len(every), [one.get("person_id") or one["role"] for one in every[-1]]

        assert await last_told() == (1, ["truong"])
        await works(house, "truong")
        await unit(house, ROOM, "truong")
        assert await last_told() == (1, ["truong"]), "nothing has changed"
        await works(house, "truong", active=False)
        assert await last_told() == (2, ["leader"])
        assert (await turns(house, document_id))[0]["name"] == "Trưởng đơn vị: Phòng Công nghệ"
        await unit(house, ROOM, "pho")
        assert await last_told() == (3, ["pho"])
        assert (await turns(house, document_id))[0]["name"] == "Trưởng đơn vị: Phòng Công nghệ (Cán bộ pho)"
        await unit(house, ROOM, "pho", name="Phòng Công nghệ số")
        await unit(house, OTHER, "hoach")
        assert (await last_told())[1] == ["pho"], "of another unit's head nothing is asked here"

    run(open_house, play)


def test_a_unit_whose_head_changes_before_its_turn_asks_by_the_new_one_s_name(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house, [step("clerk", 1, "form"), step("unit-head", 2)])
        await unit(house, ROOM, "pho")
        assert len(await told(house, "draft-to-review")) == 1
        await act(house, house.person(Role.RECORDS_CLERK), document_id, "agree")
        *_, last = await told(house, "draft-to-review")
        assert [one["person_id"] for one in last] == ["pho"]
        assert (await turns(house, document_id))[1]["name"].endswith("(Cán bộ pho)")

    run(open_house, play)
