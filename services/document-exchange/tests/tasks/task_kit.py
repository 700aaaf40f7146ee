"""A chairman who gives tasks to departments, and a department with two rooms in which they are done."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock

from ..test_incoming import RECEIVER, run
from ..test_units import ONE, TWO, officer, staffed, told, unit

PROVINCE = "000.00.00.H08"
OTHER = "000.00.05.H08"
LEAD, HELP = f"agency:{RECEIVER}", f"agency:{OTHER}"


def chairman(house: Any) -> Identity:
    who: Identity = house.person(Role.LEADER, PROVINCE)
    return who


def clerk(house: Any, agency: str = PROVINCE) -> Identity:
    who: Identity = house.person(Role.RECORDS_CLERK, agency)
    return who


def director(house: Any, agency: str = RECEIVER) -> Identity:
    who: Identity = house.person(Role.LEADER, agency)
    return who


def specialist(house: Any, agency: str = PROVINCE) -> Identity:
    who: Identity = house.person(Role.SPECIALIST, agency)
    return who


def day(ahead: int) -> date:
    return clock.local_now().date() + timedelta(days=ahead)


def part(whose: str, as_what: str = "lead", **more: Any) -> dict[str, Any]:
    return {"whose": whose, "part": as_what} | more


def body(**changes: Any) -> dict[str, Any]:
    whole = {
        "subject": "Rà soát thủ tục hành chính về đất đai",
        "field": "noi-vu",
        "due_on": day(10).isoformat(),
        "parts": [part(LEAD), part(HELP, "cooperate")],
    }
    return whole | changes


async def give(house: Any, who: Identity, status: int = 201, **changes: Any) -> dict[str, Any]:
    answer = await house.call(who, "POST", "/tasks", json=body(**changes))
    assert answer.status_code == status, answer.text
    await house.exchange()
    assert not (f := await faults(house)), f
    return dict(answer.json())


async def listed(house: Any, who: Identity, **filters: str) -> list[dict[str, Any]]:
    answer = await house.call(who, "GET", "/tasks", params=filters)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


async def copy_at(house: Any, agency: str, code: str = "") -> dict[str, Any]:
    """The one task of that code that the agency was given."""
    (found,) = [one for one in await listed(house, director(house, agency), scope="came") if code in one["code"]]
    return found


async def act(house: Any, who: Identity, task: Any, what: str, **sent: Any) -> Any:
    task_id = task["id"] if isinstance(task, dict) else task
    return await house.call(who, "POST", f"/tasks/{task_id}/{what}", json=sent)


async def done(house: Any, who: Identity, task: Any, what: str, **sent: Any) -> dict[str, Any]:
    answer = await act(house, who, task, what, **sent)
    assert answer.status_code == 200, answer.text
    await house.exchange()
    assert not (f := await faults(house)), f
    return dict(answer.json())


async def seen(house: Any, who: Identity, task: Any) -> dict[str, Any]:
    task_id = task["id"] if isinstance(task, dict) else task
    answer = await house.call(who, "GET", f"/tasks/{task_id}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def refused(house: Any, who: Identity, task: Any, what: str, status: int, code: str, **sent: Any) -> None:
    """Nothing has changed, here or anywhere."""
    before = await everything(house)
    answer = await act(house, who, task, what, **sent)
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    await house.exchange()
    assert not (f := await faults(house)), f
    assert await everything(house) == before


async def everything(house: Any) -> list[Any]:
    async with house.database.sessions() as session:
        tasks = await session.execute(text("SELECT id, state, version, due_on, lead, percent FROM task ORDER BY id"))
        steps = await session.execute(text("SELECT count(*) FROM task_step"))
        parts = await session.execute(text("SELECT task_id, whose, part, outcome_at FROM task_part ORDER BY 1, 2"))
        return [tasks.all(), steps.all(), parts.all()]


async def lines(house: Any, who: Identity, task: Any) -> list[tuple[str, str]]:
    task_id = task["id"] if isinstance(task, dict) else task
    found = await house.call(who, "GET", f"/tasks/{task_id}/timeline")
    return [(one["act"], one["note"]) for one in found.json()["items"]]


async def open_rooms(house: Any) -> None:
    """Two led rooms at the department."""
    await staffed(house)
    await unit(house, TWO, "khac")


__all__ = ["ONE", "RECEIVER", "TWO", "officer", "run", "told", "unit"]


async def faults(house: Any) -> list[Any]:
    async with house.database.sessions() as session:
        return list((await session.execute(text("SELECT * FROM inbox WHERE state <> 'done'"))).mappings())
