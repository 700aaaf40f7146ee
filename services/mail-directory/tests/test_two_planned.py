"""Of two changes that wait for one unit, the later is compared with the unit as it will be after the earlier one."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import text

from mail_directory.people.telling import today

from .conftest import ADMINISTRATOR, Directory
from .test_planned_changes import Rooms
from .test_units import API, WHY

SOON, LATER = (today() + timedelta(days=days) for days in (2, 9))


async def _unit(rooms: Rooms) -> Any:
    (row,) = await rooms.directory.rows("SELECT name, kind, head_post_id FROM unit WHERE code = 'P1'")
    return row


async def _name(rooms: Rooms) -> str:
    return str((await _unit(rooms)).name)


async def _parts(rooms: Rooms) -> list[tuple[str, list[str]]]:
    return [(one["first_day"], one["parts"]) for one in await rooms.waiting(rooms.one)]


def test_what_goes_back_later_is_a_change_and_what_is_so_by_then_is_none(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        before = await _name(rooms)
        stays: dict[str, Any] = {"head_post_id": rooms.post}
        await rooms.change(rooms.one, name="Phòng Mới", first_day=str(SOON), **stays)
        same = await rooms.change(rooms.one, 409, name="Phòng Mới", first_day=str(LATER), **stays)
        assert same.json()["code"] == "unit_unchanged"
        left = await rooms.change(rooms.one, 409, name=before, first_day=str(LATER), **stays)
        assert left.json()["code"] == "unit_unchanged", "whoever saw it today has left the name alone"
        await rooms.change(rooms.one, name=before, first_day=str(LATER), as_of=str(LATER), **stays)
        assert await _parts(rooms) == [(str(SOON), ["name"]), (str(LATER), ["name"])]
        await rooms.at(SOON)
        assert await _name(rooms) == "Phòng Mới"
        await rooms.at(LATER)
        assert await _name(rooms) == before

    run(act)


def test_the_later_one_may_be_entered_first(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        await rooms.change(rooms.one, kind="board", head_post_id=rooms.post, first_day=str(LATER))
        await rooms.change(rooms.one, name="Phòng Mới", head_post_id=None, first_day=str(SOON))
        assert await _parts(rooms) == [(str(SOON), ["name", "head"]), (str(LATER), ["kind"])]
        await rooms.at(SOON)
        assert tuple(await _unit(rooms)) == ("Phòng Mới", "division", None)
        await rooms.at(LATER)
        assert tuple(await _unit(rooms)) == ("Phòng Mới", "board", None), "nobody is head again unasked"

    run(act)


def test_where_the_first_is_refused_on_its_day_the_second_does_its_own_part(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        before = await _name(rooms)
        other, _ = await directory.add("binhnt.stttt", "Nguyễn Thị Bình")
        head = str(other.posts[0].id)
        await rooms.change(rooms.one, name="Phòng Mới", head_post_id=head, first_day=str(SOON))
        again: dict[str, Any] = {"head_post_id": rooms.post, "first_day": str(LATER), "as_of": str(LATER)}
        await rooms.change(rooms.one, name="Phòng Mới", kind="board", **again)
        assert await _parts(rooms) == [(str(SOON), ["name", "head"]), (str(LATER), ["kind", "head"])]
        await rooms.at(SOON)
        assert [one["state"] for one in await rooms.waiting(rooms.one)] == ["refused", "waiting"]
        await rooms.at(LATER)
        row = await _unit(rooms)
        assert (row.name, row.kind, str(row.head_post_id)) == (before, "board", rooms.post)
        assert [one["state"] for one in await rooms.waiting(rooms.one)] == ["refused"]

    run(act)


def test_two_of_one_day_happen_in_the_order_in_which_they_were_entered(run: Any) -> None:
    """Whichever of their jobs a worker takes first."""

    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        for name in ("Phòng Mới", "Phòng Mới Hơn"):
            await rooms.change(rooms.one, name=name, head_post_id=rooms.post, first_day=str(SOON))
        async with directory.database.sessions.begin() as session:
            last = "SELECT id::text FROM planned_change ORDER BY id DESC LIMIT 1"
            await session.execute(text(f"UPDATE job SET due_at = due_at - interval '1 second' WHERE key = ({last})"))
        await rooms.at(SOON)
        assert await _name(rooms) == "Phòng Mới Hơn"
        await rooms.at(SOON)
        assert await _name(rooms) == "Phòng Mới Hơn"
        assert await rooms.waiting(rooms.one) == []

    run(act)


def test_where_a_post_lies_and_whether_the_unit_is_there_are_of_that_day_too(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        out = f"{API}/units/{rooms.two}/posts/{rooms.post}"
        early = await directory.call("DELETE", out, ADMINISTRATOR, params=WHY | {"first_day": str(LATER)})
        assert early.status_code == 404
        await rooms.put(rooms.two, {"first_day": str(SOON)})
        taken = await directory.call("DELETE", out, ADMINISTRATOR, params=WHY | {"first_day": str(LATER)})
        assert taken.status_code == 200, taken.text
        # The head leaves with the move, so that naming nobody is no change any more.
        same = await rooms.change(rooms.one, 409, head_post_id=None, first_day=str(LATER))
        assert same.json()["code"] == "unit_unchanged"
        await rooms.at(SOON)
        assert await rooms.place() == rooms.two
        await rooms.at(LATER)
        assert await rooms.place() == "None"
        await rooms.merge(first_day=str(SOON))
        gone = await rooms.change(rooms.one, 409, name="Phòng Mới", first_day=str(LATER))
        assert gone.json()["code"] == "unit_ends_before"
        assert (await rooms.put(rooms.one, {"first_day": str(LATER)}, 409)).json()["code"] == "unit_ends_before"
        await rooms.put(rooms.one, {"first_day": str(SOON - timedelta(days=1))})

    run(act)


def test_the_page_shows_the_unit_of_that_day_before_it_takes_the_change(run: Any) -> None:
    """It showed today's: who only names another head would else take back the name that is to come."""

    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        before = await _name(rooms)
        page = f"/danh-ba/don-vi/{rooms.one}"
        (row,) = await directory.rows(f"SELECT version FROM unit WHERE id = '{rooms.one}'")

        async def send(day: date, **form: str) -> Any:
            days = {f"first_day-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
            sent = {"version": str(row.version), "kind": "division", "head": rooms.post} | form | days
            return await directory.call("POST", f"{page}/sua", ADMINISTRATOR, data=sent)

        assert (await send(SOON, name="Phòng Mới")).status_code == 303
        asked = await send(LATER, name=before, head="")
        assert asked.status_code == 409
        assert "đã khác hôm nay" in asked.text
        assert 'name="name" type="text" value="Phòng Mới"' in asked.text, asked.text
        assert f'name="as_of" value="{LATER}"' in asked.text
        assert len(await rooms.waiting(rooms.one)) == 1
        assert (await send(LATER, name="Phòng Mới", head="", as_of=str(LATER))).status_code == 303
        assert await _parts(rooms) == [(str(SOON), ["name"]), (str(LATER), ["head"])]
        wrong = await send(LATER, name="", head="", as_of="hôm nọ")
        assert wrong.status_code in (409, 422)

    run(act)
