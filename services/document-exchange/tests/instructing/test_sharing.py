"""Chuyển thêm, bút phê: nobody takes over what another gave, and whatever is said somebody leads who can report."""

from typing import Any

from ..test_incoming import run
from ..test_units import HEAD, officer
from .test_parts import BINH, given
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


async def dues(house: Any, incoming_id: str) -> dict[str, str]:
    return {one["whose_id"]: one["due_on"] for one in (await standing(house, incoming_id))["parts"]}


def test_who_leads_takes_over_nothing_that_a_leader_gave(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given(house)
        for whose, as_what, ahead in (
            (f"unit:{TWO}", "cooperate", 8),
            ("person:sau", "cooperate", 0),
            ("person:nam", "inform", 0),
        ):
            again = [part(whose, as_what, ahead, "Làm sau")]
            answer = await refused(house, BINH, incoming_id, "share", 422, "works_already", parts=again)
            assert answer["errors"][0]["pointer"] == "/parts/0/whose_id"
        await refused(house, HEAD, incoming_id, "share", 422, "works_already", parts=[part("person:sau", "cooperate")])
        await refused(house, BINH, incoming_id, "take-off", 422, "not_giver", whose_id=f"unit:{TWO}")
        await done(house, BINH, incoming_id, "share", parts=[part("person:truong", "cooperate", 3)])
        await done(house, BINH, incoming_id, "share", parts=[part("person:truong", "cooperate", 5)])
        await done(house, deputy(), incoming_id, "share", parts=[part(f"unit:{TWO}", "cooperate", 6)])
        now = await dues(house, incoming_id)
        assert (now["person:truong"], now[f"unit:{TWO}"]) == (day(5).isoformat(), day(6).isoformat())

    run(open_house, play)


def test_an_opinion_that_makes_who_leads_help_names_another(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given(house)
        for as_what in ("cooperate", "inform"):
            fewer = [part("person:binh", as_what)]
            await refused(house, leader(house), incoming_id, "instruct", 422, "lead_missing", parts=fewer)
            named = {"leader_id": OTHER_LEADER, "parts": fewer}
            await refused(house, clerk(house), incoming_id, "present", 422, "lead_missing", **named)
        await done(house, leader(house), incoming_id, "instruct", words="Làm nhanh")
        await done(house, clerk(house), incoming_id, "present", leader_id=OTHER_LEADER, words="Kính trình")
        other = [part("person:sau", "lead"), part("person:binh", "cooperate")]
        await done(house, leader(house), incoming_id, "instruct", parts=other)
        assert {("person:sau", "lead"), ("person:binh", "cooperate")} <= set(await parts_of(house, incoming_id))

    run(open_house, play)


def test_the_unit_that_leads_does_not_help_itself(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await given(house)
        for as_what in ("cooperate", "inform"):
            both = [part(f"unit:{ONE}", as_what)]
            answer = await refused(house, leader(house), incoming_id, "instruct", 422, "leads_already", parts=both)
            assert answer["errors"][0]["pointer"] == "/parts/0/whose_id"
            await refused(house, BINH, incoming_id, "share", 422, "leads_already", parts=both)
        within = [part("person:sau", "lead"), part(f"unit:{ONE}", "cooperate")]
        await refused(house, leader(house), incoming_id, "instruct", 422, "leads_already", parts=within)
        moved = [part(f"unit:{ONE}", "cooperate"), part("person:nam", "lead")]
        await done(house, leader(house), incoming_id, "instruct", parts=moved)
        await done(house, HEAD, incoming_id, "report", words="Đã gửi số liệu")
        assert (f"unit:{ONE}", "cooperate") in await parts_of(house, incoming_id)

    run(open_house, play)


def test_a_unit_that_leads_is_made_to_help_only_where_another_leads(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await open_agency(house)
        await done(house, leader(house), incoming_id, "instruct", parts=[part(f"unit:{ONE}", "lead")])
        fewer = [part(f"unit:{ONE}", "cooperate")]
        await refused(house, leader(house), incoming_id, "instruct", 422, "leads_already", parts=fewer)
        await done(house, leader(house), incoming_id, "instruct", parts=[*fewer, part(f"unit:{TWO}", "lead")])
        assert await parts_of(house, incoming_id) == [(f"unit:{TWO}", "lead"), (f"unit:{ONE}", "cooperate")]
        await done(house, officer("khac", TWO, leads=True), incoming_id, "progress", words="Đang làm")

    run(open_house, play)
