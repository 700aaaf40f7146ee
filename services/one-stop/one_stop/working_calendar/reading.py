"""A year's calendar out of a file: CSV, or a spreadsheet whose first sheet has the same columns."""

from datetime import timedelta

from shared.core.errors import FieldError, Invalid
from shared.foreign.sheet_tables import DAY_ZERO, NoTable, as_csv
from shared.standards.calendar_days import CalendarDay, read_calendar
from shared.standards.tables import BadTable

LARGEST = 1_048_576
_SERIALS = range(36526, 73051)
"""Days of a spreadsheet's own count, from 2000 to 2099."""


async def read_days(name: str, content: bytes) -> list[CalendarDay]:
    """Raises Invalid at the file, with the line at fault."""
    if not content:
        raise _refused("Hãy chọn tệp lịch năm.")
    if len(content) > LARGEST:
        raise _refused("Tệp lịch không quá 1 MB: một năm chỉ có vài chục ngày nghỉ và làm bù.")
    try:
        return read_calendar(await as_csv(name, content, LARGEST, _day), name)
    except (BadTable, NoTable) as error:
        raise _refused(str(error)) from error


def _day(cell: str) -> str:
    """A cell that a spreadsheet keeps as a day is a number there."""
    serial = int(cell) if cell.isascii() and cell.isdigit() else 0
    return (DAY_ZERO + timedelta(days=serial)).isoformat() if serial in _SERIALS else cell


def _refused(sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError("/tep", "calendar_file", sentence)])
