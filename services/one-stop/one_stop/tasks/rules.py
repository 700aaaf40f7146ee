"""What becomes of a task on a dossier. Pure values."""

from dataclasses import dataclass
from enum import StrEnum

from one_stop.dossiers.sets import DESK, LEADERS
from shared.core.errors import Conflict, Forbidden, Refusal
from shared.work.steps import Condition, Steps, Way
from shared.work.steps import Step as StepRow


class TaskState(StrEnum):
    """Trạng thái việc được giao."""

    GIVEN = "given"  # đang làm
    DONE = "done"  # đã xong
    RETURNED = "returned"  # trả lại
    RECALLED = "recalled"  # đã thu hồi


class Tasking(StrEnum):
    """Thao tác trên việc được giao."""

    GIVE = "give"  # giao
    DONE = "done"  # báo đã xong
    RETURN = "return"  # trả lại
    RECALL = "recall"  # thu hồi


@dataclass(frozen=True)
class TaskCase:
    """Việc và người đang thao tác."""

    state: TaskState
    callers: frozenset[str]
    mine: bool
    """It was given to this officer."""
    gave: bool
    """He gave it."""
    ended: str = ""
    """The dossier's state, once nothing is done with it any more."""


Need = Condition[TaskCase]
MINE = Need("người được giao", lambda case: case.mine, lambda case: Forbidden("task_not_yours"))
GAVE = Need("người giao", lambda case: case.gave, lambda case: Forbidden("task_not_given_by_you"))
RUNS = Need(
    "hồ sơ chưa kết thúc", lambda case: not case.ended, lambda case: Conflict("dossier_closed", status=case.ended)
)

S = TaskState
OPEN = frozenset({S.GIVEN})
TASK_STATE_LABELS: dict[TaskState, str] = {
    S.GIVEN: "Đang làm",
    S.DONE: "Đã xong",
    S.RETURNED: "Trả lại",
    S.RECALLED: "Đã thu hồi",
}


def _ended(case: TaskCase) -> Refusal:
    return Conflict("task_ended", state=TASK_STATE_LABELS[case.state])


STEPS: Steps[TaskState, Tasking, TaskCase] = Steps(
    rows=(
        StepRow(Tasking.GIVE, "Giao việc", (Way(frozenset(), S.GIVEN, DESK),)),
        StepRow(Tasking.DONE, "Báo đã xong", (Way(OPEN, S.DONE, DESK, (MINE, RUNS)),)),
        StepRow(Tasking.RETURN, "Trả lại việc", (Way(OPEN, S.RETURNED, DESK, (MINE, RUNS)),)),
        StepRow(
            Tasking.RECALL,
            "Thu hồi việc đã giao",
            (Way(OPEN, S.RECALLED, DESK, (GAVE, RUNS)), Way(OPEN, S.RECALLED, LEADERS, (RUNS,))),
        ),
    ),
    elsewhere=_ended,
)
