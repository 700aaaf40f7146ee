"""Whom the head of a unit named has a part as long as the unit has, and as the unit has it; how far the whole is says whoever leads it."""

from typing import Any

from shared.access.rights import Power
from testing.delegates import acting_for

from ..test_units import unit
from .task_kit import (
    HELP,
    LEAD,
    ONE,
    RECEIVER,
    TWO,
    act,
    chairman,
    copy_at,
    day,
    director,
    done,
    faults,
    give,
    lines,
    officer,
    open_rooms,
    part,
    run,
    seen,
    told,
)

HEAD, OTHER_HEAD = officer("truong", leads=True), officer("khac", TWO, leads=True)
U_ONE, U_TWO, BINH, SAU = f"unit:{ONE}", f"unit:{TWO}", "person:binh", "person:sau"


async def parts_of(house: Any, task: Any) -> list[tuple[str, str]]:
    return sorted((one["whose"], one["part"]) for one in (await seen(house, director(house), task))["parts"])


async def helped_by_one(house: Any) -> dict[str, Any]:
    """Room one helps, with two people whom its head named."""
    task = await give(house, director(house), parts=[part("person:khac"), part(U_ONE, "cooperate")])
    return await done(house, HEAD, task, "distribute", parts=[part(BINH), part(SAU, "cooperate")])


def test_when_a_unit_need_not_help_any_more_its_people_need_not(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        task = await helped_by_one(house)
        await done(house, director(house), task, "take-off", whose=U_ONE)
        assert await parts_of(house, task) == [("person:khac", "lead")]
        assert (await act(house, officer("binh"), task, "progress", words="x")).status_code == 404
        (to,) = await told(house, "directive-changed")
        assert {"binh", "sau", "truong"} <= {one["person_id"] for one in to}

    run(open_house, play)


def test_one_of_a_units_people_may_come_to_lead_the_whole(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        task = await helped_by_one(house)
        changed = await done(house, director(house), task, "change-lead", whose=SAU)
        assert changed["lead"] == SAU
        assert await parts_of(house, task) == [(BINH, "lead"), (SAU, "lead"), (U_ONE, "cooperate")]
        assert "complete" in (await seen(house, officer("sau"), task))["allowed"]
        assert "complete" not in (await seen(house, officer("binh"), task))["allowed"], "he does the unit's part"
        await done(house, HEAD, task, "distribute", parts=[part(BINH)])
        await done(house, director(house), task, "change-lead", whose=U_TWO)
        await done(house, OTHER_HEAD, task, "distribute", parts=[part("person:nam")])
        await done(house, director(house), task, "change-lead", whose="person:nam")
        assert await parts_of(house, task) == [(BINH, "lead"), ("person:nam", "lead"), (U_ONE, "cooperate")]

    run(open_house, play)


def test_dealt_out_anew_nobody_of_a_former_unit_is_left(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        task = await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        await done(house, director(house), copy, "distribute", parts=[part(U_ONE)])
        await done(house, HEAD, copy, "distribute", parts=[part(BINH), part(SAU, "cooperate")])
        await done(house, director(house), copy, "distribute", parts=[part(U_ONE), part(U_TWO, "cooperate")])
        assert len(await parts_of(house, copy)) == 4, "the unit's own people stay with it"
        await done(house, director(house), copy, "distribute", parts=[part(BINH), part(U_TWO, "cooperate")])
        assert await parts_of(house, copy) == [(BINH, "lead"), (U_TWO, "cooperate")]
        await done(house, chairman(house), task, "change-lead", whose="agency:000.00.11.H08")
        await done(house, chairman(house), task, "change-lead", whose=LEAD)
        assert await parts_of(house, copy) == [], "given again it is dealt out anew"

    run(open_house, play)


def test_units_in_each_of_which_somebody_does_it_are_merged(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        task = await helped_by_one(house)
        await done(house, director(house), task, "change-lead", whose=U_TWO)
        await done(house, OTHER_HEAD, task, "distribute", parts=[part("person:nam")])
        await unit(house, ONE, "truong", successor_id=TWO, successor_name="Phòng Cải cách", valid_to=day(-1))
        assert not await faults(house)
        assert await parts_of(house, task) == [
            (BINH, "cooperate"),
            ("person:nam", "lead"),
            (SAU, "cooperate"),
            (U_TWO, "lead"),
        ]

    run(open_house, play)


def test_whoever_helps_does_not_say_how_far_the_whole_is(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        task = await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        await done(house, director(house), copy, "distribute", parts=[part(BINH), part(SAU, "cooperate")])
        await done(house, officer("binh"), copy, "progress", words="Được một phần", percent=30)
        await done(house, officer("sau"), copy, "progress", words="Xong phần tôi", percent=90)
        for who, where in ((director(house), copy), (chairman(house), task)):
            assert (await seen(house, who, where))["percent"] == 30
        assert 'name="percent"' in (await house.call(officer("binh"), "GET", f"/nhiem-vu/{copy['id']}")).text
        assert 'name="percent"' not in (await house.call(officer("sau"), "GET", f"/nhiem-vu/{copy['id']}")).text
        inside = await helped_by_one(house)
        await done(house, officer("binh"), inside, "progress", words="Xong phần phòng", percent=100)
        assert (await seen(house, director(house), inside))["percent"] == 0, "he leads the unit's part alone"

    run(open_house, play)


def test_the_history_names_whoever_helps_by_name(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house), parts=[part(LEAD)])
        await done(house, chairman(house), task, "share", parts=[part(HELP, "cooperate")])
        assert (await lines(house, chairman(house), task))[-1] == ("share", "Phối hợp: Sở Tài chính")

    run(open_house, play)


def test_a_delegate_gives_in_the_name_and_title_of_the_post(open_house: Any) -> None:
    async def play(house: Any) -> None:
        giver = chairman(house).model_copy(update={"title": "Chủ tịch"})
        task = await give(house, acting_for(giver, Power.DOCUMENTS), parts=[part(LEAD)])
        page = await house.call(giver, "GET", f"/nhiem-vu/{task['id']}")
        assert f"{giver.name}, Chủ tịch, {giver.agency_name}" in page.text

    run(open_house, play)


def test_what_was_asked_before_the_term_changed_never_makes_it_shorter(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        await done(house, director(house), copy, "ask-extension", words="Chờ số liệu", due_on=day(20).isoformat())
        for later in (day(30).isoformat(), None):
            now = await seen(house, chairman(house), task)
            sent = {"subject": now["subject"], "field": now["field"], "due_on": later}
            assert (await house.call(chairman(house), "PUT", f"/tasks/{task['id']}", json=sent)).status_code == 200
            wrong = await act(house, chairman(house), task, "extend")
            assert (wrong.status_code, wrong.json()["code"]) == (422, "not_longer"), wrong.text
            assert (await seen(house, chairman(house), task))["due_on"] == later
        await done(house, chairman(house), task, "refuse-extension", words="Hạn đã dài hơn")

    run(open_house, play)
