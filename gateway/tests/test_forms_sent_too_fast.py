"""Who is too fast keeps what was typed; who floods gets nothing kept beyond a few."""

import re
from typing import Any

import pytest

from .test_unsent_forms import STEP, TYPED, _saving


def _kept_at(answer: Any) -> str:
    assert answer.status_code == 429
    assert "được giữ" in answer.text
    place = re.search(r'href="(/bieu-mau/[0-9a-f-]{36})"', answer.text)
    assert place is not None
    return place[1]


def test_a_visitor_who_is_too_fast_keeps_what_was_typed(make_gateway: Any) -> None:
    gateway = make_gateway(rare_rate_limit=1)
    with gateway.browser() as browser:
        form = TYPED | {"csrf_token": gateway.csrf_in(browser.get("/dang-nhap").text), "password": "bi-mat-lam"}
        assert browser.post("/dich-vu-cong/dang-ky", data=form).status_code == 200
        before = len(gateway.upstream.seen)
        place = _kept_at(browser.post("/dich-vu-cong/dang-ky", data=form))
        assert len(gateway.upstream.seen) == before
        page = browser.get(place)
        assert "phiên làm việc khi đó" not in page.text
        marked = {"csrf_token": gateway.csrf_in(page.text), "unsent_form": place.rsplit("/", 1)[1]}
        assert _kept_at(browser.post("/dich-vu-cong/dang-ky", data=marked)) == place, "still too fast, still there"
        gateway.forget_rates()
        assert browser.post("/dich-vu-cong/dang-ky", data=marked).status_code == 200
    assert b"ho_ten=Tr%E1%BA%A7n" in gateway.upstream.last.body
    assert b"bi-mat" not in gateway.upstream.last.body


@pytest.mark.parametrize("files", [None, {"tep": ("giấy.pdf", b"%PDF-1.7")}])
def test_a_person_who_is_too_fast_keeps_what_was_typed(make_gateway: Any, files: Any) -> None:
    gateway = make_gateway(person_rate_limit=30)
    bodies = _saving(gateway)
    with gateway.browser("binh", "cong-dan") as browser:
        csrf = gateway.csrf_in(browser.get("/").text)
        for _ in range(40):
            browser.get("/dich-vu-cong")
        answer = browser.post(STEP, data=TYPED | {"csrf_token": csrf}, files=files)
        place = _kept_at(answer)
        assert "Đăng xuất" in answer.text, "still the page of who is signed in"
        gateway.forget_rates()
        bodies.clear()
        page = browser.get(place)
        marked = {"csrf_token": gateway.csrf_in(page.text), "unsent_form": place.rsplit("/", 1)[1]}
        assert browser.post(STEP, data=marked).status_code == 303
    (body,) = bodies
    assert ("giấy.pdf".encode() in body) is (files is not None)
    assert ("Bình".encode() in body) or (b"B%C3%ACnh" in body)


def test_who_floods_gets_nothing_kept_beyond_a_few(make_gateway: Any) -> None:
    gateway = make_gateway(rare_rate_limit=1)
    with gateway.browser() as browser:
        csrf = gateway.csrf_in(browser.get("/dang-nhap").text)
        answers = [
            browser.post("/dich-vu-cong/dang-ky", data={"csrf_token": csrf, "ho_ten": f"Bình {number}"})
            for number in range(16)
        ]
        assert {answer.status_code for answer in answers[1:]} == {429}
        assert 0 < sum("/bieu-mau/" in answer.text for answer in answers[1:]) <= 10
        for wrong in ({"csrf_token": "0" * 31}, {"ho_ten": "không có mã"}):
            late = browser.post("/dich-vu-cong/dang-ky", data=wrong)
            assert (late.status_code, "/bieu-mau/" in late.text) == (429, False)
    assert len(gateway.execute("SELECT * FROM unsent_form")) <= 10
