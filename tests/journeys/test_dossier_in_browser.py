"""A dossier's whole way as people walk it on their screens: filing, supplement, decision, signing, return, checking."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from operations.private_province import PrivateProvince
from testing.browser import LIVE, Person, make_pdf, people, press, start_browser
from tests.journeys.filing import ANSWERS, PROCEDURE, attach_papers, file_dossier, fill_form

pytestmark = pytest.mark.browser

CODE = re.compile(r"000\.00\.11\.H08-\d{6}-\d{4,}")
CARD = "052190004317"
"""The number on the citizen's card."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


def test_a_dossier_from_search_to_the_signed_result(browser: Browser, province: PrivateProvince) -> None:
    names = ("congdan.lan", "motcua.stttt", "chuyenvien1.stttt", "lanhdao.stttt")
    with people(browser, province, *names) as (citizen, counter, specialist, leader):
        _find_procedure(citizen.page)
        _fill_in_with_mistakes_first(citizen.page)
        attach_papers(citizen.page)
        dossier = _submit_by_double_click(citizen.page)
        _ask_for_supplement(counter.page, dossier)
        _supplement(citizen.page)
        code, secret = _accept(counter.page, citizen.page, dossier)
        press(counter.page, "Chuyển hồ sơ")
        _see_live(citizen.page, "Thẩm định hồ sơ, dự thảo kết quả")
        _draft_result(specialist.page, code)
        _see_live(citizen.page, "Phê duyệt, ký kết quả")
        _open_from_list(leader.page, code)
        press(leader.page, "Ký số và phát hành kết quả")
        expect(citizen.page.get_by_role("button", name="Tải kết quả đã ký số")).to_be_visible(timeout=LIVE)
        _open_from_list(counter.page, code)
        _return_result(counter.page)
        expect(citizen.page.locator("#tien-trinh").get_by_text("Đã trả kết quả").first).to_be_visible(timeout=LIVE)
        result = _download_result(citizen.page)
    _check_without_an_account(browser, province, result, code, secret)


def _return_result(page: Page) -> None:
    """The applicant comes with his card and signs on the screen; the receipt waits to be printed."""
    press(page, "Trả kết quả")
    page.locator("label").filter(has_text=f"số giấy tờ …{CARD[-3:]}").click()
    page.locator("#identity_number").fill(CARD)
    box = page.locator("#signature")
    box.drag_to(box, source_position={"x": 30, "y": 60}, target_position={"x": 160, "y": 20})
    press(page, "Trả kết quả, lập giấy biên nhận")
    for said in ("In giấy biên nhận trả kết quả (mở trong thẻ mới)", "Ký trên máy tính bảng"):
        expect(page.get_by_text(said)).to_be_visible()


def _find_procedure(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox", name="Bạn cần làm").fill("hop bao")
    page.get_by_role("searchbox", name="Bạn cần làm").press("Enter")
    page.get_by_role("link", name=PROCEDURE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PROCEDURE)
    for shown in ("Mức độ", "Thời hạn giải quyết", "Phí, lệ phí", "Thành phần hồ sơ"):
        expect(page.locator("main").get_by_text(shown).first).to_be_visible()
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.locator("main form[action*='/nop/'] button").click()


def _fill_in_with_mistakes_first(page: Page) -> None:
    expect(page.locator("[name=applicant_name]")).to_have_value("Trần Thị Ngọc Lan")
    page.locator("[name=applicant_id]").fill("12345")
    for part, value in (("day", "31"), ("month", "2"), ("year", "2027")):
        page.locator(f"[name=held_on-{part}]").fill(value)
    page.get_by_role("group", name="Có mời phóng viên nước ngoài không").get_by_label("Có").check()
    expect(page.locator("[name=foreign_press_list]")).to_be_visible()
    expect(page.locator("[name=applicant_id]")).to_have_value("12345")
    press(page, "Lưu và tiếp tục")
    summary = page.locator(".govuk-error-summary").filter(has_text="Hồ sơ có chỗ cần sửa")
    expect(summary).to_be_focused()
    assert page.title().startswith("Lỗi: ")
    for field in ("applicant_id", "held_on", "subject", "foreign_press_list", "declaration"):
        sentence = summary.locator(f"a[href='#{field}']")
        beside = page.locator(".govuk-form-group--error").filter(has=page.locator(f"#{field}"))
        expect(beside.locator(".govuk-error-message").last).to_contain_text(sentence.inner_text())
    summary.locator("a[href='#applicant_id']").click()
    expect(page.locator("#applicant_id")).to_be_focused()
    page.locator("[name=applicant_id]").fill(CARD)
    fill_form(page)
    press(page, "Lưu và tiếp tục")


def _submit_by_double_click(page: Page) -> str:
    """The address of the one dossier."""
    expect(page.get_by_text(ANSWERS["organiser"], exact=True)).to_be_visible()
    page.locator("main").get_by_role("button", name="Nộp hồ sơ", exact=True).dblclick(no_wait_after=True)
    page.get_by_role("button", name="Theo dõi hồ sơ").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PROCEDURE)
    address = page.url
    page.goto("/dich-vu-cong/ho-so")
    listed = page.locator(f"main a[href='{address[address.index('/dich-vu-cong') :]}']")
    expect(listed).to_have_count(1)

    listed.click()
    expect(page).to_have_url(address)
    return address.rsplit("/", 1)[1]


def _ask_for_supplement(page: Page, dossier: str) -> None:
    page.goto("/mot-cua?trang_thai=submitted")
    page.locator(f"main a[href^='/mot-cua/ho-so/{dossier}']").click()
    page.locator("summary").filter(has_text="Yêu cầu bổ sung hồ sơ").click()
    page.get_by_label("Lý do", exact=True).fill("Nội dung họp báo chưa nêu vấn đề sẽ công bố; thông báo chưa ký.")
    page.get_by_label("Nội dung họp báo", exact=True).check()
    page.get_by_label("Cần bổ sung gì: Nội dung họp báo").fill("Nêu rõ những chính sách sẽ công bố")
    page.get_by_label("Văn bản thông báo (xin phép) họp báo", exact=True).check()
    page.get_by_label("Cần bổ sung gì: Văn bản thông báo (xin phép) họp báo").fill("Gửi bản có chữ ký và dấu")
    press(page, "Gửi yêu cầu bổ sung")
    expect(page.locator("main").get_by_text("Chờ người nộp bổ sung").first).to_be_visible()


def _supplement(page: Page) -> None:
    """The page that the citizen left open says so by itself; only what was asked for is asked."""
    page.get_by_role("button", name="Bổ sung hồ sơ").click(timeout=LIVE)
    expect(page.locator("main textarea, main input[type=text]")).to_have_count(1)
    expect(page.locator("main input[type=file]")).to_have_count(1)
    expect(page.get_by_text("Gửi bản có chữ ký và dấu")).to_be_visible()
    page.locator("[name=subject]").fill("Công bố gói hỗ trợ chi phí phần mềm kế toán cho 500 doanh nghiệp")
    page.locator("main input[type=file]").set_input_files(make_pdf("= Thông báo đã ký", "thong-bao-da-ky.pdf"))
    press(page, "Gửi phần bổ sung")
    expect(page.get_by_role("heading", level=1)).to_have_text(PROCEDURE)


def _accept(page: Page, citizen: Page, dossier: str) -> tuple[str, str]:
    button = page.get_by_role("button", name="Tiếp nhận hồ sơ")
    for _ in range(20):  # what the citizen sent reaches the counter over the axis
        page.goto(f"/mot-cua/ho-so/{dossier}")
        if button.count():
            break
        page.wait_for_timeout(500)
    expect(button).to_be_visible()
    expect(page.get_by_text("500 doanh nghiệp")).to_be_visible()
    press(page, "Tiếp nhận hồ sơ")
    expect(page.get_by_role("heading", level=1)).to_have_text(PROCEDURE)
    _see_live(citizen, "Tiếp nhận, kiểm tra và chuyển hồ sơ")
    code = CODE.search(citizen.locator("#tien-trinh").inner_text())
    assert code is not None
    row = citizen.locator("#tien-trinh .govuk-summary-list__row").filter(has_text="Mã tra cứu")
    return code.group(), row.locator("dd").inner_text().strip()


def _see_live(page: Page, words: str) -> None:
    """Without loading the page again."""
    expect(page.locator("#tien-trinh").get_by_text(words).first).to_be_visible(timeout=LIVE)


def _open_from_list(page: Page, code: str) -> None:
    page.goto("/mot-cua")
    page.get_by_role("link", name=code).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PROCEDURE)


def _draft_result(page: Page, code: str) -> None:
    _open_from_list(page, code)
    press(page, "Nhận xử lý")
    page.get_by_label("Số, ký hiệu của sổ khác").fill("128/GP-STTTT")
    page.get_by_label("Nội dung", exact=True).fill("Đồng ý để Hiệp hội tổ chức họp báo.\nThực hiện đúng Luật Báo chí.")
    press(page, "Trình lãnh đạo")
    expect(page.get_by_role("heading", level=1)).to_have_text(PROCEDURE)


def _download_result(page: Page) -> bytes:
    button = page.get_by_role("button", name="Tải kết quả đã ký số")
    answer = page.request.get(button.get_attribute("href") or "")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def _check_without_an_account(
    browser: Browser, province: PrivateProvince, result: bytes, code: str, secret: str
) -> None:
    visitor = Person(browser, province)
    page = visitor.page
    page.goto("/xac-thuc")
    page.locator("input[type=file]").set_input_files(
        {"name": "ket-qua.pdf", "mimeType": "application/pdf", "buffer": result}
    )
    press(page, "Kiểm tra chữ ký số")
    expect(page.get_by_text("Hợp lệ", exact=True).first).to_be_visible()
    expect(page.get_by_text("128/GP-STTTT")).to_be_visible()
    page.goto("/tra-cuu")
    page.get_by_label("Mã hồ sơ").fill(code)
    page.get_by_label("Mã tra cứu").fill(secret)
    press(page, "Tra cứu")
    expect(page.get_by_role("heading", name=f"Hồ sơ {code}")).to_be_visible()
    expect(page.get_by_text(PROCEDURE)).to_be_visible()
    assert "Trần Thị Ngọc Lan" not in page.locator("main").inner_text()
    visitor.leave()


def test_filing_and_accepting_without_scripts(browser: Browser, province: PrivateProvince) -> None:
    citizen = Person(browser, province, "congdan.phuoc", scripts=False, width=390)
    address = file_dossier(citizen.page)
    dossier = address.rsplit("/", 1)[1]
    counter = Person(browser, province, "motcua.stttt", scripts=False)
    page = counter.page
    # Without scripts nothing renews itself: look again until the dossier has come.
    for _ in range(20):
        page.goto("/mot-cua?trang_thai=submitted")
        if page.locator(f"main a[href^='/mot-cua/ho-so/{dossier}']").count():
            break
        page.wait_for_timeout(500)
    page.locator(f"main a[href^='/mot-cua/ho-so/{dossier}']").click()
    press(page, "Tiếp nhận hồ sơ")
    assert CODE.search(page.locator("main").inner_text())
    for _ in range(20):
        citizen.page.goto(address)
        if CODE.search(citizen.page.locator("main").inner_text()):
            break
        citizen.page.wait_for_timeout(500)
    assert CODE.search(citizen.page.locator("main").inner_text())
    citizen.leave()
    counter.leave()


def test_filing_and_opening_with_the_keyboard_alone(browser: Browser, province: PrivateProvince) -> None:
    with people(browser, province, "congdan.hanh", "motcua.stttt") as (citizen, counter):
        page = citizen.page
        page.goto("/dich-vu-cong/nop/3.908019")
        _tab_to(page, "main form[action*='/nop/'] button")
        page.keyboard.press("Enter")
        expect(page.locator("#to-khai")).to_be_visible()
        _type_form(page)
        _tab_to(page, "button[value=tiep]")
        page.keyboard.press("Enter")
        # Choosing a file opens a window of the computer, which no page sees: only this is done for the person.
        page.locator("main input[type=file]").first.set_input_files(make_pdf("= Thông báo họp báo"))
        _tab_to(page, "button[value=tiep-tuc]")
        page.keyboard.press("Enter")
        _tab_to(page, "form[action$='/nop'] button")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Theo dõi hồ sơ")).to_be_visible()
        _open_first_by_keys(counter.page)


def _tab_to(page: Page, wanted: str) -> None:
    """Tab, as a person would, until the element has the cursor."""
    target = page.locator(wanted).first
    expect(target).to_be_visible()
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached with the Tab key")


def _type_form(page: Page) -> None:
    for name in ("organiser", "organiser_address", "contact_person", "subject"):
        _tab_to(page, f"[name={name}]")
        page.keyboard.insert_text(ANSWERS[name])
    for part, value in (("day", "15"), ("month", "12"), ("year", "2027")):
        _tab_to(page, f"[name=held_on-{part}]")
        page.keyboard.type(value)
    for name in ("held_at", "place", "chair"):
        _tab_to(page, f"[name={name}]")
        page.keyboard.insert_text(ANSWERS[name])
    _tab_to(page, "[name=foreign_press]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator("[name=foreign_press][value=no]")).to_be_checked()
    _tab_to(page, "[name=journalists]")
    page.keyboard.type(ANSWERS["journalists"])
    _tab_to(page, "[name=declaration]")
    page.keyboard.press("Space")


def _open_first_by_keys(page: Page) -> None:
    for _ in range(40):
        page.goto("/mot-cua?trang_thai=submitted")
        if page.locator("main table a[href^='/mot-cua/ho-so/']").count():
            break
        page.wait_for_timeout(500)
    expect(page.locator("body.govuk-frontend-supported")).to_be_visible()
    expect(page.locator("main table a").first).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("main tbody tr").first).to_have_class(re.compile("lt-list__active"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Tiếp nhận hồ sơ")).to_be_visible()
