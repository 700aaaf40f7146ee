"""Who knows the password of an account that the lack of a post has locked is told whom to ask."""

from typing import Any

from .upstream import PASSWORD


def test_an_account_without_a_post_is_told_whom_to_ask_and_counts_no_failure(gateway: Any) -> None:
    gateway.upstream.verify_status, gateway.upstream.verify_answer = 403, b'{"code": "account_without_post"}'
    right = {"user_name": "an.nv", "password": PASSWORD, "kind": "officer"}
    with gateway.client() as client:
        for _ in range(8):
            answer = client.post("/api/gateway/v1/sessions", json=right)
            assert (answer.status_code, answer.json()["code"]) == (403, "account_without_post")
    with gateway.browser() as browser:
        form = {"csrf_token": gateway.csrf_in(browser.get("/dang-nhap").text), "loai": "can-bo"}
        page = browser.post("/dang-nhap", data=form | {"user_name": "an.nv", "password": PASSWORD})
        assert (page.status_code, "Hãy liên hệ quản trị danh bạ" in page.text) == (422, True)
    gateway.upstream.verify_answer = b"{}"
    with gateway.client() as client:
        assert client.post("/api/gateway/v1/sessions", json=right).status_code == 503, "any other refusal is a fault"
    gateway.upstream.verify_status = 0
    assert gateway.sign_in()


def test_a_locked_officer_does_not_keep_out_the_citizen_of_the_same_name(gateway: Any) -> None:
    gateway.upstream.locked.add("an.nv")
    tried = {"user_name": "an.nv", "password": PASSWORD}
    with gateway.client() as client:
        alone = client.post("/api/gateway/v1/sessions", json=tried)
        assert (alone.status_code, alone.json()["code"]) == (403, "account_without_post"), "no citizen is called so"
        gateway.upstream.accounts["citizen"]["an.nv"] = gateway.upstream.accounts["citizen"]["binh"]
        for _ in range(2):
            both = client.post("/api/gateway/v1/sessions", json=tried)
            assert (both.status_code, both.json()["identity"]["kind"]) == (201, "citizen"), both.text
        asked = client.post("/api/gateway/v1/sessions", json=tried | {"kind": "officer"})
        assert (asked.status_code, asked.json()["code"]) == (403, "account_without_post")
        guessed = client.post("/api/gateway/v1/sessions", json=tried | {"password": "không phải mật khẩu này"})
        assert (guessed.status_code, guessed.json()["code"]) == (401, "wrong_credentials"), "says nothing to a stranger"


def test_the_password_of_a_locked_officer_is_still_a_guess_at_the_citizen_of_the_same_name(gateway: Any) -> None:
    gateway.upstream.locked.add("an.nv")
    tried = {"user_name": "an.nv", "password": PASSWORD}
    with gateway.client() as client:
        for _ in range(6):
            answer = client.post("/api/gateway/v1/sessions", json=tried)
            assert (answer.status_code, answer.json()["code"]) == (403, "account_without_post"), "told all the same"
        guessed = client.post("/api/gateway/v1/sessions", json=tried | {"kind": "citizen"})
        assert guessed.status_code == 429
