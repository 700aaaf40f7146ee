"""Units inside an agency: who may make them, who lies in them, and what is told."""

from typing import Any

import pytest

from shared.access.identity import Identity

from .conftest import ADMINISTRATOR, ELSEWHERE, HERE, Directory, an_officer

AWAY = an_officer("directory-administrator", ELSEWHERE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e97")
API = "/api/mail-directory/v1"
NEW = {"code": "cntt", "name": "Phòng Công nghệ thông tin", "kind": "division"}
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
        assert (await directory.call("PUT", f"{path}/posts/{post}", ADMINISTRATOR)).status_code == 200
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
        assert (await directory.call("DELETE", f"{path}/posts/{post}", ADMINISTRATOR)).status_code == 200
        (news,) = await directory.rows(TOLD.format("unit"))
        assert news.data["head_post_id"] == ""
        assert (await directory.call("POST", f"{path}/end", ADMINISTRATOR, json={"version": 2})).status_code == 200
        listed = await directory.call("GET", f"{API}/agencies/{HERE}/units", AWAY)
        assert listed.json()["items"] == []
        late = await directory.call("PUT", f"{path}/posts/{post}", ADMINISTRATOR)
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
        assert (await directory.call("PUT", f"{path}/{other.posts[0].id}", ADMINISTRATOR)).status_code == 404
        assert (await directory.call("PUT", f"{path}/{person.posts[0].id}", AWAY)).status_code == 403
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
        assert (await directory.call("POST", f"{page}/xep", ADMINISTRATOR, data={"post": post})).status_code == 303
        change = {"version": 1, "name": "", "kind": "division", "head": post}
        assert (await directory.call("POST", f"{page}/sua", ADMINISTRATOR, data=change)).status_code == 422
        renamed = change | {"name": "Phòng Hai"}
        assert (await directory.call("POST", f"{page}/sua", ADMINISTRATOR, data=renamed)).status_code == 303
        full = await directory.call("POST", f"{page}/ket-thuc", ADMINISTRATOR, data={"version": 2})
        assert full.status_code == 409
        assert (await directory.call("POST", f"{page}/dua-ra/{post}", ADMINISTRATOR, data={})).status_code == 303
        ended = await directory.call("POST", f"{page}/ket-thuc", ADMINISTRATOR, data={"version": 2})
        assert ended.status_code == 303
        assert "Đơn vị đã kết thúc" in (await directory.call("GET", page, ADMINISTRATOR)).text

    run(act)
