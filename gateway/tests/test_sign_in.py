"""Signing in and out by page and by API, and the growing delay."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from gateway.sign_in.rules import (
    LONGEST_DELAY,
    LONGEST_SHARED_DELAY,
    delay_for_account,
    delay_for_address,
    delay_for_pair,
)

PASSWORD = "Mat-khau-dung-1"
WRONG = {"user_name": "an.nv", "password": "sai"}


def test_delays_grow_and_end() -> None:
    assert delay_for_pair(4) is None
    assert delay_for_pair(5) == timedelta(seconds=10)
    assert delay_for_pair(6) == timedelta(seconds=20)
    assert delay_for_pair(50) == LONGEST_DELAY
    assert delay_for_pair(1, 20) == timedelta(seconds=10)
    assert delay_for_account(99) is None
    assert delay_for_account(1000) == LONGEST_SHARED_DELAY
    assert delay_for_address(199) is None
    assert delay_for_address(210) == timedelta(seconds=20)
    assert delay_for_address(1000) == LONGEST_SHARED_DELAY


def _from(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


def _try(client: Any, address: str, **body: str) -> int:
    status: int = client.post("/api/gateway/v1/sessions", json=WRONG | body, headers=_from(address)).status_code
    return status


def test_a_strangers_failures_do_not_lock_out_the_owner(make_gateway: Any) -> None:
    gateway = make_gateway(trusted_proxies=["127.0.0.0/8"], sign_in_rate_limit=1000)
    with gateway.client() as client:
        assert [_try(client, "192.0.2.1") for _ in range(7)] == [401] * 5 + [429] * 2
        assert _try(client, "192.0.2.2", password=PASSWORD) == 201
        # Many addresses: each has fewer tries, and the owner at an address of his own still has one.
        statuses = [_try(client, f"192.0.2.{n}") for n in range(10, 40) for _ in range(3)]
        assert statuses.count(401) < 60
        assert _try(client, "192.0.2.200", password=PASSWORD) == 201


def test_an_attacker_cannot_lift_the_lock_with_an_account_of_the_same_name(make_gateway: Any) -> None:
    gateway = make_gateway(trusted_proxies=["127.0.0.0/8"], sign_in_rate_limit=1000)
    gateway.upstream.accounts["citizen"]["an.nv"] = gateway.upstream.accounts["citizen"]["binh"]
    statuses = []
    with gateway.client() as client:
        for _ in range(5):
            statuses += [_try(client, "192.0.2.1", kind="officer") for _ in range(4)]
            assert _try(client, "192.0.2.1", kind="citizen", password=PASSWORD) == 201
    assert statuses.count(401) == 5
    assert statuses.count(429) == 15


def test_an_address_with_many_failures_still_lets_the_right_ones_in(make_gateway: Any) -> None:
    gateway = make_gateway(sign_in_rate_limit=1000)
    for number in range(8):
        gateway.upstream.accounts["officer"][f"dong.nghiep{number}"] = gateway.upstream.accounts["officer"]["an.nv"]
    with gateway.client() as client:
        for number in range(40):
            client.post("/api/gateway/v1/sessions", json={"user_name": f"ai-do-{number}", "password": "sai"})
    names = [f"dong.nghiep{number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(gateway.sign_in, names))


def test_a_known_device_is_free(gateway: Any) -> None:
    with gateway.browser("an.nv") as browser, gateway.client() as stranger:
        for _ in range(7):
            stranger.post("/api/gateway/v1/sessions", json=WRONG)
        browser.post("/dang-xuat", data={"csrf_token": gateway.csrf_in(browser.get("/").text)})
        form = {"csrf_token": gateway.csrf_in(browser.get("/dang-nhap").text), "loai": "can-bo", "user_name": "an.nv"}
        for _ in range(3):
            assert browser.post("/dang-nhap", data=form | {"password": "sai"}).status_code == 422
        assert browser.post("/dang-nhap", data=form | {"password": PASSWORD}).status_code == 303
        cookie = browser.cookies["lt_device"]
    with gateway.browser() as thief:
        thief.cookies.set("lt_device", cookie)
        form["csrf_token"] = gateway.csrf_in(thief.get("/dang-nhap").text)
        tried = [thief.post("/dang-nhap", data=form | {"password": "sai"}).status_code for _ in range(8)]
        assert tried == [422] * 5 + [429] * 3
        form |= {"user_name": "van-hanh"}
        tried = [thief.post("/dang-nhap", data=form | {"password": "sai"}).status_code for _ in range(8)]
        assert tried == [422] * 5 + [429] * 3, "known to one account, a stranger to the others"


@pytest.mark.parametrize("typed", ["052085557395", "052 085 557 395", " 052.085.557.395 ", "０５２０８５５５７３９５"])
def test_names_are_read_as_people_type_them(gateway: Any, typed: str) -> None:
    gateway.upstream.accounts["citizen"]["052085557395"] = gateway.upstream.accounts["citizen"]["binh"]
    assert gateway.sign_in(typed, kind="citizen")


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
        {"user_name": "\u200b\u2060", "password": PASSWORD},
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
            assert client.post("/api/gateway/v1/sessions", json=WRONG | {"kind": "officer"}).status_code == 401
        for password in ("sai", PASSWORD):
            answer = client.post("/api/gateway/v1/sessions", json=WRONG | {"password": password, "kind": "officer"})
            assert (answer.status_code, answer.json()["code"]) == (429, "sign_in_locked")
            assert 1 <= int(answer.headers["retry-after"]) <= 10
        # Another person is not locked.
        assert gateway.sign_in("binh")
        gateway.execute("UPDATE sign_in_failure SET blocked_until = now() - interval '1 s'")
        assert client.post("/api/gateway/v1/sessions", json=WRONG | {"kind": "officer"}).status_code == 401
        answer = client.post("/api/gateway/v1/sessions", json=WRONG | {"kind": "officer"})
        assert 11 <= int(answer.headers["retry-after"]) <= 20
        gateway.execute("UPDATE sign_in_failure SET blocked_until = NULL")
        assert gateway.sign_in("an.nv")
        for _ in range(4):
            assert client.post("/api/gateway/v1/sessions", json=WRONG | {"kind": "officer"}).status_code == 401
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
