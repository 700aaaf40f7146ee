"""What may be done with an issued result, by whom, and what each change has to say. Pure values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from one_stop.dossiers.acts import Doing
from one_stop.dossiers.cases import LEADER
from shared.access.rights import Power
from shared.core.errors import Conflict, FieldError, Forbidden, Invalid, Refusal
from shared.core.formats import vn_date
from shared.standards.result_states import CHANGE_NAMES, ResultChangeKind, ResultState
from shared.work.steps import Condition, Steps, Way
from shared.work.steps import Step as StepRow


class Booking(StrEnum):
    """Việc trên sổ kết quả."""

    ISSUE = "issue"  # ký, cấp
    RECALL = "recall"  # thu hồi khi chưa trả
    REVOKE = "revoked"  # thu hồi
    CORRECT = "corrected"  # đính chính
    REPLACE = "replaced"  # thay thế
    EXTEND = "extended"  # gia hạn
    RESTORE = "restored"  # khôi phục hiệu lực


CHANGES = tuple(Booking(kind.value) for kind in ResultChangeKind)
"""What a person decides."""
DOING = {
    ResultChangeKind.REVOKED: Doing.REVOKE_RESULT,
    ResultChangeKind.CORRECTED: Doing.CORRECT_RESULT,
    ResultChangeKind.REPLACED: Doing.REPLACE_RESULT,
    ResultChangeKind.EXTENDED: Doing.EXTEND_RESULT,
    ResultChangeKind.RESTORED: Doing.RESTORE_RESULT,
}
"""The line of the dossier's history that a change leaves."""


@dataclass(frozen=True)
class BookCase:
    """Kết quả trong sổ và người đang thao tác."""

    state: ResultState
    callers: frozenset[str]
    ours: bool
    """Issued by the caller's agency, or by one whose work it does now; what left with a part (tách) it only reads."""
    returned: bool
    """Who it was issued to has it."""
    granted: bool = True
    """It gives something: a letter that refuses has no term."""


Need = Condition[BookCase]
OURS = Need(
    "kết quả của cơ quan mình, hoặc cơ quan mà mình kế thừa",
    lambda case: case.ours,
    lambda _: Forbidden("result_went_on"),
)
RETURNED = Need("đã trả kết quả", lambda case: case.returned, lambda _: Conflict("result_not_returned"))
GRANTS = Need("không phải văn bản từ chối", lambda case: case.granted, lambda _: Conflict("result_without_term"))


def _elsewhere(case: BookCase) -> Refusal:
    if case.state is ResultState.IN_FORCE:
        return Conflict("result_in_force")
    return Conflict("result_not_in_force", state=case.state.official_name.lower())


_S = ResultState
_HELD = frozenset({_S.IN_FORCE})
_ENDED = frozenset({_S.REVOKED, _S.REPLACED})
_LEADERS = frozenset({LEADER, Power.DOSSIERS.value})

STEPS: Steps[ResultState, Booking, BookCase] = Steps(
    rows=(
        StepRow(Booking.ISSUE, "Cấp kết quả", (Way(frozenset(), _S.IN_FORCE, cause="ký duyệt kết quả"),)),
        StepRow(Booking.RECALL, "Thu hồi khi chưa trả", (Way(_HELD, _S.RECALLED, cause="thu hồi kết quả đã ký"),)),
        StepRow(
            Booking.REVOKE, CHANGE_NAMES[ResultChangeKind.REVOKED], (Way(_HELD, _S.REVOKED, _LEADERS, (RETURNED,)),)
        ),
        StepRow(Booking.CORRECT, CHANGE_NAMES[ResultChangeKind.CORRECTED], (Way(_HELD, None, _LEADERS, (RETURNED,)),)),
        StepRow(
            Booking.REPLACE,
            CHANGE_NAMES[ResultChangeKind.REPLACED],
            (Way(_HELD, _S.REPLACED, _LEADERS, (RETURNED,)),),
        ),
        StepRow(
            Booking.EXTEND,
            CHANGE_NAMES[ResultChangeKind.EXTENDED],
            (Way(_HELD, None, _LEADERS, (RETURNED, GRANTS)),),
        ),
        # A decision to revoke may itself be set aside: what was revoked counts again, and both stand in its history.
        StepRow(
            Booking.RESTORE,
            CHANGE_NAMES[ResultChangeKind.RESTORED],
            (Way(_ENDED, _S.IN_FORCE, _LEADERS, (RETURNED,), after_end=True),),
        ),
    ),
    elsewhere=_elsewhere,
    always=(OURS,),
)

_NEEDED = {
    ResultChangeKind.REVOKED: "ground",
    ResultChangeKind.CORRECTED: "corrected",
    ResultChangeKind.REPLACED: "replaced_by",
    ResultChangeKind.EXTENDED: "valid_until",
}
_SENTENCES = {
    "ground": "Hãy chọn trường hợp thu hồi trong danh sách.",
    "corrected": "Hãy ghi rõ nội dung đính chính, ví dụ: “Thửa đất số 12” đính chính thành “Thửa đất số 21”.",
    "replaced_by": "Hãy nhập mã hồ sơ hoặc mã xác thực của kết quả thay thế.",
    "valid_until": "Hãy nhập ngày hết hiệu lực mới, ví dụ 31/12/2030.",
}


def own_words(kind: ResultChangeKind, said: dict[str, Any]) -> dict[str, Any]:
    """What this kind of change says besides reason and document, and nothing typed for another; Invalid where it is missing."""
    name = _NEEDED.get(kind)
    if name is None:
        return {}
    if not said[name]:
        raise at_field(name, "value_missing", _SENTENCES[name])
    return {name: said[name]}


def at_field(name: str, code: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError(f"/{name}", code, sentence)])


def check_document_day(day: date, issued_on: date, today: date) -> None:
    """The document that decides it is signed after the result, and already."""
    if day < issued_on:
        sentence = f"Văn bản không thể có ngày trước ngày cấp kết quả ({vn_date(issued_on)})."
        raise at_field("document_date", "day_too_early", sentence)
    if day > today:
        raise at_field("document_date", "day_too_late", "Ngày của văn bản không được sau hôm nay.")


def check_new_end(day: date, present: date | None, today: date) -> None:
    """An extension leads behind the present end, and into the future."""
    if present is not None and day <= present:
        raise at_field("valid_until", "day_too_early", f"Ngày hết hiệu lực mới phải sau ngày {vn_date(present)}.")
    if day < today:
        raise at_field("valid_until", "day_too_early", "Ngày hết hiệu lực mới không được trước hôm nay.")
