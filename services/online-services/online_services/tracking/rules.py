"""What a dossier still waits for, as the citizen reads it."""

from dataclasses import dataclass
from datetime import datetime

from shared.core.formats import due_state
from shared.standards.dossier_status import SETTLED, DossierStatus

RETURN_RESULT = "Trả kết quả"

WAITING = frozenset({DossierStatus.SUPPLEMENT_REQUESTED, DossierStatus.PAYMENT_REQUESTED})
"""States in which the clock stands still."""


@dataclass(frozen=True)
class State:
    """Tình trạng as the citizen reads it: the status, and what has happened here that the counter has not answered yet."""

    status: int
    kind: str = ""
    """`supplement-sent`, `withdrawal-sent`, or nothing beside the status."""


def state_of(status: int, *, has_code: bool, asked: bool, withdrawn: bool) -> State:
    """`asked`: a supplement request waits for the citizen; `withdrawn`: the citizen has taken the submission back."""
    if withdrawn and status not in SETTLED:
        return State(status, "withdrawal-sent") if has_code else State(DossierStatus.WITHDRAWN)
    if status == DossierStatus.SUPPLEMENT_REQUESTED and not asked:
        return State(status, "supplement-sent")
    return State(status)


def may_withdraw(status: int, *, withdrawn: bool, issued: bool) -> bool:
    """A result that is signed cannot be unasked for; everything before it can. `issued`: of a joint dossier it is there before the end."""
    return not withdrawn and not issued and status not in SETTLED


def lateness(status: int, due_at: datetime | None, now: datetime, *, paused: bool = False) -> str:
    """`Quá hạn 2 ngày`, where the agency is late; nothing while it is not, or while the clock stands still."""
    if due_at is None or paused or status in SETTLED or status in WAITING:
        return ""
    state = due_state(due_at, now)
    return state.text if state.kind == "late" else ""


def overdue_answer(deadline_at: datetime | None, now: datetime) -> str:
    """By how much the time for a supplement has passed."""
    state = due_state(deadline_at, now)
    return state.text if state.kind == "late" else ""


def pending_step(status: int, step_name: str) -> str:
    """Bước đang chờ: once there is a result only its return is left, and after the end nothing at all.

    The last step told of is the signing, and nobody tells of a step that is over.
    """
    if status == DossierStatus.RESOLVED:
        return RETURN_RESULT
    return "" if status in SETTLED else step_name


def pending_holder(status: int, holder: str) -> str:
    """Người đang xử lý: nobody works any more on what is settled."""
    return "" if status in SETTLED else holder
