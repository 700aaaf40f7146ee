"""How terms and levels are spoken of, and how a search is read."""

from collections.abc import Iterable
from datetime import datetime

from shared.standards.vietnamese import fold

LEVEL_NAMES = {
    3: "Mức độ 3 (dịch vụ công trực tuyến một phần)",
    4: "Mức độ 4 (dịch vụ công trực tuyến toàn trình)",
}
"""NĐ 43/2011/NĐ-CP speaks of levels, NĐ 42/2022 and later of một phần and toàn trình: people meet both."""

TERM_UNITS = {
    "working_days": "ngày làm việc",
    "working_hours": "giờ làm việc",
    "calendar_days": "ngày",
    "months": "tháng",
}
TIERS = {"province": "Cấp tỉnh", "district": "Cấp huyện", "commune": "Cấp xã"}
DETAILS = {
    "subjects": "Đối tượng thực hiện",
    "conditions": "Yêu cầu, điều kiện",
    "sequence": "Trình tự thực hiện",
    "at_counter": "Nộp trực tiếp",
    "online": "Nộp trực tuyến",
    "by_post": "Nộp qua bưu chính",
    "legal_basis": "Căn cứ pháp lý",
}
"""Nội dung công khai (`ProcedureDetails`), in the order of the page."""
MOST_WORDS = 8
MOST_NEAR = 10
LEAST_LIKENESS = 0.62
"""Of 1, by trigrams: most of the letters in the right order."""
LEAST_JOINED = 6
"""Letters typed without spaces that are enough to mean something."""


def closed_by(ended_at: datetime | None, suspended_at: datetime | None, now: datetime) -> str:
    """Why a procedure takes nothing new, as its refusal is named; empty where it does."""
    if ended_at is not None and ended_at <= now:
        return "procedure_ended"
    return "procedure_suspended" if suspended_at is not None and suspended_at <= now else ""


def searched_text(code: str, name: str, field: str, synonyms: Iterable[str]) -> str:
    """Everything a procedure may be found by, without diacritics."""
    return fold(" ".join((code, name, field, *synonyms)))


def term_text(amount: int, unit: str) -> str:
    """Thời hạn giải quyết."""
    return f"{amount} {TERM_UNITS.get(unit, unit)}"


def search_words(query: str) -> list[str]:
    """The words to look for, folded; the rest of a very long query is let go."""
    return fold(query.replace("\x00", " "))[:200].split()[:MOST_WORDS]


def near_words(query: str) -> list[str]:
    """As `search_words`, with i and y taken for one letter, as many people write them."""
    return [word.replace("y", "i") for word in search_words(query)]


def like_pattern(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
