"""First pages as drafters make them (NĐ 30/2020 Phụ lục I), with and without lines for number and day."""

import shutil
import subprocess
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from shared.signing.issue_words import IssueWords

WANTED = IssueWords("STTTT-CNTT", "Bình Định")
GIVEN = IssueWords("STTTT-CNTT", "Bình Định", 1, date(2026, 1, 5))
NUMBER, DAY = "Số: 01/STTTT-CNTT", "Bình Định, ngày 05 tháng 01 năm 2026"

_PAGE = """#set page(paper: "a4", margin: (left: 3cm, right: 2cm, y: 2cm){flipped})
#set text(font: "Libertinus Serif", size: 13pt)
{heading}
#v(4mm)
{lines}
#v(6mm)
#align(center)[Kính gửi: Các cơ quan, đơn vị]
Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư, đề nghị thực hiện.
#pagebreak()
#v(3cm)
#align(right)[#block[#set align(center)
*CHỦ TỊCH*

#v(2.5cm)
*Trần Văn Mẫu*]]
"""
HEADING = """#grid(columns: (2fr, 3fr), align: center, column-gutter: 5mm,
  [ỦY BAN NHÂN DÂN \\ TỈNH BÌNH ĐỊNH \\ *SỞ THÔNG TIN VÀ TRUYỀN THÔNG* #v(2mm) #line(length: 35%, stroke: 0.5pt)],
  [#text(12pt)[*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*] \\ *Độc lập - Tự do - Hạnh phúc* #v(2mm) #line(length: 55%, stroke: 0.5pt)])"""
_LINES = "#grid(columns: (2fr, 3fr), align: center, column-gutter: 5mm, [{number}], [_{day}_])"

DRAWN_LINES = {
    "gaps": ("Số:#h(7mm)/STTTT-CNTT", "Bình Định, ngày#h(8mm)tháng#h(8mm)năm 2026"),
    "nothing behind": ("Số:", "Bình Định, ngày#h(7mm)tháng#h(7mm)năm"),
    "half a year": ("Số:#h(6mm)/STTTT-CNTT", "Bình Định, ngày#h(8mm)tháng#h(8mm)năm 20"),
    "no place": ("Số:#h(6mm)/STTTT-CNTT", "#h(3cm), ngày#h(8mm)tháng#h(8mm)năm 2026"),
    "decomposed": (
        "So\u0302\u0301:#h(7mm)/STTTT-CNTT",
        "Bi\u0300nh \u0110i\u0323nh, nga\u0300y#h(8mm)tha\u0301ng#h(8mm)na\u0306m 2026",
    ),
}
"""By how the drafter left the blanks: only what is missing is written."""
COVERED_LINES = {
    "dots": ("Số: ....../STTTT-CNTT", "Bình Định, ngày … tháng … năm 20…"),
    "no gaps": ("Số:/STTTT-CNTT", "Bình Định, ngày tháng năm"),
    "typed beforehand": ("Số: 99/UBND-VX", "Bình Định, ngày 31 tháng 12 năm 2025"),
}
"""What stands there has to be covered."""


def source(lines: tuple[str, str] | None = None, heading: str = HEADING, *, flipped: bool = False) -> str:
    """A letter of two pages; the signature stands on the second."""
    drawn = _LINES.format(number=lines[0], day=lines[1]) if lines else "#v(8mm)"
    return _PAGE.format(heading=heading, lines=drawn, flipped=", flipped: true" if flipped else "")


def text_of(pdf: bytes, folder: Path, *options: str) -> str:
    """What pdftotext reads on the first page, in one line."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    file = folder / "read.pdf"
    file.write_bytes(pdf)
    said = subprocess.run(
        ["pdftotext", "-layout", "-l", "1", *options, str(file), "-"], capture_output=True, check=True
    )
    return unicodedata.normalize("NFC", " ".join(said.stdout.decode().split()))
