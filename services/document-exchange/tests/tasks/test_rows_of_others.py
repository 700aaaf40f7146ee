"""Nobody takes the row that another agency is to have of a task, and no event writes over a row of another task."""

from typing import Any
from uuid import UUID, uuid4

from document_exchange.tasks.events import take_told
from document_exchange.tasks.steps import copy_id
from shared.contracts.document_exchange_tasks import TaskTold
from shared.core import clock

from .task_kit import (
    HELP,
    LEAD,
    OTHER,
    PROVINCE,
    RECEIVER,
    body,
    chairman,
    copy_at,
    day,
    director,
    done,
    everything,
    give,
    listed,
    part,
    run,
    seen,
)


def test_the_id_of_a_copy_is_nobodys_to_choose(open_house: Any) -> None:
    async def play(house: Any) -> None:
        task = await give(house, chairman(house), parts=[part(LEAD)])
        copy = await copy_at(house, RECEIVER)
        coming = copy_id(UUID(copy["origin_id"]), OTHER)
        before = await everything(house)
        own = body(id=str(coming), parts=[part(HELP)])
        answer = await house.call(director(house), "POST", "/tasks", json=own)
        assert (answer.status_code, answer.json()["code"]) == (422, "id_not_random")
        assert [one["pointer"] for one in answer.json()["errors"]] == ["/id"]
        assert await everything(house) == before
        await done(house, chairman(house), task, "share", parts=[part(HELP, "cooperate")])
        assert (await copy_at(house, OTHER))["id"] == str(coming)
        await give(house, director(house), parts=[part(HELP)], id=str(uuid4()))

    run(open_house, play)


def test_an_event_changes_no_row_of_another_task_nor_of_another_agency(open_house: Any) -> None:
    async def play(house: Any) -> None:
        own = await give(house, director(house), parts=[part(HELP)])
        other = await give(house, chairman(house))
        copy = await copy_at(house, RECEIVER)
        before = await everything(house)
        told = {
            **{"copy_id": own["id"], "task_id": str(uuid4()), "addressee_code": RECEIVER, "giver_code": PROVINCE},
            **{"giver_agency": "UBND tỉnh", "giver_name": "Chủ tịch", "code": "NV-1", "title": "Khác", "part": "lead"},
            **{"field": "noi-vu", "source": "typed", "lead": LEAD, "lead_name": "Sở", "state": "cancelled"},
            **{"given_at": clock.now(), "act": "cancel", "told_at": clock.now(), "due_on": day(3)},
        }
        for changes in (
            {},
            {"copy_id": copy["id"]},
            {"copy_id": copy["id"], "task_id": other["id"], "addressee_code": OTHER},
            {"copy_id": other["id"], "task_id": other["id"]},
        ):
            async with house.database.sessions.begin() as session:
                await take_told(session, TaskTold(**(told | changes)))
            assert await everything(house) == before, changes
        assert (await seen(house, director(house), own))["subject"] == own["subject"]
        assert len(await listed(house, director(house), scope="came")) == 1

    run(open_house, play)
