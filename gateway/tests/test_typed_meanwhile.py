"""What is typed into a form is kept for its person until the form has arrived, within bounds."""

from typing import Any

import pytest

from .test_unsent_forms import STEP, TYPED, _saving


def test_what_is_typed_is_kept_for_its_person_until_the_form_has_arrived(gateway: Any) -> None:
    name = {"name": f"{STEP}#to-khai"}
    with gateway.browser("binh", "cong-dan") as browser, gateway.browser("an.nv") as other:
        csrf = gateway.csrf_in(browser.get("/").text)
        typed = name | {"csrf_token": csrf, "action": STEP, "content": '[["ho_ten","Bình"]]', "tab": "a"}
        assert browser.get("/bieu-mau/noi-dung", params=name).json() == {}
        assert browser.post("/bieu-mau/noi-dung", data=typed).json()["elsewhere"] is False
        assert browser.get("/bieu-mau/noi-dung", params=name).json()["content"] == '[["ho_ten","Bình"]]'
        assert other.get("/bieu-mau/noi-dung", params=name).json() == {}
        second = typed | {"content": '[["ho_ten","An"]]', "tab": "b"}
        assert browser.post("/bieu-mau/noi-dung", data=second).json()["elsewhere"] is True
        found = browser.get("/bieu-mau/noi-dung", params=name).json()
        assert (found["content"], found["other"]) == ('[["ho_ten","An"]]', '[["ho_ten","Bình"]]')
        assert browser.post(STEP, data=TYPED | {"csrf_token": csrf}).status_code == 200
        assert browser.get("/bieu-mau/noi-dung", params=name).json(), "the page came back to be mended"
        _saving(gateway)
        assert browser.post(STEP, data=TYPED | {"csrf_token": csrf}).status_code == 303
        assert browser.get("/bieu-mau/noi-dung", params=name).json() == {}
        browser.post("/bieu-mau/noi-dung", data=typed)
        assert browser.post("/bieu-mau/noi-dung/bo", data=name | {"csrf_token": csrf}).status_code == 204
        assert browser.get("/bieu-mau/noi-dung", params=name).json() == {}


@pytest.mark.parametrize(
    "wrong", [{"content": "{"}, {"content": "x" * 300_000}, {"name": ""}, {"action": "http://x"}, {"csrf_token": "x"}]
)
def test_what_is_typed_has_bounds(gateway: Any, wrong: dict[str, str]) -> None:
    with gateway.browser("binh", "cong-dan") as browser:
        typed = {"name": "a", "action": "/a", "content": "[]", "csrf_token": gateway.csrf_in(browser.get("/").text)}
        assert 400 <= browser.post("/bieu-mau/noi-dung", data=typed | wrong).status_code < 500
    assert gateway.execute("SELECT * FROM kept_form") == []
