"""What is sent twice at one moment is done once and answered as the first was; what cannot be read is refused beside its field."""

import asyncio
from typing import Any

from sqlalchemy import text

from ..schedule.test_schedule import body as entry_body
from .task_kit import LEAD, RECEIVER, body, chairman, copy_at, director, everything, give, listed, part, run, specialist

OWN = "0199d3b0-0000-7000-8000-00000000000e"


def test_a_task_sent_many_times_at_one_moment_is_given_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        sent = body(id=OWN, parts=[part(LEAD)])
        answers = await asyncio.gather(*(house.call(chairman(house), "POST", "/tasks", json=sent) for _ in range(5)))
        assert {(one.status_code, one.json()["code"]) for one in answers} == {(201, answers[0].json()["code"])}
        assert len(await listed(house, chairman(house))) == 1

    run(open_house, play)


def test_an_entry_sent_many_times_at_one_moment_is_entered_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        who = specialist(house, RECEIVER)
        sent = entry_body(id=OWN)
        answers = await asyncio.gather(*(house.call(who, "POST", "/schedule", json=sent) for _ in range(5)))
        assert {(one.status_code, one.json()["id"]) for one in answers} == {(201, OWN)}
        async with house.database.sessions() as session:
            assert await session.scalar(text("SELECT count(*) FROM schedule_step")) == 1

    run(open_house, play)


def test_of_links_asked_for_at_one_moment_one_holds(open_house: Any) -> None:
    async def play(house: Any) -> None:
        who = director(house)
        answers = await asyncio.gather(*(house.call(who, "POST", "/schedule-feed") for _ in range(5)))
        assert {one.status_code for one in answers} == {201}
        read = [(await house.call(None, "GET", one.json()["path"])).status_code for one in answers]
        assert sorted(read) == [200, 404, 404, 404, 404]

    run(open_house, play)


def test_a_report_with_files_that_cannot_be_read_is_refused_beside_its_field(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        before = await everything(house)
        for wrong, pointer in (
            ({"percent": "nhiều"}, "/percent"),
            ({"percent": "101"}, "/percent"),
            ({"anyway": "x"}, "/anyway"),
        ):
            sent = {"words": "Đang làm"} | wrong
            answer = await house.call(director(house), "POST", f"/tasks/{copy['id']}/proofs", data=sent)
            assert answer.status_code == 422, answer.text
            assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
        assert await everything(house) == before

    run(open_house, play)
