"""Parts of a dossier that other agencies or units do, as who asks sees them. Pure values."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from one_stop.dossiers.cases import LEADER, SPECIALIST
from shared.access.rights import Power
from shared.core.errors import Conflict, Forbidden, Refusal
from shared.standards.working_time import WorkingTime
from shared.work.steps import Condition, Steps, Way
from shared.work.steps import Step as StepRow


class PartKind(StrEnum):
    """Loại phần việc liên thông."""

    CONSULTATION = "consultation"  # lấy ý kiến
    BRANCH = "branch"  # nhánh song song của quy trình


class PartState(StrEnum):
    """Trạng thái phần việc liên thông, the same on both sides."""

    SENT = "sent"  # đã gửi, chờ tiếp nhận
    RECEIVED = "received"  # đang giải quyết
    DRAFTED = "drafted"  # chờ ký trả lời
    ANSWERED = "answered"  # đã trả lời
    REFUSED = "refused"  # từ chối, không thuộc thẩm quyền
    RECALLED = "recalled"  # đã thu hồi


class Conclusion(StrEnum):
    """Kết luận của ý kiến."""

    AGREE = "agree"  # đồng ý
    CONDITIONS = "agree-with-conditions"  # đồng ý, có điều kiện
    DISAGREE = "disagree"  # không đồng ý
    NO_OPINION = "no-opinion"  # không có ý kiến


class Asking(StrEnum):
    """Việc của cơ quan giao phần việc."""

    ASK = "ask"  # giao, hỏi
    PROGRESS = "progress"  # cơ quan được giao báo
    RECALL = "recall"  # thu hồi
    GO_ON = "go-on"  # đi tiếp, không chờ
    AGAIN = "ask-again"  # giao lại nhánh
    WRITE_DOWN = "write-down"  # ghi câu trả lời nhận ngoài hệ thống


@dataclass(frozen=True)
class AskingCase:
    """Phần việc và người của cơ quan giao: what the conditions of the table look at."""

    state: PartState
    callers: frozenset[str]
    holds_dossier: bool
    """This officer holds the dossier, or asked."""
    late: bool
    awaited: bool
    """The dossier does not go on without it."""
    agency: str = ""
    """Who was asked, by name."""
    due: str = ""
    sent_back: bool = False
    """Nhánh bị trả lại or taken back, and nobody has decided what becomes of it."""
    branch_here: bool = False
    """The dossier is at the fork of this branch, and it was not given again."""
    outside: bool = False
    """Who was asked has no accounts."""


Need = Condition[AskingCase]
HOLDS = Need(
    "người giữ hồ sơ hoặc người đã hỏi", lambda case: case.holds_dossier, lambda case: Forbidden("part_not_yours")
)
LATE = Need(
    "đã quá hạn trả lời",
    lambda case: case.late,
    lambda case: Conflict("part_not_late", agency=case.agency, due=case.due),
)
AWAITED = Need("hồ sơ đang chờ phần việc này", lambda case: case.awaited, lambda case: Conflict("part_not_awaited"))

SENT_BACK = Need("nhánh song song bị trả lại hoặc đã thu hồi", lambda case: case.sent_back, lambda case: _ended(case))
FROM_OUTSIDE = Need(
    "nơi được giao ở ngoài hệ thống",
    lambda case: case.outside,
    lambda case: Conflict("part_answers_itself", agency=case.agency),
)
AT_ITS_FORK = Need(
    "nhánh của bước song song mà hồ sơ đang ở, chưa giao lại",
    lambda case: case.branch_here,
    lambda case: Conflict("branch_not_here", agency=case.agency),
)

_S = PartState
OPEN = frozenset({_S.SENT, _S.RECEIVED, _S.DRAFTED})
ENDED = frozenset(PartState) - OPEN
_BEGINS: frozenset[PartState] = frozenset()
_EXPERT = frozenset({SPECIALIST, Power.DOSSIERS.value})
_LEADERS = frozenset({LEADER, Power.DOSSIERS.value})
_THERE = "cơ quan được giao"


def _ended(case: AskingCase) -> Refusal:
    return Conflict("part_ended", state=PART_STATE_LABELS[case.state])


STEPS: Steps[PartState, Asking, AskingCase] = Steps(
    rows=(
        StepRow(Asking.ASK, "Giao phần việc, lấy ý kiến", (Way(_BEGINS, _S.SENT, _EXPERT | _LEADERS),)),
        StepRow(
            Asking.PROGRESS,
            "Cơ quan được giao báo",
            (
                Way(OPEN, _S.RECEIVED, cause=_THERE),
                Way(OPEN, _S.DRAFTED, cause=_THERE),
                Way(OPEN, _S.ANSWERED, cause=_THERE),
                Way(OPEN, _S.REFUSED, cause=_THERE),
            ),
        ),
        StepRow(
            Asking.RECALL,
            "Thu hồi phần việc",
            (
                Way(OPEN, _S.RECALLED, _LEADERS),
                Way(OPEN, _S.RECALLED, _EXPERT, (HOLDS,)),
                Way(OPEN, _S.RECALLED, cause="hồ sơ kết thúc"),
            ),
        ),
        StepRow(
            Asking.GO_ON,
            "Đi tiếp, không chờ phần việc quá hạn",
            (
                Way(OPEN, None, _LEADERS, (AWAITED, LATE)),
                Way(frozenset({_S.REFUSED, _S.RECALLED}), None, _LEADERS, (SENT_BACK,)),
            ),
        ),
        StepRow(
            Asking.WRITE_DOWN,
            "Ghi câu trả lời nhận ngoài hệ thống",
            (
                Way(OPEN, _S.ANSWERED, _EXPERT | _LEADERS, (FROM_OUTSIDE,)),
                Way(OPEN, _S.REFUSED, _EXPERT | _LEADERS, (FROM_OUTSIDE,)),
            ),
        ),
        # A branch that came back or was taken back is given again, to the same place or another; so is one whose answer does not do.
        StepRow(
            Asking.AGAIN, "Giao lại nhánh song song", (Way(ENDED, None, _EXPERT | _LEADERS, (AT_ITS_FORK, HOLDS)),)
        ),
    ),
    elsewhere=_ended,
)

PART_STATE_LABELS: dict[PartState, str] = {
    _S.SENT: "Chờ tiếp nhận",
    _S.RECEIVED: "Đang giải quyết",
    _S.DRAFTED: "Chờ ký trả lời",
    _S.ANSWERED: "Đã trả lời",
    _S.REFUSED: "Từ chối",
    _S.RECALLED: "Đã thu hồi",
}
PART_KIND_LABELS: dict[str, str] = {PartKind.CONSULTATION: "Lấy ý kiến", PartKind.BRANCH: "Việc song song"}
CONCLUSION_LABELS: dict[str, str] = {
    Conclusion.AGREE: "Đồng ý",
    Conclusion.CONDITIONS: "Đồng ý, có điều kiện",
    Conclusion.DISAGREE: "Không đồng ý",
    Conclusion.NO_OPINION: "Không có ý kiến",
}


def part_due(asked_at: datetime, hours: int, working_time: WorkingTime, dossier_due: datetime | None) -> datetime:
    """Hạn trả lời, on the asked agency's working time; never later than the dossier's own, unless that has passed."""
    due = working_time.after(asked_at, timedelta(hours=hours))
    return min(due, dossier_due) if dossier_due is not None and dossier_due > asked_at else due
