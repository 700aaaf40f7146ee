"""What is typed stays, seen in a real browser: saved while typing, filled in again, warned of, finished."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from starlette.requests import Request

from shared.access.identity import HEADER, IdentityVerifier
from testing.browser import start_browser

FORM = """{% extends "base.html" %}{% block content %}<h1>Tờ khai</h1>
<form method="post" action="/dich-vu-cong/ban-nhap/1/to-khai" data-keep="to-khai">{{ csrf_field() }}
<label>Họ tên <input name="ho_ten"></label> <label>Ghi chú <textarea name="ghi_chu"></textarea></label>
<label><input type="checkbox" name="dong_y" value="co"> Đồng ý</label> <label>Bí mật <input type="password" name="p"></label>
<button>Lưu</button></form>{% endblock %}"""
DONE = '{% extends "base.html" %}{% block content %}<h1>Đã lưu {{ sent }}</h1>{% endblock %}'
ADDRESS = "/dich-vu-cong/ban-nhap/1/to-khai"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with start_browser() as browser:
        yield browser


@pytest.fixture
def page(chromium: Any, gateway: Any) -> Iterator[Page]:
    sent: list[str] = []
    environment = gateway.door.parts.pages.environment

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        token = request.headers.get(HEADER)
        service = scope["state"]["service"]
        scope["state"]["identity"] = IdentityVerifier(gateway.upstream.jwks, service).verify(token) if token else None
        if request.method == "POST":
            sent.append(str((await request.form()).get("ho_ten")))
            await gateway.upstream.reply(send, 303, b"", b"text/html", (b"location", b"/dich-vu-cong/xong"))
            return
        source = DONE if request.url.path.endswith("/xong") else FORM
        known = gateway.door.parts.pages._known(request) | {"sent": ", ".join(sent)}
        body = environment.from_string(source).render(known).encode()
        await gateway.upstream.reply(send, 200, body, b"text/html; charset=utf-8")

    gateway.upstream.answer = answer
    context = chromium.new_context(base_url=gateway.url, locale="vi-VN")
    page = context.new_page()
    page.goto("/dang-nhap")
    _sign_in(page)
    yield page
    context.close()


def _sign_in(page: Page) -> None:
    page.get_by_label("Công dân").check()
    page.get_by_label("Tên đăng nhập").fill("binh")
    page.get_by_label("Mật khẩu", exact=True).fill("Mat-khau-dung-1")
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda address: "/dang-nhap" not in address)


def _type(page: Page, name: str) -> None:
    with page.expect_response(lambda answer: answer.url.endswith("/bieu-mau/noi-dung")):
        page.get_by_label("Họ tên").fill(name)
        page.get_by_label("Đồng ý").check()


def test_what_was_typed_is_there_again_and_can_be_thrown_away(page: Page) -> None:
    page.goto(ADDRESS)
    _type(page, "Trần Thị Bình")
    page.goto("/")
    page.goto(ADDRESS)
    expect(page.get_by_label("Họ tên")).to_have_value("Trần Thị Bình")
    expect(page.get_by_label("Đồng ý")).to_be_checked()
    expect(page.get_by_text("Đã điền lại nội dung")).to_be_visible()
    page.get_by_role("button", name="Bỏ nội dung này").click()
    expect(page.get_by_label("Họ tên")).to_have_value("")
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_label("Họ tên")).to_have_value("")


def test_of_two_tabs_the_newer_wins_and_the_other_can_be_had(page: Page) -> None:
    page.goto(ADDRESS)
    other = page.context.new_page()
    other.goto(ADDRESS)
    _type(page, "Thẻ thứ nhất")
    _type(other, "Thẻ thứ hai")
    expect(other.get_by_text("cũng được nhập ở một thẻ khác")).to_be_visible()
    other.get_by_role("button", name="Lấy nội dung của thẻ kia").click()
    expect(other.get_by_label("Họ tên")).to_have_value("Thẻ thứ nhất")


def test_the_end_of_the_session_is_announced_and_can_be_put_off(page: Page, gateway: Any) -> None:
    page.clock.install()
    page.goto(ADDRESS)
    page.wait_for_load_state("networkidle")
    page.clock.fast_forward("28:10")
    stay = page.get_by_role("button", name="Tiếp tục làm việc")
    expect(stay).to_be_visible()
    stay.click()
    expect(stay).to_be_hidden()
    page.clock.fast_forward("28:10")
    expect(stay).to_be_visible()
    page.clock.fast_forward("02:00")
    expect(page.get_by_text("Phiên làm việc đã kết thúc")).to_be_visible()


def test_a_late_form_is_finished_after_signing_in(page: Page, gateway: Any) -> None:
    page.goto(ADDRESS)
    page.get_by_label("Họ tên").fill("Sau khi hết phiên")
    gateway.execute("UPDATE sign_in_session SET last_seen_at = last_seen_at - interval '35 minutes'")
    gateway.door.parts.callers.forget_all()
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("chưa được lưu")).to_be_visible()
    _sign_in(page)
    expect(page.get_by_role("heading", name="Đã lưu Sau khi hết phiên")).to_be_visible()
