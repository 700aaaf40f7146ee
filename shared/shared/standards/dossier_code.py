"""Mã số hồ sơ: agency, day of acceptance, serial of that agency and day.

Provinces write yymmdd and at least four digits; ministries and the central allocator write longer ones. All are read.
"""

import re
from dataclasses import dataclass
from datetime import date

_PATTERN = re.compile(
    r"(?P<agency>[A-Z0-9](?:[A-Z0-9.]{1,33})[A-Z0-9])-(?P<day>[0-9]{8}|[0-9]{6})-(?P<serial>[0-9]{4,8})"
)
SERIAL_WIDTH = 4


@dataclass(frozen=True)
class DossierCode:
    """Mã số hồ sơ."""

    agency_code: str
    accepted_on: date
    serial: int
    text: str

    def __str__(self) -> str:
        return self.text


def format_dossier_code(agency_code: str, accepted_on: date, serial: int) -> str:
    """The province's shape: yymmdd and four digits, more when a day sees more than 9,999 dossiers."""
    if serial < 1:
        raise ValueError("serials start at 1")
    code = f"{agency_code}-{accepted_on:%y%m%d}-{serial:0{SERIAL_WIDTH}d}"
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
