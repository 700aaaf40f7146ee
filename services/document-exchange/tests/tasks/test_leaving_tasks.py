"""Nobody's work lies with somebody who is gone: people who leave, units that are merged, agencies that end; and terms are told of."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from document_exchange.tasks.deadlines import TASK_DEADLINE, look
from document_exchange.tasks.digest import next_monday, send_digests
from shared.access.rights import Role
from shared.core import clock
from testing.factories import a_person, a_post

from ..test_continuing import merged, tell_merged
from ..test_units import works
from .task_kit import (
    HELP,
    ONE,
    OTHER,
    PROVINCE,
    RECEIVER,
    TWO,
    act,
    chairman,
    copy_at,
    day,
    director,
    done,
    give,
    listed,
    officer,
    open_rooms,
    part,
    run,
    seen,
    told,
    unit,
)


async def leaves(house: Any, who: Any) -> None:
    await house.tell(a_person(who.subject, full_name=who.name, user_name=who.user_name, active=False), "mail-directory")


def test_what_a_leaver_held_goes_back_to_whoever_gave_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        inside = await give(house, director(house), parts=[part("person:binh")], due_on=day(5).isoformat())
        await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        await done(house, director(house), copy, "distribute", parts=[part("person:binh")])
        await works(house, "binh", active=False)
        mine = await seen(house, director(house), inside)
        assert (mine["state"], mine["lead"], mine["parts"]) == ("returned", "", [])
        again = await seen(house, director(house), copy)
        assert (again["state"], again["parts"]) == ("working", []), "the agency still has it"
        assert len(await told(house, "directive-back")) == 2
        await done(house, director(house), inside, "change-lead", whose="person:sau")
        assert (await seen(house, officer("sau"), inside))["state"] == "given"

    run(open_house, play)


def test_where_the_giver_has_left_a_leader_of_the_agency_closes(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        await done(house, director(house), copy, "complete", words="Xong")
        other = chairman(house).model_copy(update={"subject": "chu-tich-moi", "name": "Chủ tịch mới"})
        post = a_post(PROVINCE, Role.LEADER, "Chủ tịch")
        await house.tell(a_person("chu-tich-moi", post, full_name="Chủ tịch mới"), "mail-directory")
        assert (await act(house, other, task, "confirm")).status_code == 403
        await leaves(house, chairman(house))
        assert "confirm" in (await seen(house, other, task))["allowed"]
        await done(house, other, task, "confirm")
        assert (await copy_at(house, RECEIVER))["state"] == "done"

    run(open_house, play)


def test_work_follows_the_unit_that_is_merged(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await open_rooms(house)
        task = await give(house, director(house), parts=[part(f"unit:{ONE}"), part(f"unit:{TWO}", "cooperate")])
        merged = {"successor_id": TWO, "successor_name": "Phòng Cải cách", "valid_to": day(-1)}
        await unit(house, ONE, "truong", **merged)
        after = await seen(house, director(house), task)
        assert [(one["whose"], one["part"]) for one in after["parts"]] == [(f"unit:{TWO}", "lead")]
        assert after["lead_name"] == "Phòng Cải cách"

    run(open_house, play)


async def morning(house: Any, task: dict[str, Any], due: int) -> None:
    """Look at the task on a morning on which its term is as many days ahead."""
    async with house.database.sessions.begin() as session:
        moved = text("UPDATE task SET due_on = :day, due_key = :day WHERE id = CAST(:id AS uuid)")
        await session.execute(moved, {"day": day(due), "id": task["id"]})
    async with house.database.sessions.begin() as session:
        await look(session, task["id"])
    await house.exchange()


def test_a_term_is_told_of_before_it_ends_and_when_it_is_over_those_above_hear_it_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        watcher = house.person(Role.SPECIALIST, PROVINCE)
        task = await give(house, chairman(house), monitor_id=watcher.subject)
        copy = await copy_at(house, RECEIVER)
        await morning(house, copy, -7)
        await morning(house, copy, -7)
        assert len(await told(house, "directive-late")) == 1, "once"
        (to,) = await told(house, "directive-late")
        assert {(one["agency_code"], one["role"]) for one in to} == {
            (RECEIVER, Role.LEADER),
            (RECEIVER, Role.RECORDS_CLERK),
        }
        await morning(house, task, -7)
        above = await told(house, "directive-late-here")
        people = {one["person_id"] for to in above for one in to}
        assert people >= {chairman(house).subject, watcher.subject}
        planned = text("SELECT key FROM job WHERE name = :name AND done_at IS NULL")
        async with house.database.sessions() as session:
            keys = set(await session.scalars(planned, {"name": TASK_DEADLINE.name}))
        helper = await copy_at(house, OTHER)
        await done(house, director(house, OTHER), helper, "report-part", words="Đã gửi số liệu")
        await morning(house, helper, -7)
        assert len(await told(house, "directive-late")) == 1, "who has said its part is not late with the others"
        assert helper["id"] in keys, "who helps has the term too"
        await done(house, director(house), copy, "complete", words="Xong muộn")
        async with house.database.sessions() as session:
            left = set(await session.scalars(planned, {"name": TASK_DEADLINE.name}))
        assert not left & {copy["id"], task["id"], helper["id"]}, "what is reported is not late any more"

    run(open_house, play)


def test_tasks_of_an_agency_that_ends_go_on_at_its_successor(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        gave = await give(house, director(house), parts=[part(HELP)])
        await tell_merged(house, merged(agency_code=RECEIVER, successor_code=OTHER, successor_name="Sở Tài chính"))
        await house.exchange()
        mine = {one["id"]: one for one in await listed(house, director(house, OTHER))}
        assert {copy["id"], gave["id"]} <= mine.keys()
        await done(house, director(house, OTHER), copy["id"], "complete", words="Xong", anyway=True)
        assert (await seen(house, chairman(house), task))["state"] == "reported"
        assert (await seen(house, chairman(house), task))["lead"] == HELP
        await done(house, chairman(house), task, "send-back", words="Chưa đạt")
        await done(house, chairman(house), task, "change-lead", whose="agency:000.00.11.H08")
        assert (await seen(house, director(house, OTHER), copy["id"]))["state"] == "taken-off"

    run(open_house, play)


def test_each_week_an_agency_hears_how_many_of_its_tasks_are_late(open_house: Any) -> None:
    async def play(house: Any) -> None:
        for _ in range(2):
            await give(house, chairman(house))
        async with house.database.sessions.begin() as session:
            await session.execute(text("UPDATE task SET due_on = :day, due_key = :day"), {"day": day(-1)})
        async with house.database.sessions.begin() as session:
            await send_digests(session, "")
        (to,) = await told(house, "directive-digest")
        assert {one["agency_code"] for one in to} == {RECEIVER}, "who gave it, or helps, leads nothing that is late"
        async with house.database.sessions() as session:
            said = text("SELECT data->'facts'->>'count' FROM outbox WHERE data->>'notification' = 'directive-digest'")
            assert list(await session.scalars(said)) == ["2"]

    run(open_house, play)


def test_the_digest_is_of_monday_morning() -> None:
    sunday = datetime(2026, 11, 29, 23, 0, tzinfo=clock.VIETNAM)
    monday = datetime(2026, 11, 30, 7, 0, tzinfo=clock.VIETNAM)
    assert next_monday(sunday) == monday
    assert next_monday(monday) == monday + timedelta(days=7)
