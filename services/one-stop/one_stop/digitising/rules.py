"""What becomes of a result on paper that is made electronic, by whom; and when two entries are of one paper. Pure values."""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from one_stop.dossiers.sets import COUNTER, EXPERT, LEADERS, SIGNERS
from shared.core.errors import Conflict, FieldError, Forbidden, Invalid, Refusal
from shared.standards.agency_code import organ_abbreviation
from shared.standards.typed import Unreadable, compacted
from shared.standards.vietnamese import fold
from shared.work.steps import Condition, Steps, Way
from shared.work.steps import Step as StepRow

MOST_LINES = 500
"""Of one file."""


class PaperState(StrEnum):
    """Trạng thái kết quả giấy được số hóa."""

    DRAFT = "draft"  # chờ bản quét, hoặc chờ sửa
    TO_COMPARE = "to-compare"  # chờ đối chiếu
    SIGNED = "signed"  # đã ký sao y
    DROPPED = "dropped"  # đã bỏ


class Digitising(StrEnum):
    """Việc số hóa kết quả giấy."""

    ENTER = "enter"  # nhập
    AMEND = "amend"  # sửa
    SCAN = "scan"  # kèm bản quét, gửi đối chiếu
    SEND_BACK = "send-back"  # trả lại
    SIGN = "sign"  # đối chiếu, ký sao y
    DROP = "drop"  # bỏ


@dataclass(frozen=True)
class PaperCase:
    """Kết quả giấy và người đang thao tác; that it is of the agency was asked when it was read."""

    state: PaperState
    callers: frozenset[str]
    entered: bool
    """He entered it, or brought its scan."""


S = PaperState
STATE_LABELS: dict[PaperState, str] = {
    S.DRAFT: "Chờ bản quét",
    S.TO_COMPARE: "Chờ đối chiếu",
    S.SIGNED: "Đã ký sao y",
    S.DROPPED: "Đã bỏ",
}
STATE_KINDS = {S.DRAFT: "yellow", S.TO_COMPARE: "blue", S.SIGNED: "green", S.DROPPED: "grey"}
"""Colours of the tags."""


def _elsewhere(case: PaperCase) -> Refusal:
    return Conflict("paper_result_elsewhere", state=STATE_LABELS[case.state].lower())


ANOTHERS = Condition[PaperCase](
    "người khác nhập", lambda case: not case.entered, lambda _: Forbidden("paper_result_own_entry")
)
_OPEN = frozenset({S.DRAFT, S.TO_COMPARE})
ENTERERS = COUNTER | EXPERT

STEPS: Steps[PaperState, Digitising, PaperCase] = Steps(
    rows=(
        StepRow(Digitising.ENTER, "Nhập kết quả giấy", (Way(frozenset(), S.DRAFT, ENTERERS),)),
        StepRow(Digitising.AMEND, "Sửa thông tin", (Way(_OPEN, S.DRAFT, ENTERERS),)),
        StepRow(Digitising.SCAN, "Kèm bản quét, gửi đối chiếu", (Way(_OPEN, S.TO_COMPARE, ENTERERS),)),
        StepRow(Digitising.SEND_BACK, "Trả lại để sửa", (Way(frozenset({S.TO_COMPARE}), S.DRAFT, LEADERS),)),
        StepRow(
            Digitising.SIGN,
            "Đối chiếu, ký sao y bản điện tử",
            (Way(frozenset({S.TO_COMPARE}), S.SIGNED, SIGNERS, (ANOTHERS,)),),
        ),
        StepRow(Digitising.DROP, "Bỏ", (Way(_OPEN, S.DROPPED, ENTERERS | LEADERS),)),
    ),
    elsewhere=_elsewhere,
)


def paper_key(issuer: str, number: str, issued_on: date, kind: str) -> str:
    """Hai lần nhập cùng một tờ giấy: `125/GCN-SXD` and `0125 / gcn-sxd` of one agency, day and kind are one."""
    written = re.sub(r"^0+(?=[0-9])", "", re.sub(r"\s+", "", fold(number)))
    return "|".join((" ".join(fold(issuer).split()), written, issued_on.isoformat(), " ".join(fold(kind).split())))


def read_identity(text: str) -> str:
    """Số giấy tờ của người được cấp: citizen's number, tax code, or that of an old identity card. Raises Unreadable."""
    plain = compacted(text).upper().replace(".", "")
    if plain and not re.fullmatch(r"[0-9A-Z-]{6,20}", plain):
        raise Unreadable("identifier_wrong")
    return plain


def check_days(issued_on: date, first: date | None, last: date | None, today: date) -> None:
    """A paper was issued before it is digitised, and its term does not end before it begins."""
    if issued_on > today:
        raise _at("issued_on", "day_too_late", "Ngày cấp không được sau hôm nay.")
    if last is not None and last < (first or issued_on):
        raise _at("valid_until", "day_too_early", "Ngày hết hiệu lực không được trước ngày có hiệu lực, ngày cấp.")


def check_code(code: str, known: Container[str]) -> None:
    """Mã kết quả of the catalogue, or none. Raises Invalid at its box."""
    if code and code not in known:
        raise _at("result_code", "result_code_unknown", _NOT_DECLARED)


_NOT_DECLARED = "Không thủ tục nào trong danh mục có kết quả mang mã này: chọn mã trong danh mục, hoặc để trống."


def _at(name: str, code: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError(f"/{name}", code, sentence)])


def copy_notation(number: int, short_name: str, agency_code: str) -> str:
    """Số, ký hiệu bản sao (NĐ 30/2020 Phụ lục I, Phần II): `03/SY-SXD`."""
    return f"{number:02d}/SY-{organ_abbreviation(short_name) or agency_code}"


def copy_lines(notation: str, agency_name: str, place: str, on: date) -> tuple[str, ...]:
    """What stands at the upper right of the copy's first page, above the moment of the agency's signature."""
    return "SAO Y", f"Số: {notation}", agency_name, f"{place}, ngày {on:%d} tháng {on:%m} năm {on.year}"
