"""A clerk enters a pile of five letters without a mouse: by post, by hand, by fax, by e-mail, and a citizen's letter."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from operations.private_province import PrivateProvince
from testing.browser import people, start_browser

from .keyboard import Hands

pytestmark = pytest.mark.browser

PILE = (
    ("post", "Công ty Cổ phần Minh Dương", "12/CV-MD", "CV", "V/v đề nghị đấu nối hạ tầng viễn thông"),
    ("hand", "Sở Tài chính", "7/STC-QLNS", "CV", "V/v quyết toán kinh phí năm 2026"),
    ("fax", "Hội Tin học tỉnh", "3/GM-HTH", "GM", "Họp mặt cuối năm"),
    ("email", "Trường Đại học Quy Nhơn", "88/ĐHQN", "CV", "V/v phối hợp đào tạo"),
    ("post", "Nguyễn Văn An", "", "DT", "Đơn đề nghị cấp bản sao"),
)
BY_MIND = 6
"""Looks that decide, for a letter: who wrote, its number, its day, its type, what it is about, done."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


def test_five_letters_of_different_ways_are_entered_by_keyboard(browser: Browser, province: PrivateProvince) -> None:
    with people(browser, province, "vanthu.stttt") as (clerk,):
        page = clerk.page
        page.goto("/van-ban/den/nhap")
        hands, numbers = Hands(page), []
        for letter in PILE:
            numbers.append(_enter(page, hands, *letter))
        assert numbers == list(range(numbers[0], numbers[0] + len(PILE)))
        assert hands.pressed / len(PILE) < 110, hands.pressed
        hands.looks = BY_MIND * len(PILE)
        assert hands.seconds / len(PILE) < 45
        page.goto("/van-ban/so-van-ban-den")
        for _, author, _, _, subject in PILE:
            expect(page.locator("main tbody tr").filter(has_text=author).filter(has_text=subject)).to_have_count(1)
        page.goto("/van-ban/den?cach_den=fax")
        expect(page.locator("main tbody tr")).to_have_count(1)


def _enter(page: Page, hands: Hands, origin: str, author: str, reference: str, kind: str, subject: str) -> int:
    """From the author's box, where the page begins; Shift+Tab leads to the way where it is another one."""
    expect(page.locator("#author")).to_be_focused()
    if page.locator("#origin").input_value() != origin:
        page.locator("#origin").select_option(origin)
        hands.press(*["Shift+Tab"] * 4)  # back over the day to the way
        page.locator("#author").focus()
    hands.write(author)
    hands.press("Tab")
    hands.write(reference)
    hands.press("Tab", "Tab", "Tab", "Tab")
    if page.locator("#type_code").input_value() != kind:
        page.locator("#type_code").select_option(kind)
        hands.press("ArrowDown")
        page.locator("#type_code").select_option(kind)
    hands.press("Tab")
    expect(page.locator("#subject")).to_be_focused()
    hands.write(subject)
    before = page.url
    hands.press("Tab", "Enter")  # from the signer's box the form is sent as from every line
    page.wait_for_url(lambda url: "vua=" in url and url != before)
    said = page.locator(".govuk-notification-banner").inner_text()
    assert subject in said
    return int(said.split("số đến ")[1].split(":")[0])
