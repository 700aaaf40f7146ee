"""Officers with several posts: chosen at the sign-in, changed later, and nothing of another post leaks in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from .upstream import PASSWORD

FIRST = {
    "id": "0197dddd-0000-7000-8000-000000000001",
    "agency_code": "000.00.11.H08",
    "agency_name": "Sở Thông tin và Truyền thông",
    "title": "Chuyên viên",
    "roles": ["specialist"],
}
SECOND = FIRST | {
    "id": "0197dddd-0000-7000-8000-000000000002",
    "agency_code": "000.00.09.H08",
    "agency_name": "Sở Xây dựng",
    "title": "Phó Giám đốc",
    "roles": ["leader", "operator"],
}
THIRD = FIRST | {"id": "0197dddd-0000-7000-8000-000000000003", "title": "Quản trị", "roles": ["operator"]}
HTML = {"Accept": "text/html"}


def holds(gateway: Any, *posts: dict[str, Any]) -> dict[str, Any]:
    account: dict[str, Any] = gateway.upstream.accounts["officer"]["an.nv"]
    account["posts"] = list(posts)
    return account


def changed(gateway: Any) -> None:
    """As the owner's change is heard: whoever is signed in is asked for again."""
    gateway.execute("UPDATE sign_in_session SET checked_at = 'epoch'")
    gateway.door.parts.callers.forget_all()


def sessions(gateway: Any, **more: Any) -> Any:
    with gateway.client() as client:
        return client.post("/api/gateway/v1/sessions", json={"user_name": "an.nv", "password": PASSWORD} | more)


def me(gateway: Any, token: str) -> dict[str, Any]:
    with gateway.client() as client:
        answer = client.get("/api/gateway/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@contextmanager
def signed_in(gateway: Any, tiep: str = "/mot-cua") -> Iterator[tuple[Any, Any]]:
    """A browser right after the password, and what the sign-in answered."""
    with gateway.client(headers=HTML) as browser:
        csrf = gateway.csrf_in(browser.get("/dang-nhap").text)
        form = {"csrf_token": csrf, "loai": "can-bo", "user_name": "an.nv", "password": PASSWORD, "tiep": tiep}
        yield browser, browser.post("/dang-nhap", data=form)


def choose(gateway: Any, browser: Any, post: dict[str, Any], tiep: str = "/mot-cua") -> Any:
    csrf = gateway.csrf_in(browser.get("/vi-tri").text)
    return browser.post("/vi-tri", data={"csrf_token": csrf, "post": post["id"], "tiep": tiep})


def seen(gateway: Any, browser: Any, path: str = "/mot-cua") -> Any:
    browser.get(path)
    return gateway.upstream.identity("one-stop")


def test_with_one_post_nothing_is_asked(gateway: Any) -> None:
    holds(gateway, FIRST)
    with signed_in(gateway) as (browser, answer):
        assert answer.headers["location"] == "/mot-cua"
        identity = seen(gateway, browser)
        assert (identity.post, identity.title, identity.has_other_posts) == (FIRST["id"], "Chuyên viên", False)
        assert "Đổi vị trí" not in browser.get("/").text
    assert sessions(gateway).json()["identity"]["post"] == FIRST["id"]


def test_who_has_no_post_may_sign_in_as_before(gateway: Any) -> None:
    holds(gateway).update(agency_code="", agency_name="", title="", roles=[])
    assert sessions(gateway).json()["identity"]["roles"] == []


def test_several_posts_are_asked_for_after_the_password_and_only_the_chosen_one_counts(gateway: Any) -> None:
    holds(gateway, FIRST, SECOND)
    with signed_in(gateway, "/mot-cua?trang=2") as (browser, answer):
        assert answer.headers["location"] == "/vi-tri?tiep=%2Fmot-cua%3Ftrang%3D2"
        assert browser.get("/").headers["location"] == "/vi-tri"
        before = seen(gateway, browser)
        assert (before.roles, before.agency_code, before.must_choose) == (frozenset(), "", True)
        page = browser.get(answer.headers["location"]).text
        assert "Phó Giám đốc" in page
        assert "Sở Xây dựng" in page
        done = choose(gateway, browser, SECOND, "/mot-cua?trang=2")
        assert (done.status_code, done.headers["location"]) == (303, "/mot-cua?trang=2")
        after = seen(gateway, browser)
        assert (after.roles, after.agency_code, after.post) == ({"leader", "operator"}, "000.00.09.H08", SECOND["id"])
        home = browser.get("/").text
        assert "Phó Giám đốc · Sở Xây dựng" in home
        assert "Đổi vị trí" in home
    (row,) = gateway.execute("SELECT post, agency_code FROM evidence WHERE kind = 'post-chosen'")
    assert (row["post"], row["agency_code"]) == (SECOND["id"], "000.00.09.H08")


def test_the_last_choice_is_offered_first(gateway: Any) -> None:
    holds(gateway, FIRST, SECOND)
    with signed_in(gateway) as (browser, _):
        choose(gateway, browser, SECOND)
    with signed_in(gateway) as (browser, _):
        page = browser.get("/vi-tri").text
        assert page.index(SECOND["id"]) < page.index(FIRST["id"])


def test_a_change_counts_at_once_and_leads_back_where_the_new_post_may_be(gateway: Any) -> None:
    holds(gateway, FIRST, SECOND)

    async def only_leaders(scope: Any, _receive: Any, send: Any) -> None:
        leads = "leader" in gateway.upstream.identity("one-stop").roles
        await gateway.upstream.reply(send, 200 if leads else 403, b"{}")

    with signed_in(gateway) as (browser, _):
        choose(gateway, browser, SECOND)
        gateway.upstream.answer = only_leaders
        assert choose(gateway, browser, FIRST, "/mot-cua/bao-cao").headers["location"] == "/"
        assert seen(gateway, browser).roles == {"specialist"}
        assert choose(gateway, browser, SECOND, "/mot-cua/bao-cao").headers["location"] == "/mot-cua/bao-cao"
        assert choose(gateway, browser, FIRST, "/van-hanh").headers["location"] == "/"
        assert choose(gateway, browser, SECOND, "https://evil.example/").headers["location"] == "/"


@pytest.mark.parametrize("post", ["", "khong-co", THIRD["id"]])
def test_a_post_one_does_not_hold_is_refused_and_changes_nothing(gateway: Any, post: str) -> None:
    holds(gateway, FIRST, SECOND)
    with signed_in(gateway) as (browser, _):
        choose(gateway, browser, FIRST)
        answer = choose(gateway, browser, {"id": post})
        assert answer.status_code == 422
        assert "Hãy chọn một vị trí công tác bạn đang giữ." in answer.text
        assert seen(gateway, browser).post == FIRST["id"]
    assert len(gateway.execute("SELECT 1 FROM evidence WHERE kind = 'post-chosen'")) == 1


def test_a_citizen_has_no_post_to_choose(gateway: Any) -> None:
    with gateway.browser("binh", "cong-dan") as browser:
        assert browser.get("/vi-tri").status_code == 404
    refused = sessions(gateway, user_name="binh", post=FIRST["id"])
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/post")
    with gateway.client(headers=HTML) as stranger:
        assert stranger.get("/vi-tri").headers["location"].startswith("/dang-nhap")


def test_a_program_names_the_post_or_is_told_them(gateway: Any) -> None:
    holds(gateway, FIRST, SECOND)
    told = sessions(gateway)
    assert (told.status_code, told.json()["code"]) == (409, "post_not_chosen")
    assert told.headers["content-type"] == "application/problem+json"
    assert [(post["id"], post["title"]) for post in told.json()["posts"]] == [
        (FIRST["id"], "Chuyên viên"),
        (SECOND["id"], "Phó Giám đốc"),
    ]
    assert gateway.execute("SELECT 1 FROM sign_in_session") == []
    assert sessions(gateway, password="sai rồi").json().get("posts") is None
    assert sessions(gateway, post=THIRD["id"]).status_code == 422
    token = sessions(gateway, post=SECOND["id"]).json()["token"]
    assert me(gateway, token)["agency_name"] == "Sở Xây dựng"
    with gateway.client(headers={"Authorization": f"Bearer {token}"}) as client:
        listed = client.get("/api/gateway/v1/posts").json()["items"]
        assert [post["id"] for post in listed] == [SECOND["id"], FIRST["id"]], "the last choice first"
        changed = client.put("/api/gateway/v1/sessions/current/post", json={"post": FIRST["id"]})
        assert (changed.status_code, changed.json()["roles"]) == (200, ["specialist"])
        assert client.put("/api/gateway/v1/sessions/current/post", json={"post": THIRD["id"]}).status_code == 422
    assert me(gateway, token)["post"] == FIRST["id"]


def test_asking_which_posts_there_are_is_no_failed_sign_in(gateway: Any) -> None:
    holds(gateway, FIRST, SECOND)
    assert {sessions(gateway).status_code for _ in range(12)} == {409}
    assert "sign-in-failed" not in gateway.evidence()


def test_a_post_that_ends_is_asked_for_again_with_what_was_typed_kept(gateway: Any) -> None:
    account = holds(gateway, FIRST, SECOND)
    with signed_in(gateway) as (browser, _):
        choose(gateway, browser, SECOND)
        csrf = gateway.csrf_in(browser.get("/").text)
        account["posts"] = [FIRST]
        changed(gateway)
        before = len(gateway.upstream.seen)
        sent = browser.post("/mot-cua/ho-so/1/chuyen", data={"csrf_token": csrf, "note": "đã xem"})
        assert len(gateway.upstream.seen) == before, "nobody acts in a post that was not chosen"
        assert sent.headers["location"].startswith("/vi-tri?tiep=%2Fbieu-mau%2F")
        assert browser.get("/").headers["location"] == "/vi-tri"
        place = sent.headers["location"].split("%2F")[-1]
        assert choose(gateway, browser, FIRST, f"/bieu-mau/{place}").headers["location"] == f"/bieu-mau/{place}"
        assert browser.get(f"/bieu-mau/{place}").status_code == 200
        (kept,) = gateway.execute("SELECT content FROM unsent_form")
        assert "%C4%91%C3%A3+xem" in bytes(kept["content"]).decode()
        assert seen(gateway, browser).roles == {"specialist"}


def test_with_the_last_post_the_session_ends(gateway: Any) -> None:
    account = holds(gateway, FIRST)
    token = sessions(gateway).json()["token"]
    account["posts"] = []
    changed(gateway)
    with gateway.client() as client:
        assert client.get("/api/gateway/v1/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401


def test_a_further_post_changes_nothing_until_it_is_chosen(gateway: Any) -> None:
    account = holds(gateway, FIRST)
    token = sessions(gateway).json()["token"]
    account["posts"] = [SECOND, FIRST]
    changed(gateway)
    assert (me(gateway, token)["post"], me(gateway, token)["roles"]) == (FIRST["id"], ["specialist"])


def test_a_closed_account_cannot_choose(gateway: Any) -> None:
    holds(gateway, FIRST, SECOND)
    with signed_in(gateway) as (browser, _):
        csrf = gateway.csrf_in(browser.get("/vi-tri").text)
        del gateway.upstream.accounts["officer"]["an.nv"]
        answer = browser.post("/vi-tri", data={"csrf_token": csrf, "post": FIRST["id"]})
        assert answer.status_code == 401
    assert "post-chosen" not in gateway.evidence()


def test_what_was_confirmed_meanwhile_does_not_undo_a_choice(gateway: Any) -> None:
    import asyncio

    from gateway.sessions import statements

    holds(gateway, FIRST, SECOND)
    token = sessions(gateway, post=FIRST["id"]).json()["token"]
    (row,) = gateway.execute("SELECT id, identity::text AS identity, checked_at FROM sign_in_session")
    with gateway.client(headers={"Authorization": f"Bearer {token}"}) as client:
        client.put("/api/gateway/v1/sessions/current/post", json={"post": SECOND["id"]})

    async def confirm_late() -> None:
        from shared.storage.database import Database

        database = Database(gateway.database_url, "gateway")
        confirmed = row["checked_at"], str(FIRST["id"]), str(row["identity"]), datetime.now(UTC)
        assert not await statements.note_confirmed(database, row["id"], *confirmed)
        await database.close()

    asyncio.run(confirm_late())
    gateway.door.parts.callers.forget_all()
    assert me(gateway, token)["post"] == SECOND["id"]


def test_the_change_is_heard_within_two_seconds(gateway: Any) -> None:
    account = holds(gateway, FIRST, SECOND)
    token = sessions(gateway, post=SECOND["id"]).json()["token"]
    assert set(me(gateway, token)["roles"]) == {"leader", "operator"}
    account["posts"] = [FIRST]
    at = datetime.now(UTC).isoformat()
    gateway.upstream.changes["officer"] = [
        {"id": str(uuid4()), "subject": account["subject"], "ends_sessions": False, "kept_session": "", "at": at}
    ]
    import time

    until = time.monotonic() + 20
    while me(gateway, token)["roles"] and time.monotonic() < until:
        time.sleep(0.2)
    assert me(gateway, token)["post"] == ""
    with gateway.client(headers={"Authorization": f"Bearer {token}"}) as client:
        assert client.get("/api/gateway/v1/posts").json()["items"][0]["id"] == FIRST["id"]
