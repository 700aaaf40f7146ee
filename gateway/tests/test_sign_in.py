"""Signing in and out by page and by API, and the growing delay."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from gateway.sign_in.rules import LONGEST_DELAY, delay_for_address, delay_for_user

PASSWORD = "Mat-khau-dung-1"
WRONG = {"user_name": "an.nv", "password": "sai"}


def test_delays_grow_and_end() -> None:
    assert delay_for_user(4) is None
    assert delay_for_user(5) == timedelta(seconds=10)
    assert delay_for_user(6) == timedelta(seconds=20)
    assert delay_for_user(50) == LONGEST_DELAY
    assert delay_for_address(29) is None
    assert delay_for_address(30) == timedelta(seconds=10)
    assert delay_for_address(40) == timedelta(seconds=20)
    assert delay_for_address(1000) == LONGEST_DELAY


def test_a_person_signs_in_for_a_bearer_token(gateway: Any) -> None:
    with gateway.client() as client:
        answer = client.post("/api/gateway/v1/sessions", json={"user_name": " An.NV ", "password": PASSWORD})
        assert answer.status_code == 201
        assert answer.headers["cache-control"] == "no-store"
        body = answer.json()
        assert body["identity"]["kind"] == "officer"
        headers = {"Authorization": f"Bearer {body['token']}"}
        assert client.get("/api/gateway/v1/me", headers=headers).json()["user_name"] == "an.nv"
        assert client.delete("/api/gateway/v1/sessions/current", headers=headers).status_code == 204
        after = client.get("/api/gateway/v1/me", headers=headers)
    assert (after.status_code, after.json()["code"]) == (401, "invalid_token")
    assert after.headers["www-authenticate"].startswith("Bearer")
    assert gateway.evidence() == ["signed-in", "signed-out"]


def test_citizens_are_found_too(gateway: Any) -> None:
    with gateway.client() as client:
        for body in ({}, {"kind": "citizen"}):
            answer = client.post("/api/gateway/v1/sessions", json={"user_name": "binh", "password": PASSWORD} | body)
            assert answer.json()["identity"]["kind"] == "citizen"
        answer = client.post(
            "/api/gateway/v1/sessions", json={"user_name": "binh", "password": PASSWORD, "kind": "officer"}
        )
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        WRONG,
        {"user_name": "khong-co", "password": "sai"},
        {"user_name": "an.nv\x00", "password": PASSWORD},
        {"user_name": "an.nv", "password": "\x00"},
    ],
)
def test_wrong_name_and_wrong_password_look_alike(gateway: Any, body: dict[str, str]) -> None:
    with gateway.client() as client:
        answer = client.post("/api/gateway/v1/sessions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_credentials")
    assert answer.json()["title"] == "Tên đăng nhập hoặc mật khẩu chưa đúng."


@pytest.mark.parametrize(
    "body",
    [{}, {"user_name": "a"}, {"user_name": 1, "password": 2}, [], {"user_name": "a", "password": "b", "role": "x"}],
)
def test_bad_bodies_are_refused(gateway: Any, body: Any) -> None:
    with gateway.client() as client:
        answer = client.post("/api/gateway/v1/sessions", json=body)
        assert answer.status_code == 422
        assert client.post("/api/gateway/v1/sessions", content=b"{").status_code in (400, 422)


def test_failures_lock_and_the_right_password_waits_as_well(gateway: Any) -> None:
    with gateway.client() as client:
        for _ in range(5):
            assert client.post("/api/gateway/v1/sessions", json=WRONG).status_code == 401
        for password in ("sai", PASSWORD):
            answer = client.post("/api/gateway/v1/sessions", json={"user_name": "an.nv", "password": password})
            assert (answer.status_code, answer.json()["code"]) == (429, "sign_in_locked")
            assert 1 <= int(answer.headers["retry-after"]) <= 10
        # Another person is not locked.
        assert gateway.sign_in("binh")
        gateway.execute("UPDATE sign_in_failure SET blocked_until = now() - interval '1 s'")
        assert client.post("/api/gateway/v1/sessions", json=WRONG).status_code == 401
        answer = client.post("/api/gateway/v1/sessions", json=WRONG)
        assert 11 <= int(answer.headers["retry-after"]) <= 20
        gateway.execute("UPDATE sign_in_failure SET blocked_until = NULL")
        assert gateway.sign_in("an.nv")
        for _ in range(4):
            assert client.post("/api/gateway/v1/sessions", json=WRONG).status_code == 401
        assert gateway.sign_in("an.nv")
    kinds = gateway.evidence()
    assert kinds.count("sign-in-failed") == 10
    assert kinds.count("sign-in-refused") == 3


def test_guesses_in_parallel_count_as_well(gateway: Any) -> None:
    def guess(_: int) -> int:
        with gateway.client() as client:
            return int(client.post("/api/gateway/v1/sessions", json=WRONG).status_code)

    with ThreadPoolExecutor(12) as pool:
        statuses = list(pool.map(guess, range(24)))
    assert statuses.count(401) == 5
    assert statuses.count(429) == 19


def test_the_lock_holds_on_every_copy(make_gateway: Any) -> None:
    first, second = make_gateway(), make_gateway()
    with first.client() as client:
        for _ in range(5):
            client.post("/api/gateway/v1/sessions", json=WRONG)
    with second.client() as client:
        assert client.post("/api/gateway/v1/sessions", json=WRONG).status_code == 429


def test_no_name_password_or_address_is_stored_or_logged(gateway: Any, capfd: pytest.CaptureFixture[str]) -> None:
    with gateway.client() as client:
        client.post("/api/gateway/v1/sessions", json={"user_name": "canary-name", "password": "canary-password"})
        client.get("/tra-cuu/canary-code?secret=canary-secret", headers={"User-Agent": "canary-agent"})
    stored = str(gateway.execute("SELECT * FROM evidence")) + str(gateway.execute("SELECT * FROM sign_in_failure"))
    gateway.door.parts.access_log.write()
    written = "".join(capfd.readouterr())
    assert "canary" not in stored + written
    assert "127.0.0.1" not in stored + written


def test_while_the_owner_is_away_nobody_is_locked_out(gateway: Any) -> None:
    gateway.upstream.verify_status = 500
    with gateway.client() as client:
        for _ in range(8):
            answer = client.post("/api/gateway/v1/sessions", json=WRONG)
            assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")
    gateway.upstream.verify_status = 0
    assert gateway.sign_in()


def test_the_page_signs_in_and_leads_on(gateway: Any) -> None:
    with gateway.browser() as browser:
        page = browser.get("/dang-nhap?tiep=/mot-cua/ho-so%3Fq%3D1")
        assert page.status_code == 200
        assert 'value="/mot-cua/ho-so?q=1"' in page.text
        form = {"csrf_token": gateway.csrf_in(page.text), "loai": "can-bo", "user_name": "an.nv", "password": PASSWORD}
        answer = browser.post("/dang-nhap", data=form | {"tiep": "/mot-cua/ho-so?q=1"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/mot-cua/ho-so?q=1")
        cookies = answer.headers.get_list("set-cookie")
        session = next(cookie for cookie in cookies if cookie.startswith("lt_session="))
        assert "HttpOnly" in session
        assert "SameSite=Lax" in session
        assert "Secure" not in session
        assert "Nguyễn Văn An" in browser.get("/").text
        assert browser.get("/dang-nhap?tiep=/van-ban").headers["location"] == "/van-ban"


def test_an_open_redirect_is_not_to_be_had(gateway: Any) -> None:
    with gateway.browser() as browser:
        page = browser.get("/dang-nhap?tiep=https://evil.example/")
        form = {"csrf_token": gateway.csrf_in(page.text), "loai": "can-bo", "user_name": "an.nv", "password": PASSWORD}
        answer = browser.post("/dang-nhap", data=form | {"tiep": "//evil.example/"})
    assert answer.headers["location"] == "/"


def test_the_page_says_what_to_mend(gateway: Any) -> None:
    with gateway.browser() as browser:
        csrf = gateway.csrf_in(browser.get("/dang-nhap").text)
        empty = browser.post("/dang-nhap", data={"csrf_token": csrf})
        assert empty.status_code == 422
        for sentence in ("Hãy chọn loại tài khoản.", "Hãy nhập tên đăng nhập.", "Hãy nhập mật khẩu."):
            assert empty.text.count(sentence) == 2  # in the summary and beside the field
        wrong = browser.post("/dang-nhap", data={"csrf_token": csrf, "loai": "cong-dan", **WRONG})
        assert wrong.status_code == 422
        assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in wrong.text
        assert 'value="an.nv"' in wrong.text
        assert 'value="sai"' not in wrong.text
        for _ in range(6):
            locked = browser.post("/dang-nhap", data={"csrf_token": csrf, "loai": "can-bo", **WRONG})
        assert locked.status_code == 429
        assert "tạm khóa" in locked.text


def test_a_form_without_its_token_is_refused(gateway: Any) -> None:
    form = {"loai": "can-bo", "user_name": "an.nv", "password": PASSWORD}
    with gateway.browser() as browser, gateway.browser() as other:
        assert browser.post("/dang-nhap", data=form).status_code == 403
        strangers = gateway.csrf_in(other.get("/dang-nhap").text)
        browser.get("/dang-nhap")
        answer = browser.post("/dang-nhap", data=form | {"csrf_token": strangers})
    assert answer.status_code == 403
    assert "Biểu mẫu đã hết hiệu lực" in answer.text


def test_signing_out_ends_the_session_and_needs_the_token(gateway: Any) -> None:
    with gateway.browser("an.nv") as browser:
        cookie = browser.cookies["lt_session"]
        assert browser.post("/dang-xuat").status_code == 403
        page = browser.get("/")
        answer = browser.post("/dang-xuat", data={"csrf_token": gateway.csrf_in(page.text)})
        assert answer.status_code == 303
        assert "Đăng nhập" in browser.get("/").text
    with gateway.browser() as browser:
        browser.cookies.set("lt_session", cookie)
        assert "Nguyễn Văn An" not in browser.get("/").text
    assert gateway.evidence() == ["signed-in", "refused", "signed-out"]
