"""A day at the counter by keyboard: twenty dossiers of nine procedures, each key counted, the time computed and never measured.

Here it is what the officer's hands and head need (`tests/journeys/keyboard.py`).
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from operations.demo.callers import Callers
from operations.demo.counter_work import CounterWork, Dossier
from operations.private_province import PrivateProvince
from shared.core import clock
from testing.browser import people, start_browser
from tests.journeys.keyboard import Hands

pytestmark = pytest.mark.browser

OFFICER = "motcua.stttt"
PROCEDURES = [f"3.9080{number}" for number in range(19, 28)]
DATA = Path(__file__).parents[2] / "data" / "binh-dinh"
DOSSIERS, A_DAY = 20, 200
MOST_HOURS = 0.2
"""Of hands and head for a day of two hundred; eight hours are left for reading what was handed in."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def filed(callers: Callers) -> list[Dossier]:
    """Twenty in the queue of one counter, of every procedure that can be filed there."""
    work = CounterWork(callers, DATA, clock.local_now().date())
    dossiers = [work.file("congdan.phuoc", PROCEDURES[number % len(PROCEDURES)]) for number in range(DOSSIERS)]
    for dossier in dossiers:
        work.arrived(dossier)
    return dossiers


def _receive(page: Page, hands: Hands) -> str:
    """The open dossier is looked at and accepted; which one it was."""
    expect(page.get_by_role("button", name="Tiếp nhận và chuyển")).to_be_focused()
    page.wait_for_timeout(600)  # an answer right after the opening is taken for the key that opened it
    hands.looks += 1
    dossier = page.url.split("/ho-so/")[1][:36]
    hands.press("Enter")
    expect(page.get_by_text("Tiếp nhận hồ sơ: đã thực hiện")).to_be_visible()
    return dossier


def test_twenty_dossiers_of_nine_procedures_cost_two_keys_each(
    browser: Browser, province: PrivateProvince, filed: list[Dossier]
) -> None:
    assert len({dossier.procedure["code"] for dossier in filed}) == len(PROCEDURES)
    with people(browser, province, OFFICER) as (officer,):
        page, hands = officer.page, Hands(officer.page)
        page.goto("/mot-cua?trang_thai=submitted")
        page.wait_for_load_state("networkidle")
        hands.press("j", "Enter")
        received, wanted = [_receive(page, hands)], {dossier.id for dossier in filed}
        while wanted - set(received):  # others may stand in the same queue
            hands.press("Enter")
            received.append(_receive(page, hands))
    assert len(set(received)) == len(received)
    assert hands.pressed <= 2 * len(received) + 2, "two of each, and two that open the first"
    hours = hands.seconds / len(received) * A_DAY / 3600
    assert hours <= MOST_HOURS, f"{hours:.2f} h of a day of {A_DAY}"
    with province.client(OFFICER) as client:
        for dossier in filed:
            acts = client.get(f"/api/one-stop/v1/dossiers/{dossier.id}").json()["hand_overs"]
            assert [line["action"] for line in acts][:2] == ["file", "accept"]


def test_a_key_accepts_the_row_that_is_chosen_and_no_other(
    browser: Browser, province: PrivateProvince, callers: Callers
) -> None:
    work = CounterWork(callers, DATA, clock.local_now().date())
    dossiers = [work.file("congdan.phuoc", PROCEDURES[0]) for _ in range(2)]
    for dossier in dossiers:
        work.arrived(dossier)
    with people(browser, province, OFFICER) as (officer,):
        page, hands = officer.page, Hands(officer.page)
        page.goto("/mot-cua?trang_thai=submitted")
        page.wait_for_load_state("networkidle")
        hands.press("a")  # nothing is chosen yet
        expect(page.get_by_text("Đã tiếp nhận hồ sơ ngay trên danh sách")).to_have_count(0)
        hands.press("j")
        chosen = page.locator("tr.lt-list__active a[href*='/mot-cua/ho-so/']").first.get_attribute("href") or ""
        hands.press("a")
        expect(page.get_by_text("Đã tiếp nhận hồ sơ ngay trên danh sách")).to_be_visible()
        expect(page.locator(f"main a[href^='{chosen.partition('?')[0]}']")).to_have_count(0)
        assert hands.pressed == 3
    with province.client(OFFICER) as client:
        taken = client.get(f"/api/one-stop/v1/dossiers/{chosen.split('/ho-so/')[1][:36]}").json()
        assert [line["action"] for line in taken["hand_overs"]][:2] == ["file", "accept"]
