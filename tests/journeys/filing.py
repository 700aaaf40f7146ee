"""A press conference announced: the words of one dossier, and the way of filing it, for every journey that needs one."""

from playwright.sync_api import Page, expect

from testing.browser import fill_date, make_pdf, press

PROCEDURE = "Cho phép họp báo (trong nước)"
PROCEDURE_CODE = "3.908019"
ANSWERS = {
    "organiser": "Hiệp hội Doanh nghiệp tỉnh Bình Định",
    "organiser_address": "Số 35 Lê Lợi, thành phố Quy Nhơn",
    "contact_person": "Trần Thị Ngọc Lan",
    "subject": "Công bố chương trình hỗ trợ doanh nghiệp nhỏ và vừa chuyển đổi số năm 2027",
    "held_at": "14:30",
    "place": "Trung tâm Hội nghị tỉnh, số 1 Nguyễn Tất Thành",
    "chair": "Ông Nguyễn Văn Thắng, Chủ tịch Hiệp hội",
    "journalists": "40",
}


def fill_form(page: Page) -> None:
    """Everything that the account does not already say, right."""
    for name, value in ANSWERS.items():
        page.locator(f"[name='{name}']").fill(value)
    fill_date(page, "held_on", 7)
    page.get_by_role("group", name="Có mời phóng viên nước ngoài không").get_by_label("Không").check()
    page.get_by_role("checkbox", name="Tôi cam đoan").check()


def attach_papers(page: Page) -> None:
    paper = make_pdf("= Văn bản thông báo họp báo\nKính gửi Sở Thông tin và Truyền thông", "thong-bao-hop-bao.pdf")
    page.locator("main input[type=file]").first.set_input_files(paper)
    press(page, "Lưu và tiếp tục")


def file_dossier(page: Page) -> str:
    """The whole way without a mistake; the address of the dossier's page."""
    page.goto(f"/dich-vu-cong/nop/{PROCEDURE_CODE}")
    page.locator("main form[action*='/nop/'] button").click()
    fill_form(page)
    press(page, "Lưu và tiếp tục")
    attach_papers(page)
    press(page, "Nộp hồ sơ")
    page.get_by_role("button", name="Theo dõi hồ sơ").or_(page.get_by_role("link", name="Theo dõi hồ sơ")).click()
    expect(page.get_by_role("heading", name=PROCEDURE, level=1)).to_be_visible()
    return page.url
