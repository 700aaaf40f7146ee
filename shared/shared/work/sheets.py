"""Lists as files: XLSX and CSV, written row by row, so that a long list needs no more memory than a short one.

What people typed stays text. In a spreadsheet a value that begins with = + - @, in some languages also with their full-width forms,
would be a formula (OWASP, CSV injection): in XLSX it is written as a string, in CSV behind an apostrophe.
"""

import csv
import tempfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from shared.core.clock import VIETNAM
from shared.core.formats import vn_date, vn_datetime
from shared.work.listing import Column

MOST = 20_000
"""Rows of one file."""
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_LONGEST_CELL = 32_000  # a cell of XLSX holds 32,767


class Sheet(Protocol):
    """Tệp đang ghi."""

    def write(self, rows: Sequence[Any]) -> None: ...
    def close(self) -> None: ...


class Csv:
    """CSV as Excel in Vietnam opens it without a question: UTF-8 with its mark, commas, CRLF."""

    media_type, ending = "text/csv; charset=utf-8", "csv"

    def __init__(self, path: Path, title: str, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow([column.heading for column in columns])

    def write(self, rows: Sequence[Any]) -> None:
        self._writer.writerows([[_plain(column.value(row)) for column in self._columns] for row in rows])

    def close(self) -> None:
        self._file.close()


class Xlsx:
    """XLSX: dates are dates, numbers numbers, everything else text."""

    media_type, ending = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"

    def __init__(self, path: Path, title: str, columns: Sequence[Column]) -> None:
        import xlsxwriter  # where it works: a resting process does without

        self._columns, self._next = columns, 1
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
        self._day = self._book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
        self._moment = self._book.add_format({"num_format": "hh:mm dd/mm/yyyy", "align": "left"})
        self._page = self._book.add_worksheet("Danh sách")
        self._page.freeze_panes(1, 0)
        self._page.repeat_rows(0)
        bold = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._book.set_properties({"title": title})
        for place, column in enumerate(columns):
            self._page.set_column(place, place, column.width)
            self._page.write_string(0, place, column.heading, bold)

    def write(self, rows: Sequence[Any]) -> None:
        for row in rows:
            for place, column in enumerate(self._columns):
                self._cell(place, column.value(row))
            self._next += 1

    def _cell(self, place: int, value: object) -> None:
        if isinstance(value, datetime):
            self._page.write_datetime(self._next, place, value.astimezone(VIETNAM).replace(tzinfo=None), self._moment)
        elif isinstance(value, date):
            self._page.write_datetime(self._next, place, value, self._day)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self._page.write_number(self._next, place, value)
        elif value is not None and value != "":
            self._page.write_string(self._next, place, str(value)[:_LONGEST_CELL])

    def close(self) -> None:
        self._book.close()


KINDS: dict[str, type[Csv] | type[Xlsx]] = {"xlsx": Xlsx, "csv": Csv}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return vn_datetime(value)
    if isinstance(value, date):
        return vn_date(value)
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def temporary(ending: str) -> Path:
    """A file of its own that its reader removes."""
    with tempfile.NamedTemporaryFile(prefix="danh-sach-", suffix=f".{ending}", delete=False) as file:
        return Path(file.name)
