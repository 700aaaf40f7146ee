"""Times of day, months, years and dates, as people type them."""

from datetime import date

import pytest

from shared.standards import typed_dates
from shared.standards.time_of_day import read_time
from shared.standards.typed import Unreadable

TIMES = {
    "09:30": "9:30, 09:30, ９:30, 9：30, 9h30, 9g30, 9.30, 9 giờ 30, 9 giờ 30 phút, 9h30p, 9h30', 930, 0930, 9:30 AM, 9:30 SA,"
    " 9h30 sáng, 9 giờ rưỡi, 09:30:00, lúc 9h30, ٩:٣٠",
    "14:30": "14:30, 1430, 14h30, 14g30, 14H30, 14 : 30, 2:30 PM, 2:30pm, 2:30 p.m., 02:30 CH, 2h30 chiều, 14h30 chiều, 14:30 PM,"
    " 2 giờ rưỡi chiều, ２:３０ ＰＭ",
    "09:00": "9h, 9 giờ, 9 g, 9 AM, 9 giờ sáng",
    "14:00": "2 PM, 2 giờ chiều, 2CH",
    "20:15": "8h15 tối, 8:15 PM, 20h15, 8 giờ 15 phút tối",
    "00:00": "0h, 00:00, 12 AM, 12:00 am, 12 giờ đêm",
    "12:00": "12h, 12 PM, 12:00 pm, 12 giờ trưa",
    "13:00": "1 PM, 13h, 1 giờ trưa",
    "11:30": "11h30 trưa, 11:30",
    "23:05": "11:05 PM, 23h05, 11h05 đêm",
    "02:00": "2 giờ sáng, 2 giờ đêm, 2 AM",
}


@pytest.mark.parametrize(
    ("written", "time"), [(text.strip(), time) for time, all_ in TIMES.items() for text in all_.split(", ")]
)
def test_a_time_of_day_is_read_as_it_is_said(written: str, time: str) -> None:
    assert read_time(written) == time


@pytest.mark.parametrize(
    "written",
    [
        "",
        "9",
        "14",
        "25:00",
        "24:00",
        "9:60",
        "2560",
        "14:30 AM",
        "13 giờ sáng",
        "12 giờ tối",
        "9:5",
        "9:30:15",
        "chiều",
        "9:30 9:30",
        "12345",
    ],
)
def test_what_is_no_time_of_day_is_asked_for_again(written: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_time(written)
    assert "14:30" in refused.value.sentence


@pytest.mark.parametrize(
    "month", ["tháng 3", "Thg 3", "ba", "Mar", " 3 ", "03", "Tháng ba", "T3", "march", "thg. 3", "tháng\u00a03"]
)
def test_months_are_read_by_name_too(month: str) -> None:
    assert typed_dates.read_month(month) == 3


def test_all_named_months() -> None:
    names = ["giêng", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "chạp"]
    assert [typed_dates.read_month(f"tháng {name}") for name in names] == list(range(1, 13))


def test_a_year_has_four_digits() -> None:
    assert typed_dates.read_year("năm 2024") == 2024
    for wrong in ("24", "0024", "9999", "", "20 2", "02024"):
        with pytest.raises(Unreadable):
            typed_dates.read_year(wrong)


def test_dates() -> None:
    for written in (
        "2024-05-01",
        "01/05/2024",
        "1.5.2024",
        "1–5–2024",
        "ngày 1 tháng 5 năm 2024",
        "Ngày 01 tháng 05 năm 2024",
    ):
        assert typed_dates.read_date(written) == date(2024, 5, 1)
    for wrong in ("0024-05-01", "31/02/2024", "9999-12-31", "0001-01-01", "01/05/24", ""):
        with pytest.raises(Unreadable):
            typed_dates.read_date(wrong)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("30/02/1990", "Ngày 30/02/1990 không có trong lịch, tháng 02/1990 có 28 ngày."),
        ("2024-02-30", "Ngày 30/02/2024 không có trong lịch, tháng 02/2024 có 29 ngày."),
        ("31/4/2026", "Ngày 31/04/2026 không có trong lịch, tháng 04/2026 có 30 ngày."),
        ("32/1/2026", "Ngày “32” chưa đúng, phải là số từ 1 đến 31."),
        ("1/13/2026", "Tháng “13” chưa đúng, phải là số từ 1 đến 12."),
        ("1/1/26", "Năm “26” chưa đúng, phải gồm bốn chữ số, từ 1800 đến 2200."),
        ("1/1/9999", "Năm “9999” chưa đúng, phải gồm bốn chữ số, từ 1800 đến 2200."),
        ("hôm kia", "Không đọc được ngày “hôm kia”, hãy nhập đủ ngày, tháng, năm, ví dụ 27/3/2026."),
        ("", "Hãy nhập mục này."),
    ],
)
def test_a_refused_date_says_what_was_read_and_what_the_limit_is(written: str, said: str) -> None:
    with pytest.raises(Unreadable) as refused:
        typed_dates.read_date(written)
    assert refused.value.sentence == said


def test_a_box_of_a_date_that_is_empty_is_named() -> None:
    with pytest.raises(Unreadable) as refused:
        typed_dates.read_date_parts("1", "", "2026")
    assert refused.value.sentence == "Tháng còn trống, phải là số từ 1 đến 12."
