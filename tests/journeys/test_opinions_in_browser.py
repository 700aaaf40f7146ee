"""A draft goes round before it is signed: two units, a colleague and another agency are asked, one after the term; the table is printed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from operations.private_province import PrivateProvince
from testing.browser import Person, look_at, make_pdf, press, start_browser

pytestmark = pytest.mark.browser

SUBJECT = "Quy chế tiếp nhận và xử lý văn bản điện tử, lấy ý kiến trước khi ban hành"
PHONE = 390
LONG = "Khôngcódấucách" * 12


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


def test_a_draft_goes_round_and_each_opinion_is_answered(browser: Browser, province: PrivateProvince) -> None:
    drafter = Person(browser, province, "chuyenvien1.stttt")
    head = Person(browser, province, "chuyenvien2.stttt", width=PHONE)
    clerk = Person(browser, province, "vanthu.stttt", scripts=False, width=PHONE)
    elsewhere = Person(browser, province, "vanthu.snv")
    leader = Person(browser, province, "lanhdao.stttt")
    try:
        document = draft(drafter.page, province.account("lanhdao.stttt")["name"])
        unit = ask(drafter.page, document, province.account("vanthu.stttt")["name"])
        answer(head.page, "Thống nhất, có góp ý", f"• Bổ sung thời hạn tại Điều 5\n• {LONG}")
        answer(clerk.page, "Thống nhất", "")
        answer(elsewhere.page, "Ý kiến khác", "Đề nghị giao Sở Nội vụ theo dõi")
        settle(drafter.page, document, unit)
        reply(drafter.page, unit)
        warn(leader.page, drafter.page, document)
        head.page.goto("/van-ban/lay-y-kien")
        head.page.locator("main tbody tr").filter(has_text=SUBJECT).locator("a").first.click()
        expect(head.page.get_by_text("Đã bổ sung tại Điều 5")).to_have_count(2)
        assert not look_at(head.page)
    finally:
        for person in (drafter, head, clerk, elsewhere, leader):
            person.leave()


def draft(page: Page, leader_name: str) -> str:
    """The address of a complete draft."""
    page.goto("/van-ban/di/soan-thao")
    page.get_by_label("Loại văn bản").select_option(label="Quyết định")
    page.get_by_label("Trích yếu nội dung").fill(SUBJECT)
    leaders = page.get_by_label("Người ký")
    leaders.select_option(leaders.locator("option").filter(has_text=leader_name).get_attribute("value"))
    page.get_by_label("Gửi tất cả cơ quan khác").check()
    pdf = make_pdf("#lorem(60)\n#v(1fr)\n#align(right)[*GIÁM ĐỐC*\n#v(3cm)\n*Nguyễn Thị Yến*]", "quy-che.pdf")
    page.locator("input[name=main]").set_input_files(pdf)
    press(page, "Lưu dự thảo")
    expect(page.locator(".govuk-summary-list")).to_contain_text("Đang soạn thảo")
    return page.url.split("?")[0]


def ask(page: Page, document: str, clerk_name: str) -> str:
    """Two units, one colleague, another agency; the name of the unit that will answer."""
    page.goto(f"{document}/y-kien")
    assert not look_at(page)
    units = page.locator("input[name=asked][value^='unit:']")
    names = [
        page.locator(f"label[for='{units.nth(n).get_attribute('id')}']").inner_text().strip()
        for n in range(units.count())
    ]
    mine = next(name for name in names if "Công nghệ" in name)
    other = next(name for name in names if name != mine)
    for name in (mine, other):
        page.get_by_label(name, exact=True).check()
    page.locator("details summary").filter(has_text="Cá nhân").click()
    page.get_by_label(clerk_name).check()
    page.locator("details summary").filter(has_text="Cơ quan khác").click()
    page.get_by_label("Sở Nội vụ", exact=True).check()
    page.get_by_label("Nội dung cần cho ý kiến").fill("Đề nghị góp ý Điều 5 và thời hạn xử lý")
    page.get_by_role("button", name="Lấy ý kiến", exact=True).click()
    expect(page.get_by_text("Đã hỏi 4 nơi, 0 nơi đã trả lời.")).to_be_visible()
    assert not look_at(page)
    return mine


def answer(page: Page, opinion: str, words: str) -> None:
    """From the list of what waits: read, say, send."""
    page.goto("/van-ban/lay-y-kien")
    row = page.locator("main tbody tr").filter(has_text=SUBJECT)
    for _ in range(20):  # it comes over the axis
        if row.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    row.locator("a").first.click()
    page.get_by_label(opinion, exact=True).check()
    page.get_by_label("Nội dung góp ý").fill(words)
    press(page, "Gửi ý kiến")
    expect(page.get_by_role("heading", name="Ý kiến đã gửi")).to_be_visible()


def settle(page: Page, document: str, unit: str) -> None:
    """The answer of the other agency comes back over the axis."""
    page.goto(f"{document}/y-kien")
    for _ in range(20):
        if page.get_by_text("Đã hỏi 4 nơi, 3 nơi đã trả lời").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(
        page.get_by_text("Đã hỏi 4 nơi, 3 nơi đã trả lời: 1 thống nhất, 1 thống nhất, có góp ý, 1 ý kiến khác.")
    ).to_be_visible()
    assert not look_at(page), unit


def reply(page: Page, unit: str) -> None:
    row = page.locator("li").filter(has=page.get_by_role("heading", name=unit, exact=True))
    row.locator("summary").filter(has_text="Tiếp thu, giải trình").click()
    row.get_by_label("Trả lời ý kiến").select_option(label="Tiếp thu")
    row.get_by_label("Nội dung tiếp thu, giải trình").fill("Đã bổ sung tại Điều 5")
    row.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã ghi tiếp thu, giải trình.")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Tải XLSX").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    printed = page.request.get(f"{page.url.split('?')[0].split('#')[0]}/bang.pdf")
    assert printed.body()[:5] == b"%PDF-"


def warn(leader: Page, drafter: Page, document: str) -> None:
    """Who has not answered is said to whoever submits and signs."""
    drafter.goto(document)
    press(drafter, "Trình ký")
    leader.goto(document)
    expect(leader.get_by_text("Còn nơi chưa cho ý kiến về dự thảo")).to_be_visible()
    expect(leader.get_by_text("Còn 2 ý kiến chưa được tiếp thu, giải trình.")).to_be_visible()
    assert not look_at(leader)
    leader.get_by_role("link", name="Bảng tổng hợp ý kiến").click()
    expect(leader.get_by_role("heading", name="Ý kiến về dự thảo")).to_be_visible()
    expect(leader.get_by_role("button", name="Lấy ý kiến")).to_have_count(0)
