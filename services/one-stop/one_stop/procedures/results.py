"""Danh mục kết quả của thủ tục: what it may give, each with its code of the national catalogue and how long it holds. Pure.

In a row of the province's file, `results`: `name`, and where they are known `code` (mã kết quả, `KQ.G07.000122`), `valid_months` and `sample`.
`result_book`: loại văn bản in whose book of the agency's register of outgoing documents results are numbered; without it, in the
one-stop's own series.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from one_stop.procedures.faults import Fault
from shared.standards.document_types import OF_RESULTS
from shared.standards.result_outcomes import ResultOutcome
from shared.standards.vietnamese import fold

BOOKS = {kind.key: kind.name for kind in OF_RESULTS}
"""Sổ lấy số: loại văn bản of the agency's register of outgoing documents, by key."""
LETTER = "CV"
_CODE = re.compile(r"KQ(\.[A-Z0-9]{1,10}){1,8}\.[0-9]{1,9}")
"""`KQ.`, the agency's code, a number."""
UPDATING = "đang cập nhật"
_SHAPE = "Mã kết quả có dạng KQ.G07.000122: KQ, mã cơ quan, rồi số. Chưa có mã thì để trống."


@dataclass(frozen=True)
class DeclaredResult:
    """Kết quả theo danh mục."""

    name: str
    code: str = ""
    """Empty while it is not known: no result bears it."""
    valid_months: int = 0
    """Thời hạn hiệu lực; 0: none, or it is not known."""
    sample: Mapping[str, Any] | None = None
    """Mẫu kết quả, a `FileReference`; None where there is none."""

    @property
    def words(self) -> str:
        term = f"có hiệu lực {self.valid_months} tháng" if self.valid_months else ""
        return "; ".join(filter(None, (f"mã {self.code}" if self.code else f"mã: {UPDATING}", term)))


def declared_results(row: Mapping[str, Any]) -> list[DeclaredResult]:
    return [
        DeclaredResult(
            str(said["name"]), str(said.get("code", "")), int(said.get("valid_months", 0)), said.get("sample")
        )
        for said in row.get("results", ())
    ]


def choices_of(declared: Sequence[DeclaredResult]) -> dict[str, str]:
    """What a result may be marked as: those whose code is known."""
    return {one.code: f"{one.name} ({one.words})" for one in declared if one.code}


def sole_code(declared: Sequence[DeclaredResult]) -> str:
    """Of a procedure that gives one thing; empty where there is a choice, or no code is known."""
    return declared[0].code if len(declared) == 1 else ""


def book_of(chosen: str, outcome: str) -> str:
    """Loại văn bản in whose book a result is numbered; empty: in the one-stop's own series. A refusal is a letter (công văn)."""
    return LETTER if chosen and outcome == ResultOutcome.REFUSED else chosen


def check_results(row: Mapping[str, Any]) -> list[Fault]:
    """Codes of another shape, what stands twice, and a book that no register has."""
    declared = declared_results(row)
    faults = []
    if (book := row.get("result_book", "")) and book not in BOOKS:
        faults.append(Fault("/result_book", "Hãy chọn sổ lấy số kết quả trong danh sách."))
    for place, one in enumerate(declared):
        if one.code and not _CODE.fullmatch(one.code):
            faults.append(Fault(f"/results/{place}/code", _SHAPE))
        elif one.code and one.code in [other.code for other in declared[:place]]:
            faults.append(Fault(f"/results/{place}/code", f"Mã {one.code} ghi hai lần."))
        if fold(one.name) in [fold(other.name) for other in declared[:place]]:
            faults.append(Fault(f"/results/{place}/name", f"Kết quả “{one.name}” ghi hai lần."))
    return faults
