"""Số, ký hiệu and mã định danh văn bản (NĐ 30/2020 Phụ lục I, II.3; QĐ 28/2018 Điều 10)."""

import re
from datetime import date
from typing import Protocol

from shared.access.rights import Power, Role
from shared.standards.typed import clean_line, compacted, read_code
from shared.work.number_steps import LARGEST_NUMBER

DEFAULT_SERIES = "administrative"
DEFAULT_NAME = "Văn bản hành chính"

RESULTS_SERIES = "dossier-results"
"""Kết quả giải quyết: numbers that the one-stop gives and keeps; no document takes one of them here."""
RESULTS_NAME = "Kết quả giải quyết thủ tục hành chính"
RESULTS_TYPE = "dossier-result"

DESK = "Bộ phận một cửa"
"""Who keeps and enters the numbers of results, as the history names it."""

OUTGOING = "outgoing/"
"""Số đi: the series' code follows."""
ARRIVALS = "arrival"
"""Số đến: paper and electronic together (NĐ 30/2020 Điều 22)."""

KEEPERS = frozenset({Role.RECORDS_CLERK.value, Power.DOCUMENTS.value})
"""Who keeps the books of numbers (NĐ 30/2020 Điều 15, 22): the records clerk, or who was given his documents."""

LONGEST_REFERENCE = 100
LONGEST_NAME = 200
"""Of an agency, in a packet."""
_MANY_DIGITS = 12
"""So long no document's number is."""

MOST_BEFORE = 100_000
"""So many numbers may an older system have given in a year before a series began here: each is looked at when gaps are."""

_PLAIN_CODE = re.compile(r"[A-Z0-9.,/&Đ-]+")
_SYMBOL = re.compile(r"[A-ZÀ-ỸĐ0-9][A-ZÀ-ỸĐ0-9&.-]{0,19}")
_UNIT = re.compile(r"[A-ZÀ-ỸĐ0-9&]{1,10}")


class SeriesMark(Protocol):
    """What of a series is seen in the notation of its documents, and which types it counts."""

    @property
    def symbol(self) -> str: ...
    @property
    def dated(self) -> bool: ...
    @property
    def document_types(self) -> list[str]: ...


def is_unit_abbreviation(unit: str) -> bool:
    """Chữ viết tắt đơn vị soạn thảo: capitals and digits, no spaces."""
    return _UNIT.fullmatch(unit) is not None


def make_notation(type_abbreviation: str, organ: str, unit: str) -> str:
    """Ký hiệu: titled types show the type, a công văn the drafting unit."""
    if type_abbreviation:
        return f"{type_abbreviation}-{organ}"
    return f"{organ}-{unit}" if unit else organ


def notation_in(series: SeriesMark | None, type_abbreviation: str, organ: str, unit: str, year: int) -> str:
    """Ký hiệu of a document that is numbered in this series: a council's own, and the year of a document of law."""
    notation = make_notation(type_abbreviation, series.symbol if series and series.symbol else organ, unit)
    return f"{year}/{notation}" if series and series.dated else notation


def is_symbol(symbol: str) -> bool:
    """Ký hiệu riêng: capitals, digits, `.`, `&`, `-`, no spaces."""
    return _SYMBOL.fullmatch(symbol) is not None and symbol == symbol.upper()


def is_own_notation(symbol: str, organ: str) -> bool:
    """Whether documents with this symbol would read as the agency's own: `STTTT`, `STTTT-CNTT` (a unit's), `QĐ-STTTT` (a type's)."""
    return organ in symbol.split("-")


def are_twins(one: SeriesMark, other: SeriesMark) -> bool:
    """Whether both would give the same number and notation to two documents of a year."""
    if (one.symbol, one.dated) != (other.symbol, other.dated):
        return False
    first, second = set(one.document_types), set(other.document_types)
    if one.symbol or one.dated:
        return not first or not second or bool(first & second)
    # Of those without a mark one counts what no other names.
    return first == second or bool(first & second)


def make_reference(number: int, notation: str) -> str:
    """Số, ký hiệu as printed; below 10 with a leading 0."""
    return f"{number:02d}/{notation}"


def split_reference(reference: str) -> tuple[int | None, str]:
    """Number and notation of `05/QĐ-UBND`; None for the number of what is written otherwise, or that no book counts."""
    number, _, notation = compacted(reference).partition("/")
    plain = number.isascii() and number.isdigit() and len(number) < _MANY_DIGITS and bool(notation)
    counted = plain and 1 <= int(number) <= LARGEST_NUMBER
    return (int(number), notation) if counted else (None, clean_line(reference))


def read_reference(number: str, notation: str) -> str:
    """Số, ký hiệu of a document that came in: some write `1`, others `01`, and both mean the same document. One line, however they wrote it."""
    number, notation = clean_line(number), clean_line(notation)
    if number.isascii() and number.isdigit() and len(number) < _MANY_DIGITS:
        return make_reference(int(number), notation).removesuffix("/")[:LONGEST_REFERENCE]
    return (f"{number}/{notation}" if notation else number)[:LONGEST_REFERENCE]


def document_key(document_code: str) -> str:
    """By what two identifiers are the same document: capitals, hidden signs, spaces and normal forms do not count."""
    return document_code if _PLAIN_CODE.fullmatch(document_code) else read_code(document_code)


def make_document_code(agency_code: str, issued_on: date, reference: str) -> str:
    """Mã định danh văn bản."""
    return f"{agency_code},{issued_on:%Y/%m/%d},{reference}"
