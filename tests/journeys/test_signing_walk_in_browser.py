"""A leader on a phone, without scripts, looks at each result that waits for him, chooses, and signs all of them at once."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from operations.demo.callers import COUNTER, LEADER, SPECIALIST, Callers
from operations.demo.counter_work import CounterWork, Dossier
from operations.demo.records_work import RecordsWork
from operations.private_province import PrivateProvince
from shared.core import clock
from shared.core.settings import Settings
from shared.web.signing_pages import AT_ONCE
from testing.browser import LIVE, Person, look_at, press, start_browser
from tests.journeys.filing import PROCEDURE_CODE

pytestmark = pytest.mark.browser

PHONE = 390
AGENCY = "000.00.11.H08"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


def test_several_results_are_signed_on_a_phone_and_the_one_that_changed_is_not(
    browser: Browser, province: PrivateProvince, callers: Callers
) -> None:
    work = CounterWork(callers, Settings().province_folder, clock.local_now().date())
    waiting = [_waits_for_signature(work) for _ in range(5)]
    leader = Person(browser, province, "lanhdao.stttt", scripts=False, width=PHONE)
    page, left, passed, changed = leader.page, waiting[0], waiting[1], waiting[2]
    page.goto("/mot-cua/tinh-hinh")
    page.get_by_role("button", name="Xem và ký lần lượt").click()
    decided = [_decide(page, left.id, passed.id) for _ in waiting]
    assert sorted(decided) == sorted(dossier.id for dossier in waiting)
    expect(page.get_by_role("checkbox")).to_have_count(3)
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(3)
    boxes = page.get_by_role("checkbox")
    boxes.first.uncheck()
    page.get_by_label("Mật khẩu của bạn").fill("khong-phai-mat-khau")
    press(page, "Ký số các kết quả đã chọn")
    expect(page.get_by_role("alert")).to_contain_text("Mật khẩu chưa đúng nên chưa ký gì")
    assert [boxes.nth(number).is_checked() for number in range(3)] == [False, True, True], (
        "what he chose is still chosen"
    )
    boxes.first.check()
    _draft_anew(work, changed)
    page.get_by_label("Mật khẩu của bạn").fill(leader.password)
    press(page, "Ký số các kết quả đã chọn")
    lines = page.locator("main tbody tr")
    expect(lines).to_have_count(3)
    expect(lines.filter(has_text="đã thay đổi sau khi bạn xem")).to_have_count(1)
    expect(lines.locator(".govuk-tag--green")).to_have_count(2)
    assert {one.id: work.seen_by(one, COUNTER)["status"] for one in waiting} == {
        one.id: 4 if one in (left, passed, changed) else 9 for one in waiting
    }
    page.get_by_role("button", name="Xem lại mục chưa ký").click()
    expect(page.locator(f"form[action*='{changed.id}']").first).to_be_visible()
    leader.leave()
    assert not _faults(browser, province, changed.id)


def test_a_batch_goes_on_by_itself_on_a_phone_and_shows_how_far_it_is(
    browser: Browser, province: PrivateProvince, callers: Callers
) -> None:
    """More than one request signs; nobody presses again, and the page says what came of each."""
    work, amount = RecordsWork(callers), AT_ONCE + 2
    for number in range(amount):
        document = work.draft(AGENCY, f"V/v ký lô, số {number + 1}", "Kính gửi để phối hợp.", all_agencies=True)
        work.step(AGENCY, SPECIALIST, document["id"], "submit")
    leader = Person(browser, province, "lanhdao.stttt", width=PHONE)
    page = leader.page
    page.goto("/van-ban/di/ky-lan-luot")
    while page.get_by_role("button", name="Chọn ký").count():
        press(page, "Chọn ký")
    assert not look_at(page)
    page.get_by_label("Mật khẩu của bạn").fill(leader.password)
    press(page, "Ký số các văn bản đã chọn")
    expect(page.get_by_role("status").filter(has_text="Đã ký")).to_contain_text(" Còn ")
    expect(page.get_by_role("progressbar", name="Tiến độ ký")).to_be_visible()
    expect(page.locator("main tbody tr .govuk-tag--green").nth(amount - 1)).to_be_visible(timeout=LIVE)
    expect(page.get_by_role("button", name="Ký tiếp")).to_have_count(0)
    assert not look_at(page)
    leader.leave()


def _decide(page: Page, left: str, passed: str) -> str:
    """One press; three to send it back. Which it was."""
    sheet = page.locator(".lt-walk__sheet img")
    expect(sheet.first).to_be_visible()
    assert sheet.first.evaluate("image => image.complete && image.naturalWidth > 600"), "the page is there to be read"
    action = page.locator("form.lt-walk__bar").get_attribute("action") or ""
    dossier = action.split("/")[-2]
    button = page.get_by_role("button", name="Chọn ký")
    sheet.first.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 900, "at hand beside the page, however long that is"
    if dossier == left:
        page.get_by_role("link", name="Trả lại").click()
        page.get_by_label("Lý do trả lại").fill("Ghi rõ giờ họp báo.")
        press(page, "Trả lại")
    elif dossier == passed:
        press(page, "Bỏ qua")
    else:
        button.click()
    return dossier


def _waits_for_signature(work: CounterWork) -> Dossier:
    dossier = work.file("congdan.lan", PROCEDURE_CODE)
    work.arrived(dossier)
    work.act(dossier, COUNTER, "accept")
    work.forward_until(dossier, "finish")
    return dossier


def _draft_anew(work: CounterWork, dossier: Dossier) -> None:
    """Meanwhile somebody else sends it back, and the specialist words it anew."""
    work.act(dossier, LEADER, "return", {"reason": "Sửa lại nội dung."})
    work.act(dossier, SPECIALIST, "finish", work.draft_of(dossier) | {"body": "Chấp thuận, có điều kiện về giờ họp."})


def _faults(browser: Browser, province: PrivateProvince, dossier: str) -> list[str]:
    """Of its pages, by axe and by width."""
    leader = Person(browser, province, "lanhdao.stttt")
    page = leader.page
    page.goto(f"/mot-cua/ky-lan-luot/{dossier}")
    problems = look_at(page)
    press(page, "Chọn ký")
    page.goto("/mot-cua/ky-lan-luot")
    problems += look_at(page)
    leader.leave()
    return problems
