"""A citizen without an account and without a personal number is received by the keyboard alone, the procedure's own form filled in."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from operations.private_province import PrivateProvince
from testing.browser import Person, look_at, people, start_browser
from tests.journeys.keyboard import Hands

pytestmark = pytest.mark.browser

OFFICER, PROCEDURE = "motcua.quynhon", "3.908092"
SECONDS = 90


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


def _type_the_form(page: Page, hands: Hands) -> None:
    """From the name to the declaration, in the order of the page."""
    hands.write("Le Thi Be")
    hands.press("Tab", "Tab")
    hands.write("14/5/1990")
    hands.press("Tab", "Tab", "Tab", "Tab")
    hands.write("1 Le Loi, Quy Nhon")
    hands.press("Tab")
    hands.write("0905123456")
    hands.press("Tab", "Tab", "Tab")
    hands.press("Space", "Tab")
    hands.write("125/GPXD")
    hands.press("Tab")
    hands.write("27/3/2024")
    hands.press("Tab", "Tab", "Tab")
    hands.write("Lo 5 duong Hung Vuong")
    hands.press("Tab", "ArrowDown", "Tab", "Space")
    expect(page.locator("[name=tk-lost_story]")).to_be_visible()  # the question that this answer brings
    hands.press("Tab")
    hands.write("1/10/2025")
    hands.press("Tab", "Tab", "Tab")
    hands.write("Mat khi chuyen nha")
    hands.press("Tab", "Space", "Tab", "Space")


def test_a_citizen_without_account_and_number_is_received_by_keys_in_time(
    browser: Browser, province: PrivateProvince
) -> None:
    with people(browser, province, OFFICER) as (officer,):
        page, hands = officer.page, Hands(officer.page)
        page.goto("/mot-cua/tiep-nhan")
        page.wait_for_load_state("networkidle")
        hands.press("/")
        expect(page.get_by_label("Tìm thủ tục")).to_be_focused()
        hands.write("cap lai giay phep xay")
        # The list follows what is typed; of slow keys the answer to fewer of them may have the same one line.
        expect(page).to_have_url(re.compile("q=cap(%20|[+])lai(%20|[+])giay(%20|[+])phep(%20|[+])xay$"))
        expect(page.locator("#danh-sach tbody tr")).to_have_count(1)
        hands.press("ArrowDown", "Enter")
        expect(page.get_by_label("Họ và tên hoặc tên tổ chức", exact=True)).to_be_focused()
        _type_the_form(page, hands)
        hands.press("Tab", "Tab", "Enter")
        offered = page.get_by_role("link", name="In giấy tiếp nhận")
        expect(offered).to_be_visible()
        # A busy browser may not hold the new page for the one in front; which element has the focus in the page is what we make.
        for _ in range(50):
            if offered.evaluate("one => one.ownerDocument.activeElement === one"):
                break
            page.wait_for_timeout(100)
        else:
            raise AssertionError("the print is not where the hands go next")
        expect(page.locator("main")).to_contain_text("Lo 5 duong Hung Vuong")
        assert hands.seconds < SECONDS, f"{hands.pressed} keys"
        assert not look_at(page)


def test_what_is_typed_is_there_again_after_the_power_was_cut(browser: Browser, province: PrivateProvince) -> None:
    with people(browser, province, OFFICER) as (officer,):
        page, hands = officer.page, Hands(officer.page)
        page.goto(f"/mot-cua/tiep-nhan?thu_tuc={PROCEDURE}")
        page.wait_for_load_state("networkidle")
        _type_the_form(page, hands)
        with page.expect_response("**/bieu-mau/noi-dung"):  # what is typed is saved when the hands rest
            page.locator("[name=tk-lost_story]").fill("Mất khi chuyển nhà")
        page.goto("about:blank")
        page.goto(f"/mot-cua/tiep-nhan?thu_tuc={PROCEDURE}")
        expect(page.get_by_text("Đã điền lại nội dung bạn nhập")).to_be_visible()
        expect(page.locator("[name=tk-site_address]")).to_have_value("Lo 5 duong Hung Vuong")
        expect(page.locator("[name=tk-declaration]")).to_be_checked()
        assert not look_at(page)
        page.get_by_role("button", name="Bỏ nội dung này").click()


def test_the_form_works_without_scripts(browser: Browser, province: PrivateProvince) -> None:
    officer = Person(browser, province, OFFICER, scripts=False, width=390)
    page = officer.page
    page.goto(f"/mot-cua/tiep-nhan?thu_tuc={PROCEDURE}")
    page.locator("[name=tk-investor_kind]").last.check()
    page.locator("[name=tk-reason]").first.check()
    before = page.locator("[name^=tk-]").count()
    page.get_by_role("button", name="Cập nhật biểu mẫu").click()
    expect(page.locator("[name=tk-reason]").first).to_be_checked()
    assert page.locator("[name^=tk-]").count() > before
    page.get_by_label("Họ và tên hoặc tên tổ chức", exact=True).fill("Lê Thị Bé")
    page.get_by_label("Địa chỉ", exact=True).fill("1 Lê Lợi")
    page.get_by_role("button", name="Tiếp nhận và in giấy tiếp nhận").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Địa điểm xây dựng", ignore_case=True)
    expect(page.locator("[name=tk-reason]").first).to_be_checked()
    assert not look_at(page, widths=(390,), aids=False)
    officer.leave()
