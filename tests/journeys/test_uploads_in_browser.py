"""Photographs from a telephone: those of one choice become one PDF, seen when it has arrived, sent again when the line breaks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, Page, Route, expect

from operations.private_province import PrivateProvince
from testing.browser import LIVE, Person, look_at, press, start_browser
from testing.hostile import files as hostile
from testing.hostile.photos import heic, picture
from tests.journeys.filing import PROCEDURE_CODE, fill_form

pytestmark = pytest.mark.browser

MEGABYTE = 1_048_576


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with start_browser() as browser:
        yield browser


def _open_papers(page: Page) -> None:
    page.goto(f"/dich-vu-cong/nop/{PROCEDURE_CODE}")
    page.locator("main form[action*='/nop/'] button").click()
    fill_form(page)
    press(page, "Lưu và tiếp tục")
    expect(page.locator("[data-paper]").first).to_be_visible()


@dataclass
class FirstPaper:
    """The first paper on the page of papers: where files are chosen, what was kept of them, what waits to be sent."""

    block: Locator
    choose: Locator
    kept: Locator
    waiting: Locator

    @classmethod
    def on(cls, page: Page) -> "FirstPaper":
        block = page.locator("[data-paper]").first
        kept = block.locator("ul:not([data-uploading]) .lt-files__file")
        return cls(block, block.locator("input[type=file]"), kept, page.locator("[data-uploading] li"))

    def choose_two(self) -> None:
        """Two photographs at once, which become one file."""
        front = FilePayload(name="mat-truoc.jpg", mimeType="image/jpeg", buffer=picture("PNG"))
        back = FilePayload(name="IMG_0002.HEIC", mimeType="image/heic", buffer=heic())
        self.choose.set_input_files([front, back])
        expect(self.kept).to_have_count(1, timeout=LIVE)


def _photograph(name: str, kind: str) -> FilePayload:
    return FilePayload(name=name, mimeType=f"image/{kind.lower()}", buffer=picture(kind))


def _document(name: str, content: bytes = b"xin chao") -> FilePayload:
    return FilePayload(name=name, mimeType="application/pdf", buffer=content)


def test_photographs_are_sent_as_they_are_chosen_and_what_cannot_be_is_named(
    browser: Browser, province: PrivateProvince
) -> None:
    citizen = Person(browser, province, "congdan.lan", width=390)
    page = citizen.page
    _open_papers(page)
    paper = FirstPaper.on(page)
    block, choose, kept, waiting = paper.block, paper.choose, paper.kept, paper.waiting
    paper.choose_two()
    expect(kept.nth(0)).to_contain_text(".pdf")
    expect(kept.nth(0).locator("canvas")).to_be_visible()
    expect(waiting).to_have_count(0)

    choose.set_input_files(_document("to.pdf", b"a" * (21 * MEGABYTE)))
    expect(waiting).to_contain_text("Tệp lớn hơn 20 MB nên chưa gửi")
    choose.set_input_files(_document("chu.pdf"))
    expect(block.locator(".govuk-error-message")).to_contain_text("chu.pdf")
    expect(kept).to_have_count(1)

    held: list[Route] = []
    page.route("**/giay-to", lambda route: held.append(route))
    choose.set_input_files(_document("phu.pdf"))
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    for route in held:
        route.continue_()
    expect(block.locator(".govuk-error-message")).to_contain_text(
        "phu.pdf"
    )  # a refusal is seen before the page is left
    expect(page).to_have_url(re.compile("/giay-to$"))
    page.unroute("**/giay-to")
    citizen.leave()


def test_a_photograph_is_sent_again_when_the_line_breaks_and_joined_with_others(
    browser: Browser, province: PrivateProvince
) -> None:
    citizen = Person(browser, province, "congdan.lan", width=390)
    page = citizen.page
    _open_papers(page)
    paper = FirstPaper.on(page)
    choose, kept = paper.choose, paper.kept
    paper.choose_two()
    page.route("**/giay-to", lambda route: route.abort())
    choose.set_input_files(_photograph("anh.webp", "WEBP"))
    again = page.get_by_role("button", name="Thử lại")
    expect(again).to_be_visible()
    citizen.said.clear()
    assert look_at(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    page.unroute("**/giay-to")
    again.click()
    expect(kept).to_have_count(2, timeout=LIVE)
    choose.set_input_files(_photograph("mat-sau.jpg", "JPEG"))
    expect(kept).to_have_count(3, timeout=LIVE)
    page.get_by_role("button", name="Ghép 2 ảnh thành một tệp PDF").click()
    expect(kept).to_have_count(2, timeout=LIVE)
    choose.set_input_files(_photograph("anh.jpg", "JPEG"))
    expect(kept).to_have_count(3, timeout=LIVE)
    expect(kept.nth(2).locator("canvas")).to_be_visible()
    press(page, "Lưu và tiếp tục")
    expect(page.get_by_role("button", name="Nộp hồ sơ")).to_be_visible()
    citizen.leave()


def test_a_file_chosen_before_the_script_had_come_is_sent_when_it_comes(
    browser: Browser, province: PrivateProvince
) -> None:
    citizen = Person(browser, province, "congdan.lan", width=390)
    page = citizen.page
    _open_papers(page)
    held: list[Route] = []
    page.route("**/static/uploads.js*", lambda route: held.append(route))
    page.reload(wait_until="commit")
    block = page.locator("[data-paper]").first
    block.locator("input[type=file]").set_input_files(
        {"name": "som.jpg", "mimeType": "image/jpeg", "buffer": picture("JPEG")}
    )
    for _ in range(200):
        if held:
            break
        page.wait_for_timeout(50)
    (route,) = held
    route.continue_()
    expect(block.locator("ul:not([data-uploading]) .lt-files__file")).to_have_count(1, timeout=LIVE)
    citizen.leave()


def _large(folder: Path) -> Path:
    """A PDF of three pieces and a half, nearly all of it one stream, as of a drawing."""
    file = folder / "ban-ve.pdf"
    file.write_bytes(hostile.pdf(hostile.stream(bytes(7 * MEGABYTE // 2))))
    return file


class Line:
    """The line to where pieces go: it can be cut in the middle, and what went over it is known."""

    def __init__(self, page: Page, holds: int) -> None:
        self.offsets: list[int] = []
        self._left = holds
        self._page = page
        page.route("**/v1/uploads/*", self._pass)

    def _pass(self, route: Route) -> None:
        if route.request.method != "PATCH":
            route.continue_()
        elif self._left == 0:
            route.abort()
        else:
            self._left -= 1
            self.offsets.append(int(route.request.headers["upload-offset"]))
            route.continue_()

    def mend(self) -> None:
        self._left = -1


def test_a_large_file_goes_on_where_the_line_broke_and_after_the_page_is_loaded_anew(
    browser: Browser, province: PrivateProvince, tmp_path: Path
) -> None:
    citizen = Person(browser, province, "congdan.lan", width=390)
    page, drawing = citizen.page, _large(tmp_path)
    _open_papers(page)
    paper = FirstPaper.on(page)
    choose, kept, waiting = paper.choose, paper.kept, paper.waiting
    picker = paper.block.locator("button.govuk-file-upload-button")
    expect(picker).to_contain_text("Chưa chọn tệp")
    line = Line(page, holds=1)
    choose.set_input_files(drawing)
    expect(waiting.locator("progress")).to_have_js_property("value", MEGABYTE, timeout=LIVE)
    expect(picker).to_contain_text("ban-ve.pdf")
    expect(picker).not_to_contain_text("Chưa chọn tệp")
    page.reload()
    expect(waiting).to_contain_text("Đã tải lên 28 %. Hãy chọn lại tệp này", timeout=LIVE)
    expect(waiting.get_by_role("button", name="Bỏ ban-ve.pdf")).to_be_visible()
    citizen.said.clear()
    assert look_at(page) == []
    page.set_viewport_size({"width": 390, "height": 900})
    line.mend()
    choose.set_input_files(drawing)
    expect(kept).to_have_count(1, timeout=LIVE)
    expect(kept).to_contain_text("ban-ve.pdf")
    expect(kept).to_contain_text("3,5 MB")
    expect(waiting).to_have_count(0)
    assert line.offsets == [0, MEGABYTE, 2 * MEGABYTE, 3 * MEGABYTE], "no piece went twice"
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        # What is read out is the field's name, what it has, and what a press does.
        expect(picker).to_have_accessible_name(re.compile("Đã tải lên ban-ve.pdf.*Chọn tệp"))
        picker.focus()
        expect(picker).to_be_focused()
    page.reload()
    expect(kept).to_have_count(1)
    expect(picker).to_contain_text("Đã tải lên ban-ve.pdf")
    expect(waiting).to_have_count(0)
    citizen.leave()


def test_a_form_with_its_own_button_waits_for_what_goes_ahead_and_names_it(
    browser: Browser, province: PrivateProvince, tmp_path: Path
) -> None:
    specialist = Person(browser, province, "chuyenvien1.stttt")
    page, drawing = specialist.page, _large(tmp_path)
    page.goto("/van-ban/di/soan-thao")
    page.get_by_label("Trích yếu nội dung").fill("V/v gửi bản vẽ thiết kế")
    leaders = page.get_by_label("Người ký")
    leaders.select_option(
        leaders.locator("option").filter(has_text=province.account("lanhdao.stttt")["name"]).get_attribute("value")
    )
    page.get_by_label("Gửi tất cả cơ quan khác").check()
    line = Line(page, holds=2)
    page.locator("input[name=main]").set_input_files(drawing)
    waiting = page.locator("[data-uploading] li")
    expect(waiting.locator("progress")).to_have_js_property("value", 2 * MEGABYTE, timeout=LIVE)
    page.get_by_role("button", name="Lưu dự thảo").click()
    expect(waiting.locator("progress")).to_be_visible()
    expect(page).to_have_url(re.compile("/soan-thao$"))
    specialist.said.clear()
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/soan-thao")) as sent:
        line.mend()
    assert b"ban-ve.pdf" not in (sent.value.post_data_buffer or b"ban-ve.pdf"), "the file has gone ahead"
    expect(page.get_by_role("heading", level=1)).to_have_text("V/v gửi bản vẽ thiết kế", timeout=LIVE)
    expect(page.locator(".lt-files__file").filter(has_text="ban-ve.pdf")).to_have_count(1)
    assert line.offsets == [0, MEGABYTE, 2 * MEGABYTE, 3 * MEGABYTE]
    specialist.leave()


def test_a_file_whose_arrival_was_not_heard_is_not_sent_a_second_time(
    browser: Browser, province: PrivateProvince, tmp_path: Path
) -> None:
    citizen = Person(browser, province, "congdan.lan", width=390)
    page, drawing = citizen.page, _large(tmp_path)
    _open_papers(page)
    block = page.locator("[data-paper]").first
    line = Line(page, holds=-1)

    def lose_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/giay-to", lose_answer)
    block.locator("input[type=file]").set_input_files(drawing)
    again = page.get_by_role("button", name="Thử lại")
    expect(again).to_be_visible(timeout=LIVE)
    page.unroute("**/giay-to")
    citizen.said.clear()
    sent = len(line.offsets)
    again.click()
    kept = block.locator("ul:not([data-uploading]) .lt-files__file")
    expect(kept).to_have_count(1, timeout=LIVE)
    expect(page.locator("[data-uploading] li")).to_have_count(0)
    page.reload()
    expect(kept).to_have_count(1)
    assert len(line.offsets) == sent
    citizen.leave()
