"""What waits or could not happen is said: which part becomes different, why not, and to whom."""

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from mail_directory.people.telling import today

from .conftest import ADMINISTRATOR, ELSEWHERE, PROVINCE, Directory, an_officer
from .test_planned_changes import WAITING, Rooms
from .test_units import API, WHY


def test_what_could_not_happen_reaches_those_who_can_mend_it_once_each(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        keeper, _ = await directory.add("quantri.stttt", "Phạm Quản Trị", "directory-administrator")
        above, _ = await directory.add("quantri.ubnd", "Lê Trên", "directory-administrator", PROVINCE)
        await directory.add("khac.stttt", "Trần Người Khác")
        other, _ = await directory.add("binhtv.stttt", "Trần Văn Bình")
        moving = str(other.posts[0].id)
        day = today() + timedelta(days=1)
        planner = an_officer("directory-administrator", PROVINCE, subject=str(above.id))
        path = f"{API}/units/{rooms.one}/posts/{moving}"
        assert (await directory.call("PUT", path, planner, json=WHY | {"first_day": str(day)})).status_code == 200
        async with directory.database.sessions.begin() as session:
            await session.execute(text(f"DELETE FROM post WHERE id = '{moving}'"))
        await rooms.at(day)
        (refused,) = await rooms.waiting(rooms.one)
        assert refused["state"] == "refused"
        assert "không còn ở cơ quan" in refused["refusal"], "what to mend, not that something was not found"
        rows = await directory.rows("SELECT person, post, kind, link, facts FROM notification")
        head, kept, planned = str(rooms.person.id), str(keeper.id), str(above.id)
        assert sorted((row.person, row.post) for row in rows) == sorted(
            [(head, rooms.post), (kept, str(keeper.posts[0].id)), (planned, str(above.posts[0].id))]
        )
        for row in rows:
            assert (row.kind, row.link) == ("unit-change-refused", f"/danh-ba/don-vi/{rooms.one}")
            assert row.facts["why"] == refused["refusal"]
            assert "Trần Văn Bình" not in str(row.facts)
        (kept_record,) = await directory.rows("SELECT facts FROM evidence WHERE kind = 'unit-change-refused'")
        assert sorted(kept_record.facts["told"]) == sorted([head, kept, planned])
        await _is_seen_by_the_head_and_put_away(directory, rooms, refused["id"])

    run(act)


async def _is_seen_by_the_head_and_put_away(directory: Directory, rooms: Rooms, planned: str) -> None:
    place = f"/danh-ba/don-vi/{rooms.one}"
    led = an_officer("specialist", subject=str(rooms.person.id)).model_copy(
        update={"unit": rooms.one, "leads_unit": True}
    )
    elsewhere = an_officer("directory-administrator", ELSEWHERE)
    colleague = an_officer("specialist").model_copy(update={"unit": rooms.one})
    page = (await directory.call("GET", place, led)).text
    assert "Không thực hiện được" in page
    assert "bo-ghi-truoc" not in page, "the head sees it, the administrator puts it away"
    assert (await directory.call("GET", WAITING.format(rooms.one), led)).status_code == 200
    for who in (colleague, elsewhere):
        assert "Không thực hiện được" not in (await directory.call("GET", place, who)).text
        assert (await directory.call("GET", WAITING.format(rooms.one), who)).status_code == 403
    away = await directory.call("POST", f"{place}/bo-ghi-truoc/{planned}", ADMINISTRATOR, data={})
    assert away.status_code == 303
    assert await rooms.waiting(rooms.one) == []


def test_a_change_that_waits_says_what_becomes_different_and_nothing_else(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        (row,) = await directory.rows(f"SELECT name FROM unit WHERE id = '{rooms.one}'")
        stays, day = {"head_post_id": rooms.post}, str(today() + timedelta(days=1))
        nothing = await rooms.change(rooms.one, 409, first_day=day, **stays)
        assert nothing.json()["code"] == "unit_unchanged"

        async def line(**changed: Any) -> str:
            await rooms.change(rooms.one, first_day=day, **changed)
            (waits,) = await rooms.waiting(rooms.one)
            page = (await directory.call("GET", f"/danh-ba/don-vi/{rooms.one}", ADMINISTRATOR)).text
            await directory.call("POST", f"{API}/planned-changes/{waits['id']}/withdraw", ADMINISTRATOR)
            return re.findall(r'data-label="Thay đổi">([^<]*)<', page)[0]

        assert await line(head_post_id=None) == "Thôi đứng đầu, chưa có người thay"
        assert await line(name="Phòng Mới", **stays) == "Đổi tên thành Phòng Mới"
        assert await line(kind="board", **stays) == "Đổi loại thành ban"
        assert await line(name="Ban Mới", kind="board") == (
            "Đổi tên thành Ban Mới; Đổi loại thành ban; Thôi đứng đầu, chưa có người thay"
        )
        await rooms.change(rooms.one)
        shown = await line(**stays)
        assert shown == "Người đứng đầu: Nguyễn Thị Ánh"
        assert row.name not in shown

    run(act)


def test_a_unit_whose_head_has_left_is_renamed_on_its_day_all_the_same(run: Any) -> None:
    async def act(directory: Directory) -> None:
        rooms = await Rooms(directory).settle()
        day = today() + timedelta(days=1)
        await rooms.change(rooms.one, name="Phòng Mới", head_post_id=rooms.post, first_day=str(day))
        async with directory.database.sessions.begin() as session:
            await session.execute(text("UPDATE post SET valid_to = CURRENT_DATE - 1"))
        await rooms.at(day)
        (row,) = await directory.rows("SELECT name FROM unit WHERE code = 'P1'")
        assert (row.name, await rooms.waiting(rooms.one)) == ("Phòng Mới", [])

    run(act)
