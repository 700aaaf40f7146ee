"""Dates as people type them: one reader of days, months, years and whole dates for every door."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.standards.typed import EARLIEST_YEAR, LATEST_YEAR, Unreadable, clean_line, compacted
from shared.standards.vietnamese import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("mot", "gieng", "jan", "january"),
            ("hai", "feb", "february"),
            ("ba", "mar", "march"),
            ("tu", "bon", "apr", "april"),
            ("nam", "may"),
            ("sau", "jun", "june"),
            ("bay", "jul", "july"),
            ("tam", "aug", "august"),
            ("chin", "sep", "sept", "september"),
            ("muoi", "oct", "october"),
            ("muoi mot", "nov", "november"),
            ("muoi hai", "chap", "dec", "december"),
        ),
        1,
    )
    for name in names
}


def read_day(text: str) -> int:
    found = re.fullmatch(r"(?:ngay|mung|mong)?([0-9]{1,2})", fold(compacted(text)))
    if not found or not 1 <= int(found[1]) <= 31:
        raise _wrong_box("day_wrong", text)
    return int(found[1])


def read_month(text: str) -> int:
    """A number, `tháng 3`, `Thg 3`, `T3`, or the name in Vietnamese or English."""
    words = re.sub(r"^(?:thang|thg|th|t)\.?\s*(?=[0-9]|\w{2})", "", fold(clean_line(text)))
    number = compacted(words)
    month = int(number) if re.fullmatch(r"[0-9]{1,2}", number) else _MONTHS.get(words.rstrip("."))
    if month is None or not 1 <= month <= 12:
        raise _wrong_box("month_wrong", text)
    return month


def read_year(text: str) -> int:
    found = re.fullmatch(r"(?:nam)?([0-9]{4})", fold(compacted(text)))
    if not found or not EARLIEST_YEAR <= int(found[1]) <= LATEST_YEAR:
        raise _wrong_box("year_wrong", text)
    return int(found[1])


def _wrong_box(code: str, text: str) -> Unreadable:
    shown = clean_line(text)[:30]
    return Unreadable(code, read=f"“{shown}” chưa đúng" if shown else "còn trống")


def read_date_boxes(form: Mapping[str, Any], name: str) -> date | dict[str, str] | None:
    """The date typed into the boxes `name-day`, `name-month`, `name-year` of a form; None when all three are empty, the parts
    as typed when they make no date.

    A whole date typed into the first box is taken too.
    """
    parts = {part: str(form.get(f"{name}-{part}") or "").strip() for part in ("day", "month", "year")}
    if not any(parts.values()):
        return None
    try:
        return read_date_parts(parts["day"], parts["month"], parts["year"])
    except Unreadable:
        return parts


def read_date_parts(day: str, month: str, year: str) -> date:
    """The date of three boxes; a whole date typed into the first one is taken too."""
    if not clean_line(month + year):
        return read_date(day)
    y, m, d = read_year(year), read_month(month), read_day(day)
    days = monthrange(y, m)[1]
    if d > days:
        raise Unreadable("date_wrong", read=f"{d:02}/{m:02}/{y}", month=f"{m:02}/{y}", days=str(days))
    return date(y, m, d)


def read_date(text: str) -> date:
    """`2024-05-01`, `01/05/2024`, `1.5.2024`, `1-5-2024`, `ngày 1 tháng 5 năm 2024`."""
    compact = compacted(text)
    if iso := re.fullmatch(r"([0-9]{3,})-([0-9]{1,2})-([0-9]{1,2})", compact):
        return read_date_parts(iso[3], iso[2], iso[1])
    words = re.fullmatch(r"(?:ngay)?(\d{1,2})(?:[-/.]|thang)(\d{1,2})(?:[-/.]|nam)(\d+)", fold(compact))
    if not words:
        shown = clean_line(text)[:30]
        raise Unreadable("date_unreadable", read=shown) if shown else Unreadable("value_missing")
    return read_date_parts(*words.groups())


def of_date(title: str, fault: Unreadable) -> str:
    """What `read_date` or `read_date_parts` says, under the title that the person sees."""
    if fault.code == "date_wrong":
        return f"{title} {fault.sentence.removeprefix('Ngày ')}"
    return f"{title}: {fault.sentence[:1].lower()}{fault.sentence[1:]}"
