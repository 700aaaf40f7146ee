"""What an answer may be beside others and beside today: the same table for pages and programs.

In the form: `x-not-before` and `x-not-after` name another field, `today`, or either with `+2y`; `x-differs-from` names a field that
must hold something else. Dates without bounds of their own still have the widest ones that a real paper can have, and so have years.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from shared.work.eforms.readers import is_shown_as_year
from shared.work.eforms.schema import EForm, Schema

Found = tuple[str, str, Mapping[str, Any]]

EARLIEST = date(1900, 1, 1)
YEARS_AHEAD = 100
_SIDES = {"x-not-before": date.__lt__, "x-not-after": date.__gt__}


def bound_errors(eform: EForm, answers: Mapping[str, Any], today: date) -> Iterator[Found]:
    for name, schema in eform.properties.items():
        given = day_of(answers.get(name), schema)
        for keyword, breaks in _SIDES.items():
            bound = _bound(eform, schema, keyword, answers, today)
            if given is None or bound is None:
                continue
            limit, label = bound
            if is_shown_as_year(schema):
                limit = limit.replace(month=1, day=1)
            if breaks(given, limit):
                read = str(given.year) if is_shown_as_year(schema) else f"{given:%d/%m/%Y}"
                yield name, keyword.removeprefix("x-"), {"other": label, "read": read}
        other = schema.get("x-differs-from")
        if other and answers.get(name) and answers.get(name) == answers.get(other):
            yield name, "differs-from", {"other": str(eform.properties[other]["title"])}


def day_of(value: Any, schema: Schema | None = None) -> date | None:
    """The date of an answer; the first day of an answer that is a year."""
    try:
        if schema is not None and is_shown_as_year(schema):
            return date(value, 1, 1) if isinstance(value, int) and not isinstance(value, bool) else None
        if schema is not None and schema.get("format") != "date":
            return None
        return date.fromisoformat(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def _bound(
    eform: EForm, schema: Schema, keyword: str, answers: Mapping[str, Any], today: date
) -> tuple[date, str] | None:
    rule = str(schema.get(keyword, ""))
    if not rule:
        if schema.get("format") != "date":
            return None
        day = EARLIEST if keyword == "x-not-before" else _later(today, YEARS_AHEAD)
        return day, f"ngày {day:%d/%m/%Y}"
    origin, _, years = rule.partition("+")
    start = today if origin == "today" else day_of(answers.get(origin), eform.properties[origin])
    if start is None:
        return None
    limit = _later(start, int(years.removesuffix("y"))) if years else start
    if is_shown_as_year(schema):
        return limit, f"năm {limit.year}"
    label = "hôm nay" if origin == "today" else str(eform.properties[origin]["title"])
    over = f" quá {years.removesuffix('y')} năm" if years else ""
    return limit, f"{label}{over} ({limit:%d/%m/%Y})"


def _later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
