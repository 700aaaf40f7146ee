"""Numbers of results, and what each outcome has to say. Pure values."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from one_stop.procedures.results import DeclaredResult, choices_of, sole_code
from shared.core.errors import FieldError, Invalid
from shared.standards.agency_code import organ_abbreviation
from shared.standards.result_outcomes import ResultOutcome
from shared.standards.vietnamese import fold

MOST_RESULTS = 20
"""Of one dossier."""
PRINTED = (
    "number",
    "title",
    "body",
    "outcome",
    "granted_part",
    "refused_part",
    "reason",
    "legal_basis",
    "valid_from",
    "valid_until",
    "scope",
)
"""Of a draft: all that is printed of it. Whoever looks before signing is bound to these."""
TO_BE_NUMBERED = "(số cấp khi ký)"
"""On a draft whose number the series gives."""
BEING_NUMBERED = "(đang lấy số)"
"""On a draft whose number the register of outgoing documents was asked for."""
NEGATIVE_TITLE = "Văn bản trả lời không đủ điều kiện giải quyết"
SHORTEST = {"body": 10, "granted_part": 5, "refused_part": 5, "reason": 5, "legal_basis": 3, "title": 1}
SENTENCES = {
    "result_refused_alone": "Kết luận không giải quyết chỉ có một văn bản trả lời: hãy bỏ các kết quả khác của hồ sơ trước.",
    "result_number_taken": "Số, ký hiệu này đã dùng cho một kết quả khác trong năm (kể cả kết quả đã thu hồi): hãy dùng số khác.",
    "result_number_of_book": "Số do sổ văn bản đi cấp khi trình: hãy để trống.",
    "result_number_of_series": "Số dạng này do sổ kết quả của cơ quan cấp khi ký: hãy để trống.",
}
"""Refusals that stand at a field of the draft."""
_NEEDED = {
    ResultOutcome.GRANTED: ("title", "body"),
    ResultOutcome.REFUSED: ("reason", "legal_basis"),
    ResultOutcome.PARTIAL: ("title", "body", "granted_part", "refused_part", "reason", "legal_basis"),
}
_KEPT = {
    ResultOutcome.GRANTED: (),
    ResultOutcome.REFUSED: ("reason", "legal_basis"),
    ResultOutcome.PARTIAL: ("granted_part", "refused_part", "reason", "legal_basis"),
}
_FIELDS = {
    "title": "Hãy nhập tên kết quả.",
    "body": "Hãy nhập nội dung kết quả, ít nhất 10 ký tự.",
    "granted_part": "Hãy ghi rõ phần nào được giải quyết.",
    "refused_part": "Hãy ghi rõ phần nào không được giải quyết.",
    "reason": "Hãy ghi rõ lý do không giải quyết, ít nhất 5 ký tự: lý do được in vào văn bản gửi người nộp.",
    "legal_basis": "Hãy ghi căn cứ pháp lý (điều, khoản, văn bản) của việc không giải quyết.",
}
_NO_FILE = "Văn bản trả lời không đủ điều kiện được in theo mẫu, với lý do và căn cứ đã nhập: hãy bỏ tệp kèm, hoặc chọn kết luận khác."


def notation_of(short_name: str, agency_code: str) -> str:
    """Ký hiệu of the agency's own series of results: `KQ-SXD`."""
    return f"KQ-{organ_abbreviation(short_name) or agency_code}"


def series_number(number: int, notation: str) -> str:
    """Số, ký hiệu as printed; below 10 with a leading 0."""
    return f"{number:02d}/{notation}"


def is_of_series(typed: str, notation: str) -> bool:
    """Looks like a number that the series gives by itself."""
    return re.fullmatch(rf"[0-9]+/{re.escape(fold(notation))}", re.sub(r"\s+", "", fold(typed))) is not None


def number_key(agency_code: str, year: int, number: str) -> str:
    """`125/GCN-SXD`, `0125/gcn-sxd` and `125 / GCN-SXD` are one number."""
    written = re.sub(r"\s+", "", fold(number))
    return f"{agency_code}|{year}|{re.sub(r'^0+(?=[0-9])', '', written)}"


def term_of(outcome: ResultOutcome, first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """Thời hạn hiệu lực of what is granted; Invalid where it ends before it begins. A refusal has none."""
    if outcome is ResultOutcome.REFUSED:
        return None, None
    if first is not None and last is not None and last < first:
        sentence = "Ngày hết hiệu lực không được trước ngày có hiệu lực."
        raise Invalid("invalid_input", fields=[FieldError("/valid_until", "day_too_early", sentence)])
    return first, last


def code_of(outcome: ResultOutcome, chosen: str | None, declared: Sequence[DeclaredResult]) -> str:
    """Mã kết quả of what is granted; Invalid for one that the procedure does not declare. A refusal grants nothing of the catalogue."""
    if outcome is ResultOutcome.REFUSED:
        return ""
    code = sole_code(declared) if chosen is None else chosen
    if code and code not in choices_of(declared):
        raise Invalid("invalid_input", fields=[FieldError("/result_code", "result_code_unknown", _NOT_DECLARED)])
    return code


_NOT_DECLARED = "Thủ tục không có kết quả mang mã này: hãy chọn trong danh mục kết quả của thủ tục."


def said_of(outcome: ResultOutcome, draft: Mapping[str, str], *, in_file: bool = False) -> dict[str, str]:
    """What the result says under this outcome; raises Invalid where something that it must say is missing.

    `in_file`: the content stands in a file that was brought. A refusal is printed by its form, which says what the law asks of it.
    """
    if in_file and outcome is ResultOutcome.REFUSED:
        raise Invalid("invalid_input", fields=[FieldError("/tep", "result_file_refused", _NO_FILE)])
    needed = [name for name in _NEEDED[outcome] if not (in_file and name == "body")]
    missing = [name for name in needed if len(draft[name]) < SHORTEST[name]]
    if missing:
        raise Invalid(
            "invalid_input", fields=[FieldError(f"/{name}", "value_missing", _FIELDS[name]) for name in missing]
        )
    # What was typed for another outcome says nothing of this one.
    said = {name: draft[name] if name in _KEPT[outcome] else "" for name in _KEPT[ResultOutcome.PARTIAL]}
    title = NEGATIVE_TITLE if outcome is ResultOutcome.REFUSED else draft["title"]
    return said | {"title": title, "body": draft["body"]}
