"""Tables of the province as offices keep them: CSV in the shapes in which spreadsheets save it, read the same way at every table."""

import csv
import io
import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from shared.standards.typed import clean_line, compacted
from shared.standards.vietnamese import fold

_SEPARATORS = ",;\t"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Row(NamedTuple):
    """`line` is the last one of the row in its file, counted from 1."""

    line: int
    values: dict[str, str]


class BadTable(ValueError):
    """Not a table of its kind: says file, line and what to mend."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(f"{name}: dòng {line}: {reason}")
        self.line = line


def read_table(content: bytes, name: str, needed: Collection[str], words: Collection[str]) -> list[Row]:
    """Rows by the names of their columns. `words` are the columns that people read; every other one holds codes, dates and names of accounts.

    Separators may be commas, semicolons or tabs, empty lines count for nothing, and what a row leaves out at its end is empty. A row
    with more cells than the heading is refused: a separator inside a name would move every value behind it.
    """
    text = _decoded(content, name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    heading: list[str] | None = None
    rows = []
    try:
        for cells in reader:
            if not any(clean_line(cell) for cell in cells):
                continue
            if heading is None:
                heading = _heading(cells, name, reader.line_num, needed, words)
            else:
                rows.append(Row(reader.line_num, _row(heading, cells, name, reader.line_num, words)))
    except csv.Error:
        raise BadTable(
            name, reader.line_num, "dấu ngoặc kép không đóng, hoặc có ký tự không thuộc về tệp CSV."
        ) from None
    if heading is None:
        raise BadTable(name, 1, f"tệp trống; dòng đầu ghi tên các cột {', '.join(needed)}.")
    return rows


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-16" if content.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadTable(name, line, "không đọc được chữ; hãy lưu lại với kiểu CSV UTF-8.") from None


def _separator(text: str) -> str:
    """The one that the first line with anything in it has most of."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=first.count)


def _heading(cells: Sequence[str], name: str, line: int, needed: Collection[str], words: Collection[str]) -> list[str]:
    known = {_as_title(column): column for column in (*words, *needed)}
    heading = [known.get(_as_title(cell), compacted(cell).lower()) for cell in cells]
    if missing := [column for column in needed if column not in heading]:
        raise BadTable(name, line, f"thiếu cột {', '.join(missing)}; dòng đầu ghi tên các cột {', '.join(needed)}.")
    if twice := next((column for column in heading if column and heading.count(column) > 1), ""):
        raise BadTable(name, line, f"cột {twice} có hai lần.")
    return heading


def _as_title(column: str) -> str:
    """`Ngày cấp`, `NGÀY CẤP` and `ngay_cap` are one column."""
    return re.sub(r"[_\s]", "", fold(compacted(column)))


def _row(heading: Sequence[str], cells: Sequence[str], name: str, line: int, words: Collection[str]) -> dict[str, str]:
    columns = [*heading, *[""] * (len(cells) - len(heading))]
    if len(cells) > len(heading) or any(
        clean_line(cell) for column, cell in zip(columns, cells, strict=False) if not column
    ):
        reason = f"có {len(cells)} ô, tiêu đề có {len([c for c in heading if c])} cột; ô có dấu phân cách phải nằm trong ngoặc kép."
        raise BadTable(name, line, reason)
    read = {c: clean_line(cell) if c in words else _plain(cell) for c, cell in zip(heading, cells, strict=False) if c}
    return dict.fromkeys(filter(None, heading), "") | read


def _plain(cell: str) -> str:
    """Codes and names of accounts, one or several: the spaces between them stay."""
    return " ".join(compacted(part) for part in clean_line(cell).split())
