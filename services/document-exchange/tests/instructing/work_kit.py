"""An agency with two rooms, both led, and an arrival that is registered there."""

from datetime import date, timedelta
from typing import Any

from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from testing.factories import a_person, a_post

from ..test_incoming import RECEIVER
from ..test_units import AGENCY, NAMES, ONE, STAFF, TWO, officer, registered, staffed, unit

OTHER_LEADER = "lanh-dao-hai"


def leader(house: Any) -> Identity:
    who: Identity = house.person(Role.LEADER, RECEIVER)
    return who


def clerk(house: Any) -> Identity:
    who: Identity = house.person(Role.RECORDS_CLERK, RECEIVER)
    return who


def deputy() -> Identity:
    named = {"subject": OTHER_LEADER, "name": "Phạm Thị Phó", "title": "Phó Giám đốc"}
    return Identity(kind="officer", roles=frozenset({Role.LEADER}), **named, **AGENCY)


async def open_agency(house: Any) -> str:
    """Two led rooms, a second leader, and an arrival in the book; its id."""
    await staffed(house)
    await unit(house, TWO, "khac")
    await leads(house)
    return await registered(house)


async def leads(house: Any, **changed: Any) -> None:
    """The second leader's posts, as the directory tells of them."""
    posts = changed.pop("posts", [a_post(RECEIVER, Role.LEADER, "Phó Giám đốc")])
    await house.tell(a_person(OTHER_LEADER, *posts, full_name="Phạm Thị Phó", **changed), "mail-directory")


def day(ahead: int) -> date:
    return clock.local_now().date() + timedelta(days=ahead)


def part(whose: str, as_what: str, ahead: int = 0, words: str = "") -> dict[str, Any]:
    due = {"due_on": day(ahead).isoformat()} if ahead else {}
    return {"whose_id": whose, "part": as_what, "words": words} | due


async def act(house: Any, who: Identity, incoming_id: str, work: str, **body: Any) -> Any:
    return await house.call(who, "POST", f"/incoming/{incoming_id}/work/{work}", json=body)


async def done(house: Any, who: Identity, incoming_id: str, work: str, **body: Any) -> dict[str, Any]:
    answer = await act(house, who, incoming_id, work, **body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def refused(
    house: Any, who: Identity, incoming_id: str, work: str, status: int, code: str, **body: Any
) -> dict[str, Any]:
    """Nothing has changed."""
    before = await standing(house, incoming_id)
    answer = await act(house, who, incoming_id, work, **body)
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    assert await standing(house, incoming_id) == before
    return dict(answer.json())


async def standing(house: Any, incoming_id: str, who: Identity | None = None) -> dict[str, Any]:
    found = await house.call(who or leader(house), "GET", f"/incoming/{incoming_id}/work")
    assert found.status_code == 200, found.text
    return dict(found.json())


async def parts_of(house: Any, incoming_id: str) -> list[tuple[str, str]]:
    return [(one["whose_id"], one["part"]) for one in (await standing(house, incoming_id))["parts"]]


async def lines(house: Any, incoming_id: str) -> list[tuple[str, str]]:
    """The history: act and words."""
    found = await house.call(leader(house), "GET", f"/incoming/{incoming_id}/timeline")
    return [(one["act"], one["note"]) for one in found.json()["items"]]


__all__ = ["NAMES", "ONE", "STAFF", "TWO", "officer", "registered"]
