"""Every macro on one page: right for people, for machines and for those who cannot see it."""

import os
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page, expect, sync_playwright

from operations.testing import find_browser
from shared.web.navigation import HEADER, write_header
from shared.web.pages import STATIC_FOLDER, asset
from testing.serving import serving

from .guide_pages import SIGNED_IN, Person, create_style_guide

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    if not (STATIC_FOLDER / "manifest.json").is_file():
        pytest.fail("The web assets are not built: python tools/build_assets.py")
    with serving(create_style_guide()) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = find_browser()
    if program is None:
        pytest.skip("no Chromium on this machine; name one in LIENTHONG_CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS.split())
        yield started
        started.close()


@pytest.fixture(params=[1280, 390])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": request.param, "height": 900}, locale="vi-VN")
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("requestfailed", lambda failed: said.append(failed.url))
    yield opened
    opened.close()
    # Chromium and htmx themselves report answers with 4xx.
    assert [line for line in said if "status of 4" not in line and "Error Code 4" not in line] == []


@pytest.mark.parametrize("path", ["/mau", "/mau?loi=1", "/mau?q=khongco", "/mau?nguoi=la", "/mau/H08.12-261122-0001"])
def test_axe_finds_nothing_and_nothing_is_cut(address: str, page: Page, path: str) -> None:
    page.goto(address + path)
    _await_ready(page)
    results = Axe().run(page, options={"runOnly": RULES})
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    folder = os.environ.get("LIENTHONG_SCREENSHOTS")
    if folder:
        name = path.strip("/").replace("/", "-").replace("?", "-").replace("=", "-")
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)  # type: ignore[index]


@pytest.mark.parametrize("who", SIGNED_IN)
def test_the_header_is_one_row_on_a_desk_and_whole_on_a_phone(address: str, page: Page, who: str) -> None:
    page.goto(f"{address}/mau?nguoi={who}")
    boxes = [shown.bounding_box() for shown in page.locator(".lt-header__row > *").all()]
    parts = [box for box in boxes if box]
    assert len(parts) == 3, "name of the portal, search, person"
    width = page.viewport_size["width"]  # type: ignore[index]
    if width == 1280:
        assert max(part["y"] for part in parts) < min(part["y"] + part["height"] for part in parts), parts
        assert parts[1]["width"] > 200, "room for words"
        assert max(part["height"] for part in parts) < 90
    assert all(part["x"] >= 0 and part["x"] + part["width"] <= width for part in parts), parts
    folder = os.environ.get("LIENTHONG_SCREENSHOTS")
    if folder:
        page.screenshot(path=f"{folder}/header-{who}-{width}.png")


def test_ones_own_name_leads_to_ones_own_page(address: str, page: Page) -> None:
    page.goto(f"{address}/mau")
    assert page.get_by_role("link", name="Trần Thị Hồng Nhung").get_attribute("href") == "/danh-ba/can-bo/p-1"


def _await_ready(page: Page) -> None:
    """Scripts have run and something has been painted: a browser drops keys that come before its first picture."""
    expect(page.locator("body.govuk-frontend-supported")).to_be_visible()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_the_whole_work_list_is_done_with_the_keyboard(address: str, page: Page) -> None:
    page.goto(address + "/mau")
    _await_ready(page)
    page.keyboard.press("/")
    expect(page.locator("#tim-kiem")).to_be_focused()
    page.keyboard.type("giấy")
    # Of slow keys "gi" is asked for too, and finds the same two: the answer to all of them is waited for.
    expect(page).to_have_url(re.compile("q=gi%E1%BA%A5y"))
    expect(page.locator("#danh-sach tbody tr")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    expect(page.locator(".lt-list__active")).to_contain_text("an toàn thực phẩm")
    page.keyboard.press("k")
    expect(page.locator(".lt-list__active")).to_contain_text("xây dựng nhà ở")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Không tìm thấy")).to_be_visible()


def test_a_list_that_comes_anew_keeps_the_row_where_the_officer_is(address: str, page: Page) -> None:
    page.goto(address + "/mau")
    _await_ready(page)
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    chosen = page.locator(".lt-list__active").inner_text()
    page.evaluate("document.querySelector('#danh-sach').dataset.before = 'yes'")
    page.locator("#tim-kiem").dispatch_event("search")
    expect(page.locator("#danh-sach[data-before]")).to_have_count(0)
    expect(page.locator(".lt-list__active")).to_have_text(chosen, use_inner_text=True)
    expect(page.locator(".lt-list__active a").first).to_be_focused()


def test_shortcuts_can_be_switched_off(address: str, page: Page) -> None:
    page.goto(address + "/mau")
    if page.viewport_size["width"] > 640:  # type: ignore[index]
        page.get_by_role("button", name="Tắt phím tắt").click()
        page.keyboard.press("j")
        expect(page.locator(".lt-list__active")).to_have_count(0)
        page.get_by_role("button", name="Bật phím tắt").click()
        page.keyboard.press("j")
        expect(page.locator(".lt-list__active")).to_have_count(1)


def test_pressing_twice_sends_once(address: str, page: Page) -> None:
    page.goto(address + "/mau")
    expect(
        page.locator("body.govuk-frontend-supported")
    ).to_be_visible()  # and no later: both presses are caught from then on
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Nộp hồ sơ").dblclick(no_wait_after=True)
    expect(page.get_by_role("heading", name="Đã nhận")).to_be_visible()
    assert len(sent) == 1


def test_a_key_that_goes_to_a_button_never_presses_it(address: str, page: Page) -> None:
    page.goto(f"{address}/mau")
    _await_ready(page)
    form = '<form method="post" action="/mau"><button data-key="y" data-key-goes>Ký</button></form>'
    page.evaluate("form => document.querySelector('main').insertAdjacentHTML('beforeend', form)", form)
    page.keyboard.press("y")
    expect(page.get_by_role("button", name="Ký", exact=True)).to_be_focused()
    page.keyboard.press("y")
    expect(page).to_have_url(f"{address}/mau")


MANY = (
    "Trang chủ",
    "Một cửa",
    "Văn bản đến",
    "Văn bản đi",
    "Danh bạ",
    "Sổ theo dõi hồ sơ",
    "Sổ và số văn bản",
    "Số liệu hồ sơ",
)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_menu_of_many_is_one_row_and_the_rest_opens_by_keys(address: str, browser: Browser, scripts: bool) -> None:
    menu = write_header([(words, f"/noi-{number}") for number, words in enumerate(MANY)])
    page = browser.new_page(
        viewport={"width": 1280, "height": 900}, extra_http_headers={HEADER: menu}, java_script_enabled=scripts
    )
    page.goto(f"{address}/mau")
    places = [shown.bounding_box() for shown in page.locator(".lt-nav__wide .lt-nav__link:visible").all()]
    assert len(places) == 7
    assert len({place["y"] for place in places if place}) == 1, places
    rest = page.locator(".lt-nav__more").get_by_role("link", name="Số liệu hồ sơ")
    expect(rest).to_be_hidden()
    page.get_by_role("link", name="Sổ theo dõi hồ sơ").focus()
    for key in ("Tab", "Enter", "Tab", "Tab"):
        page.keyboard.press(key)
    expect(rest).to_be_focused()
    if scripts:
        page.keyboard.press("Escape")
        expect(rest).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 900})
    page.get_by_text("Trình đơn").click()
    expect(page.locator(".lt-nav__phone .lt-nav__link:visible")).to_have_count(len(MANY))
    page.close()


def test_pages_work_without_scripts(address: str, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page.goto(address + "/mau")
    page.locator(".lt-nav__summary").click()
    expect(page.locator(".lt-nav__phone").get_by_role("link", name="Một cửa")).to_be_visible()
    page.locator("#tim-kiem").fill("đất")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.locator("#danh-sach tbody tr")).to_have_count(1)
    page.close()


def test_file_addresses_are_kept_for_a_year_only_by_version(address: str, page: Page) -> None:
    assert "immutable" in page.request.get(address + asset("portal.js")).headers["cache-control"]
    assert page.request.get(address + "/static/portal.js").headers["cache-control"] == "no-cache"
    assert page.request.get(address + "/static/../pages.py").status == 404
    assert page.request.get(address + "/mau").headers["cache-control"] == "no-store"


def test_a_failed_search_is_said_aloud(address: str, page: Page) -> None:
    page.goto(address + "/mau")
    _await_ready(page)
    page.route("**/mau?q=*", lambda route: route.fulfill(status=403, body="no"))
    page.locator("#tim-kiem").fill("a")
    expect(page.get_by_role("alert").filter(has_text="Chưa thực hiện được")).to_be_visible()


def test_texts_are_escaped_everywhere(address: str, page: Page) -> None:
    page.goto(address + "/mau")
    shown = page.locator("form.lt-form input[name=csrf_token]").input_value()
    both = bytes.fromhex(shown)
    pad, under = both[: len(both) // 2], both[len(both) // 2 :]
    told = bytes(one ^ other for one, other in zip(pad, under, strict=True))
    assert told.decode() == Person.csrf, "masked, for a compressed page must not tell the token"


def test_what_was_typed_on_two_lines_is_shown_on_two_lines(address: str, page: Page) -> None:
    page.goto(address + "/mau")
    row = page.locator(".govuk-summary-list__row").filter(has_text="Ngành nghề")
    assert row.locator("dd").inner_text().strip() == "Bán lẻ <đồ uống>\nDịch vụ ăn uống"


def test_print_fonts_hold_every_vietnamese_letter(address: str) -> None:
    letters = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
    needed = {ord(letter) for letter in letters + letters.upper() + "₫–—“”…0123456789"}
    # The others hold the letters of other scripts, for names that are written in them.
    fonts = sorted(
        path for path in (STATIC_FOLDER / "fonts").glob("*.ttf") if path.name.startswith(("Tinos", "BeViet"))
    )
    assert len(fonts) == 8
    for path in fonts:
        assert needed <= set(TTFont(path).getBestCmap()), path.name
