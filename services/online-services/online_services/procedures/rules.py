"""How terms and levels are spoken of, and how a search is read."""

from shared.standards.vietnamese import fold

LEVEL_NAMES = {
    3: "Mức độ 3 (dịch vụ công trực tuyến một phần)",
    4: "Mức độ 4 (dịch vụ công trực tuyến toàn trình)",
}
"""NĐ 43/2011/NĐ-CP speaks of levels, NĐ 42/2022 and later of một phần and toàn trình: people meet both."""

TERM_UNITS = {"working_days": "ngày làm việc", "working_hours": "giờ làm việc", "calendar_days": "ngày"}
TIERS = {"province": "Cấp tỉnh", "district": "Cấp huyện", "commune": "Cấp xã"}
MOST_WORDS = 8


def term_text(amount: int, unit: str) -> str:
    """Thời hạn giải quyết."""
    return f"{amount} {TERM_UNITS.get(unit, unit)}"


def search_words(query: str) -> list[str]:
    """The words to look for, folded; the rest of a very long query is let go."""
    return fold(query.replace("\x00", " "))[:200].split()[:MOST_WORDS]


def like_pattern(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
