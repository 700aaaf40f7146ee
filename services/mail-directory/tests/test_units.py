"""Units inside an agency: who may make them, who lies in them, and what is told."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from mail_directory.structure.actions import publish_units
from mail_directory.structure.retelling import tell_everything
from shared.access.identity import Identity
from shared.core import clock

from .conftest import ADMINISTRATOR, ELSEWHERE, HERE, Directory, an_officer

AWAY = an_officer("directory-administrator", ELSEWHERE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e97")
API = "/api/mail-directory/v1"
NEW = {"code": "cntt", "name": "Phòng Công nghệ thông tin", "kind": "division"}
WHY = {"reason": "QĐ 12/QĐ-STTTT ngày 02/11/2026"}
TOLD = "SELECT data FROM outbox WHERE subject LIKE '{}/%' ORDER BY position DESC LIMIT 1"


async def add(directory: Directory, who: Identity = ADMINISTRATOR, **changed: Any) -> Any:
    return await directory.call("POST", f"{API}/agencies/{HERE}/units", who, json=NEW | changed)


def test_a_unit_is_made_filled_led_renamed_and_ended(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        unit = (await add(directory)).json()
        assert (unit["code"], unit["version"]) == ("CNTT", 1)
        path, post = f"{API}/units/{unit['id']}", str(person.posts[0].id)
        change = {"name": "Phòng Chuyển đổi số", "kind": "division", "head_post_id": post, "version": 1}
        outside = await directory.call("PUT", path, ADMINISTRATOR, json=change)
        assert (outside.status_code, outside.json()["errors"][0]["pointer"]) == (422, "/head_post_id")
        assert (await directory.call("PUT", f"{path}/posts/{post}", ADMINISTRATOR, json=WHY)).status_code == 200
        (news,) = await directory.rows(TOLD.format("person"))
        assert news.data["posts"][0]["unit"] == "Phòng Công nghệ thông tin"
        led = await directory.call("PUT", path, ADMINISTRATOR, json=change)
        assert led.status_code == 200, led.text
        (news,) = await directory.rows(TOLD.format("person"))
        assert news.data["posts"][0]["unit"] == "Phòng Chuyển đổi số"
        (news,) = await directory.rows(TOLD.format("unit"))
        assert (news.data["head_post_id"], news.data["valid_to"]) == (post, None)
        agency = (await directory.call("GET", f"/danh-ba/co-quan/{HERE}", AWAY)).text
        assert "Phòng Chuyển đổi số" in agency
        assert "Đứng đầu" in agency
        full = await directory.call("POST", f"{path}/end", ADMINISTRATOR, json={"version": 2})
        assert (full.status_code, full.json()["code"]) == (409, "unit_not_empty")
        assert (await directory.call("DELETE", f"{path}/posts/{post}", ADMINISTRATOR, params=WHY)).status_code == 200
        (news,) = await directory.rows(TOLD.format("unit"))
        assert news.data["head_post_id"] == ""
        assert (await directory.call("POST", f"{path}/end", ADMINISTRATOR, json={"version": 2})).status_code == 200
        listed = await directory.call("GET", f"{API}/agencies/{HERE}/units", AWAY)
        assert listed.json()["items"] == []
        late = await directory.call("PUT", f"{path}/posts/{post}", ADMINISTRATOR, json=WHY)
        assert (late.status_code, late.json()["code"]) == (409, "unit_ended")

    run(act)


@pytest.mark.parametrize(
    ("who", "changed", "status"),
    [
        (AWAY, {}, 403),
        (an_officer("leader"), {}, 403),
        (ADMINISTRATOR, {"code": "phòng"}, 422),
        (ADMINISTRATOR, {"name": " "}, 422),
        (ADMINISTRATOR, {"kind": "vui"}, 422),
        (ADMINISTRATOR, {"code": "DAU"}, 422),
    ],
)
def test_what_may_not_be_made_changes_nothing(run: Any, who: Identity, changed: dict[str, Any], status: int) -> None:
    async def act(directory: Directory) -> None:
        assert (await add(directory, code="DAU")).status_code == 201
        assert (await add(directory, who, **changed)).status_code == status
        assert len(await directory.rows("SELECT 1 FROM unit")) == 1

    run(act)


def test_a_post_of_another_agency_is_not_placed_and_not_by_another_agency(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        other, _ = await directory.add("binh.sxd", agency=ELSEWHERE)
        unit = (await add(directory)).json()
        path = f"{API}/units/{unit['id']}/posts"
        assert (await directory.call("PUT", f"{path}/{other.posts[0].id}", ADMINISTRATOR, json=WHY)).status_code == 404
        assert (await directory.call("PUT", f"{path}/{person.posts[0].id}", AWAY, json=WHY)).status_code == 403
        assert await directory.rows("SELECT 1 FROM post WHERE unit_id IS NOT NULL") == []

    run(act)


def test_the_pages_of_a_unit(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        new = f"/danh-ba/co-quan/{HERE}/don-vi-moi"
        assert (await directory.call("GET", new, ADMINISTRATOR)).status_code == 200
        wrong = await directory.call("POST", new, ADMINISTRATOR, data={"name": "Phòng Một", "kind": "division"})
        assert wrong.status_code == 422
        assert "Phòng Một" in wrong.text
        form = {"name": "Phòng Một", "kind": "division", "unit_code": "P1"}
        made = await directory.call("POST", new, ADMINISTRATOR, data=form)
        page = made.headers["location"]
        assert "Nguyễn Thị Ánh" in (await directory.call("GET", page, ADMINISTRATOR)).text
        assert "Xếp vào đơn vị" not in (await directory.call("GET", page, AWAY)).text
        assert (await directory.call("POST", f"{page}/xep", ADMINISTRATOR, data={})).status_code == 422
        post = str(person.posts[0].id)
        assert (
            await directory.call("POST", f"{page}/xep", ADMINISTRATOR, data={"post": post} | WHY)
        ).status_code == 303
        change = {"version": 1, "name": "", "kind": "division", "head": post}
        assert (await directory.call("POST", f"{page}/sua", ADMINISTRATOR, data=change)).status_code == 422
        renamed = change | {"name": "Phòng Hai"}
        assert (await directory.call("POST", f"{page}/sua", ADMINISTRATOR, data=renamed)).status_code == 303
        full = await directory.call("POST", f"{page}/ket-thuc", ADMINISTRATOR, data={"version": 2})
        assert full.status_code == 409
        out = f"{page}/dua-ra/{post}"
        assert "Từ ngày chọn, hoặc từ hôm nay" in (await directory.call("GET", out, ADMINISTRATOR)).text
        assert (await directory.call("GET", out, AWAY)).status_code == 403
        silent = await directory.call("POST", out, ADMINISTRATOR, data={})
        assert (silent.status_code, "Hãy ghi lý do chuyển" in silent.text) == (422, True)
        assert (await directory.call("POST", out, ADMINISTRATOR, data=WHY)).status_code == 303
        assert (await directory.call("GET", out, ADMINISTRATOR)).status_code == 404
        ended = await directory.call("POST", f"{page}/ket-thuc", ADMINISTRATOR, data={"version": 2})
        assert ended.status_code == 303
        assert "Đơn vị đã kết thúc" in (await directory.call("GET", page, ADMINISTRATOR)).text

    run(act)


def test_a_head_who_moves_to_another_unit_leads_the_first_no_more(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        post = str(person.posts[0].id)
        first, second = [(await add(directory, code=code)).json()["id"] for code in ("P1", "P2")]
        for unit in (first, second, first):
            put = await directory.call("PUT", f"{API}/units/{unit}/posts/{post}", ADMINISTRATOR, json=WHY)
            assert put.status_code == 200, put.text
            if unit == first and put.json()["version"] == 1:
                change = {"name": "Phòng Một", "kind": "division", "head_post_id": post, "version": 1}
                led = await directory.call("PUT", f"{API}/units/{unit}", ADMINISTRATOR, json=change)
                assert led.status_code == 200, led.text
        assert await directory.rows("SELECT id FROM unit WHERE head_post_id IS NOT NULL") == []
        (news,) = await directory.rows(TOLD.format("person"))
        assert "leads_unit" not in news.data["posts"][0]

    run(act)


def test_everything_is_told_again_to_who_keeps_a_copy(run: Any) -> None:
    async def act(directory: Directory) -> None:
        await directory.add("anhnt.stttt")
        path = f"/api/mail-directory/v1/agencies/{HERE}/units"
        await directory.call(
            "POST", path, ADMINISTRATOR, json={"code": "CNTT", "name": "Phòng CNTT", "kind": "division"}
        )
        told = "SELECT subject, max(sequence) AS last FROM outbox GROUP BY subject ORDER BY subject"
        before = {row.subject: row.last for row in await directory.rows(told)}
        async with directory.database.sessions.begin() as session:
            await tell_everything(session, "")
        after = {row.subject: row.last for row in await directory.rows(told)}
        assert after == {subject: last + 1 for subject, last in before.items()}
        assert len(after) == 5, "three agencies, a unit, a person"

    run(act)


def test_a_provinces_units_are_published_once_and_the_screens_keep_them(run: Any) -> None:
    async def act(directory: Directory) -> None:
        await directory.add("anhnt.stttt")
        rows = [
            {"agency_code": HERE, "code": "CNTT", "name": "Phòng CNTT", "kind": "division", "head": "anhnt.stttt", "people": ""},
            {"agency_code": HERE, "code": "VP", "name": "Văn phòng", "kind": "other", "head": "", "people": "anhnt.stttt"},
        ]  # fmt: skip
        for expected in (2, 0):
            async with directory.database.sessions.begin() as session:
                assert await publish_units(session, rows) == expected
        units = await directory.rows(
            "SELECT u.code, u.head_post_id = p.id AS led FROM unit u JOIN post p ON p.unit_id = u.id"
        )
        assert [tuple(row) for row in units] == [("CNTT", True)], "placed once, in the first that names him"
        with pytest.raises(ValueError, match=r"units\.csv: .* CNTT 2"):
            async with directory.database.sessions.begin() as session:
                await publish_units(session, [rows[0] | {"code": "CNTT 2"}])
        with pytest.raises(ValueError, match=r"units\.csv: cơ quan 000\.00\.99\.H08 của CNTT"):
            async with directory.database.sessions.begin() as session:
                await publish_units(session, [rows[0] | {"agency_code": "000.00.99.H08"}])
        unknown = r"units\.csv: đơn vị KT của .*: không có tài khoản “ai\.do” đang dùng; hãy sửa cột head hoặc people"
        for column in ("head", "people"):
            with pytest.raises(ValueError, match=unknown):
                async with directory.database.sessions.begin() as session:
                    await publish_units(session, [rows[1] | {"code": "KT", column: "ai.do"}])
        assert len(await directory.rows("SELECT 1 FROM unit")) == 2

    run(act)


def test_where_a_post_lay_is_kept_with_its_last_day_and_why_it_was_moved(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        one, two = (await add(directory)).json(), (await add(directory, code="HTS", name="Phòng Hạ tầng số")).json()
        post, today = str(person.posts[0].id), clock.local_now().date()
        begun = today - timedelta(days=30)
        async with directory.database.sessions.begin() as session:
            await session.execute(text("UPDATE post SET valid_from = :day"), {"day": begun})

        async def move(unit: Any, days: int, **why: str) -> Any:
            with clock.stopped_at(datetime.combine(today - timedelta(days=days), time(9), clock.VIETNAM)):
                path = f"{API}/units/{unit['id']}/posts/{post}"
                return await directory.call("PUT", path, ADMINISTRATOR, json=why)

        silent = await move(one, 10, reason=" ")
        assert (silent.status_code, silent.json()["errors"][0]["pointer"]) == (422, "/reason")
        assert (await move(one, 10, reason="\uf0b7 QĐ 1")).status_code == 200
        assert (await move(one, 7, reason="Lại")).status_code == 200, "it lies there already: nothing is moved"
        assert (await move(two, 4, reason="QĐ 2")).status_code == 200
        assert (await move(one, 4, reason="Nhầm")).status_code == 200, "less than a day is in the evidence alone"
        stays = await directory.call("GET", f"{API}/people/{person.id}/unit-stays", AWAY)
        assert [
            (row["unit_name"], row["valid_from"], row["valid_to"], row["reason"]) for row in stays.json()["items"]
        ] == [
            ("Phòng Công nghệ thông tin", str(today - timedelta(days=10)), str(today - timedelta(days=5)), "QĐ 2"),
            ("", str(begun), str(today - timedelta(days=11)), "• QĐ 1"),
        ]
        page = (await directory.call("GET", f"/danh-ba/can-bo/{person.id}", AWAY)).text
        assert "Các đơn vị trước đây" in page
        assert "QĐ 2" in page
        kept = await directory.rows("SELECT facts FROM evidence WHERE kind = 'post-placed' ORDER BY id")
        assert [row.facts["reason"] for row in kept] == ["• QĐ 1", "QĐ 2", "Nhầm"]

    run(act)
