"""Mã định danh cơ quan, tổ chức: the form of QĐ 20/2020/QĐ-TTg and the older 13 characters of QCVN 102:2016.

Both name the same organ during the transition and neither is computed from the other.
"""

import re

LONGEST = 35
_QD20 = re.compile(r"[A-Z]\d{2}(\.[0-9A-Z]+)*")
_QCVN102 = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}")


def is_agency_code(text: str) -> bool:
    """Whether the text has the form of QĐ 20/2020: `G12`, `G12.18`."""
    return len(text) <= LONGEST and _QD20.fullmatch(text) is not None


def is_agency_code_102(text: str) -> bool:
    """Whether the text has the 13 characters of QCVN 102: `000.00.18.G12`."""
    return _QCVN102.fullmatch(text) is not None


def organ_abbreviation(short_name: str) -> str:
    """Chữ viết tắt tên cơ quan: `UBND huyện An Lão` signs as UBND, `VP UBND tỉnh` as VPUBND, `SNgV` as it is."""
    words = short_name.split()
    if "UBND" in words:
        words = words[: words.index("UBND") + 1]
    return "".join(words)
