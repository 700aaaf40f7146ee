"""Photographs from a telephone: each is sent as it is chosen, seen when it has arrived, and sent again when the line breaks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from operations.private_province import PrivateProvince
from tests.hostile.photos import heic, picture
from tests.journeys.browser import LIVE, Person, look_at, press, start_browser
from tests.journeys.filing import PROCEDURE_CODE, fill_form

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


def _open_papers(page: Page) -> None:
    page.goto(f"/dich-vu-cong/nop/{PROCEDURE_CODE}")
    page.locator("main form[action*='/nop/'] button").click()
    fill_form(page)
    press(page, "Lưu và tiếp tục")
    expect(page.locator("[data-paper]").first).to_be_visible()


def test_photographs_are_sent_one_by_one_and_again_when_the_line_breaks(
    browser: Browser, province: PrivateProvince
) -> None:
    citizen = Person(browser, province, "congdan.lan", width=390)
    page = citizen.page
    _open_papers(page)
    block = page.locator("[data-paper]").first
    choose = block.locator("input[type=file]")
    kept, waiting = block.locator("ul:not([data-uploading]) .lt-files__file"), page.locator("[data-uploading] li")
    choose.set_input_files(
        [
            {"name": "mat-truoc.jpg", "mimeType": "image/jpeg", "buffer": picture("PNG")},
            {"name": "IMG_0002.HEIC", "mimeType": "image/heic", "buffer": heic()},
        ]
    )
    expect(kept).to_have_count(2, timeout=LIVE)
    expect(kept.nth(0)).to_contain_text("mat-truoc.png")
    expect(kept.nth(1)).to_contain_text("IMG_0002.jpg")
    expect(kept.nth(0).locator("canvas")).to_be_visible()
    expect(waiting).to_have_count(0)

    choose.set_input_files({"name": "to.pdf", "mimeType": "application/pdf", "buffer": b"a" * (21 * 1_048_576)})
    expect(waiting).to_contain_text("Tệp lớn hơn 20 MB nên chưa gửi")
    choose.set_input_files({"name": "chu.pdf", "mimeType": "application/pdf", "buffer": b"xin chao"})
    expect(block.locator(".govuk-error-message")).to_contain_text("chu.pdf")
    expect(kept).to_have_count(2)

    def break_off(route: Route) -> None:
        route.abort()

    page.route("**/giay-to", break_off)
    choose.set_input_files({"name": "anh.webp", "mimeType": "image/webp", "buffer": picture("WEBP")})
    again = page.get_by_role("button", name="Thử lại")
    expect(again).to_be_visible()
    citizen.said.clear()
    assert look_at(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    page.unroute("**/giay-to")
    again.click()
    expect(kept).to_have_count(3, timeout=LIVE)
    expect(kept.nth(0).locator("canvas")).to_be_visible()
    press(page, "Lưu và tiếp tục")
    expect(page.get_by_role("button", name="Nộp hồ sơ")).to_be_visible()
    citizen.leave()
