"""A document's whole way as people walk it on their screens: drafted, signed, numbered, sealed, sent to all, followed, recalled."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from operations.private_province import PrivateProvince
from testing.browser import LIVE, make_pdf, people, press, start_browser

pytestmark = pytest.mark.browser

SUBJECT = "V/v triển khai nền tảng liên thông văn bản năm 2027"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


def test_a_document_from_the_draft_to_every_agency_and_back(browser: Browser, province: PrivateProvince) -> None:
    names = ("chuyenvien1.stttt", "lanhdao.stttt", "vanthu.stttt", "vanthu.stc", "vanthu.sct")
    with people(browser, province, *names) as (specialist, leader, clerk, receiver, refuser):
        _draft(specialist.page, province.account("lanhdao.stttt")["name"])
        _open(leader.page, "/van-ban/di", SUBJECT)
        press(leader.page, "Ký số")
        _open(clerk.page, "/van-ban/di", SUBJECT)
        reference = _issue(clerk.page)
        _open(receiver.page, "/van-ban/den", reference)
        _see_signatures(receiver.page, leader_name=province.account("lanhdao.stttt")["name"])
        press(receiver.page, "Tiếp nhận, vào sổ")
        number = receiver.page.locator(".govuk-summary-list__row").filter(has_text="Số đến").locator("dd").first
        expect(number).to_contain_text(re.compile(r"\d+/20\d\d"))
        _see_status(clerk.page, "Sở Tài chính", "Đã tiếp nhận")
        _open(refuser.page, "/van-ban/den", reference)
        _return_to_sender(refuser.page)
        _see_status(clerk.page, "Sở Công Thương", "Từ chối tiếp nhận")
        _recall(clerk.page)
        _agree(receiver.page, reference)
        _see_status(clerk.page, "Sở Tài chính", "lấy lại")
        _come_back_to_the_filtered_list(clerk.page)


def _draft(page: Page, leader_name: str) -> None:
    page.goto("/van-ban/di/soan-thao")
    press(page, "Lưu dự thảo")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_label("Trích yếu nội dung").fill(SUBJECT)
    leaders = page.get_by_label("Người ký")
    leaders.select_option(leaders.locator("option").filter(has_text=leader_name).get_attribute("value"))
    page.get_by_label("Gửi tất cả cơ quan khác").check()
    page.locator("input[name=main]").set_input_files(
        make_pdf("#lorem(60)\n#v(1fr)\n#align(right)[*GIÁM ĐỐC*\n#v(3cm)\n*Nguyễn Thị Yến*]", "cong-van.pdf")
    )
    press(page, "Lưu dự thảo")
    expect(page.get_by_role("heading", level=1)).to_have_text(SUBJECT)
    press(page, "Trình ký")
    expect(page.get_by_role("button", name="Trình ký")).to_have_count(0)


def _open(page: Page, address: str, words: str) -> None:
    """From the list, as soon as it is there."""
    row = page.locator("main tbody tr").filter(has_text=words).first
    for _ in range(40):
        page.goto(address)
        if row.count():
            break
        page.wait_for_timeout(500)
    row.locator("a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SUBJECT)


def _issue(page: Page) -> str:
    """Numbered, sealed, sent to every other agency; the number and symbol."""
    for step in ("Cấp số, đăng ký", "Ký số của cơ quan", "Phát hành"):
        press(page, step)
        expect(page.get_by_role("button", name=step, exact=True)).to_have_count(0)
    expect(page.locator("#bang-noi-nhan tbody tr")).to_have_count(41)
    row = page.locator(".govuk-summary-list__row").filter(has_text="Số, ký hiệu")
    return row.locator("dd").first.inner_text().strip()


def _see_signatures(page: Page, leader_name: str) -> None:
    """The leader's and the agency's, checked and told apart."""
    for line in page.locator("main p").filter(has_text="Chữ ký số hợp lệ").all():
        expect(line).to_be_visible()
    checked = page.locator(".govuk-summary-list").filter(has_text="Thời điểm ký")
    expect(checked).to_have_count(2)
    expect(checked.filter(has_text=leader_name)).to_have_count(1)
    expect(checked.filter(has_text="Còn nguyên vẹn")).to_have_count(2)


def _see_status(page: Page, agency: str, words: str) -> None:
    """On the sender's page, without loading it again."""
    row = page.locator("#bang-noi-nhan tbody tr").filter(has_text=agency).first
    expect(row).to_contain_text(words, timeout=LIVE)


def _return_to_sender(page: Page) -> None:
    page.locator("summary").filter(has_text="Trả lại nơi gửi").click()
    press(page, "Trả lại")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("group", name="Lý do trả lại").get_by_role("radio").first.check()
    page.get_by_label("Ghi rõ lý do").fill("Văn bản không thuộc lĩnh vực của Sở")
    press(page, "Trả lại")
    expect(page.locator("main").get_by_text("Văn bản không thuộc lĩnh vực của Sở").first).to_be_visible()


def _recall(page: Page) -> None:
    page.locator("summary").filter(has_text="Lấy lại văn bản").click()
    page.get_by_label("Lý do lấy lại").fill("Sai phụ lục kèm theo, sẽ gửi bản thay thế")
    press(page, "Yêu cầu lấy lại")
    expect(page.locator(".govuk-error-summary")).to_have_count(0)


def _come_back_to_the_filtered_list(page: Page) -> None:
    """A filter acts when it is chosen; Back and the way back show what was chosen, over the list that belongs to it."""
    page.goto("/van-ban/di")
    chosen, first = page.get_by_role("combobox", name="Trạng thái"), page.locator("main tbody tr .govuk-tag").first
    for status in ("sent", "draft"):
        chosen.select_option(status)
        page.wait_for_url(f"**trang_thai={status}*")
    page.go_back()
    expect(chosen).to_have_value("sent")
    expect(first).to_have_text("Đã phát hành")
    page.locator("main tbody tr a").first.click()
    page.get_by_role("navigation", name="Đường dẫn").get_by_role("link", name="Văn bản đi").click()
    expect(chosen).to_have_value("sent")
    expect(first).to_have_text("Đã phát hành")


def _agree(page: Page, reference: str) -> None:
    button = page.get_by_role("button", name="Đồng ý lấy lại")
    for _ in range(40):
        _open(page, "/van-ban/den", reference)
        if button.count():
            break
        page.wait_for_timeout(500)
    expect(page.get_by_text("Sai phụ lục kèm theo").first).to_be_visible()
    button.click()
    expect(page.get_by_text("Văn bản đã được lấy lại").first).to_be_visible()
