"""Mã số hồ sơ: agency, day of acceptance, serial of that agency and day.

Provinces write yymmdd and at least four digits; ministries and the central allocator write longer ones. All are read. Which is written,
and with which of an agency's two codes, is the province's to say, from a day on (`CodeShape`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_PATTERN = re.compile(
    r"(?P<agency>[A-Z0-9](?:[A-Z0-9.]{1,33})[A-Z0-9])-(?P<day>[0-9]{8}|[0-9]{6})-(?P<serial>[0-9]{4,8})"
)
SERIAL_WIDTH = 4


class Generation(StrEnum):
    """Thế hệ mã định danh của cơ quan."""

    QCVN102 = "qcvn102"  # QCVN 102:2016/BTTTT: 000.00.31.H15
    QD20 = "qd20"  # QĐ 20/2020/QĐ-TTg, sửa đổi bởi QĐ 09/2025/QĐ-TTg: H15.31


class DayForm(StrEnum):
    """Cách viết ngày tiếp nhận trong mã."""

    SHORT = "yymmdd"
    LONG = "yyyymmdd"


@dataclass(frozen=True)
class CodeShape:
    """Dạng mã hồ sơ, from a day on; of one rule-set where it names one."""

    valid_from: date
    agency: Generation = Generation.QCVN102
    day: DayForm = DayForm.SHORT
    width: int = SERIAL_WIDTH
    rule_set: str = ""

    def counts_for(self, day: date, rule_set: str) -> bool:
        return self.valid_from <= day and self.rule_set in ("", rule_set)


USUAL = CodeShape(date.min)


def shape_on(shapes: Sequence[CodeShape], day: date, rule_set: str = "") -> CodeShape:
    """The latest that counts on the day; the usual one before any."""
    return max((shape for shape in shapes if shape.counts_for(day, rule_set)), key=_begins, default=USUAL)


def _begins(shape: CodeShape) -> tuple[date, bool]:
    """Of two from the same day the one that names its rule-set."""
    return shape.valid_from, bool(shape.rule_set)


@dataclass(frozen=True)
class DossierCode:
    """Mã số hồ sơ."""

    agency_code: str
    accepted_on: date
    serial: int
    text: str

    def __str__(self) -> str:
        return self.text


def format_dossier_code(agency_code: str, accepted_on: date, serial: int, shape: CodeShape = USUAL) -> str:
    """In the province's shape: usually yymmdd and four digits, more when a day sees more than 9,999 dossiers."""
    if serial < 1:
        raise ValueError("serials start at 1")
    day = f"{accepted_on:%Y%m%d}" if shape.day is DayForm.LONG else f"{accepted_on:%y%m%d}"
    code = f"{agency_code}-{day}-{serial:0{shape.width}d}"
    if not _PATTERN.fullmatch(code):
        raise ValueError(f"not an agency code: {agency_code!r}")
    return code


def parse_dossier_code(text: str) -> DossierCode | None:
    """Read any variant in use; None if it is not a dossier code. Spaces around it and lower case are forgiven."""
    cleaned = text.strip().upper()
    found = _PATTERN.fullmatch(cleaned)
    if not found or ".." in found["agency"]:
        return None
    digits = found["day"]
    try:
        accepted_on = date.fromisoformat(digits if len(digits) == 8 else f"20{digits}")
    except ValueError:
        return None
    return DossierCode(found["agency"], accepted_on, int(found["serial"]), cleaned)
