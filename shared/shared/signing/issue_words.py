"""Số, ký hiệu, địa danh, ngày tháng and mức độ khẩn as they are written on a document (NĐ 30/2020 Phụ lục I, II.3-4 and III.2b)."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

_DASHES = re.compile("[\u2010-\u2015\u2212]")


class BlankKind(StrEnum):
    """Loại ô để trống: what is written into it. The value begins the name of its form field."""

    NUMBER_LINE = "DongSoKyHieu"  # Số: 01/QĐ-UBND
    REFERENCE = "SoKyHieu"  # 01/QĐ-UBND
    NUMBER = "SoVanBan"  # 01
    NOTATION = "KyHieu"  # /QĐ-UBND
    DATE_LINE = "DongDiaDanhNgayThang"  # Hà Nội, ngày 05 tháng 01 năm 2026
    PLACE = "DiaDanh"  # Hà Nội
    DAY = "NgayBanHanh"  # 05
    MONTH = "ThangBanHanh"  # 01
    YEAR = "NamBanHanh"  # 2026
    YEAR_END = "CuoiNamBanHanh"  # 26
    URGENCY = "MucDoKhan"  # KHẨN


URGENCIES = {1: ("KHẨN", 20.0), 2: ("THƯỢNG KHẨN", 40.0), 3: ("HỎA TỐC", 30.0)}
"""By `priority` of a document, with the width of its frame in mm; what is not urgent bears none."""


@dataclass(frozen=True)
class IssueWords:
    """Số, ký hiệu, địa danh, ngày tháng of one document; without number and day as long as none were given."""

    notation: str
    place: str
    number: int = 0
    day: date | None = None
    priority: int = 0

    @property
    def is_given(self) -> bool:
        return self.number > 0 and self.day is not None

    def widest(self) -> "IssueWords":
        """For which room is kept: four digits, and the widest day."""
        return replace(self, number=8888, day=date(2028, 10, 28))

    def said(self, kind: BlankKind) -> str:
        """What is written in a blank of that kind."""
        day = self.day or date(2028, 10, 28)
        # A number below 10, a day below 10 and the months 1 and 2 have a 0 before them.
        month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
        reference = f"{self.number:02d}/{self.notation}"
        words = {
            BlankKind.NUMBER_LINE: f"Số: {reference}",
            BlankKind.REFERENCE: reference,
            BlankKind.NUMBER: f"{self.number:02d}",
            BlankKind.NOTATION: f"/{self.notation}",
            BlankKind.DATE_LINE: f"{self.place}, ngày {day.day:02d} tháng {month} năm {day.year}",
            BlankKind.PLACE: self.place,
            BlankKind.DAY: f"{day.day:02d}",
            BlankKind.MONTH: month,
            BlankKind.YEAR: str(day.year),
            BlankKind.YEAR_END: f"{day.year % 100:02d}",
            BlankKind.URGENCY: URGENCIES[self.priority][0] if self.priority in URGENCIES else "",
        }
        return unicodedata.normalize("NFC", words[kind])


def is_same(one: str, other: str) -> bool:
    """Whether two ways of writing mean the same number, notation or day: spaces, kinds of dashes, capitals and normal forms do not count."""
    return _plain(one) == _plain(other)


def _plain(words: str) -> str:
    return "".join(_DASHES.sub("-", unicodedata.normalize("NFC", words)).split()).casefold()
