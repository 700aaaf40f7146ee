"""Further posts: given only where the giver looks after, never to oneself, for their days, and ended without the others."""

from datetime import date, timedelta
from typing import Any

import pytest

from mail_directory.people import queries
from mail_directory.people.telling import today
from shared.access.identity import Identity

from .conftest import ADMINISTRATOR, ELSEWHERE, HERE, PROVINCE, Directory, an_officer

AWAY = an_officer("directory-administrator", ELSEWHERE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e97")
ABOVE = an_officer("directory-administrator", PROVINCE, subject="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e99")
GATEWAY = Identity(kind="service", subject="gateway")
POSTS = "SELECT agency_code, role, kind, valid_from, valid_to, ended_because FROM post ORDER BY id"
NEW = {"agency_code": ELSEWHERE, "role": "leader", "title": "Phó Giám đốc", "kind": "concurrent", "version": 1}


async def give(directory: Directory, person: Any, who: Identity = AWAY, **changed: Any) -> Any:
    path = f"/api/mail-directory/v1/people/{person.id}/posts"
    return await directory.call("POST", path, who, json=NEW | changed)


async def end(
    directory: Directory, person: Any, post: str, last_day: date, who: Identity = AWAY, **changed: Any
) -> Any:
    path = f"/api/mail-directory/v1/people/{person.id}/posts/{post}/end"
    sent = {"last_day": str(last_day), "reason": "QĐ 12/QĐ-SXD", "version": 2} | changed
    return await directory.call("POST", path, who, json=sent)


async def told(directory: Directory) -> list[Any]:
    """The posts of the last news of a person."""
    rows = await directory.rows(
        "SELECT data->'posts' AS posts FROM outbox WHERE subject LIKE 'person/%' ORDER BY position"
    )
    return list(rows[-1].posts)


def test_a_further_post_is_given_and_told_and_ended_alone(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        given = await give(directory, person)
        assert given.status_code == 201, given.text
        second = next(post for post in given.json()["posts"] if post["agency_code"] == ELSEWHERE)
        assert (second["kind"], second["valid_from"]) == ("concurrent", str(today()))
        news = await told(directory)
        assert [(post["agency_code"], post["role"], post["kind"]) for post in news] == [
            (HERE, "specialist", "main"),
            (ELSEWHERE, "leader", "concurrent"),
        ]
        assert news[1]["post_id"] == second["id"]
        page = (await directory.call("GET", f"/danh-ba/can-bo/{person.id}", AWAY)).text
        assert "Kiêm nhiệm" in page
        assert f"/vi-tri/{second['id']}/ket-thuc" in page
        assert page.count("/ket-thuc") == 1, "only posts at agencies one looks after"
        ended = await end(directory, person, second["id"], today() - timedelta(days=1))
        assert ended.status_code == 200, ended.text
        assert [post["agency_code"] for post in await told(directory)] == [HERE]
        assert len(await directory.rows("SELECT 1 FROM account_change")) == 2
        kinds = [row.kind for row in await directory.rows("SELECT kind FROM evidence ORDER BY id")]
        assert [kind for kind in kinds if kind.startswith("post-")] == ["post-given", "post-ended"]

    run(act)


def test_a_post_of_other_days_counts_on_them_alone(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        begins, ends = today() + timedelta(days=1), today() + timedelta(days=30)
        given = await give(directory, person, kind="acting", valid_from=str(begins), valid_to=str(ends))
        assert given.status_code == 201, given.text
        assert [post["agency_code"] for post in await told(directory)] == [HERE]
        async with directory.database.sessions() as session:
            held = await queries.get_person(session, person.id)
            for day, amount in ((begins - timedelta(days=1), 1), (begins, 2), (ends, 2), (ends + timedelta(days=1), 1)):
                assert len(held.posts_on(day)) == amount, day
        second = next(post for post in given.json()["posts"] if post["kind"] == "acting")
        shorter = await end(directory, person, second["id"], ends - timedelta(days=9))
        assert shorter.status_code == 200
        (row,) = [row for row in await directory.rows(POSTS) if row.kind == "acting"]
        assert (row.valid_to, row.ended_because) == (ends - timedelta(days=9), "QĐ 12/QĐ-SXD")

    run(act)


@pytest.mark.parametrize(
    ("who", "changed", "status", "pointer"),
    [
        (ADMINISTRATOR, {}, 403, ""),
        (an_officer("leader", ELSEWHERE), {}, 403, ""),
        (AWAY, {"role": "operator"}, 403, ""),
        (AWAY, {"agency_code": HERE}, 403, ""),
        (AWAY, {"agency_code": "000.00.77.H08"}, 404, ""),
        (AWAY, {"version": 9}, 412, ""),
        (AWAY, {"role": "vua"}, 422, "/role"),
        (AWAY, {"kind": "vui"}, 422, "/kind"),
        (AWAY, {"kind": "main"}, 422, "/kind"),
        (AWAY, {"title": ""}, 422, "/title"),
        (AWAY, {"valid_from": "2020-01-01"}, 422, "/valid_from"),
        (AWAY, {"valid_from": "2100-01-02", "valid_to": "2100-01-01"}, 422, "/valid_to"),
        (ABOVE, {"agency_code": HERE, "role": "specialist"}, 422, "/role"),
    ],
)
def test_what_may_not_be_given_changes_nothing(
    run: Any, who: Identity, changed: dict[str, Any], status: int, pointer: str
) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        before = await directory.rows(POSTS)
        answer = await give(directory, person, who, **changed)
        assert answer.status_code == status, answer.text
        assert [error["pointer"] for error in answer.json().get("errors", [])] == ([pointer] if pointer else [])
        assert await directory.rows(POSTS) == before
        assert await directory.rows("SELECT 1 FROM account_change") == []

    run(act)


def test_nobody_gives_himself_a_post_or_ends_his_own(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("quantri.stttt", role="directory-administrator")
        himself = an_officer("directory-administrator", subject=str(person.id))
        answer = await give(directory, person, himself, agency_code=HERE)
        assert (answer.status_code, answer.json()["code"]) == (409, "own_account")
        (post,) = await directory.rows("SELECT id FROM post")
        answer = await end(directory, person, str(post.id), today(), himself, version=1)
        assert (answer.status_code, answer.json()["code"]) == (409, "own_account")

    run(act)


def test_a_closed_account_gets_no_post(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        api = f"/api/mail-directory/v1/people/{person.id}"
        await directory.call("POST", f"{api}/disable", ADMINISTRATOR, json={"reason": "Nghỉ hưu"})
        answer = await give(directory, person, version=2)
        assert (answer.status_code, answer.json()["code"]) == (409, "account_locked")

    run(act)


@pytest.mark.parametrize(
    ("who", "days", "changed", "status"),
    [
        (ADMINISTRATOR, 0, {}, 403),
        (AWAY, -2, {}, 422),
        (AWAY, 0, {"reason": "  "}, 422),
        (AWAY, 0, {"reason": "Vì " * 101}, 422),
        (AWAY, 0, {"version": 1}, 412),
        (AWAY, 400, {}, 422),
    ],
)
def test_what_may_not_be_ended_changes_nothing(
    run: Any, who: Identity, days: int, changed: dict[str, Any], status: int
) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        given = await give(directory, person, valid_to=str(today() + timedelta(days=365)))
        second = next(post["id"] for post in given.json()["posts"] if post["agency_code"] == ELSEWHERE)
        before = await directory.rows(POSTS)
        answer = await end(directory, person, second, today() + timedelta(days=days), who, **changed)
        assert answer.status_code == status, answer.text
        assert await directory.rows(POSTS) == before

    run(act)


def test_the_pages_give_and_end_a_post(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await directory.add("anhnt.stttt")
        page = f"/danh-ba/can-bo/{person.id}"
        day = today()
        form = {"version": 1, "agency_code": ELSEWHERE, "role": "leader", "title": "Phó Giám đốc", "kind": "acting"}
        days = {"valid_from-day": day.day, "valid_from-month": day.month, "valid_from-year": day.year}
        assert (await directory.call("GET", f"{page}/vi-tri", AWAY)).status_code == 200
        wrong = await directory.call("POST", f"{page}/vi-tri", AWAY, data=form | days | {"valid_to-day": "32"})
        assert wrong.status_code == 422
        assert "Phó Giám đốc" in wrong.text, "what was typed stays"
        given = await directory.call("POST", f"{page}/vi-tri", AWAY, data=form | days)
        assert (given.status_code, given.headers["location"]) == (303, page)
        (post,) = await directory.rows(f"SELECT id FROM post WHERE agency_code = '{ELSEWHERE}'")
        closing = f"{page}/vi-tri/{post.id}/ket-thuc"
        assert "Phó Giám đốc" in (await directory.call("GET", closing, AWAY)).text
        last = {"last_day-day": day.day, "last_day-month": day.month, "last_day-year": day.year}
        refused = await directory.call("POST", closing, AWAY, data={"version": 2, "reason": ""} | last)
        assert "Hãy ghi lý do kết thúc" in refused.text
        ended = await directory.call("POST", closing, AWAY, data={"version": 2, "reason": "Hết nhiệm kỳ"} | last)
        assert ended.status_code == 303
        assert "Hết nhiệm kỳ" in (await directory.call("GET", page, AWAY)).text

    run(act)


def test_a_post_is_given_in_a_unit_of_its_agency_and_the_gateway_hears_who_leads_it(run: Any) -> None:
    async def act(directory: Directory) -> None:
        api = "/api/mail-directory/v1"
        new = {"code": "QLXD", "name": "Phòng Quản lý xây dựng", "kind": "division"}
        made = await directory.call("POST", f"{api}/agencies/{ELSEWHERE}/units", AWAY, json=new)
        unit = made.json()["id"]
        person, _ = await directory.add("anhnt.stttt")
        page = await directory.call("GET", f"/danh-ba/can-bo/{person.id}/vi-tri", AWAY)
        assert "Phòng Quản lý xây dựng" in page.text
        other = {"agency_code": HERE, "role": "records-clerk", "unit_id": unit}
        strange = await give(directory, person, ABOVE, **other)
        assert [error["pointer"] for error in strange.json()["errors"]] == ["/unit_id"], "it is another agency's"
        given = await give(directory, person, unit_id=unit)
        assert given.status_code == 201, given.text
        second = next(post for post in given.json()["posts"] if post["agency_code"] == ELSEWHERE)
        assert second["unit_name"] == "Phòng Quản lý xây dựng"
        change = {"name": new["name"], "kind": "division", "head_post_id": second["id"], "version": 1}
        led = await directory.call("PUT", f"{api}/units/{unit}", AWAY, json=change)
        assert led.status_code == 200, led.text
        answer = await directory.call("GET", f"/internal/identities/{person.id}", GATEWAY)
        places = {post["agency_code"]: (post["unit_id"], post["leads_unit"]) for post in answer.json()["posts"]}
        assert places == {HERE: ("", False), ELSEWHERE: (unit, True)}
        assert (await told(directory))[1]["unit_id"] == unit

    run(act)


def test_a_new_person_and_a_transfer_may_name_the_unit_too(run: Any) -> None:
    async def act(directory: Directory) -> None:
        api = "/api/mail-directory/v1"
        made = await directory.call(
            "POST",
            f"{api}/agencies/{HERE}/units",
            ADMINISTRATOR,
            json={"code": "A", "name": "Phòng A", "kind": "division"},
        )
        unit = made.json()["id"]
        form = {
            "agency_code": HERE, "full_name": "Trần Văn Đức", "email": "ductv@binhdinh.gov.vn", "user_name": "ductv.stttt",
            "role": "specialist", "title": "Chuyên viên", "unit_id": unit,
        }  # fmt: skip
        assert "Phòng A" in (await directory.call("GET", "/danh-ba/can-bo/moi", ADMINISTRATOR)).text
        added = await directory.call("POST", "/danh-ba/can-bo/moi", ADMINISTRATOR, data=form)
        assert added.status_code == 200, added.text
        assert [str(row.unit_id) for row in await directory.rows("SELECT unit_id FROM post")] == [unit]
        (person,) = await directory.rows("SELECT id FROM person")
        to = {"agency_code": HERE, "role": "counter-officer", "title": "Trưởng phòng", "version": 1, "unit_id": unit}
        moved = await directory.call("POST", f"{api}/people/{person.id}/transfer", ADMINISTRATOR, json=to)
        assert moved.status_code == 200, moved.text
        assert [post["unit_name"] for post in moved.json()["posts"]] == ["Phòng A"]

    run(act)
