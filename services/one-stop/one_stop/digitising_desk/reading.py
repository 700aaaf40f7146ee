"""Kết quả giấy out of a file: CSV, or a spreadsheet whose first sheet has the same columns; what is wrong is named by its line."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import timedelta

from one_stop.digitising.rules import MOST_LINES, check_days, paper_key
from one_stop.digitising.schemas import LineFault, PaperEntry
from one_stop.page_forms import read_form
from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.foreign.sheet_tables import DAY_ZERO, NoTable, as_csv
from shared.standards.tables import BadTable, Row, read_table

LARGEST = 1_048_576
COLUMNS = {
    "loại": "kind",
    "số hiệu": "number",
    "ngày cấp": "issued_on",
    "cơ quan cấp": "issuer",
    "người ký": "signer",
    "người được cấp": "holder_name",
    "số giấy tờ": "holder_number",
    "hiệu lực từ": "valid_from",
    "hiệu lực đến": "valid_until",
    "phạm vi": "scope",
    "mã kết quả": "result_code",
}
"""Columns of the file, and what they are of a paper."""
NEEDED = ("loại", "số hiệu", "ngày cấp", "cơ quan cấp", "người được cấp")
_DAYS = ("ngày cấp", "hiệu lực từ", "hiệu lực đến")
_WORDS = tuple(COLUMNS)


async def read_papers(name: str, content: bytes) -> tuple[list[tuple[int, PaperEntry]], list[LineFault], int]:
    """What the file has, by line, or each line at fault; and how many lines there are. Raises Invalid where it is no such table."""
    if not content:
        raise _refused("Hãy chọn tệp danh sách kết quả giấy.")
    if len(content) > LARGEST:
        raise _refused("Tệp danh sách không quá 1 MB.")
    try:
        rows = read_table(await as_csv(name, content, LARGEST), name, NEEDED, _WORDS)
    except (BadTable, NoTable) as error:
        raise _refused(str(error)) from error
    if not rows or len(rows) > MOST_LINES:
        raise _refused(f"Tệp có {len(rows)} dòng: mỗi lần nhập từ 1 đến {MOST_LINES} dòng.")
    return *_read(rows), len(rows)


def _read(rows: Sequence[Row]) -> tuple[list[tuple[int, PaperEntry]], list[LineFault]]:
    entries, faults = list[tuple[int, PaperEntry]](), list[LineFault]()
    seen: dict[str, int] = {}
    for row in rows:
        try:
            entry = read_form(PaperEntry, _typed(row.values))
            check_days(entry.issued_on, entry.valid_from, entry.valid_until, clock.local_now().date())
        except Invalid as error:
            said = (f"cột {_column_of(fault)}: {fault.sentence}" for fault in error.fields)
            faults.append(LineFault(line=row.line, sentence=" ".join(said)))
            continue
        key = paper_key(entry.issuer, entry.number, entry.issued_on, entry.kind)
        if key in seen:
            faults.append(LineFault(line=row.line, sentence=f"Trùng với dòng {seen[key]} của tệp."))
        seen.setdefault(key, row.line)
        entries.append((row.line, entry))
    return entries, faults


def written(entries: Sequence[PaperEntry]) -> str:
    """As CSV once more: what was tried is what is entered."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for entry in entries:
        said = entry.model_dump(mode="json")
        table.writerow([said[name] or "" for name in COLUMNS.values()])
    return out.getvalue()


def _typed(values: Mapping[str, str]) -> dict[str, str]:
    return {
        name: _day(values.get(column, "")) if column in _DAYS else values.get(column, "")
        for column, name in COLUMNS.items()
    }


def _day(cell: str) -> str:
    """A cell that a spreadsheet keeps as a day is a number there: from 1900 on."""
    serial = int(cell) if cell.isascii() and cell.isdigit() and len(cell) <= 5 else 0
    return (DAY_ZERO + timedelta(days=serial)).isoformat() if serial > 366 else cell


def _column_of(fault: FieldError) -> str:
    name = fault.pointer.strip("/").split("/", 1)[0]
    return next((column for column, field in COLUMNS.items() if field == name), name)


def _refused(sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError("/tep", "paper_file", sentence)])
