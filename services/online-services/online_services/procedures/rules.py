"""How terms and levels are spoken of, and how a search is read."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from shared.contracts.values import ProcedureCase, Terms
from shared.core.errors import FieldError, Invalid
from shared.core.formats import fee_words
from shared.standards.vietnamese import fold
from shared.standards.working_time import Slot

LEVEL_NAMES = {
    1: "Mức độ 1 (cung cấp thông tin)",
    2: "Mức độ 2 (cung cấp thông tin, biểu mẫu tải về)",
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
CASE_FINDINGS = {
    "case_missing": "Hãy chọn trường hợp của bạn.",
    "case_unknown": "Thủ tục không còn trường hợp đã chọn, hãy chọn lại.",
}
CHANNELS = {"counter": "Nộp trực tiếp", "online": "Nộp trực tuyến", "post": "Nộp qua bưu chính"}
DEPENDS = "Tùy trường hợp, cách nộp"
MOST_WORDS = 8
MOST_NEAR = 10
MOST_RELATED = 4
LEAST_LIKENESS = 0.62
"""Of 1, by trigrams: most of the letters in the right order."""
LEAST_JOINED = 6
"""Letters typed without spaces that are enough to mean something."""


class Offered(Protocol):
    """What says whether a procedure takes something new."""

    @property
    def form_id(self) -> str: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def suspended_at(self) -> datetime | None: ...


def closed_by(procedure: Offered, now: datetime) -> str:
    """Why a procedure takes nothing new online, as its refusal is named; empty where it does."""
    if why := halted_by(procedure, now):
        return why
    return "" if procedure.form_id else "procedure_not_online"


def halted_by(procedure: Offered, now: datetime) -> str:
    """Bãi bỏ hoặc tạm dừng: nothing new is taken anywhere."""
    if procedure.ended_at is not None and procedure.ended_at <= now:
        return "procedure_ended"
    return "procedure_suspended" if procedure.suspended_at is not None and procedure.suspended_at <= now else ""


_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")


def week_words(slots: Sequence[Slot]) -> str:
    """Giờ làm việc: `07:30–11:30, 13:30–17:30, thứ hai đến thứ sáu`."""
    days: dict[frozenset[int], list[str]] = {}
    for slot in slots:
        days.setdefault(slot.weekdays, []).append(f"{slot.opens:%H:%M}–{slot.closes:%H:%M}")
    return "; ".join(f"{', '.join(times)}, {_days_words(sorted(on))}" for on, times in days.items())


def _days_words(days: Sequence[int]) -> str:
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"{_WEEKDAYS[days[0] - 1]} đến {_WEEKDAYS[days[-1] - 1]}"
    return ", ".join(_WEEKDAYS[day - 1] for day in days)


def papers_of(papers: Iterable[Mapping[str, Any]], case_code: str) -> list[dict[str, Any]]:
    """Those that this case asks for: of all cases, and of its own."""
    return [dict(paper) for paper in papers if not paper.get("cases") or case_code in paper["cases"]]


def find_case(offered: Sequence[ProcedureCase], code: str) -> ProcedureCase | None:
    """Trường hợp; nobody has to choose where there is one."""
    if len(offered) == 1 and not code:
        return offered[0]
    return next((case for case in offered if case.code == code), None)


def chosen_case(offered: Sequence[ProcedureCase], code: str) -> ProcedureCase:
    """Raises Invalid at its box where a case must be chosen, or where there is none of this code."""
    case = find_case(offered, code)
    if case is None:
        why = "case_unknown" if code else "case_missing"
        raise Invalid(why, fields=[FieldError("/case_code", why, CASE_FINDINGS[why])])
    return case


def term_of(terms: Terms) -> str:
    return term_text(terms.term_amount, terms.term_unit)


def usual_term(cases: Sequence[ProcedureCase]) -> str:
    """The term of every case over every channel, or that it depends on them."""
    terms = {term_of(terms) for case in cases for terms in (case, *case.channels)}
    return terms.pop() if len(terms) == 1 else DEPENDS


def usual_fee(cases: Sequence[ProcedureCase], updating: Sequence[str]) -> int | str:
    """The fee of every case over every channel; in words where it depends on them, or nobody knows it yet."""
    if "fee" in updating and not cases[0].code:
        return UPDATING
    fees = {terms.fee for case in cases for terms in (case, *case.channels)}
    return fees.pop() if len(fees) == 1 else DEPENDS


def said_fee(fee: int | str) -> str:
    return fee if isinstance(fee, str) else fee_words(fee)


def searched_text(code: str, name: str, field: str, synonyms: Iterable[str]) -> str:
    """Everything a procedure may be found by, without diacritics."""
    return fold(" ".join((code, name, field, *synonyms)))


UPDATING = "Đang cập nhật"


def term_text(amount: int, unit: str) -> str:
    """Thời hạn giải quyết; 0 while nobody knows it."""
    return UPDATING if not amount else f"{amount} {TERM_UNITS.get(unit, unit)}"


def search_words(query: str) -> list[str]:
    """The words to look for, folded; the rest of a very long query is let go."""
    return fold(query.replace("\x00", " "))[:200].split()[:MOST_WORDS]


def near_words(query: str) -> list[str]:
    """As `search_words`, with i and y taken for one letter, as many people write them."""
    return [word.replace("y", "i") for word in search_words(query)]


def like_pattern(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
