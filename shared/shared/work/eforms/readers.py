"""One text of an e-form, read the same way whether a page or a program sends it.

What kind of value it is stands in the form: `format`, or `x-read` for kinds that only some forms have. What cannot be read
stays as it was typed, so that the page can show it again beside what to mend.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from shared.standards import typed, typed_dates
from shared.standards.time_of_day import read_time
from shared.standards.typed import Unreadable
from shared.work.eforms.schema import EForm, Schema

_PLATE = re.compile(r"([1-9][0-9])-?([A-ZĐ]{1,2}[0-9]?)-([0-9]{4,5})|([1-9][0-9])-?([A-ZĐ]{1,2})([0-9]{4,6})")


def read_text(eform: EForm, name: str, text: str) -> str:
    """The stored form of a text answer."""
    schema = eform.properties[name]
    clean = typed.clean_paragraphs(text) if name in eform.long_texts else typed.clean_line(text)
    prefix = str(schema.get("x-prefix", ""))
    if prefix and clean:
        return _with_prefix(prefix, clean)
    read = READERS.get(str(schema.get("x-read") or schema.get("format")))
    if read is None:
        return clean
    try:
        return read(text)
    except Unreadable:
        return clean


def _with_prefix(prefix: str, text: str) -> str:
    """What always stands before a name is ours to write, in whatever letters it was typed or left out."""
    bare = text[len(prefix) :] if text.casefold().startswith(prefix.casefold()) else text
    return f"{prefix} {bare.strip()}" if bare.strip() else text


def _read_passport(text: str) -> str:
    return typed.read_code(text)


def _read_day(text: str) -> str:
    return typed_dates.read_date(text).isoformat()


def _read_digits(text: str) -> str:
    return re.sub(r"[-./]", "", typed.read_code(text))


def _read_plate(text: str) -> str:
    """Biển số xe: `77B-012.34` however it was grouped. Without any sign between, five digits are the number."""
    compact = re.sub(r"\.", "", typed.read_code(text))
    found = _PLATE.fullmatch(compact)
    if not found:
        raise Unreadable("value_missing")
    if found[1]:
        place, series, number = found[1], found[2], found[3]
    else:
        place, series, number = found[4], found[5], found[6]
        if len(number) == 6:
            series, number = series + number[0], number[1:]
    return f"{place}{series}-{number[:3]}.{number[3:]}" if len(number) == 5 else f"{place}{series}-{number}"


READERS: Mapping[str, Callable[[str], str]] = {
    "phone": typed.read_phone,
    "tax-code": typed.read_tax_code,
    "personal-id": typed.read_personal_id,
    "email": typed.read_email,
    "passport": _read_passport,
    "foreign-passport": _read_passport,
    "date": _read_day,
    "time-of-day": read_time,
    "digits": _read_digits,
    "plate": _read_plate,
}
"""By `format` or `x-read`."""


def fault_of_date(value: Any) -> Unreadable | None:
    """What cannot be read of a date that came as three boxes or as text."""
    try:
        if isinstance(value, Mapping):
            typed_dates.read_date_parts(*(str(value.get(part) or "") for part in ("day", "month", "year")))
        else:
            typed_dates.read_date(str(value))
    except Unreadable as unreadable:
        return unreadable
    return None


def is_shown_as_year(schema: Schema) -> bool:
    """Years are written without separators."""
    return schema.get("type") == "integer" and str(schema.get("title", "")).startswith("Năm ")
