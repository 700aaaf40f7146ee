"""A new procedure from the editor's first line to the first dossier at the counter, on everybody's own screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from operations.private_province import PrivateProvince
from testing.browser import LIVE, fill_date, look_at, make_pdf, people, press, start_browser

pytestmark = pytest.mark.browser

CODE, NAME = "2.990917", "Xác nhận việc sử dụng hội trường của cơ quan nhà nước"
EXAMINES = "Sở Tư pháp"
EDITOR, APPROVER, CITIZEN, COUNTER = "bientap.vpubnd", "lanhdao.vpubnd", "congdan.khoa", "motcua.stttt"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


def test_a_procedure_from_draft_to_first_filing(browser: Browser, province: PrivateProvince) -> None:
    with people(browser, province, EDITOR, APPROVER, CITIZEN, COUNTER) as (editor, approver, citizen, counter):
        problems = _draft(editor.page)
        problems += _send(editor.page)
        change = editor.page.url.partition("?")[0]
        citizen.page.goto(f"/dich-vu-cong/thu-tuc/{CODE}")
        expect(citizen.page.get_by_role("heading", level=1)).not_to_have_text(NAME)  # a draft is nobody's to file
        problems += _approve(approver.page, change)
        problems += _file(citizen.page)
        problems += _receive(counter.page, citizen.page.url.rpartition("/")[2])
    assert not problems, problems


def _draft(page: Page) -> list[str]:
    """First too little, which is kept and told of by name; then what was missing."""
    page.goto("/mot-cua/danh-muc-thu-tuc")
    page.get_by_role("link", name="Soạn thủ tục mới").or_(page.get_by_role("button", name="Soạn thủ tục mới")).click()
    page.get_by_label("Mã thủ tục").fill(CODE)
    page.get_by_label("Tên thủ tục").fill(NAME)
    press(page, "Tiếp tục soạn")
    page.get_by_label("Kết quả", exact=True).fill("Văn bản xác nhận")
    press(page, "Lưu và kiểm tra")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Đã lưu. Còn chỗ cần sửa")
    problems = look_at(page)
    expect(page.get_by_label("Kết quả", exact=True)).to_have_value("Văn bản xác nhận")
    page.locator("[name='sector.name']").fill("Văn hóa")
    page.get_by_label("Cấp giải quyết").select_option("Cấp tỉnh")
    page.get_by_label("Mức độ", exact=True).select_option(label="Mức độ 4 (toàn trình)")
    page.get_by_label("Tờ khai điện tử", exact=True).select_option(
        label="Tờ khai đề nghị giải quyết thủ tục hành chính"
    )
    page.get_by_label("Sở Thông tin và Truyền thông").check()
    page.locator("[name='term.amount']").fill("5")
    page.locator("[name='papers.0.name']").fill("Văn bản đề nghị sử dụng hội trường")
    page.locator("[name='papers.0.originals']").fill("1")
    page.locator("[name='papers.0.required']").check()
    page.locator("[name='steps.2.actions'][value='request_supplement']").uncheck()
    page.locator("[name='steps.1.at']").fill("Sở Không Có")
    press(page, "Lưu và kiểm tra")
    expect(page.locator("[id='steps.1.at-error']")).to_contain_text("Không có cơ quan nào đang hoạt động")
    problems += look_at(page)
    listed = page.locator("#cac-co-quan option").evaluate_all("found => found.map(one => one.value)")
    for place in ("steps.1.at", "steps.2.at"):  # who gives it out and who examines it
        page.locator(f"[name='{place}']").fill(next(one for one in listed if one.startswith(EXAMINES)))
    press(page, "Lưu và kiểm tra")
    expect(page.get_by_text("Đã lưu bản thảo.")).to_be_visible()
    return problems


def _send(page: Page) -> list[str]:
    page.get_by_label("Số, ký hiệu quyết định").fill("1234/QĐ-UBND")
    fill_date(page, "decision_day", 0)
    page.get_by_label("Cơ quan ban hành").fill("Ủy ban nhân dân tỉnh Bình Định")
    fill_date(page, "effective_on", 0)
    press(page, "Gửi duyệt")
    expect(page.get_by_text("Chờ duyệt").first).to_be_visible()
    expect(page.get_by_role("button", name="Duyệt để công bố")).to_have_count(0)  # never by who wrote it
    return look_at(page)


def _approve(page: Page, change: str) -> list[str]:
    page.goto(change)
    expect(page.get_by_role("img", name="Sơ đồ quy trình").first).to_be_visible()
    problems = look_at(page)
    press(page, "Duyệt để công bố")
    expect(page.get_by_text("Đã có hiệu lực").first).to_be_visible()
    return problems


def _file(page: Page) -> list[str]:
    """The citizen finds it by words without marks as soon as the portal has heard of it."""
    found = page.locator(f"main a[href*='{CODE}']").first
    for _ in range(LIVE // 500):
        page.goto("/dich-vu-cong?q=su+dung+hoi+truong")
        if found.count():
            break
        page.wait_for_timeout(500)
    found.click()
    problems = look_at(page)
    page.goto(f"/dich-vu-cong/nop/{CODE}")
    page.locator("main form[action*='/nop/'] button").click()
    page.locator("[name=request]").fill("Tổ chức buổi gặp mặt doanh nghiệp ngày 12/01/2027")
    page.get_by_label("Cho chính tôi").check()
    page.get_by_role("checkbox", name="Tôi cam đoan").check()
    press(page, "Lưu và tiếp tục")
    paper = make_pdf("= Văn bản đề nghị\nKính gửi Sở Thông tin và Truyền thông", "de-nghi.pdf")
    page.locator("main input[type=file]").first.set_input_files(paper)
    press(page, "Lưu và tiếp tục")
    press(page, "Nộp hồ sơ")
    page.get_by_role("button", name="Theo dõi hồ sơ").or_(page.get_by_role("link", name="Theo dõi hồ sơ")).click()
    expect(page.get_by_role("heading", name=NAME, level=1)).to_be_visible()
    return problems


def _receive(page: Page, dossier: str) -> list[str]:
    """The counter sees the paper and the five days that the editor wrote."""
    for _ in range(LIVE // 500):
        answer = page.goto(f"/mot-cua/ho-so/{dossier}")
        if answer and answer.ok:
            break
        page.wait_for_timeout(500)
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    press(page, "Tiếp nhận hồ sơ")
    expect(page.get_by_text("Tiếp nhận hồ sơ: đã thực hiện.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("5 ngày làm việc")
    return look_at(page) + _lend(page)


def _lend(page: Page) -> list[str]:
    """The examination is another agency's; nobody takes it there, and the counter takes it back."""
    expect(page.get_by_text(f"Bước này do {EXAMINES} làm")).to_be_visible()
    press(page, "Chuyển hồ sơ")
    expect(page.locator("#o-co-quan-khac")).to_contain_text(f"{EXAMINES} đang làm bước")
    page.get_by_text(f"Lấy lại hồ sơ từ {EXAMINES}").click()
    problems = look_at(page)
    page.get_by_label("Lý do lấy lại").fill("Nơi ấy chưa có ai nhận")
    page.get_by_role("button", name="Lấy lại hồ sơ", exact=True).click()
    expect(page.get_by_text("Lấy lại hồ sơ từ cơ quan khác: đã thực hiện.")).to_be_visible()
    expect(page.locator("#tien-trinh")).to_contain_text("Nơi ấy chưa có ai nhận")
    expect(page.get_by_role("button", name="Chuyển hồ sơ")).to_be_visible()
    return problems + look_at(page)
