"""A head sees who has how much, is told how to share out what nobody has, and does it by one act with a line for each."""

import asyncio
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

from one_stop.balancing.rules import Proposed, Task, after, loads_of, share_out
from shared.core import clock
from shared.directory.keeping import keep_person
from testing.factories import a_person, a_post

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
ELSEWHERE = "000.00.12.H08"
PATH = "/mot-cua/chia-viec"
NOW = clock.now()


def _task(days: int, holder: str = "", *, rests: bool = False, begun: bool = False) -> Task:
    return Task(uuid4(), 1, "H08-1", "Cấp phép", holder, NOW + timedelta(days=days), rests, begun)


def test_points_are_of_what_is_due_and_what_rests_has_none() -> None:
    tasks = [_task(-1, "an"), _task(3, "an"), _task(30, "an"), _task(-1, "an", rests=True), _task(-1)]
    assert loads_of(tasks, ["an", "binh"], NOW) == {"an": 6, "binh": 0}


def test_what_nobody_has_goes_to_who_has_least_and_what_is_begun_stays() -> None:
    begun = [_task(-1, "an", begun=True) for _ in range(4)]
    free = [_task(-1), _task(3), _task(30)]
    proposed = share_out([*begun, *free], ["an", "binh"], NOW, 50)
    assert [(one.task, one.to) for one in proposed] == [(task, "binh") for task in free]
    held = [_task(day, "an") for day in (20, 21, 22, 23, 24, 25)]
    evened = share_out(held, ["an", "binh"], NOW, 50)
    assert [one.task for one in evened] == held[:3:-1], "the last due first, until they differ by less than four"
    assert after(loads_of(held, ["an", "binh"], NOW), evened, NOW) == {"an": 4, "binh": 2}
    assert share_out(held, [], NOW, 50) == []
    assert len(share_out([_task(1) for _ in range(60)], ["an"], NOW, 50)) == 50
    assert share_out(free, ["an"], NOW, 1) == [Proposed(free[0], "an")]


async def _post(office: Any, role: str = LEADER, agency: str | None = None, **form: Any) -> Any:
    data = {"csrf_token": "csrf-token", "reason": "Chia đều khối lượng việc"} | form
    return await office.client.post(PATH, headers=office.headers(role, agency), data=data)


async def _waiting(office: Any, amount: int) -> list[str]:
    """At the specialists' step, in nobody's hands; a second specialist works there."""
    async with office.app.state.database.sessions.begin() as session:
        post = a_post(office.agency, SPECIALIST, "Chuyên viên")
        await keep_person(
            session, a_person(f"second.{office.agency}", post, full_name="Lê Thị Hai", user_name="second")
        )
    found = []
    for _ in range(amount):
        dossier = str(await office.file("hop-bao"))
        for act, body in (("accept", None), ("transfer", {})):
            assert (await office.act(dossier, act, COUNTER, body)).status_code == 200
        found.append(dossier)
    return found


def test_all_that_is_chosen_is_given_out_with_a_line_for_each(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            waiting = await _waiting(office, 4)
            page = (await office.client.get(PATH, headers=office.headers(LEADER))).text
            assert "Đề xuất chia 4 hồ sơ" in page
            chosen = re.findall(r'name="chon" value="([^"]+)"', page)
            to = re.findall(r'<select[^>]*name="(nguoi\.[^"]+)".*?<option value="([^"]*)" selected', page, re.DOTALL)
            people = dict(to)
            assert sorted(people.values()).count(f"second.{office.agency}") == 2
            taken = max(waiting)
            claimed = await office.act(taken, "claim", SPECIALIST)
            assert claimed.status_code == 200
            shared = await _post(office, chon=chosen, **people)
            assert shared.status_code == 200, shared.text
            assert "Đã thực hiện 3 trong 4 mục." in shared.text
            rows = await office.rows("SELECT id, holder_id FROM dossier")
            for row in rows:
                if str(row["id"]) != taken:
                    assert row["holder_id"] == people[f"nguoi.{row['id']}"]
            again = await _post(office, chon=chosen, **people)
            assert again.status_code == 409
            assert len(await office.rows("SELECT 1 FROM hand_over WHERE action = 'reassign'")) == 3

    asyncio.run(run())


def test_nobody_else_shares_out_and_what_is_refused_stays(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            (dossier,) = await _waiting(office, 1)
            before = await office.rows("SELECT d::text FROM dossier d")
            given = {"chon": dossier, f"nguoi.{dossier}": f"second.{office.agency}"}
            assert (await _post(office, SPECIALIST, **given)).status_code == 403
            assert (await office.client.get(PATH, headers=office.headers(SPECIALIST))).status_code == 403
            assert (await office.client.get(PATH)).status_code == 303
            assert (await _post(office, LEADER, ELSEWHERE, **given)).status_code == 409
            assert (await _post(office)).status_code == 422
            for wrong in ({f"nguoi.{dossier}": "khong-co"}, {"reason": ""}, {f"nguoi.{dossier}": ""}):
                assert (await _post(office, **(given | wrong))).status_code == 409, wrong
            assert await office.rows("SELECT d::text FROM dossier d") == before

    asyncio.run(run())


def test_a_head_shares_out_within_the_unit_and_nothing_of_another(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            own, other = await _waiting(office, 2)
            two = a_post(office.agency, SPECIALIST, "Chuyên viên", unit_id="u-hai")
            one = a_post(office.agency, SPECIALIST, "Chuyên viên", unit_id="u-mot")
            async with office.app.state.database.sessions.begin() as session:
                for person, post in (("truong", one), ("sau", one), ("khac", two)):
                    await keep_person(session, a_person(person, post, full_name=person, user_name=person))
            for dossier, unit in ((own, "u-mot"), (other, "u-hai")):
                await office.rows("UPDATE dossier SET unit_id = $2 WHERE id = $1", dossier, unit)
            head = office.identity(SPECIALIST, person="truong").model_copy(update={"unit": "u-mot", "leads_unit": True})
            page = (await office.client.get(PATH, headers=office.headers(head))).text
            assert (own in page, other in page) == (True, False)
            assert ('value="sau"' in page, 'value="khac"' in page) == (True, False)
            data = {"csrf_token": "csrf-token", "reason": "Chia đều việc", "chon": [own, other]}
            data |= {f"nguoi.{own}": "sau", f"nguoi.{other}": "sau"}
            shared = await office.client.post(PATH, headers=office.headers(head), data=data)
            assert "Đã thực hiện 1 trong 2 mục." in shared.text
            holders = {
                str(row["id"]): row["holder_id"] for row in await office.rows("SELECT id, holder_id FROM dossier")
            }
            assert holders == {own: "sau", other: None}

    asyncio.run(run())
