"""Whoever gave a task and stays at the agency in a lesser post decides on it no longer: who stands there now does, else a leader."""

from typing import Any

from shared.access.identity import Identity
from shared.access.rights import Role
from testing.factories import a_person, a_post

from ..test_units import works
from .task_kit import ONE, RECEIVER, act, director, done, give, listed, officer, open_rooms, part, run, seen, told, unit

BINH = "person:binh"


async def hire_deputy(house: Any) -> Identity:
    post = a_post(RECEIVER, Role.LEADER, "Phó Giám đốc")
    await house.tell(a_person("pho", post, full_name="Phó Giám đốc"), "mail-directory")
    return director(house).model_copy(update={"subject": "pho", "name": "Phó Giám đốc"})


async def step_down(house: Any) -> Identity:
    """The director stays as a specialist."""
    who = director(house)
    post = a_post(RECEIVER, Role.SPECIALIST, "Chuyên viên")
    await house.tell(a_person(who.subject, post, full_name=who.name, user_name=who.user_name), "mail-directory")
    return who.model_copy(update={"roles": frozenset({Role.SPECIALIST}), "title": "Chuyên viên"})


async def reported(house: Any, who: Identity) -> dict[str, Any]:
    task = await give(house, who, parts=[part(BINH)])
    await done(house, officer("binh"), task, "complete", words="Xong")
    return task


def test_a_leader_who_stepped_down_is_stood_in_for_by_another(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        deputy = await hire_deputy(house)
        task, finished = await reported(house, director(house)), await reported(house, director(house))
        await done(house, director(house), finished, "confirm")
        assert (await act(house, deputy, task, "confirm")).status_code == 403, "the giver is there"
        assert (await act(house, deputy, finished, "reopen", words="Nhầm")).status_code == 403
        former = await step_down(house)
        assert len(await told(house, "directive-back")) == 1, "of what is open alone"
        assert (await act(house, former, task, "confirm")).status_code == 403
        assert [one["id"] for one in await listed(house, deputy, scope="given", status="reported")] == [task["id"]]
        await done(house, deputy, task, "confirm")
        await done(house, deputy, finished, "reopen", words="Đóng nhầm")
        post = a_post(RECEIVER, Role.LEADER, "Giám đốc")
        await house.tell(a_person(former.subject, post, full_name=former.name), "mail-directory")
        assert "reopen" in (await seen(house, director(house), task))["allowed"], "back in his post it is his again"
        assert "reopen" not in (await seen(house, deputy, task))["allowed"]

    run(open_house, play)


def test_whoever_heads_the_unit_now_decides_on_what_was_given_there(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        former, new = officer("truong", leads=True), officer("sau", leads=True)
        task, finished = await reported(house, former), await reported(house, former)
        await done(house, former, finished, "confirm")
        assert (await act(house, director(house), task, "confirm")).status_code == 403
        await unit(house, ONE, "sau")
        assert "confirm" not in (await seen(house, officer("truong"), task))["allowed"]
        assert {one["id"] for one in await listed(house, new, scope="given")} == {task["id"], finished["id"]}
        await done(house, new, task, "confirm")
        await done(house, new, finished, "reopen", words="Đóng nhầm")
        await unit(house, ONE)  # nobody leads it any more
        assert "cancel" in (await seen(house, director(house), finished))["allowed"], "a leader stands in"
        await works(house, "truong", ONE)
        await unit(house, ONE, "truong")
        assert "cancel" not in (await seen(house, director(house), finished))["allowed"]
        assert "cancel" in (await seen(house, former, finished))["allowed"]

    run(open_house, play)
