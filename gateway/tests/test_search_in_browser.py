"""The search of every page, by keys alone: one letter opens it, wherever one is."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from testing.browser import start_browser

from .upstream import PASSWORD


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with start_browser() as browser:
        yield browser


def test_g_opens_the_search_of_every_page_and_is_a_letter_in_it(chromium: Any, gateway: Any) -> None:
    nothing: dict[str, Any] = {"groups": []}
    hit = {"text": "Gia hạn giấy phép", "about": "", "href": "/mot-cua/ho-so/1"}
    found = {"groups": [{"title": "Hồ sơ", "order": 1, "hits": [hit], "more": False, "href": "/mot-cua"}]}
    services = ("mail-directory", "document-exchange", "online-services")
    gateway.upstream.found = {"one-stop": found, **dict.fromkeys(services, nothing)}
    context = chromium.new_context(base_url=gateway.url, locale="vi-VN")
    page = context.new_page()
    page.goto("/dang-nhap?loai=can-bo&tiep=/")
    page.get_by_label("Tên đăng nhập").fill("an.nv")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    box = page.get_by_role("banner").get_by_role("searchbox", name="Tìm mọi nơi")
    expect(box).to_be_visible()
    for place in ("/", "/api"):
        page.goto(place)
        expect(page.locator("body.govuk-frontend-supported")).to_be_visible()
        page.keyboard.press("g")
        expect(box).to_be_focused()
        expect(box).to_have_value("")
    page.keyboard.type("gia han")
    expect(box).to_have_value("gia han")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Gia hạn giấy phép")).to_be_visible()
    assert page.url.endswith("/tim-kiem?q=gia+han")
    context.close()
