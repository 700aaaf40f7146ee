"""What may become of a letter: the table of steps (decision 20) from which the SQL, the operator's button and docs/states.md follow."""

from dataclasses import dataclass
from enum import StrEnum

from shared.access.rights import Role
from shared.core.errors import NotFound
from shared.work.steps import Step, Steps, Way


class LetterState(StrEnum):
    """Tình trạng của một thư, tin nhắn gửi đi."""

    WAITING = "waiting"  # chờ gửi
    SENT = "sent"  # đã gửi
    KEPT = "kept"  # chỉ hiện ở trang vận hành
    FAILED = "failed"  # không gửi được
    DROPPED = "dropped"  # đã đọc, không cần gửi


class LetterAct(StrEnum):
    """Việc với thư."""

    PLAN = "plan"  # hẹn gửi
    SEND = "send"  # gửi
    KEEP = "keep"  # hiện ở trang vận hành thay cho gửi
    TRY_LATER = "try-later"  # thử lại sau
    FAIL = "fail"  # không gửi được
    DROP = "drop"  # thôi gửi
    SEND_AGAIN = "send-again"  # gửi lại


LETTER_STATE_LABELS: dict[LetterState, str] = {
    LetterState.WAITING: "Chờ gửi",
    LetterState.SENT: "Đã gửi",
    LetterState.KEPT: "Chỉ hiện ở đây",
    LetterState.FAILED: "Không gửi được",
    LetterState.DROPPED: "Đã đọc, không cần gửi",
}


@dataclass(frozen=True)
class LetterCase:
    """Một thư và người đang thao tác."""

    state: LetterState
    callers: frozenset[str]


_S = LetterState
_WAITING = frozenset({_S.WAITING})
_SETTLED = frozenset({_S.SENT, _S.KEPT, _S.FAILED})


def _row(act: LetterAct, label: str, target: LetterState, cause: str) -> Step[LetterState, LetterAct, LetterCase]:
    return Step(act, label, (Way(_WAITING, target, cause=cause),))


LETTERS: Steps[LetterState, LetterAct, LetterCase] = Steps(
    (
        Step(LetterAct.PLAN, "Hẹn gửi", (Way(frozenset(), _S.WAITING, cause="có thông báo"),)),
        _row(LetterAct.SEND, "Gửi", _S.SENT, "đến giờ gửi"),
        _row(LetterAct.KEEP, "Hiện ở trang vận hành thay cho gửi", _S.KEPT, "đến giờ gửi, kênh không gửi ra ngoài"),
        _row(LetterAct.TRY_LATER, "Thử lại sau", _S.WAITING, "máy chủ chưa nhận"),
        _row(LetterAct.FAIL, "Không gửi được", _S.FAILED, "máy chủ từ chối, không có địa chỉ, hoặc hết số lần thử"),
        _row(LetterAct.DROP, "Thôi gửi", _S.DROPPED, "người nhận đã đọc trước giờ gửi"),
        Step(LetterAct.SEND_AGAIN, "Gửi lại", (Way(_SETTLED, _S.WAITING, frozenset({Role.OPERATOR})),)),
    ),
    elsewhere=lambda case: NotFound("not_found"),
)
