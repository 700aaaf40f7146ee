"""The day of a merger as people meet it: drawn up, confirmed by a second person, and on its day the heir goes on where the old agency stood."""

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import asyncpg
import pytest
from playwright.sync_api import Browser, Page, expect

from operations.demo.callers import COUNTER, Callers
from operations.demo.counter_work import CounterWork, Dossier
from operations.private_cluster import in_a_thread
from operations.private_province import PrivateProvince
from shared.core import clock
from testing.browser import Person, fill_date, look_at, people, press, start_browser
from tests.journeys.conftest import ENVIRONMENT
from tests.journeys.filing import PROCEDURE_CODE

pytestmark = pytest.mark.browser

ENDING, HEIR = "000.00.11.H08", "000.00.14.H08"
OLD, NEW = "Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"


@pytest.fixture(scope="module")
def merging() -> Iterator[PrivateProvince]:
    """A province of its own: nothing is as it was afterwards."""
    province = PrivateProvince(**ENVIRONMENT)
    try:
        province.start()
        yield province
    finally:
        province.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


def _received(province: PrivateProvince) -> tuple[Dossier, str]:
    """A dossier that the old agency has taken in, and its code."""
    callers = Callers(province.url, province.accounts())
    try:
        work = CounterWork(callers, province.province_folder, clock.local_now().date())
        dossier = work.file("congdan.lan", PROCEDURE_CODE)
        assert dossier.agency_code == ENDING
        work.arrived(dossier)
        return dossier, str(work.act(dossier, COUNTER, "accept")["code"])
    finally:
        callers.close()


def _draw_up(page: Page) -> list[str]:
    """First without saying which agency ends: what is missing is said, and what was typed stays."""
    page.goto("/danh-ba/sap-xep/moi")
    problems = look_at(page)
    page.get_by_label("Số, ký hiệu").fill("15/NQ-HĐND")
    fill_date(page, "document_date", 0)
    fill_date(page, "first_day", 1)
    page.get_by_label("Cơ quan kế thừa, hoặc").select_option(HEIR)
    press(page, "Lưu và xem trước")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_label("Số, ký hiệu")).to_have_value("15/NQ-HĐND")
    problems += look_at(page)
    page.get_by_label(OLD, exact=True).check()
    press(page, "Lưu và xem trước")
    expect(page.get_by_role("table", name="Đi theo phương án")).to_contain_text(OLD)
    expect(page.get_by_role("button", name="Xác nhận phương án")).to_have_count(0)
    return problems + look_at(page)


def _let_its_day_come(province: PrivateProvince) -> None:
    """As midnight would; ended when the heir's counter has all that moved."""
    today = clock.local_now().date()
    _ask(province, "mail_directory", "UPDATE reorganisation SET first_day = $1", today)
    _ask(province, "mail_directory", "UPDATE job SET due_at = now() WHERE name = 'reorganise'")
    deadline = time.monotonic() + 120
    while not _ask(province, "one_stop", "SELECT 1 FROM agency_merger WHERE finished_at IS NOT NULL"):
        assert time.monotonic() < deadline, "the merger did not come to its end"
        time.sleep(0.3)


def _ask(province: PrivateProvince, service: str, statement: str, *values: Any) -> list[Any]:
    async def ask() -> list[Any]:
        connection = await asyncpg.connect(province.database_url(service))
        try:
            return list(await connection.fetch(statement, *values))
        finally:
            await connection.close()

    return in_a_thread(lambda: asyncio.run(ask()))


def test_the_heir_goes_on_with_what_the_old_agency_had(browser: Browser, merging: PrivateProvince) -> None:
    dossier, code = _received(merging)
    with people(browser, merging, "danhba.binhdinh", "lanhdao.binhdinh") as (one, other):
        problems = _draw_up(one.page)
        plan = one.page.url
        other.page.goto("/mot-cua/sap-xep-co-quan")
        expect(other.page.locator("main")).to_contain_text(OLD)
        problems += look_at(other.page)
        other.page.goto(plan)
        press(other.page, "Xác nhận phương án")
        expect(other.page.locator("main")).to_contain_text("Chờ đến ngày")
        problems += look_at(other.page)
        _let_its_day_come(merging)
        other.page.goto(plan)
        expect(other.page.get_by_role("table", name="Đã chuyển")).to_contain_text(OLD)
        problems += look_at(other.page)
        other.page.goto("/mot-cua/sap-xep-co-quan")
        expect(other.page.locator("main")).to_contain_text(NEW)
        problems += look_at(other.page)
    assert problems == []
    assert _after_it(browser, merging, dossier, code) == []


def _after_it(browser: Browser, province: PrivateProvince, dossier: Dossier, code: str) -> list[str]:
    """Its people, its dossier and the citizen, on the day itself."""
    with people(browser, province, "motcua.skhcn", "motcua.stttt", "congdan.lan") as (heir, former, citizen):
        expect(former.page.get_by_role("banner")).to_contain_text(NEW)
        former.page.goto(f"/mot-cua/ho-so/{dossier.id}")
        expect(former.page.locator("main")).to_contain_text(code)
        problems = look_at(former.page)
        problems += _goes_on(heir, dossier, code)
        citizen.page.goto(f"/dich-vu-cong/ho-so/{dossier.id}")
        expect(citizen.page.locator("main")).to_contain_text("Cơ quan kế thừa giải quyết tiếp")
        expect(citizen.page.locator("main")).to_contain_text(NEW)
        return problems + look_at(citizen.page)


def _goes_on(heir: Person, dossier: Dossier, code: str) -> list[str]:
    """The old code still leads to it, and its next act is done there."""
    heir.page.goto(f"/tim-kiem?q={code}")
    heir.page.locator("main").get_by_role("link", name=code).first.click()
    expect(heir.page.get_by_role("heading", name=dossier.name)).to_be_visible()
    expect(heir.page.locator("main")).to_contain_text(OLD)
    problems = look_at(heir.page)
    heir.page.locator("main form[action$='/chuyen'] button").first.click()
    expect(heir.page.get_by_text("đã thực hiện").first).to_be_visible()
    return problems
