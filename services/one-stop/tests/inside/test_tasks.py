"""Tasks that officers give each other on a dossier: on the colleague's list, told, reminded, done, given back, taken back."""

import asyncio
import json
from datetime import date, timedelta
from typing import Any

from one_stop.dossiers.cases import COUNTER_OFFICER, LEADER, SPECIALIST
from one_stop.tasks.watching import TASK_DEADLINE
from shared.core import clock
from shared.directory.keeping import keep_person
from shared.work.jobs import Jobs
from testing.factories import a_person, a_post

from .kit import held, page_of, send

URL = "/api/one-stop/v1"
LIST = "/mot-cua/viec-duoc-giao"


def _in(days: int) -> date:
    return clock.local_now().date() + timedelta(days=days)


def _form(office: Any, days: int = 10, **changed: Any) -> dict[str, str]:
    day = _in(days)
    due = {"due_on-day": str(day.day), "due_on-month": str(day.month), "due_on-year": str(day.year)}
    return {"to_id": f"{COUNTER_OFFICER}.{office.agency}", "what": "Gọi chủ nhà xin bản vẽ"} | due | changed


async def _give(office: Any, dossier: str, role: str = SPECIALIST, **changed: Any) -> Any:
    body = {"to_id": f"{COUNTER_OFFICER}.{office.agency}", "what": "Gọi chủ nhà", "due_on": _in(10).isoformat()}
    return await office.act(dossier, "tasks", role, body | changed)


async def _told(office: Any) -> list[tuple[str, str]]:
    rows = await office.rows("SELECT data::text AS data FROM outbox WHERE kind = 'notification' ORDER BY position")
    found = [json.loads(row["data"]) for row in rows]
    return [
        (one["notification"], to["person_id"]) for one in found for to in one["to"] if "task" in one["notification"]
    ]


def test_a_colleague_has_the_task_on_his_list_does_it_and_who_gave_it_is_told(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            giver, doer = (f"{role}.{office.agency}" for role in (SPECIALIST, COUNTER_OFFICER))
            assert (await send(office, dossier, "viec", SPECIALIST, _form(office))).status_code == 303
            assert await _told(office) == [("task-assigned", doer)]
            listed = await office.client.get(LIST, headers=office.headers(COUNTER_OFFICER))
            assert "Gọi chủ nhà xin bản vẽ" in listed.text
            assert "Gọi chủ nhà" not in (await office.client.get(LIST, headers=office.headers(LEADER))).text
            given = await office.client.get(f"{LIST}?pham_vi=given", headers=office.headers(SPECIALIST))
            assert "Gọi chủ nhà xin bản vẽ" in given.text
            others = await send(office, dossier, "viec/1/xong", LEADER, {"answer": "Xong", "number": "1"})
            assert others.status_code == 403
            done = {"answer": "Chủ nhà nộp chiều nay", "number": "1"}
            assert (await send(office, dossier, "viec/1/xong", COUNTER_OFFICER, done)).status_code == 303
            assert (await _told(office))[1:] == [("task-done", giver)]
            assert "Chủ nhà nộp chiều nay" in await page_of(office, dossier)
            twice = await send(office, dossier, "viec/1/xong", COUNTER_OFFICER, done)
            assert twice.status_code == 409
            assert "Việc này đã kết thúc (Đã xong)" in twice.text
            lines = await office.rows("SELECT action FROM hand_over WHERE action LIKE '%task%' ORDER BY number")
            assert [line["action"] for line in lines] == ["give-task", "task-done"]

    asyncio.run(run())


def test_it_comes_back_with_a_reason_and_is_taken_back_by_who_gave_it_or_a_leader(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            for _ in range(3):
                assert (await _give(office, dossier)).status_code == 200
            short = await send(office, dossier, "viec/1/tra-lai", COUNTER_OFFICER, {"reason": "x", "number": "1"})
            assert short.status_code == 422
            assert 'id="task-returned-reason-error"' in short.text
            why = {"reason": "Tôi không có số của chủ nhà"}
            assert (await send(office, dossier, "viec/1/tra-lai", COUNTER_OFFICER, why)).status_code == 303
            mine = await send(office, dossier, "viec/2/thu-hoi", COUNTER_OFFICER, why)
            assert mine.status_code == 403
            assert "Chỉ người đã giao việc này" in mine.text
            for number, role in ((2, SPECIALIST), (3, LEADER)):
                taken = await send(office, dossier, f"viec/{number}/thu-hoi", role, {"reason": "Đã có bản vẽ"})
                assert taken.status_code == 303
            assert [kind for kind, _ in await _told(office)][3:] == ["task-returned", "task-recalled", "task-recalled"]
            listed = await office.client.get(f"{URL}/lists/tasks?scope=agency", headers=office.headers(LEADER))
            assert listed.json()["items"] == []
            ended = await office.client.get(
                f"{URL}/lists/tasks?scope=agency&state=ended&count=true", headers=office.headers(LEADER)
            )
            assert ended.json()["count"] == 3

    asyncio.run(run())


def test_programs_give_do_return_and_recall(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            for _ in range(3):
                await _give(office, dossier)
            acts: list[tuple[str, str, dict[str, str]]] = [
                ("1/done", COUNTER_OFFICER, {}),
                ("2/return", COUNTER_OFFICER, {"reason": "Bận trực cả tuần"}),
                ("3/recall", SPECIALIST, {"reason": "Không cần nữa"}),
            ]
            for path, role, body in acts:
                answer = await office.act(dossier, f"tasks/{path}", role, body)
                assert answer.status_code == 200, answer.text
            assert (await office.act(dossier, "tasks/9/done", COUNTER_OFFICER, {})).status_code == 404
            rows = await office.rows("SELECT state FROM dossier_task ORDER BY number")
            assert [row["state"] for row in rows] == ["done", "returned", "recalled"]

    asyncio.run(run())


def test_to_nobody_to_oneself_to_who_left_or_for_a_day_gone_nothing_is_given(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            async with office.database.sessions.begin() as session:
                post = a_post("000.00.12.H08", SPECIALIST)
                await keep_person(session, a_person("di-roi", post, full_name="Đi Rồi", user_name="di-roi"))
            for changed, field in (
                ({"to_id": ""}, "to_id"),
                ({"to_id": f"{SPECIALIST}.{office.agency}"}, "to_id"),
                ({"to_id": "di-roi"}, "to_id"),
                ({"what": "Ừ"}, "what"),
                ({"due_on-month": "13"}, "due_on"),
            ):
                refused = await send(office, dossier, "viec", SPECIALIST, _form(office, 10, **changed))
                assert refused.status_code == 422, changed
                assert f'href="#give-task-{field}"' in refused.text, changed
            gone = await send(office, dossier, "viec", SPECIALIST, _form(office, -5))
            assert "đã qua" in gone.text
            assert ">Gọi chủ nhà xin bản vẽ</textarea>" in gone.text
            assert not await office.rows("SELECT 1 FROM dossier_task")

    asyncio.run(run())


def test_a_dossier_has_no_more_than_twenty_tasks_that_wait(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            for _ in range(20):
                assert (await _give(office, dossier)).status_code == 200
            assert (await _give(office, dossier)).json()["code"] == "tasks_too_many"

    asyncio.run(run())


async def _look_at(office: Any, moment: Any) -> list[tuple[str, str]]:
    before = len(await _told(office))
    with clock.stopped_at(moment):
        jobs = Jobs(office.database, [TASK_DEADLINE])
        while await jobs.do_next():
            pass
    return (await _told(office))[before:]


def test_it_is_reminded_before_its_day_and_both_are_told_when_it_is_late(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            await _give(office, dossier)
            giver, doer = (f"{role}.{office.agency}" for role in (SPECIALIST, COUNTER_OFFICER))
            [row] = await office.rows("SELECT due_at FROM dossier_task")
            assert await _look_at(office, row["due_at"] - timedelta(minutes=1)) == [("task-due-soon", doer)]
            late = await _look_at(office, row["due_at"] + timedelta(minutes=1))
            assert late == [("task-late", doer), ("task-late", giver)]
            assert await _look_at(office, row["due_at"] + timedelta(days=9)) == []

    asyncio.run(run())


def test_of_a_dossier_that_has_ended_nobody_is_reminded_and_its_tasks_rest(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            await _give(office, dossier)
            await office.rows(
                "UPDATE dossier SET status = 8, version = version + 1 WHERE id = $1 RETURNING id", dossier
            )
            assert await _look_at(office, clock.now() + timedelta(days=60)) == []
            late = await office.act(dossier, "tasks/1/done", COUNTER_OFFICER, {})
            assert (late.status_code, late.json()["code"]) == (409, "dossier_closed")

    asyncio.run(run())
