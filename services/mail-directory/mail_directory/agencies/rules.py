"""Whether the province's table of agencies holds together."""

from collections.abc import Mapping, Sequence

LONGEST_COLLECTIVE = 60
CONTACTS = {"address": 500, "phone": 20, "email": 100, "website": 100}
"""Columns that a table may have, and how many characters a packet has room for (QCVN 102)."""
_NEEDED = ("code", "name", "short_name", "tier", "mail_domain")


def parents_first(rows: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """The rows so that each agency stands after the one above it and after its successor. Raises ValueError in words."""
    codes = [row["code"] for row in rows]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise ValueError(f"agencies.csv: mã {twice[0]} có hai dòng.")
    for row in rows:
        if missing := [name for name in _NEEDED if not (row.get(name) or "").strip()]:
            raise ValueError(f"agencies.csv: dòng của mã {row['code'] or '(trống)'} thiếu {missing[0]}.")
        if len(row.get("collective") or "") > LONGEST_COLLECTIVE:
            raise ValueError(
                f"agencies.csv: tên tập thể (collective) của {row['code']} dài quá {LONGEST_COLLECTIVE} ký tự."
            )
        check_contacts(row)
    ordered: list[Mapping[str, str]] = []
    waiting, placed = list(rows), set[str]()
    while waiting:
        ready = [row for row in waiting if _above(row) <= placed]
        if not ready:
            row = waiting[0]
            raise ValueError(
                f"agencies.csv: cơ quan cấp trên hoặc cơ quan kế thừa của {row['code']} không có trong bảng, hoặc vòng lại."
            )
        ordered += ready
        placed |= {row["code"] for row in ready}
        waiting = [row for row in waiting if row["code"] not in placed]
    return ordered


def check_contacts(row: Mapping[str, str]) -> None:
    """Raises ValueError in words."""
    for name, most in CONTACTS.items():
        if len(row.get(name) or "") > most:
            raise ValueError(f"agencies.csv: {name} của {row['code']} dài quá {most} ký tự.")


def _above(row: Mapping[str, str]) -> set[str]:
    return {code for code in (row["parent_code"], row.get("successor_code")) if code}
