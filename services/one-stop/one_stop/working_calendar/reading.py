"""A year's calendar out of a file: CSV, or a spreadsheet whose first sheet has the same columns."""

import csv
import io
from datetime import date, timedelta

from shared.core.errors import FieldError, Invalid
from shared.foreign import confined, opening, spreadsheet
from shared.standards.calendar_days import CalendarDay, read_calendar
from shared.standards.file_kinds import FileKind, FileRefused
from shared.standards.tables import BadTable

LARGEST = 1_048_576
_ZIP = b"PK\x03\x04"
_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(36526, 73051)
"""Days of a spreadsheet's own count, from 2000 to 2099."""


async def read_days(name: str, content: bytes) -> list[CalendarDay]:
    """Raises Invalid at the file, with the line at fault."""
    if not content:
        raise _refused("Hãy chọn tệp lịch năm.")
    if len(content) > LARGEST:
        raise _refused("Tệp lịch không quá 1 MB: một năm chỉ có vài chục ngày nghỉ và làm bù.")
    try:
        return read_calendar(await _as_csv(name, content), name)
    except BadTable as error:
        raise _refused(str(error)) from error


async def _as_csv(name: str, content: bytes) -> bytes:
    if not content.startswith(_ZIP):
        return content
    try:
        await opening.open_file(name, content, largest=LARGEST, allowed=frozenset({FileKind.XLSX}))
        rows = await confined.run(spreadsheet.read_rows, content)
    except (FileRefused, spreadsheet.NoSheet) as error:
        raise _refused(
            "Không đọc được bảng tính: hãy lưu lại với kiểu .xlsx hoặc CSV UTF-8 rồi chọn tệp đó."
        ) from error
    written = io.StringIO(newline="")
    csv.writer(written).writerows([[_day(cell) for cell in row] for row in rows])
    return written.getvalue().encode()


def _day(cell: str) -> str:
    """A cell that a spreadsheet keeps as a day is a number there."""
    serial = int(cell) if cell.isascii() and cell.isdigit() else 0
    return (_DAY_ZERO + timedelta(days=serial)).isoformat() if serial in _SERIALS else cell


def _refused(sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError("/tep", "calendar_file", sentence)])
