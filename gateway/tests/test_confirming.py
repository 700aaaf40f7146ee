"""A form that asks for the password once more: the gateway looks at it as at sign-in, and no part ever sees it."""

from typing import Any
from urllib.parse import parse_qs

import pytest

from .upstream import PASSWORD

SIGN = "/van-ban/di/ky-lan-luot/ky"
ELSE = "/van-ban/di/soan-thao"


def press(gateway: Any, browser: Any, path: str = SIGN, **typed: Any) -> Any:
    """The form as the part got it, and what it was told of the password."""
    form = {"csrf_token": gateway.csrf_in(browser.get("/").text), "chon": ["a.1", "b.2"], "lo": "x"} | typed
    browser.post(path, data=form)
    last = gateway.upstream.last
    assert last.path == path
    return parse_qs(last.body.decode()), gateway.upstream.identity("document-exchange").confirmation


@pytest.mark.parametrize(
    ("typed", "told"),
    [({}, ""), ({"password": ""}, ""), ({"password": PASSWORD}, "right"), ({"password": "sai"}, "wrong")],
)
def test_the_part_is_told_what_came_of_the_password_and_never_sees_it(
    gateway: Any, typed: dict[str, str], told: str
) -> None:
    with gateway.browser("an.nv") as browser:
        form, confirmation = press(gateway, browser, **typed)
        assert confirmation == told
        assert (form["chon"], form["lo"]) == (["a.1", "b.2"], ["x"])
        assert set(form) == {"csrf_token", "chon", "lo"}
        assert press(gateway, browser)[1] == "", "it counts for one request"


def test_the_password_of_another_person_is_no_confirmation(gateway: Any) -> None:
    gateway.upstream.accounts["officer"]["an.nv"]["subject"] = "0197aaaa-0000-7000-8000-00000000000f"
    with gateway.browser("an.nv") as browser:
        gateway.upstream.accounts["officer"]["an.nv"]["subject"] = "0197aaaa-0000-7000-8000-000000000001"
        assert press(gateway, browser, password=PASSWORD)[1] == "wrong"


def test_guesses_count_with_those_at_sign_in_and_are_evidence(gateway: Any) -> None:
    with gateway.browser("an.nv") as browser:
        told = [press(gateway, browser, password="sai")[1] for _ in range(3)]
        page = gateway.csrf_in(browser.get("/").text)
        browser.post("/dang-xuat", data={"csrf_token": page})
        form = {"csrf_token": gateway.csrf_in(browser.get("/dang-nhap").text), "loai": "can-bo", "user_name": "an.nv"}
        tried = [browser.post("/dang-nhap", data=form | {"password": "sai"}).status_code for _ in range(3)]
    assert told == ["wrong"] * 3
    assert tried == [422, 422, 429], "five of one browser, at whichever door"
    rows = gateway.execute("SELECT actor FROM evidence WHERE kind = 'sign-in-failed' ORDER BY id")
    assert [row["actor"].partition(":")[0] for row in rows] == ["officer"] * 3 + ["anonymous"] * 2


def test_who_has_guessed_too_often_is_not_asked_with_the_right_password_either(gateway: Any) -> None:
    with gateway.browser("an.nv") as browser:
        told = [press(gateway, browser, password="sai")[1] for _ in range(6)]
        assert told == ["wrong"] * 5 + ["locked"]
        assert press(gateway, browser, password=PASSWORD)[1] == "locked"


def test_an_owner_that_does_not_answer_says_neither(gateway: Any) -> None:
    with gateway.browser("an.nv") as browser:
        gateway.upstream.verify_status = 500
        assert press(gateway, browser, password=PASSWORD)[1] == "unsaid"


def test_other_forms_pass_as_they_came_and_confirm_nothing(gateway: Any) -> None:
    with gateway.browser("an.nv") as browser:
        form, confirmation = press(gateway, browser, ELSE, password=PASSWORD)
        assert (form["password"], confirmation) == ([PASSWORD], "")


def test_a_form_that_is_not_proven_to_be_his_is_no_way_to_guess(gateway: Any) -> None:
    with gateway.browser("an.nv") as browser:
        browser.get("/")
        for token in ("", "0" * 64):
            browser.post(SIGN, data={"csrf_token": token, "password": "sai"})
        assert gateway.execute("SELECT 1 FROM evidence WHERE kind = 'sign-in-failed'") == []
        browser.post(SIGN, data={"password": PASSWORD, "lo": "x"})
        last = gateway.upstream.last
        assert (last.path, parse_qs(last.body.decode())["lo"]) == (SIGN, ["x"])
        assert PASSWORD not in last.body.decode(), "no part sees it, of whatever form"
    with gateway.client() as program:
        program.post(SIGN, data={"password": PASSWORD}, headers=gateway.bearer())
        assert gateway.upstream.identity("document-exchange").confirmation == ""
