"""An ended session costs no work: a form that comes too late is kept for its owner, and for nobody else."""

import re
from typing import Any

import pytest

from gateway.cookies import SESSION, VISITOR

STEP = "/dich-vu-cong/ban-nhap/0197aaaa-0000-7000-8000-000000000009/to-khai"
ACT = "/mot-cua/tiep-nhan"
TYPED = {"ho_ten": "Trần Thị Bình & con", "ghi_chu": "Dòng một\nDòng hai", "nganh": ["một", "hai"]}
LONG_AGO = "interval '35 minutes'"
EVERY_ENDING = ["signed out in another tab", "idle too long", "longest life over", "cookie lost"]


def _end(gateway: Any, browser: Any, how: str) -> None:
    if how == "signed out in another tab":
        assert (
            browser.post("/dang-xuat", data={"csrf_token": gateway.csrf_in(browser.get("/").text)}).status_code == 303
        )
        assert browser.get("/").status_code == 200  # the other tab goes on as a visitor
    elif how == "idle too long":
        gateway.execute(f"UPDATE sign_in_session SET last_seen_at = last_seen_at - {LONG_AGO}")
    elif how == "longest life over":
        gateway.execute("UPDATE sign_in_session SET expires_at = now() - interval '1 second'")
    else:
        browser.cookies.delete(SESSION)
    gateway.door.parts.callers.forget_all()


def _sign_in(gateway: Any, browser: Any, place: str, user_name: str, kind: str) -> Any:
    page = browser.get(place)
    assert "chưa được lưu" in page.text
    target = re.search(r'name="tiep" value="([^"]+)"', page.text)
    assert target is not None
    form = {"csrf_token": gateway.csrf_in(page.text), "loai": kind, "user_name": user_name, "tiep": target[1]}
    return browser.post("/dang-nhap", data=form | {"password": "Mat-khau-dung-1"})


def _saving(gateway: Any, place: bytes = b"/dich-vu-cong/tiep") -> list[bytes]:
    """The service saves, and leads on. What it was sent."""
    bodies: list[bytes] = []

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        bodies.append(body)
        await gateway.upstream.reply(send, 303, b"", b"text/html", (b"location", place))

    gateway.upstream.answer = answer
    return bodies


@pytest.mark.parametrize("how", EVERY_ENDING)
def test_a_late_draft_is_finished_after_the_same_person_signs_in(gateway: Any, how: str) -> None:
    bodies = _saving(gateway)
    with gateway.browser("binh", "cong-dan") as browser:
        csrf = gateway.csrf_in(browser.get("/").text)
        _end(gateway, browser, how)
        late = browser.post(STEP, data=TYPED | {"csrf_token": csrf})
        assert (late.status_code, bodies) == (303, [])
        assert late.headers["location"].startswith("/dang-nhap?loai=cong-dan&tiep=")
        answer = _sign_in(gateway, browser, late.headers["location"], "binh", "cong-dan")
        assert (answer.status_code, answer.headers["location"]) == (303, "/dich-vu-cong/tiep")
        assert "Biểu mẫu chưa gửi" not in browser.get("/").text
    (body,) = bodies
    assert b"ho_ten=Tr%E1%BA%A7n+Th%E1%BB%8B+B%C3%ACnh+%26+con" in body
    assert b"ghi_chu=D%C3%B2ng+m%E1%BB%99t%0AD%C3%B2ng+hai" in body
    assert body.count(b"nganh=") == 2
    assert csrf.encode() not in body
    assert gateway.upstream.identity().user_name == "binh"
    assert gateway.execute("SELECT * FROM unsent_form") == []


@pytest.mark.parametrize("how", EVERY_ENDING)
def test_a_late_act_is_confirmed_and_then_done_with_its_files(gateway: Any, how: str) -> None:
    with gateway.browser("an.nv") as browser:
        csrf = gateway.csrf_in(browser.get("/").text)
        _end(gateway, browser, how)
        paper = ('giấy "tờ".pdf', b"%PDF-1.7 \r\n--x\r\n", "application/pdf")
        late = browser.post(ACT, data=TYPED | {"csrf_token": csrf}, files={"paper": paper})
        assert late.status_code == 303
        answer = _sign_in(gateway, browser, late.headers["location"], "an.nv", "can-bo")
        place = answer.headers["location"]
        assert place.startswith("/bieu-mau/")
        assert gateway.upstream.seen == [], "an act waits for a person's word"
        assert place in browser.get("/").text
        page = browser.get(place)
        assert page.status_code == 200
        assert "giấy" in page.text
        form_id = place.rsplit("/", 1)[1]
        done = browser.post(ACT, data={"csrf_token": gateway.csrf_in(page.text), "unsent_form": form_id})
        assert done.status_code == 200
        assert browser.get(place).status_code == 404
        seen = gateway.upstream.last
        assert seen.path == ACT
        assert b"%PDF-1.7 \r\n--x\r\n" in seen.body
        assert "Trần Thị Bình & con".encode() in seen.body
        assert int(seen.get("content-length")) == len(seen.body)
        again = browser.post(ACT, data={"csrf_token": gateway.csrf_in(page.text), "unsent_form": form_id})
        assert again.status_code == 404, "one form is one act"
    assert len(gateway.upstream.seen) == 1


def test_another_person_neither_sees_it_nor_gets_it_saved(gateway: Any) -> None:
    bodies = _saving(gateway)
    with gateway.browser("binh", "cong-dan") as browser:
        csrf = gateway.csrf_in(browser.get("/").text)
        _end(gateway, browser, "signed out in another tab")
        late = browser.post(STEP, data=TYPED | {"csrf_token": csrf})
        answer = _sign_in(gateway, browser, late.headers["location"], "an.nv", "can-bo")
        place = answer.headers["location"]
        other = browser.get(place)
        assert other.status_code == 404
        assert "Trần Thị Bình" not in other.text
        form = {"csrf_token": gateway.csrf_in(browser.get("/").text), "unsent_form": place.rsplit("/", 1)[1]}
        assert browser.post(STEP, data=form).status_code == 404
        # The tab of the first person is still open, and somebody else is signed in now.
        refused = browser.post(STEP, data=TYPED | {"csrf_token": csrf})
        assert refused.status_code == 403
        assert "một tài khoản khác" in refused.text
        assert place not in browser.get("/").text
    assert bodies == []
    with gateway.browser("binh", "cong-dan") as browser:
        assert place in browser.get("/").text
        assert browser.get(place).status_code == 200


def test_the_same_person_signed_in_again_elsewhere_just_goes_on(gateway: Any) -> None:
    bodies = _saving(gateway)
    with gateway.browser("binh", "cong-dan") as browser:
        csrf = gateway.csrf_in(browser.get("/").text)
        _end(gateway, browser, "signed out in another tab")
        page = browser.get("/dang-nhap")
        form = {"csrf_token": gateway.csrf_in(page.text), "loai": "cong-dan", "user_name": "binh"}
        browser.post("/dang-nhap", data=form | {"password": "Mat-khau-dung-1"})
        large = b"x" * 7_000_000
        answer = browser.post(STEP, data=TYPED | {"csrf_token": csrf}, files={"tep": ("lon.pdf", large)})
        assert answer.status_code == 303
        assert answer.headers["location"] == "/dich-vu-cong/tiep"
    assert large in bodies[0]


def test_a_form_opened_before_signing_in_is_offered_to_whoever_signed_in(gateway: Any) -> None:
    with gateway.browser() as browser:
        csrf = gateway.csrf_in(browser.get("/dang-nhap").text)
        form = {"csrf_token": csrf, "loai": "cong-dan", "user_name": "binh", "password": "Mat-khau-dung-1"}
        browser.post("/dang-nhap", data=form)
        late = browser.post("/tra-cuu", data={"ma": "000.00.11", "csrf_token": csrf})
        assert late.status_code == 303
        assert browser.get(late.headers["location"]).status_code == 200
    assert gateway.upstream.seen == []


def test_a_visitor_without_a_cookie_keeps_what_he_typed_but_no_password(gateway: Any) -> None:
    with gateway.browser() as browser:
        csrf = gateway.csrf_in(browser.get("/dang-nhap").text)
        browser.cookies.delete(VISITOR)
        form = {"csrf_token": csrf, "ho_ten": "Bình", "mat_khau": "bi-mat-lam", "password": "bi-mat-lam"}
        late = browser.post("/dich-vu-cong/dang-ky", data=form)
        assert late.status_code == 403
        place = re.search(r"/bieu-mau/[0-9a-f-]{36}", late.text)
        assert place is not None
        page = browser.get(place[0])
        assert "Mật khẩu không được giữ" in page.text
        marked = {"csrf_token": gateway.csrf_in(page.text), "unsent_form": place[0].rsplit("/", 1)[1]}
        assert browser.post("/dich-vu-cong/dang-ky", data=marked).status_code == 200
    assert b"ho_ten=B%C3%ACnh" in gateway.upstream.last.body
    assert b"bi-mat" not in gateway.upstream.last.body
    with gateway.browser() as other:
        assert other.get(place[0]).status_code == 404


def test_what_is_too_large_is_named_and_the_rest_is_kept(gateway: Any) -> None:
    with gateway.browser("an.nv") as browser:
        csrf = gateway.csrf_in(browser.get("/").text)
        _end(gateway, browser, "idle too long")
        files = {"lon": ("quá lớn.pdf", b"x" * 6_000_000), "nho": ("nhỏ.pdf", b"y" * 1000)}
        late = browser.post(ACT, data=TYPED | {"csrf_token": csrf}, files=files)
        answer = _sign_in(gateway, browser, late.headers["location"], "an.nv", "can-bo")
        page = browser.get(answer.headers["location"]).text
    assert "hãy chọn lại:</strong> quá lớn.pdf" in page
    assert "Tệp: nhỏ.pdf" in page


def test_the_same_form_sent_twice_is_kept_once_and_can_be_thrown_away(gateway: Any) -> None:
    with gateway.browser("an.nv") as browser:
        csrf = gateway.csrf_in(browser.get("/").text)
        _end(gateway, browser, "cookie lost")
        places = {browser.post(ACT, data=TYPED | {"csrf_token": csrf}).headers["location"] for _ in range(3)}
        assert len(places) == 1
        place = _sign_in(gateway, browser, places.pop(), "an.nv", "can-bo").headers["location"]
        page = browser.get(place)
        assert browser.post(f"{place}/bo", data={"csrf_token": gateway.csrf_in(page.text)}).status_code == 303
        assert browser.get(place).status_code == 404


def test_an_unsent_form_is_gone_after_a_day(gateway: Any) -> None:
    with gateway.browser("an.nv") as browser:
        csrf = gateway.csrf_in(browser.get("/").text)
        _end(gateway, browser, "cookie lost")
        late = browser.post(ACT, data=TYPED | {"csrf_token": csrf})
        place = _sign_in(gateway, browser, late.headers["location"], "an.nv", "can-bo").headers["location"]
        gateway.execute("UPDATE unsent_form SET parked_at = parked_at - interval '25 hours'")
        assert browser.get(place).status_code == 404


@pytest.mark.parametrize("token", ["", "x", "0" * 31, "khong-phai", "f" * 4000])
def test_what_was_never_a_token_is_refused_and_not_kept(gateway: Any, token: str) -> None:
    with gateway.browser("an.nv") as browser:
        answer = browser.post(
            "/van-hanh/one-stop/thu-chet/0197cccc-0000-7000-8000-000000000001/bo", data={"csrf_token": token}
        )
    assert answer.status_code == 403
    assert gateway.execute("SELECT * FROM unsent_form") == []


def test_a_draft_with_mistakes_comes_back_as_its_page(gateway: Any) -> None:
    with gateway.browser("binh", "cong-dan") as browser:
        csrf = gateway.csrf_in(browser.get("/").text)
        _end(gateway, browser, "idle too long")
        late = browser.post(STEP, data=TYPED | {"csrf_token": csrf})
        asked = []

        async def mend(scope: Any, receive: Any, send: Any) -> None:
            asked.append(scope["path"])
            await gateway.upstream.reply(send, 422, "<h1>Có chỗ cần sửa</h1>".encode(), b"text/html; charset=utf-8")

        gateway.upstream.answer = mend
        answer = _sign_in(gateway, browser, late.headers["location"], "binh", "cong-dan")
        assert (answer.status_code, asked) == (422, [STEP]), (
            "asked once: a draft keeps its mistakes, and its version moves on"
        )
        assert "Có chỗ cần sửa" in answer.text
        assert "Nguyễn" not in browser.get("/").text
        assert "Đăng xuất" in browser.get("/").text
    assert gateway.execute("SELECT * FROM unsent_form") == []


def test_an_unfinished_service_leaves_the_form_kept(gateway: Any) -> None:
    with gateway.browser("binh", "cong-dan") as browser:
        csrf = gateway.csrf_in(browser.get("/").text)
        _end(gateway, browser, "cookie lost")
        late = browser.post(STEP, data=TYPED | {"csrf_token": csrf})

        async def broken(scope: Any, receive: Any, send: Any) -> None:
            await gateway.upstream.reply(send, 503, b"{}")

        gateway.upstream.answer = broken
        place = _sign_in(gateway, browser, late.headers["location"], "binh", "cong-dan").headers["location"]
        assert place.startswith("/bieu-mau/")
        page = browser.get(place)
        form = {"csrf_token": gateway.csrf_in(page.text), "unsent_form": place.rsplit("/", 1)[1]}
        assert browser.post(STEP, data=form).status_code == 503
        assert browser.get(place).status_code == 200
        bodies = _saving(gateway)
        assert browser.post(STEP, data=form).status_code == 303
        assert b"ho_ten=" in bodies[0]


def test_the_token_looks_different_on_every_page(gateway: Any) -> None:
    with gateway.browser("binh", "cong-dan") as browser:
        tokens = {gateway.csrf_in(browser.get("/").text) for _ in range(5)}
    assert len(tokens) == 5
