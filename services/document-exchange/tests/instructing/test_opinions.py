"""Bút phê: leaders add to what was said before, each part has its own term and words, what changes is shown and kept."""

from typing import Any

import pytest

from ..test_incoming import run
from ..test_units import HEAD, give, officer, works
from .work_kit import (
    NAMES,
    ONE,
    TWO,
    act,
    clerk,
    day,
    deputy,
    done,
    leader,
    lines,
    open_agency,
    part,
    parts_of,
    refused,
    standing,
)


def test_a_second_leader_adds_and_what_he_changes_is_shown(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        first = [part(f"unit:{ONE}", "lead", 9), part("person:nam", "cooperate", 3, "Số liệu")]
        await done(house, leader(house), incoming_id, "instruct", words="Tham mưu trả lời", parts=first)
        second = [part("person:khac", "inform"), part("person:nam", "cooperate", 4)]
        after = await done(house, deputy(), incoming_id, "instruct", words="Chú ý hạn", parts=second)
        assert await parts_of(house, incoming_id) == [
            (f"unit:{ONE}", "lead"),
            ("person:nam", "cooperate"),
            ("person:khac", "inform"),
        ]
        said = after["instructions"]
        assert [one["words"] for one in said] == ["Tham mưu trả lời", "Chú ý hạn"], "the first stays as it was said"
        assert "hạn của Đỗ Thị Năm" in said[1]["changes"]
        assert not said[0]["changes"]
        third = await done(house, deputy(), incoming_id, "instruct", parts=[part("person:nam", "lead", 7)])
        changes = third["instructions"][-1]["changes"]
        assert f"chủ trì: {NAMES[ONE]} → Đỗ Thị Năm" in changes
        assert "phối hợp → chủ trì" in changes
        assert "Thay đổi: " in [words for kind, words in await lines(house, incoming_id) if kind == "instruct"][-1]
        assert await parts_of(house, incoming_id) == [("person:nam", "lead"), ("person:khac", "inform")]
        assert third["due_on"] == day(7).isoformat()

    run(open_house, play)


@pytest.mark.parametrize(
    ("parts", "code", "pointer"),
    [
        ([part("person:sau", "inform")], "lead_missing", "/parts/0/whose_id"),
        ([part("person:sau", "lead"), part("person:binh", "lead")], "two_leads", "/parts/1/part"),
        ([part("person:sau", "lead"), part("person:sau", "inform")], "named_twice", "/parts/1/whose_id"),
        ([part("person:la", "lead")], "assignee_unknown", "/parts/0/whose_id"),
        ([part("unit:u-la", "lead")], "unit_unknown", "/parts/0/whose_id"),
        ([part("person:sau", "lead", -1)], "day_over", "/parts/0/due_on"),
        ([part("person:sau", "lead", 3), part("person:binh", "cooperate", 5)], "after_whole", "/parts/1/due_on"),
        ([part("sau", "lead")], None, None),
    ],
)
def test_a_part_that_cannot_be_is_refused_beside_it(
    open_house: Any, parts: Any, code: str | None, pointer: str
) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        answer = await act(house, leader(house), incoming_id, "instruct", parts=parts)
        assert answer.status_code == 422, answer.text
        if code:
            assert (answer.json()["code"], answer.json()["errors"][0]["pointer"]) == (code, pointer)
        after = await standing(house, incoming_id)
        assert (after["status"], after["parts"], after["instructions"]) == ("03", [], [])

    run(open_house, play)


def test_words_pasted_from_word_are_read_as_people_see_them(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        pasted = "\uf0b7 Tham mu\u031bu tra\u0309 lo\u031b\u0300i"
        after = await done(
            house, leader(house), incoming_id, "instruct", words=pasted, parts=[part(f"unit:{ONE}", "lead")]
        )
        (said,) = after["instructions"]
        assert "Tham mưu trả lời" in said["words"]
        assert "\uf0b7" not in said["words"]

    run(open_house, play)


def test_neither_clerk_nor_head_instructs_and_a_head_gives_out_in_his_own_name(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        await refused(house, clerk(house), incoming_id, "instruct", 403, "not_allowed", parts=[])
        await done(house, leader(house), incoming_id, "instruct", parts=[part(f"unit:{ONE}", "lead")])
        await refused(house, HEAD, incoming_id, "instruct", 403, "not_allowed", parts=[])
        assert (await give(house, HEAD, incoming_id, lead_id="binh", description="Làm ngay")).status_code == 200
        said = (await standing(house, incoming_id))["instructions"]
        assert [(one["unit_id"], one["words"]) for one in said] == [("", ""), (ONE, "Làm ngay")]

    run(open_house, play)


def test_assigning_again_keeps_what_was_reported_and_says_whom_it_dropped(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        given = [part("person:binh", "lead"), part("person:sau", "cooperate"), part("person:nam", "cooperate")]
        await done(house, leader(house), incoming_id, "instruct", parts=[*given, part("person:khac", "inform")])
        await done(house, officer("sau"), incoming_id, "report", words="Đã gửi số liệu")
        again = await give(house, leader(house), incoming_id, lead_id="binh", cooperating_ids=["sau"])
        assert again.status_code == 200, again.text
        parts = {one["whose_id"]: one for one in (await standing(house, incoming_id))["parts"]}
        assert parts["person:sau"]["outcome_words"] == "Đã gửi số liệu"
        assert "person:nam" not in parts
        assert parts["person:khac"]["part"] == "inform"
        assert ("take-off", "Thôi: Đỗ Thị Năm (phối hợp)") in await lines(house, incoming_id)

    run(open_house, play)


def test_who_leads_and_leaves_gives_it_back_to_the_unit_and_reports_stay(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        given = [part("person:binh", "lead"), part(f"unit:{TWO}", "cooperate", 5)]
        await done(house, leader(house), incoming_id, "instruct", parts=given)
        await done(house, officer("khac", TWO, leads=True), incoming_id, "report", words="Xong")
        await works(house, "binh", TWO)
        found = {one["whose_id"]: one["outcome"] for one in (await standing(house, incoming_id))["parts"]}
        assert found == {f"unit:{ONE}": "", f"unit:{TWO}": "done"}

    run(open_house, play)
