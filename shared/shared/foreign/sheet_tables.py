"""A table that an office sends as a spreadsheet, as the CSV that `shared.standards.tables` reads."""

import csv
import io
from collections.abc import Callable
from datetime import date

from shared.foreign import confined, opening, spreadsheet
from shared.standards.file_kinds import FileKind, FileRefused

DAY_ZERO = date(1899, 12, 30)
"""A spreadsheet counts its days from here."""
_ZIP = b"PK\x03\x04"


class NoTable(ValueError):
    """Không đọc được bảng tính: the argument is a sentence for whoever chose the file."""


async def as_csv(name: str, content: bytes, largest: int, cell: Callable[[str], str] = str) -> bytes:
    """The file itself, or the first sheet of a spreadsheet; `cell` reads each of its cells. Raises NoTable."""
    if not content.startswith(_ZIP):
        return content
    try:
        await opening.open_file(name, content, largest=largest, allowed=frozenset({FileKind.XLSX}))
        rows = await confined.run(spreadsheet.read_rows, content)
    except (FileRefused, spreadsheet.NoSheet) as error:
        raise NoTable("Không đọc được bảng tính: hãy lưu lại với kiểu .xlsx hoặc CSV UTF-8 rồi chọn tệp đó.") from error
    written = io.StringIO(newline="")
    csv.writer(written).writerows([[cell(one) for one in row] for row in rows])
    return written.getvalue().encode()
