"""What may be done with a change of a procedure: who drafts it does not approve it. Pure values."""

from dataclasses import dataclass
from enum import StrEnum

from shared.access.rights import Role
from shared.core.errors import Conflict, Refusal
from shared.work.steps import Condition, Step, Steps, Way


class ChangeState(StrEnum):
    """Trạng thái thay đổi thủ tục."""

    DRAFT = "draft"  # đang soạn
    SENT = "sent"  # chờ duyệt
    APPROVED = "approved"  # đã duyệt, chờ ngày có hiệu lực
    IN_FORCE = "in-force"  # đã có hiệu lực
    DROPPED = "dropped"  # đã bỏ


class ChangeKind(StrEnum):
    """Loại thay đổi."""

    CONTENT = "content"  # nội dung
    SUSPEND = "suspend"  # tạm dừng
    ABOLISH = "abolish"  # bãi bỏ
    RESUME = "resume"  # thực hiện trở lại


class Standing(StrEnum):
    """Tình trạng của thủ tục."""

    IN_FORCE = "in-force"  # đang có hiệu lực
    SUSPENDED = "suspended"  # tạm dừng
    ENDED = "ended"  # đã bãi bỏ


class Changing(StrEnum):
    """Việc làm với thay đổi thủ tục."""

    BEGIN = "begin"  # soạn
    SAVE = "save"  # sửa
    SEND = "send"  # gửi duyệt
    TAKE_BACK = "take-back"  # lấy lại để sửa
    RETURN = "return"  # trả lại
    APPROVE = "approve"  # duyệt
    COME_IN_FORCE = "come-in-force"  # có hiệu lực
    DROP = "drop"  # bỏ


@dataclass(frozen=True)
class ChangeCase:
    """Thay đổi thủ tục và người làm: what the conditions of the table look at."""

    state: ChangeState
    callers: frozenset[str]
    wrote: bool
    """This officer has written in it, or sent it."""


NOT_THE_WRITER = Condition[ChangeCase](
    "không phải người đã soạn, sửa hoặc gửi", lambda case: not case.wrote, lambda _: Conflict("change_own_work")
)
_S = ChangeState
OPEN = frozenset({_S.DRAFT, _S.SENT, _S.APPROVED})
DECIDED = frozenset({_S.APPROVED, _S.IN_FORCE})
_BEGINS: frozenset[ChangeState] = frozenset()
_EDITORS = frozenset({Role.PROCEDURE_EDITOR.value})
_LEADERS = frozenset({Role.LEADER.value})

STATE_LABELS: dict[ChangeState, str] = {
    _S.DRAFT: "Đang soạn",
    _S.SENT: "Chờ duyệt",
    _S.APPROVED: "Đã duyệt, chờ ngày có hiệu lực",
    _S.IN_FORCE: "Đã có hiệu lực",
    _S.DROPPED: "Đã bỏ",
}


KIND_LABELS: dict[ChangeKind, str] = {
    ChangeKind.CONTENT: "Thay đổi nội dung",
    ChangeKind.SUSPEND: "Tạm dừng thủ tục",
    ChangeKind.ABOLISH: "Bãi bỏ thủ tục",
    ChangeKind.RESUME: "Thực hiện trở lại thủ tục",
}
STANDING_LABELS: dict[Standing, str] = {
    Standing.IN_FORCE: "Đang có hiệu lực",
    Standing.SUSPENDED: "Tạm dừng",
    Standing.ENDED: "Đã bãi bỏ",
}
FITTING: dict[Standing, tuple[ChangeKind, ...]] = {
    Standing.IN_FORCE: (ChangeKind.CONTENT, ChangeKind.SUSPEND, ChangeKind.ABOLISH),
    Standing.SUSPENDED: (ChangeKind.CONTENT, ChangeKind.RESUME, ChangeKind.ABOLISH),
    Standing.ENDED: (ChangeKind.RESUME,),
}
"""What may become of a procedure as it stands."""


def standing_of(*, current: bool, suspended: bool) -> Standing:
    if not current:
        return Standing.ENDED
    return Standing.SUSPENDED if suspended else Standing.IN_FORCE


def _elsewhere(case: ChangeCase) -> Refusal:
    return Conflict("change_not_now", state=STATE_LABELS[case.state].lower())


STEPS: Steps[ChangeState, Changing, ChangeCase] = Steps(
    rows=(
        Step(Changing.BEGIN, "Soạn thay đổi", (Way(_BEGINS, _S.DRAFT, _EDITORS),)),
        Step(Changing.SAVE, "Sửa bản thảo", (Way(frozenset({_S.DRAFT}), None, _EDITORS),)),
        Step(Changing.SEND, "Gửi duyệt", (Way(frozenset({_S.DRAFT}), _S.SENT, _EDITORS),)),
        Step(
            Changing.TAKE_BACK,
            "Lấy lại để sửa",
            (
                Way(frozenset({_S.SENT}), _S.DRAFT, _EDITORS),
                Way(frozenset({_S.APPROVED}), _S.DRAFT, _EDITORS | _LEADERS),
            ),
        ),
        Step(Changing.RETURN, "Trả lại bản thảo", (Way(frozenset({_S.SENT}), _S.DRAFT, _LEADERS),)),
        Step(Changing.APPROVE, "Duyệt", (Way(frozenset({_S.SENT}), _S.APPROVED, _LEADERS, (NOT_THE_WRITER,)),)),
        Step(
            Changing.COME_IN_FORCE,
            "Có hiệu lực",
            (Way(frozenset({_S.APPROVED}), _S.IN_FORCE, cause="đến ngày có hiệu lực"),),
        ),
        Step(Changing.DROP, "Bỏ bản thảo", (Way(frozenset({_S.DRAFT}), _S.DROPPED, _EDITORS),)),
    ),
    elsewhere=_elsewhere,
)
