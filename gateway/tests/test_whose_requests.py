"""Whose request it is: tokens and cookies, of people and of visitors, and from which pages they count."""

from typing import Any

import pytest

from gateway.cookies import read_cookie

from .test_sessions import me


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer",
        "Bearer x",
        "Bearer " + "a" * 43,
        "Bearer " + "a" * 42 + "!",
        "Bearer " + "a" * 5000,
        "Basic YTpi",
        "Digest x",
        "bearer eyJhbGciOiJub25lIn0.e30.",
    ],
)
def test_a_wrong_token_is_refused_not_ignored(gateway: Any, authorization: str) -> None:
    with gateway.client() as client:
        answer = client.get("/api/one-stop/v1/x", headers={"Authorization": authorization})
        page = client.get("/dich-vu-cong", headers={"Authorization": authorization})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
    assert page.status_code == 401
    assert not gateway.upstream.seen


def test_a_cookie_is_no_bearer_token_and_the_other_way_round(gateway: Any) -> None:
    with gateway.browser("an.nv") as browser:
        cookie = browser.cookies["lt_session"]
    assert me(gateway, {"Authorization": f"Bearer {cookie}"}).status_code == 401
    token = gateway.sign_in()
    with gateway.client(cookies={"lt_session": token}) as client:
        assert client.get("/api/gateway/v1/me").status_code == 401


def test_a_sign_out_by_cookie_counts_from_the_next_request(gateway: Any) -> None:
    with gateway.browser("an.nv") as browser:
        ours = {"Sec-Fetch-Site": "same-origin"}
        assert browser.get("/api/gateway/v1/me", headers=ours).status_code == 200
        assert browser.delete("/api/gateway/v1/sessions/current", headers=ours).status_code == 204
        assert browser.get("/api/gateway/v1/me", headers=ours).status_code == 401


def test_two_different_session_cookies_are_nobody() -> None:
    assert read_cookie(["lt_session=a; lt_session=b"], "lt_session") == ""
    assert read_cookie(["lt_session=a", "x=1; lt_session=a"], "lt_session") == "a"
    assert read_cookie(["xlt_session=a"], "lt_session") == ""


ORIGINS = [
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "none"}, True),
    ({"Sec-Fetch-Site": "cross-site"}, False),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:8000"}, False),
    ({"Origin": "http://localhost:8000"}, True),
    ({"Origin": "https://evil.example"}, False),
    ({"Origin": "null"}, False),
    ({"Origin": "http://localhost:8000.evil.example"}, False),
    ({}, False),
]


@pytest.mark.parametrize(("headers", "fine"), ORIGINS, ids=str)
def test_the_api_takes_a_cookie_only_from_our_own_pages(gateway: Any, headers: dict[str, str], fine: bool) -> None:
    with gateway.browser("an.nv") as browser:
        answer = browser.post("/api/one-stop/v1/x", json={}, headers=headers)
        assert answer.status_code == (200 if fine else 403)
        assert browser.get("/api/one-stop/v1/x", headers=headers).status_code == 200
    if not fine:
        assert answer.json()["code"] == "cross_site_refused"


def test_a_form_from_another_site_is_refused_whatever_its_token(gateway: Any) -> None:
    with gateway.browser("an.nv") as browser:
        csrf = gateway.csrf_in(browser.get("/").text)
        answer = browser.post("/dang-xuat", data={"csrf_token": csrf}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "đến từ một trang khác" in answer.text


def test_a_visitors_forms_are_bound_to_the_visitor(gateway: Any) -> None:
    with gateway.browser() as browser, gateway.browser() as other:
        browser.get("/tra-cuu")
        first = gateway.upstream.identity().csrf
        browser.get("/tra-cuu")
        assert gateway.upstream.identity().csrf == first
        other.get("/tra-cuu")
        assert gateway.upstream.identity().csrf != first
        assert gateway.upstream.identity().kind == "anonymous"
        assert first not in browser.cookies["lt_visitor"]


def test_a_program_without_cookies_gets_none(gateway: Any) -> None:
    with gateway.client() as client:
        answer = client.get("/api/one-stop/v1/x", headers={"Accept": "application/json"})
    assert "set-cookie" not in answer.headers
    assert gateway.upstream.last.get("x-lienthong-identity") == ""
