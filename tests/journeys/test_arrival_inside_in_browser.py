"""An arrival inside its agency on people's screens: presented, instructed on by phone, given out, completed, reopened."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from operations.demo.callers import CLERK, Callers
from operations.demo.records_work import RecordsWork
from operations.private_province import PrivateProvince
from testing.browser import Person, look_at, press, start_browser

pytestmark = pytest.mark.browser

SENDER, RECEIVER = "000.00.11.H08", "000.00.02.H08"
ROOM = "Phòng Tổ chức bộ máy và Biên chế"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def arrivals(callers: Callers) -> list[str]:
    """Two documents in the receiver's book; their ids."""
    work, found = RecordsWork(callers), []
    for number in (1, 2):
        drafted = work.draft(
            SENDER, f"V/v rà soát biên chế lần {number}", "Kính đề nghị rà soát.", addressees=[RECEIVER]
        )
        incoming = work.arrived(RECEIVER, work.issue(SENDER, drafted["id"]))
        work.report(RECEIVER, CLERK, incoming["id"], "03")
        found.append(str(incoming["id"]))
    return found


def test_from_the_presentation_to_a_completion_that_is_undone(
    browser: Browser, province: PrivateProvince, arrivals: list[str]
) -> None:
    first, second = arrivals
    leader_name = province.account("lanhdao.snv")["name"]
    clerk = Person(browser, province, "vanthu.snv")
    for incoming_id in arrivals:
        _present(clerk.page, incoming_id, leader_name)
    clerk.leave()
    _a_leaders_morning(browser, province, arrivals)
    lead, helper = (province.account(name)["name"] for name in ("chuyenvien1.snv", "chuyenvien2.snv"))
    head = Person(browser, province, "chuyenvien2.snv")
    _give_out(head.page, first, lead, helper)
    _report(head.page, first)
    head.leave()
    worker = Person(browser, province, "chuyenvien1.snv")
    _complete(worker.page, first, helper)
    worker.leave()
    leader = Person(browser, province, "lanhdao.snv")
    _reopen(leader.page, first)
    leader.leave()
    assert second != first


def _present(page: Page, incoming_id: str, leader: str) -> None:
    page.goto(f"/van-ban/den/{incoming_id}")
    page.get_by_role("link", name="Trình lãnh đạo kèm đề xuất").click()
    assert look_at(page) == []
    press(page, "Trình")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    _choose(page, "Trình lãnh đạo", leader)
    line = page.get_by_role("group", name="Nơi thứ 1")
    options = line.get_by_label("Đơn vị hoặc người")
    options.select_option(options.locator("option").filter(has_text=ROOM).first.get_attribute("value"))
    line.get_by_label("Lời giao riêng").fill("Tham mưu văn bản trả lời")
    page.get_by_label("Lời trình").fill("Kính trình lãnh đạo")
    press(page, "Trình")
    expect(page.get_by_text("Đã thực hiện: trình lãnh đạo")).to_be_visible()


def _choose(page: Page, label: str, words: str) -> None:
    options = page.get_by_label(label)
    options.select_option(options.locator("option").filter(has_text=words).first.get_attribute("value"))


def _a_leaders_morning(browser: Browser, province: PrivateProvince, arrivals: list[str]) -> None:
    """On a phone: one tap to the list, one into the first document, one for each that is accepted."""
    phone = Person(browser, province, "lanhdao.snv", width=390)
    page, taps = phone.page, 0
    page.goto("/van-ban/den")
    page.get_by_role("link", name="Chờ tôi cho ý kiến").click()
    taps += 1
    assert look_at(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    page.locator("main tbody tr").first.locator("a").first.click()
    taps += 1
    assert look_at(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    for number, _ in enumerate(arrivals):
        expect(page.get_by_text("Tham mưu văn bản trả lời").first).to_be_visible()
        press(page, "Đồng ý đề xuất")
        taps += 1
        if number + 1 < len(arrivals):
            expect(page.get_by_text("Văn bản trước: đã thực hiện ý kiến chỉ đạo")).to_be_visible()
    expect(page.get_by_text("Không có văn bản nào.")).to_be_visible()
    assert taps == 2 + len(arrivals)
    phone.leave()


def _give_out(page: Page, incoming_id: str, lead: str, helper: str) -> None:
    page.goto(f"/van-ban/den/{incoming_id}")
    _choose(page, "Người chủ trì", lead)
    page.locator("summary").filter(has_text="Người phối hợp").click()
    page.get_by_role("checkbox", name=helper).check()
    press(page, "Phân công")
    expect(page.get_by_text("Đã thực hiện: phân công")).to_be_visible()


def _report(page: Page, incoming_id: str) -> None:
    page.goto(f"/van-ban/den/{incoming_id}")
    page.get_by_role("link", name="Ý kiến chỉ đạo, phần việc, tiến độ, gia hạn").click()
    assert look_at(page) == []
    page.locator("summary").filter(has_text="Báo tiến độ").click()
    page.get_by_label("Đã làm đến đâu").fill("Đã gom số liệu của hai phòng")
    press(page, "Báo tiến độ")
    expect(page.get_by_text("Đã thực hiện: báo tiến độ")).to_be_visible()


def _complete(page: Page, incoming_id: str, helper: str) -> None:
    page.goto(f"/van-ban/den/{incoming_id}")
    press(page, "Hoàn thành")
    expect(page.locator(".govuk-error-summary")).to_contain_text(helper)
    page.get_by_label("Kết quả xử lý").fill("Đã trả lời, không cần phần phối hợp nữa")
    press(page, "Hoàn thành")
    expect(page.get_by_text("Đã thực hiện: hoàn thành")).to_be_visible()


def _reopen(page: Page, incoming_id: str) -> None:
    page.goto(f"/van-ban/den/{incoming_id}/chi-dao")
    page.locator("summary").filter(has_text="Mở lại văn bản đã hoàn thành").click()
    press(page, "Mở lại")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_label("Lý do mở lại").fill("Kết thúc nhầm, còn thiếu phụ lục")
    press(page, "Mở lại")
    expect(page.get_by_text("vẫn đọc “Hoàn thành”").first).to_be_visible()
    assert look_at(page) == []
    page.goto(f"/van-ban/den/{incoming_id}")
    expect(page.locator(".govuk-summary-list__row").filter(has_text="Trạng thái")).to_contain_text("Đang xử lý")
