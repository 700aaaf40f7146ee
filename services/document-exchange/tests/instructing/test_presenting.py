"""Trình: an arrival is laid before one leader with a proposal, and nothing waits for somebody who is away or gone."""

import asyncio
from typing import Any

from shared.access.rights import Power, Role
from testing.delegates import acting_for
from testing.factories import a_post

from ..test_incoming import RECEIVER, run
from ..test_units import HEAD, told, unit
from .work_kit import (
    NAMES,
    ONE,
    OTHER_LEADER,
    TWO,
    act,
    clerk,
    day,
    deputy,
    done,
    leader,
    leads,
    lines,
    open_agency,
    part,
    parts_of,
    refused,
    standing,
)

PROPOSAL = [part(f"unit:{ONE}", "lead", 9), part(f"unit:{TWO}", "cooperate", 5, "Góp ý"), part("person:sau", "inform")]


async def presented(house: Any, **body: Any) -> str:
    incoming_id = await open_agency(house)
    new = {"leader_id": OTHER_LEADER, "parts": PROPOSAL, "words": "Kính trình"} | body
    await done(house, clerk(house), incoming_id, "present", **new)
    return incoming_id


async def waits_for(house: Any, who: Any, incoming_id: str) -> bool:
    found = await house.call(who, "GET", "/inbox?scope=opinion")
    assert found.status_code == 200, found.text
    return incoming_id in [one["id"] for one in found.json()["items"]]


def test_it_waits_for_the_leader_it_is_presented_to_and_for_no_other(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await presented(house)
        assert await waits_for(house, deputy(), incoming_id)
        assert not await waits_for(house, leader(house), incoming_id)
        assert (await house.call(leader(house), "GET", f"/incoming/{incoming_id}")).status_code == 200, "still read"
        assert await waits_for(house, acting_for(deputy(), Power.DOCUMENTS), incoming_id)
        ((to,),) = await told(house, "document-presented")
        assert to["person_id"] == OTHER_LEADER
        said = dict(await lines(house, incoming_id))["present"]
        assert said.startswith("Trình Phạm Thị Phó, Phó Giám đốc. Đề xuất: Chủ trì: ")
        assert NAMES[ONE] in said
        await refused(house, leader(house), incoming_id, "hand-back", 409, "not_presented_to_you", words="x")
        await refused(house, HEAD, incoming_id, "present", 404, "not_found", leader_id=OTHER_LEADER)

    run(open_house, play)


def test_the_proposal_is_accepted_in_one_press(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await presented(house)
        after = await done(house, deputy(), incoming_id, "instruct", as_proposed=True)
        assert await parts_of(house, incoming_id) == [
            (f"unit:{ONE}", "lead"),
            (f"unit:{TWO}", "cooperate"),
            ("person:sau", "inform"),
        ]
        assert (after["status"], after["due_on"]) == ("04", day(9).isoformat())
        assert [one["standing"] for one in after["presentations"]] == ["instructed"]
        (said,) = after["instructions"]
        assert (said["actor_name"], said["actor_title"]) == ("Phạm Thị Phó", "Phó Giám đốc")
        assert not await waits_for(house, deputy(), incoming_id)
        people = {one["person_id"] for (one, *rest) in await told(house, "document-assigned") for one in (one, *rest)}
        assert people == {"truong", "khac"}
        assert [one["person_id"] for (one,) in await told(house, "document-informed")] == ["sau"]
        await refused(house, deputy(), incoming_id, "instruct", 409, "not_presented", as_proposed=True)

    run(open_house, play)


def test_two_who_accept_at_once_say_it_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await presented(house)
        both = (deputy(), acting_for(deputy(), Power.DOCUMENTS))
        answers = await asyncio.gather(*(act(house, who, incoming_id, "instruct", as_proposed=True) for who in both))
        assert sorted(one.status_code for one in answers) == [200, 409]
        assert len((await standing(house, incoming_id))["instructions"]) == 1
        assert [kind for kind, _ in await lines(house, incoming_id)].count("04") == 1

    run(open_house, play)


def test_a_leader_passes_it_on_or_gives_it_back_with_a_reason(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await presented(house)
        mine = leader(house)
        itself = await act(house, deputy(), incoming_id, "hand-on", leader_id=OTHER_LEADER)
        assert itself.json()["errors"][0]["pointer"] == "/leader_id"
        await done(house, deputy(), incoming_id, "hand-on", leader_id=mine.subject, words="Việc của anh")
        assert await waits_for(house, mine, incoming_id)
        assert not await waits_for(house, deputy(), incoming_id)
        assert (await standing(house, incoming_id))["presentations"][-1]["proposal"]["parts"], "the proposal goes along"
        await refused(house, mine, incoming_id, "hand-back", 422, "reason_required")
        await done(house, mine, incoming_id, "hand-back", words="Thiếu phụ lục")
        assert not await waits_for(house, mine, incoming_id)
        assert [one["role"] for (one,) in await told(house, "presentation-returned")] == [Role.RECORDS_CLERK]
        assert (await lines(house, incoming_id))[-1] == ("hand-back", "Thiếu phụ lục")
        await refused(house, mine, incoming_id, "hand-back", 409, "not_presented_to_you", words="x")

    run(open_house, play)


def test_the_clerk_takes_it_back_or_names_another_leader_until_something_was_instructed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await presented(house)
        mine = leader(house)
        version = (await standing(house, incoming_id))["version"]
        await done(house, clerk(house), incoming_id, "present", leader_id=mine.subject, version=version)
        assert await waits_for(house, mine, incoming_id)
        assert not await waits_for(house, deputy(), incoming_id)
        late = await act(house, deputy(), incoming_id, "hand-on", leader_id=mine.subject, version=version)
        assert late.status_code == 412, "whoever comes second sees what the first one did"
        await done(house, clerk(house), incoming_id, "take-back", words="Trình nhầm")
        assert not await waits_for(house, mine, incoming_id)
        await refused(house, clerk(house), incoming_id, "take-back", 409, "not_presented")
        for wrong in ("binh", "khong-co", ""):
            refusal = await act(house, clerk(house), incoming_id, "present", leader_id=wrong)
            assert (refusal.status_code, refusal.json()["code"]) == (422, "leader_not_here")
        # Another leader need not wait for the one who is away.
        await done(house, clerk(house), incoming_id, "present", leader_id=OTHER_LEADER)
        await done(house, mine, incoming_id, "instruct", parts=[part(f"unit:{ONE}", "lead")])
        assert not await waits_for(house, deputy(), incoming_id)
        await refused(house, clerk(house), incoming_id, "take-back", 409, "not_presented")

    run(open_house, play)


def test_a_leader_whose_post_ended_holds_nothing_up(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await presented(house)
        await leads(house)
        assert await waits_for(house, deputy(), incoming_id), "whoever stays keeps it"
        for _ in range(2):  # told twice it happens once
            await leads(house, posts=[a_post(RECEIVER, Role.SPECIALIST)])
        assert [one["role"] for (one,) in await told(house, "presentation-returned")] == [Role.RECORDS_CLERK]
        assert (await standing(house, incoming_id))["presentations"][0]["standing"] == "lapsed"
        assert (await lines(house, incoming_id))[-1][0] == "lapse"
        await done(house, clerk(house), incoming_id, "present", leader_id=leader(house).subject)
        assert await waits_for(house, leader(house), incoming_id)

    run(open_house, play)


def test_a_proposal_follows_a_unit_that_is_merged_into_another(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await presented(house)
        for _ in range(2):
            await unit(house, TWO, "khac", successor_id=ONE, successor_name=NAMES[ONE])
        proposed = (await standing(house, incoming_id))["presentations"][0]["proposal"]["parts"]
        assert [one["whose_id"] for one in proposed] == [f"unit:{ONE}", "person:sau"]
        await done(house, deputy(), incoming_id, "instruct", as_proposed=True)
        assert (f"unit:{ONE}", "lead") in await parts_of(house, incoming_id)

    run(open_house, play)
