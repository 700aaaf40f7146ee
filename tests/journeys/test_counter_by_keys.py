"""Two hundred dossiers a day: how many keys one costs, and that each key can be done without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from operations.demo.callers import Callers
from operations.demo.counter_work import CounterWork, Dossier
from operations.private_province import PrivateProvince
from shared.core import clock
from testing.browser import Person, look_at, people, start_browser
from tests.journeys.keyboard import Hands

pytestmark = pytest.mark.browser

OFFICER = "motcua.stttt"
PROCEDURE = "3.908019"
DATA = Path(__file__).parents[2] / "data" / "binh-dinh"
KEYS_BEFORE = 17
"""Of one dossier, from its page to the next: 15 to accept and forward, 2 back to the list (counted by hand on 0.1.0)."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def filed(callers: Callers) -> list[Dossier]:
    """Four dossiers in the queue of one counter."""
    work = CounterWork(callers, DATA, clock.local_now().date())
    dossiers = [work.file("congdan.phuoc", PROCEDURE) for _ in range(4)]
    for dossier in dossiers:
        work.arrived(dossier)
    return dossiers


def _is_open(page: Page) -> str:
    expect(page.get_by_role("button", name="Tiếp nhận và chuyển")).to_be_focused()
    page.wait_for_timeout(600)  # an answer right after the opening is taken for the key that opened it
    return page.url.split("/ho-so/")[1][:36]


def test_two_keys_for_each_dossier(browser: Browser, province: PrivateProvince, filed: list[Dossier]) -> None:
    with people(browser, province, OFFICER) as (officer,):
        page, keys = officer.page, Hands(officer.page)
        page.goto("/mot-cua?trang_thai=submitted")
        page.wait_for_load_state("networkidle")
        keys.press("j", "Enter")
        first = _is_open(page)
        opened = keys.pressed
        keys.press("a")
        expect(page.get_by_text("Tiếp nhận hồ sơ: đã thực hiện")).to_be_visible()
        expect(page.locator(".govuk-notification-banner").get_by_role("link", name="Hồ sơ kế tiếp")).to_be_focused()
        assert not look_at(page)
        keys.press("n")
        second = _is_open(page)
        assert second != first
        assert keys.pressed - opened == 2 < KEYS_BEFORE
        keys.press("Enter")
        expect(page.get_by_text("Tiếp nhận hồ sơ: đã thực hiện")).to_be_visible()
        keys.press("Enter")
        third = _is_open(page)
        assert third not in (first, second)
        page.get_by_role("link", name="Về danh sách").click()
        expect(page).to_have_url(f"{province.url}/mot-cua?trang_thai=submitted")
        for dossier in (first, second):
            with province.client(OFFICER) as client:
                found = client.get(f"/api/one-stop/v1/dossiers/{dossier}").json()
            assert [line["action"] for line in found["hand_overs"]] == ["file", "accept", "transfer"]


def test_asking_for_a_supplement_shows_only_what_is_ticked(
    browser: Browser, province: PrivateProvince, filed: list[Dossier]
) -> None:
    with people(browser, province, OFFICER) as (officer,):
        page = officer.page
        page.goto(f"/mot-cua/ho-so/{filed[3].id}")
        page.wait_for_load_state("networkidle")
        page.keyboard.press("s")
        expect(page.get_by_label("Lý do", exact=True)).to_be_focused()
        expect(page.locator("#request-supplement-form input[type=text]:visible")).to_have_count(0)
        assert not look_at(page)
        page.get_by_label("Nội dung họp báo", exact=True).check()
        expect(page.locator("#request-supplement-form input[type=text]:visible")).to_have_count(1)
        page.get_by_role("button", name="Gửi yêu cầu bổ sung").click()
        expect(page.locator(".govuk-error-summary")).to_contain_text("ghi nội dung cần bổ sung")
        expect(page.get_by_label("Nội dung họp báo", exact=True)).to_be_checked()
        assert not look_at(page)


def test_papers_are_switched_by_digits_in_one_window(
    browser: Browser, province: PrivateProvince, filed: list[Dossier]
) -> None:
    with people(browser, province, OFFICER) as (officer,):
        page = officer.page
        page.goto(f"/mot-cua/ho-so/{filed[3].id}")
        page.wait_for_load_state("networkidle")
        first = page.locator("[data-key='1']").get_attribute("href") or ""
        with page.context.expect_page() as opened:
            page.keyboard.press("1")
        expect(opened.value).to_have_url(province.url + first)
        page.bring_to_front()
        page.keyboard.press("1")
        page.wait_for_timeout(500)
        assert len(page.context.pages) == 2


def test_keys_can_be_switched_off(browser: Browser, province: PrivateProvince, filed: list[Dossier]) -> None:
    with people(browser, province, OFFICER) as (officer,):
        page = officer.page
        page.goto(f"/mot-cua/ho-so/{filed[3].id}")
        page.get_by_role("button", name="Tắt phím tắt").click()
        page.reload()
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("button", name="Tiếp nhận và chuyển")).not_to_be_focused()
        page.keyboard.press("a")
        page.keyboard.press("s")
        page.wait_for_timeout(300)
        expect(page.get_by_label("Lý do", exact=True)).to_be_hidden()
        with province.client(OFFICER) as client:
            assert client.get(f"/api/one-stop/v1/dossiers/{filed[3].id}").json()["status"] == 1


def test_after_receiving_the_print_is_under_the_hand_also_without_scripts(
    browser: Browser, province: PrivateProvince
) -> None:
    officer = Person(browser, province, OFFICER, scripts=False)
    page = officer.page
    page.goto(f"/mot-cua/tiep-nhan?thu_tuc={PROCEDURE}")
    page.get_by_label("Họ và tên hoặc tên tổ chức", exact=True).fill("Võ Thị Sáu")
    page.get_by_label("Địa chỉ", exact=True).fill("1 Lê Lợi, Quy Nhơn")
    page.get_by_text("Người nộp đã khai trên giấy").click()
    page.get_by_label("Tờ khai giấy kèm hồ sơ").check()
    for box in page.locator("[name=paper_codes]").all():
        box.check()
    page.get_by_role("button", name="Tiếp nhận và in giấy tiếp nhận").click()
    offered = page.get_by_role("link", name="In giấy tiếp nhận")
    expect(offered).to_be_focused()
    assert page.locator("main a").first.inner_text() == offered.inner_text(), "the first link of the content"
    form = page.request.get(offered.get_attribute("href") or "")
    assert form.body().startswith(b"%PDF")
    assert form.headers["content-disposition"].startswith("inline")
    officer.leave()


def test_what_is_done_to_several_is_folded_until_one_is_ticked(
    browser: Browser, province: PrivateProvince, filed: list[Dossier]
) -> None:
    assert filed
    officer = Person(browser, province, OFFICER, scripts=False, width=390)
    page = officer.page
    page.goto("/mot-cua?pham_vi=agency")
    print_several = page.get_by_role("button", name="In biểu mẫu")
    hint = page.get_by_text("Hãy đánh dấu ít nhất một mục")
    expect(print_several).to_be_hidden()
    expect(hint).to_be_visible()
    page.locator("[name=chon]").first.check()
    expect(print_several).to_be_visible()
    expect(hint).to_be_hidden()
    page.locator("[name=chon]").first.uncheck()
    expect(print_several).to_be_hidden()
    officer.leave()
