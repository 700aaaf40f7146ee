"""Units and places in them change on the day that was entered, ahead or late, without anybody's help."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from mail_directory.people.telling import today
from mail_directory.structure.planning import PLANNED_CHANGE
from shared.core import clock
from shared.work.jobs import Jobs

from .conftest import ADMINISTRATOR, Directory, an_officer
from .test_units import API, AWAY, TOLD, WHY, add

WAITING = f"{API}/units/{{}}/planned-changes"


class Rooms:
    """Two rooms; a person in the first, which he leads, since long before."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory

    async def settle(self) -> "Rooms":
        self.person, _ = await self.directory.add("anhnt.stttt")
        self.post = str(self.person.posts[0].id)
        self.one, self.two = [(await add(self.directory, code=code)).json()["id"] for code in ("P1", "P2")]
        await self.put(self.one, {})
        await self.change(self.one, head_post_id=self.post)
        async with self.directory.database.sessions.begin() as session:
            for table in ("post", "unit"):
                await session.execute(text(f"UPDATE {table} SET valid_from = valid_from - 100"))
        return self

    async def put(self, unit: str, more: dict[str, Any], status: int = 200) -> Any:
        answer = await self.directory.call(
            "PUT", f"{API}/units/{unit}/posts/{self.post}", ADMINISTRATOR, json=WHY | more
        )
        assert answer.status_code == status, answer.text
        return answer

    async def change(self, unit: str, status: int = 200, **changed: Any) -> Any:
        (row,) = await self.directory.rows(f"SELECT version, name FROM unit WHERE id = '{unit}'")
        body = {"name": row.name, "kind": "division", "head_post_id": None, "version": row.version} | changed
        answer = await self.directory.call("PUT", f"{API}/units/{unit}", ADMINISTRATOR, json=body)
        assert answer.status_code == status, answer.text
        return answer

    async def merge(self, status: int = 200, **changed: Any) -> Any:
        (row,) = await self.directory.rows(f"SELECT version FROM unit WHERE id = '{self.one}'")
        body = WHY | {"into_id": self.two, "version": row.version} | changed
        answer = await self.directory.call("POST", f"{API}/units/{self.one}/merge", ADMINISTRATOR, json=body)
        assert answer.status_code == status, answer.text
        return answer

    async def place(self) -> str:
        """Where the post lies."""
        (row,) = await self.directory.rows("SELECT unit_id FROM post")
        return str(row.unit_id)

    async def waiting(self, unit: str) -> list[Any]:
        answer = await self.directory.call("GET", WAITING.format(unit), ADMINISTRATOR)
        return list(answer.json()["items"])

    async def news(self, kind: str) -> Any:
        (row,) = await self.directory.rows(TOLD.format(kind))
        return row.data

    async def at(self, day: date, moment: time = time()) -> None:
        """The worker looks at that moment."""
        with clock.stopped_at(datetime.combine(day, moment, clock.VIETNAM)):
            await Jobs(self.directory.database, [PLANNED_CHANGE]).do_next()


def test_a_post_moves_on_the_day_that_was_entered(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        day = today() + timedelta(days=3)
        await rooms.put(rooms.two, {"first_day": str(day)})
        (waits,) = await rooms.waiting(rooms.two)
        assert (waits["kind"], waits["first_day"], waits["name"]) == ("place", str(day), "Nguyễn Thị Ánh")
        page = (await directory.call("GET", f"/danh-ba/don-vi/{rooms.two}", ADMINISTRATOR)).text
        assert "Xếp vào đơn vị: Nguyễn Thị Ánh" in page
        assert "Thay đổi đã ghi trước" not in (await directory.call("GET", f"/danh-ba/don-vi/{rooms.two}", AWAY)).text
        await rooms.at(day - timedelta(days=1), time.max)
        assert await rooms.place() == rooms.one
        await rooms.at(day)
        assert await rooms.place() == rooms.two
        assert (await rooms.news("person"))["posts"][0]["unit_id"] == rooms.two
        assert (await rooms.news("unit"))["head_post_id"] == "", "whoever leaves leads the first no more"
        assert await rooms.waiting(rooms.two) == []
        (stay,) = await directory.rows("SELECT valid_to FROM unit_stay WHERE unit_id IS NOT NULL")
        assert stay.valid_to == day - timedelta(days=1)

    run(act)


def test_a_move_entered_late_is_kept_with_the_day_on_which_it_was(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        async with directory.database.sessions.begin() as session:
            await session.execute(text("DELETE FROM unit_stay"))
        day = today() - timedelta(days=9)
        await rooms.put(rooms.two, {"first_day": str(day)})
        assert await rooms.place() == rooms.two
        (stay,) = await directory.rows("SELECT unit_id, valid_to FROM unit_stay")
        assert (str(stay.unit_id), stay.valid_to) == (rooms.one, day - timedelta(days=1))
        refused = await rooms.put(rooms.one, {"first_day": str(day - timedelta(days=1))}, 422)
        assert refused.json()["errors"][0]["code"] == "too_early", "it came here only on that day"
        assert await rooms.place() == rooms.two

    run(act)


@pytest.mark.parametrize("days", [-31, 367])
def test_neither_long_past_nor_far_ahead(run: Any, days: int) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        day = {"first_day": str(today() + timedelta(days=days))}
        for refused in (
            await rooms.put(rooms.two, day, 422),
            await rooms.change(rooms.one, 422, name="Phòng Mới", **day),
            await rooms.merge(422, **day),
        ):
            assert [error["pointer"] for error in refused.json()["errors"]] == ["/first_day"]
        assert (await rooms.waiting(rooms.one), await rooms.place()) == ([], rooms.one)

    run(act)


def test_a_unit_is_renamed_on_its_day_and_keeps_the_name_it_had(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        before = (await rooms.news("unit"))["name"]
        day = today() + timedelta(days=1)
        await rooms.change(rooms.one, name="Phòng Mới", head_post_id=rooms.post, first_day=str(day))
        assert (await rooms.news("person"))["posts"][0]["unit"] == before
        await rooms.at(day)
        told = await rooms.news("unit")
        assert (told["unit_id"], told["name"], told["head_post_id"]) == (rooms.one, "Phòng Mới", rooms.post)
        assert (await rooms.news("person"))["posts"][0]["unit"] == "Phòng Mới"
        (row,) = await directory.rows("SELECT former_names FROM unit WHERE code = 'P1'")
        assert row.former_names == [{"name": before, "until": str(day - timedelta(days=1))}]
        page = (await directory.call("GET", f"/danh-ba/don-vi/{rooms.one}", AWAY)).text
        assert "Tên trước đây" in page
        refused = await rooms.change(rooms.one, 422, name="Phòng Khác", first_day=str(today() - timedelta(days=5)))
        assert refused.json()["errors"][0]["pointer"] == "/first_day", "the name is younger"

    run(act)


def test_of_two_changes_that_wait_the_second_undoes_nothing_of_the_first(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        first, second = (today() + timedelta(days=days) for days in (1, 2))
        await rooms.change(rooms.one, name="Phòng Mới", head_post_id=rooms.post, first_day=str(first))
        await rooms.change(rooms.one, head_post_id=None, first_day=str(second))
        await rooms.at(first)
        await rooms.at(second)
        (row,) = await directory.rows("SELECT name, head_post_id FROM unit WHERE code = 'P1'")
        assert (row.name, row.head_post_id) == ("Phòng Mới", None)

    run(act)


def test_a_unit_goes_into_another_on_its_day_with_its_people(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        day = today() + timedelta(days=2)
        for into in (rooms.one, None, "0199d3a0-5b1e-7c44-8f21-3a6f0c9b7eff"):
            refused = await rooms.merge(422, into_id=into)
            assert refused.json()["errors"][0]["pointer"] == "/into_id"
        await rooms.merge(first_day=str(day))
        assert [one["kind"] for one in await rooms.waiting(rooms.two)] == ["merge"], "both pages show it"
        await rooms.at(day)
        told = await directory.rows(
            f"SELECT data FROM outbox WHERE subject = 'unit/{rooms.one}' ORDER BY position DESC"
        )
        ended = told[0].data
        assert (ended["successor_id"], ended["valid_to"]) == (rooms.two, str(day - timedelta(days=1)))
        (post,) = (await rooms.news("person"))["posts"]
        assert (post["unit_id"], post["merged_units"]) == (rooms.two, [rooms.one])
        assert await rooms.place() == rooms.two
        with clock.stopped_at(datetime.combine(day, time(9), clock.VIETNAM)):
            page = (await directory.call("GET", f"/danh-ba/don-vi/{rooms.one}", AWAY)).text
            assert "Đã sáp nhập vào" in page

    run(act)


def test_what_is_not_possible_on_its_day_says_why_and_what_waits_is_withdrawn(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        day = today() + timedelta(days=1)
        await rooms.merge(first_day=str(day))
        await rooms.put(rooms.two, {"first_day": str(day)})
        first, second = await rooms.waiting(rooms.two)
        path = f"{API}/planned-changes/{second['id']}/withdraw"
        assert (await directory.call("POST", path, AWAY)).status_code == 403
        assert (await directory.call("POST", path, an_officer("leader"))).status_code == 403
        assert (await directory.call("POST", path, ADMINISTRATOR)).status_code == 200
        assert (await directory.call("POST", path, ADMINISTRATOR)).json()["code"] == "change_not_waiting"
        (row,) = await directory.rows(f"SELECT version FROM unit WHERE id = '{rooms.two}'")
        ended = await directory.call(
            "POST", f"{API}/units/{rooms.two}/end", ADMINISTRATOR, json={"version": row.version}
        )
        assert ended.status_code == 200
        await rooms.at(day)
        (refused,) = await rooms.waiting(rooms.one)
        assert (refused["id"], refused["state"]) == (first["id"], "refused")
        assert refused["refusal"] == "Hãy chọn một đơn vị khác đang hoạt động của cơ quan."
        assert await rooms.place() == rooms.one
        page = (await directory.call("GET", f"/danh-ba/don-vi/{rooms.one}", ADMINISTRATOR)).text
        assert "Không thực hiện được" in page

    run(act)


def test_the_pages_take_a_day_for_each_change(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        page, day = f"/danh-ba/don-vi/{rooms.one}", today() + timedelta(days=1)
        days = {"first_day-day": day.day, "first_day-month": day.month, "first_day-year": day.year}
        (row,) = await directory.rows(f"SELECT version FROM unit WHERE id = '{rooms.one}'")
        forms: list[tuple[str, dict[str, Any]]] = [
            (f"{page}/sua", {"version": row.version, "name": "Phòng Mới", "kind": "division", "head": rooms.post}),
            (f"{page}/dua-ra/{rooms.post}", WHY),
            (f"/danh-ba/don-vi/{rooms.two}/xep", {"post": rooms.post} | WHY),
            (f"{page}/sap-nhap", {"version": row.version, "into": rooms.two} | WHY),
        ]
        for path, form in forms:
            wrong = await directory.call("POST", path, ADMINISTRATOR, data=form | days | {"first_day-day": "32"})
            assert (wrong.status_code, 'id="first_day-error"' in wrong.text or "Từ ngày" in wrong.text) == (422, True)
            assert 'href="#first_day"' in wrong.text
            assert 'id="first_day"' in wrong.text, path
            assert (await directory.call("POST", path, ADMINISTRATOR, data=form | days)).status_code == 303, path
        kinds = [one["kind"] for one in await rooms.waiting(rooms.one)]
        assert sorted(kinds) == ["change", "merge", "take-out"]
        shown = (await directory.call("GET", page, ADMINISTRATOR)).text
        first = (await rooms.waiting(rooms.one))[0]["id"]
        assert f"{page}/bo-ghi-truoc/{first}" in shown
        gone = await directory.call("POST", f"{page}/bo-ghi-truoc/{first}", ADMINISTRATOR, data={})
        assert gone.status_code == 303
        assert len(await rooms.waiting(rooms.one)) == 2
        assert await rooms.place() == rooms.one

    run(act)


def test_what_was_entered_ahead_bears_the_post_of_who_entered_it(run: Any) -> None:
    """On the day nobody is signed in; agency, post and "thay mặt" are those of the entry."""

    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        who = ADMINISTRATOR.model_copy(update={"post": "0199d3a0-0000-7000-8000-00000000b057"})
        day = today() + timedelta(days=3)
        path = f"{API}/units/{rooms.two}/posts/{rooms.post}"
        answer = await directory.call("PUT", path, who, json=WHY | {"first_day": str(day)})
        assert answer.status_code == 200, answer.text
        # Nobody may look after the directory for another today; whoever may one day is named too.
        async with directory.database.sessions.begin() as session:
            await session.execute(text("UPDATE planned_change SET asked_for = 'officer:giver'"))
        await rooms.at(day)
        assert await rooms.place() == rooms.two
        (noted,) = await directory.rows(
            "SELECT actor, agency_code, post, on_behalf_of FROM evidence WHERE kind = 'post-placed' ORDER BY id DESC LIMIT 1"
        )
        assert tuple(noted) == (f"officer:{who.subject}", who.agency_code, who.post, "officer:giver")

    run(act)
