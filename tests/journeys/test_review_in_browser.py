"""A submission goes up four levels: a head on a phone, a clerk who sends it back, somebody who stands in, the leader who signs on a phone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from operations.private_province import PrivateProvince
from testing.browser import Person, look_at, make_pdf, press, start_browser

pytestmark = pytest.mark.browser

SUBJECT = "Phê duyệt kế hoạch kiểm tra trước khi ký"
PHONE = 390
LEVELS = (("unit-head", "content"), ("clerk", "form"), ("Trưởng đơn vị: Văn phòng", "agree"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


def test_a_submission_through_four_levels_with_a_return_and_a_stand_in(
    browser: Browser, province: PrivateProvince
) -> None:
    clerk = Person(browser, province, "vanthu.stttt")
    drafter = Person(browser, province, "chuyenvien1.stttt")
    head = Person(browser, province, "chuyenvien2.stttt", scripts=False, width=PHONE)
    leader = Person(browser, province, "lanhdao.stttt", scripts=False, width=PHONE)
    try:
        _make_flow(clerk.page)
        where = _submit(drafter.page, province.account("lanhdao.stttt")["name"])
        _agree(head.page, where)
        _send_back(clerk.page, where)
        _agree(head.page, where)
        _agree(clerk.page, where)
        _stand_in(leader.page, where, province.account("vanthu.stttt")["name"])
        _agree(clerk.page, where)
        assert not _faults(browser, province, where)
        _sign(leader, where)
        expect(drafter.page.get_by_text("Đã ký nháy")).to_have_count(0)
        drafter.page.goto(where)
        expect(drafter.page.get_by_text("Đã ký nháy")).to_have_count(3)
        assert not look_at(drafter.page)
    finally:
        _drop_flow(clerk.page)
        for person in (clerk, drafter, head, leader):
            person.leave()


def _make_flow(page: Page) -> None:
    page.goto("/van-ban/quy-trinh/moi")
    assert not look_at(page)
    page.get_by_label("Tên quy trình").fill("Tờ trình qua bốn cấp")
    page.locator("details summary").filter(has_text="một số loại văn bản").click()
    page.get_by_label("Tờ trình", exact=True).check()
    for number, (whose, kind) in enumerate(LEVELS):
        chosen = page.locator(f"[name='steps.{number}.whose']")
        if ":" in whose:
            chosen.select_option(label=whose)
        else:
            chosen.select_option(whose)
        page.locator(f"[name='steps.{number}.kind']").select_option(kind)
    press(page, "Lưu quy trình")
    expect(page.get_by_role("link", name="Tờ trình qua bốn cấp")).to_be_visible()
    assert not look_at(page)


def _drop_flow(page: Page) -> None:
    """Other journeys draft in this agency too."""
    page.goto("/van-ban/quy-trinh")
    page.get_by_role("link", name="Tờ trình qua bốn cấp").click()
    press(page, "Bỏ quy trình này")


def _submit(page: Page, leader_name: str) -> str:
    """The address of what was submitted."""
    page.goto("/van-ban/di/soan-thao")
    page.get_by_label("Loại văn bản").select_option(label="Tờ trình")
    page.get_by_label("Trích yếu nội dung").fill(SUBJECT)
    leaders = page.get_by_label("Người ký")
    leaders.select_option(leaders.locator("option").filter(has_text=leader_name).get_attribute("value"))
    page.get_by_label("Gửi tất cả cơ quan khác").check()
    pdf = make_pdf("#lorem(60)\n#v(1fr)\n#align(right)[*GIÁM ĐỐC*\n#v(3cm)\n*Nguyễn Thị Yến*]", "to-trinh.pdf")
    page.locator("input[name=main]").set_input_files(pdf)
    press(page, "Lưu dự thảo")
    expect(page.get_by_text("Khi trình, dự thảo đi qua")).to_be_visible()
    press(page, "Trình kiểm tra, trình ký")
    expect(page.locator(".govuk-summary-list")).to_contain_text("Đang kiểm tra")
    return page.url.split("?")[0]


def _agree(page: Page, where: str) -> None:
    """From the list of what waits for his look: two taps."""
    page.goto("/van-ban/di?pham_vi=review")
    page.locator("main tbody tr").filter(has_text=SUBJECT).locator("a").first.click()
    assert page.url.split("?")[0] == where
    press(page, "Đồng ý, ký nháy")
    expect(page.get_by_role("button", name="Đồng ý, ký nháy")).to_have_count(0)


def _send_back(page: Page, where: str) -> None:
    page.goto(where)
    page.locator("details summary").filter(has_text="Trả về cấp đã kiểm tra").click()
    page.get_by_label("Lý do trả về").fill("Nêu rõ căn cứ ở mục 2")
    press(page, "Trả về")
    expect(page.get_by_text("Nêu rõ căn cứ ở mục 2").first).to_be_visible()


def _stand_in(page: Page, where: str, name: str) -> None:
    """Nobody heads that unit: the leader names who looks at it."""
    page.goto(where)
    page.locator("details summary").filter(has_text="Chuyển người khác kiểm tra").click()
    people = page.get_by_label("Người kiểm tra")
    people.select_option(people.locator("option").filter(has_text=name).get_attribute("value"))
    press(page, "Chuyển")


def _sign(leader: Person, where: str) -> None:
    """On a phone: looked at, chosen, signed with all that was chosen."""
    page = leader.page
    document = where.rsplit("/", 1)[-1]
    page.goto(f"/van-ban/di/ky-lan-luot/{document}")
    expect(page.locator(".lt-walk__sheet img").first).to_be_visible()
    press(page, "Chọn ký")
    page.goto("/van-ban/di/ky-lan-luot")
    for _ in range(10):  # what else waits for him
        if not page.get_by_role("button", name="Bỏ qua").count():
            break
        press(page, "Bỏ qua")
    page.get_by_label("Mật khẩu của bạn").fill(leader.password)
    press(page, "Ký số các văn bản đã chọn")
    expect(page.locator("main tbody tr").filter(has_text=SUBJECT).locator(".govuk-tag--green")).to_have_count(1)


def _faults(browser: Browser, province: PrivateProvince, where: str) -> list[str]:
    """Of the pages on which he signs, by axe and by width; without scripts there is nothing to look with."""
    leader = Person(browser, province, "lanhdao.stttt")
    leader.page.goto(f"/van-ban/di/ky-lan-luot/{where.rsplit('/', 1)[-1]}")
    problems = look_at(leader.page)
    press(leader.page, "Chọn ký")
    leader.page.goto("/van-ban/di/ky-lan-luot")
    problems += look_at(leader.page)
    leader.leave()
    return problems
