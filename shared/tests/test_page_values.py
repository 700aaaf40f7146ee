"""What pages are given to show: menus, dates, money, errors, and the fonts of prints."""

from datetime import UTC, date, datetime, timedelta

import pytest
import typst
from fastapi import Request

from shared.core import formats
from shared.core.errors import FieldError
from shared.web import form_fields
from shared.web.navigation import (
    links_of,
    mark_place,
    menu_of,
    write_header,
)
from shared.web.pages import STATIC_FOLDER

from .guide_pages import ENTRIES, NOON, Person


def _menu(path: str, who: object) -> list[tuple[str, bool]]:
    return [(link.text, link.current) for link in mark_place(links_of(ENTRIES, who), path)]


def test_each_kind_of_person_finds_their_own_places_in_their_order() -> None:
    assert _menu("/mot-cua/12", Person()) == [("Trang chủ", False), ("Một cửa", True), ("Danh bạ", False)]
    officer = Person(roles=frozenset({"counter-officer"}))
    assert _menu("/mot-cua/tiep-nhan", officer)[1:3] == [("Một cửa", False), ("Tiếp nhận", True)]
    assert _menu("/", Person(kind="citizen")) == [("Trang chủ", True), ("Tra cứu", False)]


@pytest.mark.parametrize(
    "own", ["/dich-vu-cong/tai-khoan", "/dich-vu-cong/tai-khoan/mat-khau", "/dich-vu-cong/thong-bao", "/thong-bao"]
)
def test_what_the_header_leads_to_is_no_part_of_the_entry_above_it(own: str) -> None:
    menu = [("Trang chủ", "/"), ("Nộp hồ sơ", "/dich-vu-cong"), ("Hồ sơ của tôi", "/dich-vu-cong/ho-so")]
    assert [link.text for link in mark_place(menu, own) if link.current] == []
    assert [link.text for link in mark_place(menu, "/dich-vu-cong/thu-tuc/1") if link.current] == ["Nộp hồ sơ"]


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
    assert [formats.fee_words(fee) for fee in (28000, 0, None)] == ["28.000 đồng", "Không thu", "Không thu"]
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
