"""Mã định danh cơ quan, tổ chức: the form of QĐ 20/2020/QĐ-TTg and the older 13 characters of QCVN 102:2016.

Both name the same organ during the transition and neither is computed from the other.
"""

import re

LONGEST = 35
_QD20 = re.compile(r"[A-Z]\d{2}(\.[0-9A-Z]+)*")
_QCVN102 = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}")


class AgencyCodeInvalid(ValueError):
    """Mã định danh cơ quan không đúng cấu trúc."""


def is_agency_code(text: str) -> bool:
    """Whether the text has the form of QĐ 20/2020: `H08`, `H08.11`, `G12.18`."""
    return len(text) <= LONGEST and _QD20.fullmatch(text) is not None


def is_agency_code_102(text: str) -> bool:
    """Whether the text has the 13 characters of QCVN 102: `000.00.11.H08`."""
    return _QCVN102.fullmatch(text) is not None


def require_agency_code(text: str) -> str:
    """The code in either form, trimmed and in capitals; refuses anything else."""
    code = text.strip().upper()
    if is_agency_code(code) or is_agency_code_102(code):
        return code
    raise AgencyCodeInvalid(text)


def level_one(code: str) -> str:
    """The ministry or province a code belongs to: `H08` of `H08.11` and of `000.00.11.H08`."""
    return code.rpartition(".")[2] if is_agency_code_102(code) else code.partition(".")[0]


def is_below(code: str, above: str) -> bool:
    """Whether a QĐ 20 code lies under another one, by its groups."""
    return code.startswith(above + ".")
