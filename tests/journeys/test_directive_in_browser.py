"""A task from the chairman to a department that is late with it: drafted from the task, given more time, done late, and so counted."""

import asyncio
from collections.abc import Iterator

import asyncpg
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from operations.private_cluster import in_a_thread
from operations.private_province import PrivateProvince
from testing.browser import Person, fill_date, look_at, make_pdf, press, start_browser

pytestmark = pytest.mark.browser

TASK = "Báo cáo kết quả chuyển đổi số quý IV và kế hoạch năm sau"
PHONE = 390


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


def test_a_department_is_late_with_what_the_chairman_gave_it_to_draft(
    browser: Browser, province: PrivateProvince
) -> None:
    chairman = Person(browser, province, "lanhdao.binhdinh", width=PHONE)
    leader = Person(browser, province, "lanhdao.stttt")
    drafter = Person(browser, province, "chuyenvien1.stttt", scripts=False)
    clerk = Person(browser, province, "vanthu.stttt")
    try:
        code = give(chairman.page)
        deal_out(leader.page, province.account("chuyenvien1.stttt")["name"])
        document = draft(drafter.page, province.account("lanhdao.stttt")["name"])
        in_a_thread(lambda: asyncio.run(let_the_term_pass(province, code)))
        late(chairman.page, code)
        ask_for_time(leader.page)
        grant(chairman.page)
        issue(leader.page, clerk.page, document)
        complete(leader.page)
        confirm(chairman.page)
        board = counted(chairman.page, "Hoàn thành đúng hạn")
        expect(board).to_contain_text("1 – Sở Thông tin và Truyền thông, hoàn thành đúng hạn")
    finally:
        for person in (chairman, leader, drafter, clerk):
            person.leave()


def give(page: Page) -> str:
    """To the department as lead and another beside it; the task's code."""
    page.goto("/nhiem-vu/giao")
    page.get_by_label("Tên nhiệm vụ").fill(TASK)
    page.get_by_label("Giao soạn thảo văn bản").select_option(label="Báo cáo")
    fill_date(page, "due_on", 1)
    for number, agency in ((0, "000.00.11.H08"), (1, "000.00.05.H08")):
        page.locator(f"select[name='parts.{number}.whose']").select_option(f"agency:{agency}")
    assert not look_at(page)
    press(page, "Giao nhiệm vụ")
    expect(page.get_by_text("Đã giao nhiệm vụ.")).to_be_visible()
    return page.locator(".govuk-breadcrumbs li").last.inner_text().strip()


def open_task(page: Page) -> None:
    """From the list, as soon as it is there."""
    row = page.locator("main tbody tr").filter(has_text=TASK).first
    for _ in range(40):
        page.goto("/nhiem-vu")
        if row.count():
            break
        page.wait_for_timeout(500)
    row.locator("a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TASK)


def box(page: Page, words: str) -> Locator:
    """What folds out of the panel under these words, opened."""
    details = page.locator("aside details").filter(has=page.locator("summary", has_text=words)).first
    details.locator("summary").click()
    return details


def deal_out(page: Page, specialist: str) -> None:
    open_task(page)
    page.get_by_role("link", name="Phân công thực hiện").click()
    choice = page.locator("select[name='parts.0.whose']")
    choice.select_option(choice.locator("option").filter(has_text=specialist).first.get_attribute("value"))
    press(page, "Phân công thực hiện")
    expect(page.get_by_text("Đã thực hiện: phân công thực hiện.")).to_be_visible()


def draft(page: Page, leader_name: str) -> str:
    """From the task, without scripts: type, subject and receiver stand there already; the draft's address."""
    open_task(page)
    page.get_by_role("link", name="Soạn thảo báo cáo").click()
    expect(page.get_by_label("Trích yếu nội dung")).to_have_value(TASK)
    leaders = page.get_by_label("Người ký")
    leaders.select_option(leaders.locator("option").filter(has_text=leader_name).get_attribute("value"))
    letter = "#lorem(60)\n#v(1fr)\n#align(right)[*GIÁM ĐỐC*\n#v(3cm)\n*Nguyễn Thị Yến*]"
    page.locator("input[name=main]").set_input_files(make_pdf(letter, "bao-cao.pdf"))
    press(page, "Lưu dự thảo")
    expect(page.locator(".govuk-summary-list").first).to_contain_text(TASK)
    press(page, "Trình ký")
    return page.url.split("?")[0]


async def let_the_term_pass(province: PrivateProvince, code: str) -> None:
    connection = await asyncpg.connect(province.database_url("document_exchange"))
    try:
        await connection.execute("UPDATE task SET due_on = due_on - 3, due_key = due_key - 3 WHERE code = $1", code)
    finally:
        await connection.close()


def counted(page: Page, standing: str) -> Locator:
    page.goto("/nhiem-vu/bang-theo-doi")
    row = page.locator("main tbody tr").filter(has_text="Sở Thông tin và Truyền thông").first
    headings = page.locator("main table").first.locator("thead th").all_inner_texts()
    return row.locator("td, th").nth(headings.index(standing))


def late(page: Page, code: str) -> None:
    """On the chairman's phone: the board says it, and leads there."""
    cell = counted(page, "Quá hạn, chưa xong")
    expect(cell).to_contain_text("1 – Sở Thông tin và Truyền thông, quá hạn, chưa xong")
    assert not look_at(page)
    cell.locator("a").click()
    expect(page.locator("main tbody")).to_contain_text(code)


def ask_for_time(page: Page) -> None:
    open_task(page)
    asked = box(page, "Xin gia hạn")
    fill_date(page, "due_on", 2)
    asked.get_by_label("Lý do").fill("Chờ số liệu của các huyện")
    asked.get_by_role("button", name="Xin gia hạn").click()
    expect(page.get_by_text("Đã thực hiện: xin gia hạn.")).to_be_visible()


def grant(page: Page) -> None:
    open_task(page)
    for _ in range(20):
        if page.get_by_role("button", name="Đồng ý gia hạn").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    assert not look_at(page)
    press(page, "Đồng ý gia hạn")
    expect(page.get_by_text("Đã thực hiện: đồng ý gia hạn.")).to_be_visible()


def issue(leader: Page, clerk: Page, document: str) -> None:
    leader.goto(document)
    press(leader, "Ký số")
    expect(leader.get_by_role("button", name="Ký số", exact=True)).to_have_count(0)
    clerk.goto(document)
    for step in ("Cấp số, đăng ký", "Ký số của cơ quan", "Phát hành"):
        press(clerk, step)
        expect(clerk.get_by_role("button", name=step, exact=True)).to_have_count(0)


def complete(page: Page) -> None:
    """What was issued is said already."""
    open_task(page)
    told = box(page, "Báo hoàn thành")
    assert "Đã ban hành Báo cáo" in told.get_by_label("Kết quả thực hiện").input_value()
    told.get_by_role("button", name="Báo hoàn thành").click()
    expect(page.get_by_text("Còn 1 việc con, phần phối hợp chưa xong")).to_have_count(0)
    expect(page.get_by_text("Đã thực hiện: báo hoàn thành.")).to_be_visible()


def confirm(page: Page) -> None:
    open_task(page)
    for _ in range(20):
        if page.get_by_role("button", name="Xác nhận hoàn thành").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    press(page, "Xác nhận hoàn thành")
    expect(page.get_by_text("Đã thực hiện: xác nhận hoàn thành.")).to_be_visible()
