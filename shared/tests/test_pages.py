"""Every macro on one page: right for people, for machines and for those who cannot see it."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import typst
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI, Request, Response
from fontTools.ttLib import TTFont
from playwright.sync_api import Browser, Page, expect, sync_playwright

from shared.access.rights import EVERYBODY, OFFICER, PUBLIC
from shared.core import clock, formats
from shared.core.errors import FieldError
from shared.core.province import read_province
from shared.web import form_fields
from shared.web.navigation import (
    HEADER,
    Entry,
    links_of,
    mark_place,
    menu_of,
    write_header,
)
from shared.web.pages import STATIC_FOLDER, Pages, asset, static_files

HERE = Path(__file__).parent
NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
POLICY = "default-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"


@dataclass(frozen=True)
class Person:
    kind: str = "officer"
    subject: str = "p-1"
    name: str = "Trần Thị Hồng Nhung"
    agency_code: str = "H08.12"
    agency_name: str = "Sở Kế hoạch và Đầu tư tỉnh Bình Định"
    roles: frozenset[str] = field(default=frozenset({"specialist", "operator"}))
    csrf: str = 'token"<&'
    on_behalf_of: None = None
    leads_unit: bool = False


PROCEDURES = [
    ("Cấp giấy phép xây dựng nhà ở riêng lẻ đô thị", "Nguyễn Thị Ngọc Ánh", "Thẩm định", timedelta(days=-2), False),
    ("Đăng ký thành lập hộ kinh doanh", "Trần Văn Khởi", "Thụ lý", timedelta(hours=5), False),
    ("Chuyển mục đích sử dụng đất", "Đặng Phước Thượng", "Lấy ý kiến Sở Xây dựng", timedelta(days=1), False),
    ("Cấp phiếu lý lịch tư pháp số 1", "Huỳnh Thị Mỹ Duyên", "Chờ bổ sung", timedelta(days=3), True),
    (
        "Cấp giấy chứng nhận đủ điều kiện an toàn thực phẩm",
        "Công ty TNHH Thực phẩm Sạch Đồng Bằng",
        "Trình ký",
        timedelta(days=9),
        False,
    ),
]
ERRORS = {
    "full_name": "Hãy nhập họ và tên",
    "born_on": "Ngày sinh không phải là ngày hợp lệ",
    "citizen_id": "Số định danh cá nhân phải gồm 12 chữ số",
    "password": "Hãy nhập mật khẩu",
    "founder": "Hãy chọn chủ thể thành lập",
    "ward": "Hãy chọn phường, xã nơi đặt trụ sở",
    "capital": "Hãy nhập vốn kinh doanh",
    "lines": "Hãy viết ngắn hơn 500 ký tự",
    "paper": "Hãy chọn tệp",
    "ways": "Hãy chọn ít nhất một cách nhận kết quả",
    "agreed": "Hãy xác nhận lời khai",
}

EVERY_OFFICER = frozenset({OFFICER})
ENTRIES = (
    Entry(text="Danh bạ", href="/danh-ba", seen_by=EVERY_OFFICER, order=80),
    Entry(text="Một cửa", href="/mot-cua", seen_by=EVERY_OFFICER, order=20),
    Entry(text="Tiếp nhận", href="/mot-cua/tiep-nhan", seen_by=frozenset({"counter-officer"}), order=21),
    Entry(text="Trang chủ", href="/", seen_by=EVERYBODY, order=0),
    Entry(text="Tra cứu", href="/tra-cuu", seen_by=PUBLIC, order=12),
)


def create_style_guide() -> FastAPI:
    app = FastAPI()
    pages = Pages(
        HERE / "style_guide",
        {"no_such_dossier": "Không có hồ sơ này."},
        embedded=True,
        province=read_province(Path("data/binh-dinh")),
        menu=menu_of(ENTRIES),
    )
    app.mount("/static", static_files())
    app.state.posts = 0

    @app.middleware("http")
    async def with_identity_and_policy(request: Request, call_next):
        request.state.request_id = "0198c1f2-6a6f-7bb0-9a57-3d1b1d3c3a10"
        if "nguoi" not in request.query_params:
            request.state.identity = Person()
        with clock.stopped_at(NOON):
            response = await call_next(request)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    @app.get("/mau")
    def show(request: Request, q: str = "", loi: int = 0) -> Response:
        rows = [
            {
                "code": f"H08.12-261122-{n:04}",
                "procedure": name,
                "person": person,
                "step": step,
                "due_at": NOON + left,
                "paused": paused,
            }
            for n, (name, person, step, left, paused) in enumerate(PROCEDURES, 1)
            if q.lower() in name.lower()
        ]
        return pages.render(
            request, "style_guide.html", 422 if loi else 200, rows=rows, q=q, errors=ERRORS if loi else {}
        )

    @app.post("/mau")
    def post(request: Request) -> Response:
        app.state.posts += 1
        time.sleep(0.7)
        return pages.render(request, "error.html", title="Đã nhận", sentence=str(app.state.posts))

    @app.get("/mau/{code}")
    def show_one(request: Request, code: str) -> Response:
        return pages.render(request, "error.html", 404, title="Không tìm thấy", sentence=pages.text("no_such_dossier"))

    return app


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    if not (STATIC_FOLDER / "manifest.json").is_file():
        pytest.fail("The web assets are not built: python tools/build_assets.py")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_style_guide(), host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = os.environ.get("LIENTHONG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
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
    expect(page.locator("body.govuk-frontend-supported")).to_be_visible()
    results = Axe().run(page, options={"runOnly": RULES})
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    folder = os.environ.get("LIENTHONG_SCREENSHOTS")
    if folder:
        name = path.strip("/").replace("/", "-").replace("?", "-").replace("=", "-")
        page.screenshot(path=f"{folder}/{name}-{page.viewport_size['width']}.png", full_page=True)  # type: ignore[index]


def test_ones_own_name_leads_to_ones_own_page(address: str, page: Page) -> None:
    page.goto(f"{address}/mau")
    assert page.get_by_role("link", name="Trần Thị Hồng Nhung").get_attribute("href") == "/danh-ba/can-bo/p-1"


def test_the_whole_work_list_is_done_with_the_keyboard(address: str, page: Page) -> None:
    page.goto(address + "/mau")
    expect(page.locator("body.govuk-frontend-supported")).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#tim-kiem")).to_be_focused()
    page.keyboard.type("giấy")
    expect(page.locator("#danh-sach tbody tr")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    expect(page.locator(".lt-list__active")).to_contain_text("an toàn thực phẩm")
    page.keyboard.press("k")
    expect(page.locator(".lt-list__active")).to_contain_text("xây dựng nhà ở")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Không tìm thấy")).to_be_visible()


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
    expect(page.locator("body.govuk-frontend-supported")).to_be_visible()
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
    expect(page.locator("body.govuk-frontend-supported")).to_be_visible()
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


def _menu(path: str, who: object) -> list[tuple[str, bool]]:
    return [(link.text, link.current) for link in mark_place(links_of(ENTRIES, who), path)]


def test_each_kind_of_person_finds_their_own_places_in_their_order() -> None:
    assert _menu("/mot-cua/12", Person()) == [("Trang chủ", False), ("Một cửa", True), ("Danh bạ", False)]
    officer = Person(roles=frozenset({"counter-officer"}))
    assert _menu("/mot-cua/tiep-nhan", officer)[1:3] == [("Một cửa", False), ("Tiếp nhận", True)]
    assert _menu("/", Person(kind="citizen")) == [("Trang chủ", True), ("Tra cứu", False)]


def test_the_menu_that_the_gateway_hands_over_is_the_one_that_is_shown() -> None:
    handed = write_header([("Báo cáo “tháng”", "/bao-cao")])
    assert handed.isascii()
    for header, shown in ((handed, [("Báo cáo “tháng”", "/bao-cao")]), ("[[1", [])):
        request = Request({"type": "http", "headers": [(b"x-lienthong-navigation", header.encode())]})
        assert list(menu_of(ENTRIES)(request, Person())) == shown


def test_dates_and_money_are_written_as_in_vietnam() -> None:
    evening = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    assert formats.vn_date(evening) == "23/11/2026"
    assert formats.vn_datetime(evening) == "00:30 23/11/2026"
    assert formats.vn_date("2026-01-05") == "05/01/2026"
    assert formats.vn_date(None) == "—"
    assert formats.money(1234567) == "1.234.567 đồng"
    assert formats.file_size(1572864) == "1,5 MB"
    assert formats.file_size(1024 * 1024 - 1) == "1 MB"


@pytest.mark.parametrize(
    ("due_at", "paused", "kind", "text"),
    [
        (NOON - timedelta(days=2), False, "late", "Quá hạn 2 ngày"),
        (NOON - timedelta(hours=3), False, "late", "Quá hạn 3 giờ"),
        (NOON - timedelta(minutes=3), False, "late", "Vừa quá hạn"),
        (NOON + timedelta(hours=3), False, "today", "Đến hạn hôm nay"),
        (date(2026, 11, 22), False, "today", "Đến hạn hôm nay"),
        (date(2026, 11, 21), False, "late", "Quá hạn 1 ngày"),
        (NOON + timedelta(days=2), False, "soon", "Còn 2 ngày"),
        (NOON + timedelta(days=3), False, "ok", "Trong hạn"),
        (NOON - timedelta(days=3), True, "paused", "Tạm dừng"),
        (None, False, "none", "Không có hạn"),
    ],
)
def test_a_due_tag_says_how_close_it_is(due_at: datetime | date | None, paused: bool, kind: str, text: str) -> None:
    assert formats.due_state(due_at, NOON, paused) == formats.DueState(kind, text)  # type: ignore[arg-type]


def test_a_date_typed_into_three_boxes_is_read_or_given_back() -> None:
    assert form_fields.read_date({"d-day": "27", "d-month": "03", "d-year": "1985"}, "d") == date(1985, 3, 27)
    assert form_fields.read_date({"d-day": "31", "d-month": "2", "d-year": "1985"}, "d") == {
        "day": "31",
        "month": "2",
        "year": "1985",
    }
    assert form_fields.read_date({"d-day": "²", "d-month": "2", "d-year": "1985"}, "d") == {
        "day": "²",
        "month": "2",
        "year": "1985",
    }
    assert form_fields.read_date({"d-day": " "}, "d") is None


def test_errors_find_their_fields() -> None:
    errors = [
        FieldError("/owner/full_name", "required", "Hãy nhập họ và tên"),
        FieldError("/owner/full_name", "short", "Quá ngắn"),
    ]
    assert form_fields.errors_by_field(errors) == {"owner.full_name": "Hãy nhập họ và tên"}


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


def test_typst_prints_with_our_fonts_alone() -> None:
    source = "".join(
        f'#text(font: "{family}", weight: {weight}, style: "{style}", fallback: false)[Nguyễn Thị Ngọc Ánh] '
        for family in ("Tinos", "Be Vietnam Pro")
        for weight in (400, 700)
        for style in ("normal", "italic")
    )
    pdf = typst.compile(source.encode(), font_paths=[STATIC_FOLDER / "fonts"], ignore_system_fonts=True)  # type: ignore[misc]
    for name in ("Tinos-Bold", "Tinos-Italic", "BeVietnamPro-Regular", "BeVietnamPro-BoldItalic"):
        assert name.encode() in pdf, name
