"""A department asks two others what they think of a dossier; each answers at its own screens, and nobody types it twice."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from operations.demo.callers import COUNTER, SPECIALIST, Callers
from operations.demo.counter_work import CounterWork, Dossier
from operations.private_province import PrivateProvince
from shared.core import clock
from shared.core.settings import Settings
from testing.browser import look_at, people, press, start_browser
from tests.journeys.filing import PROCEDURE_CODE

pytestmark = pytest.mark.browser

QUESTION = "Đề nghị cho ý kiến về địa điểm và thời gian tổ chức họp báo."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


def _draft(page: Page) -> list[str]:
    """The expert takes it, is told that a condition must be said, and says it; what is wrong with the page meanwhile."""
    press(page, "Nhận xử lý")
    page.get_by_label("Kết luận", exact=True).select_option("Đồng ý, có điều kiện")
    press(page, "Trình lãnh đạo")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    problems = look_at(page)
    page.get_by_label("Nội dung ý kiến").fill("Không tổ chức trùng ngày khai mạc liên hoan.")
    press(page, "Trình lãnh đạo")
    return problems


def test_two_agencies_are_asked_and_the_dossier_goes_on_when_both_have_answered(
    browser: Browser, province: PrivateProvince, callers: Callers
) -> None:
    dossier = _held(callers)
    names = ("chuyenvien1.stttt", "motcua.svhtt", "chuyenvien1.svhtt", "lanhdao.svhtt", "lanhdao.sngv", "congdan.lan")
    with people(browser, province, *names) as (asker, counter, expert, leader, other, citizen):
        here = f"/mot-cua/ho-so/{dossier.id}"
        asker.page.goto(here)
        _ask(asker.page)
        asker.page.goto(here)
        problems = look_at(asker.page)
        _open(counter.page)
        press(counter.page, "Tiếp nhận phần việc")
        expect(counter.page.get_by_text("Đang giải quyết").first).to_be_visible()
        problems += look_at(counter.page)
        _open(expert.page)
        problems += _draft(expert.page)
        _open(leader.page)
        press(leader.page, "Ký số và gửi trả lời")
        expect(leader.page.get_by_text("Đã trả lời").first).to_be_visible()
        problems += look_at(leader.page)
        leader.page.goto("/mot-cua/phan-viec?trang_thai=ended")
        problems += look_at(leader.page)
        _open(other.page)
        other.page.locator("summary").filter(has_text="Từ chối, không thuộc thẩm quyền").click()
        other.page.get_by_label("Lý do từ chối").fill("Không có yếu tố nước ngoài nên không thuộc thẩm quyền của Sở.")
        press(other.page, "Ký số và từ chối")
        _sees(asker.page, here, "Không tổ chức trùng ngày khai mạc liên hoan.")
        _sees(asker.page, here, "Không có yếu tố nước ngoài")
        problems += look_at(asker.page)
        expect(asker.page.get_by_role("button", name="Trình lãnh đạo")).to_be_visible()
        citizen.page.goto(f"/dich-vu-cong/ho-so/{dossier.id}")
        expect(citizen.page.get_by_text("Đang lấy ý kiến cơ quan khác").first).to_be_visible()
        expect(citizen.page.locator("main")).not_to_contain_text("khai mạc liên hoan")
        assert not problems, problems


def _held(callers: Callers) -> Dossier:
    """Filed, received, and in a specialist's hands."""
    work = CounterWork(callers, Settings().province_folder, clock.local_now().date())
    dossier = work.file("congdan.lan", PROCEDURE_CODE)
    work.arrived(dossier)
    work.act(dossier, COUNTER, "accept")
    work.act(dossier, COUNTER, "transfer", {})
    specialist = callers.person("chuyenvien1.stttt")
    specialist.post(f"/api/one-stop/v1/dossiers/{dossier.id}/claim")
    assert specialist.role == SPECIALIST
    return dossier


def _ask(page: Page) -> None:
    page.locator("summary").filter(has_text="Lấy ý kiến cơ quan, đơn vị khác").click()
    press(page, "Gửi lấy ý kiến")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_label("Nơi cần lấy ý kiến").select_option("Sở Văn hóa và Thể thao")
    page.get_by_label("Nơi thứ hai").select_option("Sở Ngoại vụ")
    page.get_by_label("Nội dung cần có ý kiến").fill(QUESTION)
    page.locator("#ask-part-papers input").first.check()
    press(page, "Gửi lấy ý kiến")
    expect(page.locator("#phan-lien-thong article")).to_have_count(2)
    expect(page.get_by_role("button", name="Trình lãnh đạo")).to_have_count(0)


def _open(page: Page) -> None:
    """The part, once the axis has brought it."""
    first = page.locator("main table a[href^='/mot-cua/phan-viec/']").first
    for _ in range(40):
        page.goto("/mot-cua/phan-viec")
        if first.count():
            break
        page.wait_for_timeout(500)
    first.click()
    expect(page.get_by_text(QUESTION).first).to_be_visible()


def _sees(page: Page, path: str, words: str) -> None:
    for _ in range(40):
        page.goto(path)
        if page.get_by_text(words).count():
            return
        page.wait_for_timeout(500)
    expect(page.get_by_text(words).first).to_be_visible()
