"""An administrator gives himself nothing through the units that he looks after: today, or on a day to come."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from mail_directory.people.telling import today

from .conftest import ADMINISTRATOR, Directory, an_officer
from .test_planned_changes import Rooms
from .test_units import API, WHY

TOMORROW = today() + timedelta(days=1)


async def _own(directory: Directory, rooms: Rooms) -> tuple[Any, str]:
    """The administrator's own account, with a post in the first room."""
    keeper, _ = await directory.add("danhba.stttt", "Lê Văn Quản", "directory-administrator")
    post = str(keeper.posts[0].id)
    path = f"{API}/units/{rooms.one}/posts/{post}"
    assert (await directory.call("PUT", path, ADMINISTRATOR, json=WHY)).status_code == 200
    return an_officer("directory-administrator", subject=str(keeper.id)), post


async def _change(directory: Directory, who: Any, unit: str, **changed: Any) -> Any:
    (row,) = await directory.rows(f"SELECT version, name FROM unit WHERE id = '{unit}'")
    body = {"name": row.name, "kind": "division", "version": row.version} | changed
    return await directory.call("PUT", f"{API}/units/{unit}", who, json=body)


@pytest.mark.parametrize("day", [None, str(TOMORROW)], ids=["today", "ahead"])
def test_nobody_makes_himself_head_of_a_unit(run: Any, day: str | None) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        himself, post = await _own(directory, rooms)
        before = await directory.rows("SELECT id, head_post_id, version FROM unit ORDER BY id")
        refused = await _change(directory, himself, rooms.one, head_post_id=post, first_day=day)
        assert (refused.status_code, refused.json()["code"]) == (409, "own_unit")
        assert "hãy nhờ quản trị khác" in refused.json()["title"]
        assert await directory.rows("SELECT id, head_post_id, version FROM unit ORDER BY id") == before
        assert await rooms.waiting(rooms.one) == []
        given = await _change(directory, ADMINISTRATOR, rooms.one, head_post_id=post, first_day=day)
        assert given.status_code == 200, given.text
        if day is None:  # who leads it by somebody else's hand renames it all the same
            renamed = await _change(directory, himself, rooms.one, head_post_id=post, name="Phòng Mới")
            assert renamed.status_code == 200, renamed.text

    run(act)


@pytest.mark.parametrize("day", [None, str(TOMORROW)], ids=["today", "ahead"])
def test_nobody_brings_another_unit_into_the_one_he_leads(run: Any, day: str | None) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        himself, post = await _own(directory, rooms)
        given = await _change(directory, ADMINISTRATOR, rooms.one, head_post_id=post)
        assert given.status_code == 200, given.text
        merger = WHY | {"into_id": rooms.one, "version": 1, "first_day": day}
        path = f"{API}/units/{rooms.two}/merge"
        refused = await directory.call("POST", path, himself, json=merger)
        assert (refused.status_code, refused.json()["code"]) == (409, "own_unit")
        assert await directory.rows("SELECT 1 FROM unit WHERE successor_id IS NOT NULL") == []
        assert (await directory.call("POST", path, ADMINISTRATOR, json=merger)).status_code == 200

    run(act)


def test_what_waited_gives_it_to_nobody_who_entered_it_either(run: Any) -> None:
    """Whoever led it on the day is looked at then: by another way he may have become head meanwhile."""

    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        himself, post = await _own(directory, rooms)
        merger = WHY | {"into_id": rooms.one, "version": 1, "first_day": str(TOMORROW)}
        waits = await directory.call("POST", f"{API}/units/{rooms.two}/merge", himself, json=merger)
        assert waits.status_code == 200, waits.text
        async with directory.database.sessions.begin() as session:
            await session.execute(text(f"UPDATE unit SET head_post_id = '{post}' WHERE id = '{rooms.one}'"))
        await rooms.at(TOMORROW)
        (refused,) = await rooms.waiting(rooms.one)
        assert (refused["state"], "tự đặt mình" in refused["refusal"]) == ("refused", True)
        assert await directory.rows("SELECT 1 FROM unit WHERE successor_id IS NOT NULL") == []

    run(act)
