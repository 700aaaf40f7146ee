"""Judges that are not ours: poppler for signatures, PDFium for what a PDF says, and a working calendar counted by hand."""

import csv
import subprocess
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2

PROVINCE = Path(__file__).parents[2] / "data" / "binh-dinh"
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_MORNING, _AFTERNOON = (time(7, 30), time(11, 30)), (time(13, 30), time(17, 30))


def pdfsig(content: bytes, folder: Path) -> list[str]:
    """The names of those whose signatures poppler finds valid; anything not valid fails here."""
    file = folder / "signed.pdf"
    file.write_bytes(content)
    report = subprocess.run(["pdfsig", str(file)], capture_output=True, text=True, check=False).stdout
    assert report.count("Signature #") == report.count("Signature is Valid.") > 0, report
    lines = [line.strip() for line in report.splitlines()]
    return [line.split("Common Name:")[1].strip() for line in lines if "Signer Certificate Common Name" in line]


def pdftotext(content: bytes, folder: Path) -> str:
    """What poppler reads on the first page, its form fields too, with single spaces."""
    file = folder / "read.pdf"
    file.write_bytes(content)
    said = subprocess.run(["pdftotext", "-layout", "-l", "1", str(file), "-"], capture_output=True, check=True).stdout
    return " ".join(said.decode().split())


def text_of(content: bytes) -> str:
    """All words of a PDF, with single spaces."""
    document = pypdfium2.PdfDocument(content)
    words = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(words.replace("\ufffe", "-").split())


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(VIETNAM)


def _days_off() -> tuple[set[date], set[date]]:
    off: set[date] = set()
    made_up: set[date] = set()
    with (PROVINCE / "calendar.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            (made_up if row["kind"] == "makeup_work" else off).add(date.fromisoformat(row["date"]))
    return off, made_up


def _spans(start: datetime) -> Iterator[tuple[datetime, datetime]]:
    off, made_up = _days_off()
    day = start.date()
    while True:
        if day in made_up or (day.weekday() < 5 and day not in off):
            for opens, closes in (_MORNING, _AFTERNOON):
                first = max(start, datetime.combine(day, opens, VIETNAM))
                last = datetime.combine(day, closes, VIETNAM)
                if first < last:
                    yield first, last
        day += timedelta(days=1)


def working_time_after(start: datetime, hours: float) -> datetime:
    """When that many working hours have passed."""
    left = timedelta(hours=hours)
    if not left:
        return start
    for first, last in _spans(start):
        if left <= last - first:
            return first + left
        left -= last - first
    raise AssertionError


def working_hours_between(start: datetime, end: datetime) -> float:
    spent = timedelta()
    for first, last in _spans(start):
        if first >= end:
            break
        spent += min(last, end) - first
    return spent / timedelta(hours=1)
