"""What may be said of a paper. Pure values."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.core.errors import FieldError, Invalid


class PaperState(StrEnum):
    """Kết quả kiểm tra giấy tờ."""

    SEEN = "seen"  # đã xem
    COMPARED = "compared"  # đã đối chiếu bản chính
    WRONG = "wrong"  # sai, thiếu trang
    UNCLEAR = "unclear"  # mờ, không đọc được


STATE_LABELS: dict[str, str] = {
    PaperState.SEEN: "Đã xem",
    PaperState.COMPARED: "Đã đối chiếu bản chính",
    PaperState.WRONG: "Sai, thiếu trang",
    PaperState.UNCLEAR: "Mờ, không đọc được",
}
STATE_KINDS: dict[str, str] = {
    PaperState.SEEN: "blue",
    PaperState.COMPARED: "green",
    PaperState.WRONG: "red",
    PaperState.UNCLEAR: "yellow",
}
FAULTS = frozenset({PaperState.WRONG, PaperState.UNCLEAR})


def faulty(marks: Mapping[str, Mapping[str, Any]], brought: Mapping[str, datetime]) -> list[str]:
    """Codes of papers that were marked wrong or unreadable, and not brought again since. `brought`: when the last file of each came."""
    return [
        code
        for code, mark in marks.items()
        if mark["state"] in FAULTS and code in brought and brought[code] <= datetime.fromisoformat(mark["at"])
    ]


def check_marks(marks: Collection[tuple[str, PaperState, str]], papers: Collection[str]) -> None:
    """Each of a paper that is in the dossier, once; what is wrong is said."""
    found, seen = [], set[str]()
    for index, (code, state, note) in enumerate(marks):
        if code not in papers:
            sentence = "Hồ sơ không có giấy tờ này."
            found.append(FieldError(f"/marks/{index}/paper_code", "paper_unknown", sentence))
        if code in seen:
            found.append(FieldError(f"/marks/{index}/paper_code", "paper_twice", "Giấy tờ này đã được đánh dấu."))
        if state in FAULTS and not note:
            sentence = "Hãy ghi trang nào, chỗ nào sai hoặc không đọc được."
            found.append(FieldError(f"/marks/{index}/note", "note_missing", sentence))
        seen.add(code)
    if not marks:
        sentence = "Hãy chọn kết quả kiểm tra của ít nhất một giấy tờ."
        found.append(FieldError("/marks", "marks_missing", sentence))
    if found:
        raise Invalid("invalid_input", fields=found)
