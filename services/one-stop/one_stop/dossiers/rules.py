"""What may be done with a dossier, by whom, and where it goes next. Pure values."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from one_stop.procedures.rules import Step, StepAction, step_after, step_before
from shared.core.errors import Conflict, FieldError, Invalid
from shared.standards.dossier_status import DossierStatus
from shared.standards.working_time import WorkingTime


class Cursor(NamedTuple):
    """Vị trí trong danh sách: behind which row the next page begins."""

    moment: datetime
    row_id: UUID
    paused: bool = False


SHORT = 3
"""Words of fewer letters count at the beginning of words only."""


class Channel(StrEnum):
    """Kênh tiếp nhận (KENH)."""

    COUNTER = "1"  # trực tiếp
    ONLINE = "2"  # trực tuyến
    POST = "3"  # bưu chính công ích


class Doing(StrEnum):
    """Thao tác trên hồ sơ."""

    FILE = "file"  # nộp trực tuyến
    ACCEPT = "accept"  # tiếp nhận
    REFUSE = "refuse"  # từ chối tiếp nhận
    REQUEST_SUPPLEMENT = "request-supplement"  # yêu cầu bổ sung
    TAKE_SUPPLEMENT = "supplement-taken-in"  # nhận bổ sung
    CLAIM = "claim"  # nhận xử lý
    TRANSFER = "transfer"  # chuyển bước
    RETURN = "return"  # trả lại bước trước
    FINISH = "finish"  # trình kết quả
    SIGN = "sign"  # ký duyệt
    HAND_OVER = "hand-over"  # trả kết quả
    REASSIGN = "reassign"  # giao lại, rút về
    STOP = "stop"  # dừng giải quyết
    RELEASE = "release"  # người thụ lý thôi giữ hồ sơ
    WITHDRAW = "withdraw"  # rút hồ sơ
    RECOUNT = "due-recounted"  # tính lại ngày hẹn trả


IN_WORK = frozenset({DossierStatus.ACCEPTED, DossierStatus.IN_PROGRESS})
OPEN = frozenset(
    {
        DossierStatus.SUBMITTED,
        DossierStatus.ACCEPTED,
        DossierStatus.IN_PROGRESS,
        DossierStatus.SUPPLEMENT_REQUESTED,
        DossierStatus.RESOLVED,
    }
)
SPECIALIST = "specialist"
COUNTER_OFFICER = "counter-officer"
LEADER = "leader"


@dataclass(frozen=True)
class Standing:
    """Where a dossier is: all that deciding the next move needs."""

    status: DossierStatus
    agency_code: str
    position: int
    holder_id: str | None
    supplements_asked: int = 0
    has_draft: bool = False
    received: bool = True
    """It has been accepted: its term has begun."""
    lapsed: bool = False
    """A supplement was asked for and its time is over."""


@dataclass(frozen=True)
class Worker:
    """Người đang thao tác: an officer at one agency."""

    person_id: str
    name: str
    agency_code: str
    roles: frozenset[str]
    post: str = ""
    """Vị trí công tác in which he acts."""


@dataclass(frozen=True)
class Holder:
    """Người thụ lý."""

    person_id: str
    name: str


@dataclass(frozen=True)
class Move:
    """Một lượt chuyển bước đã quyết định."""

    action: Doing
    status: DossierStatus
    step: Step
    holder: Holder | None


def allowed_actions(standing: Standing, steps: Sequence[Step], worker: Worker) -> frozenset[Doing]:
    """What this officer may do now: role, agency and holder all count."""
    if worker.agency_code != standing.agency_code:
        return frozenset()
    step = steps[standing.position]
    found = _over_holders(standing, step, worker)
    if standing.status is DossierStatus.SUPPLEMENT_REQUESTED:
        return found | _waiting(standing, step, worker)
    if step.role not in worker.roles:
        return found
    match standing.status:
        case DossierStatus.SUBMITTED:
            return frozenset({Doing.ACCEPT, Doing.REFUSE, Doing.REQUEST_SUPPLEMENT})
        case DossierStatus.ACCEPTED | DossierStatus.IN_PROGRESS:
            return found | _in_work(standing, steps, step, worker)
        case DossierStatus.RESOLVED:
            return frozenset({Doing.HAND_OVER})
    return found


def _over_holders(standing: Standing, step: Step, worker: Worker) -> frozenset[Doing]:
    """Leader and counter see to it that no work lies with somebody who cannot do it."""
    held_in_person = step.role == SPECIALIST and standing.received
    if held_in_person and standing.status in IN_WORK | {DossierStatus.SUPPLEMENT_REQUESTED}:
        return frozenset({Doing.REASSIGN}) if worker.roles & {LEADER, COUNTER_OFFICER} else frozenset()
    return frozenset()


def _waiting(standing: Standing, step: Step, worker: Worker) -> frozenset[Doing]:
    """While the citizen is asked: the counter takes in what is brought; after the deadline the dossier can be closed."""
    found: set[Doing] = set()
    if COUNTER_OFFICER in worker.roles:
        found.add(Doing.TAKE_SUPPLEMENT)
    if not standing.lapsed:
        return frozenset(found)
    if not standing.received:
        return frozenset(found | {Doing.REFUSE}) if COUNTER_OFFICER in worker.roles else frozenset(found)
    holds = step.role in worker.roles and standing.holder_id in (None, worker.person_id)
    if LEADER in worker.roles or holds:
        found.add(Doing.STOP)
    return frozenset(found)


def _in_work(standing: Standing, steps: Sequence[Step], step: Step, worker: Worker) -> frozenset[Doing]:
    if standing.holder_id is not None and standing.holder_id != worker.person_id:
        return frozenset()
    if step.role == SPECIALIST and standing.holder_id is None:
        return frozenset({Doing.CLAIM})
    found: set[Doing] = set()
    following = step_after(steps, step.position)
    if following is not None and not step.signs:
        # What goes to the leader for signing is a draft, not a bare transfer.
        found.add(Doing.FINISH if following.signs else Doing.TRANSFER)
    if step.signs:
        found.add(Doing.SIGN)
    if step.position > 0:
        # A dossier that came to the wrong desk must find its way back, whatever the table of steps says.
        found.add(Doing.RETURN)
    if StepAction.REQUEST_SUPPLEMENT in step.actions:
        found.add(Doing.REQUEST_SUPPLEMENT)
    return frozenset(found)


def may_forward(standing: Standing, steps: Sequence[Step], worker: Worker) -> bool:
    """Whoever may accept it now may also send it on in the same act."""
    if Doing.ACCEPT not in allowed_actions(standing, steps, worker):
        return False
    accepted = replace(standing, status=DossierStatus.ACCEPTED, received=True)
    return Doing.TRANSFER in allowed_actions(accepted, steps, worker)


def require_allowed(action: Doing, standing: Standing, steps: Sequence[Step], worker: Worker) -> None:
    """Refuse with the name of what stands in the way."""
    if action in allowed_actions(standing, steps, worker):
        return
    step = steps[standing.position]
    waits = standing.status is DossierStatus.SUPPLEMENT_REQUESTED
    decided = standing.status is not DossierStatus.SUBMITTED and (standing.received or not waits)
    if action in (Doing.ACCEPT, Doing.REFUSE) and decided:
        raise Conflict("dossier_already_handled", status=standing.status.official_name)
    if standing.status not in OPEN:
        raise Conflict("dossier_closed", status=standing.status.official_name)
    if action is Doing.TAKE_SUPPLEMENT and not waits:
        raise Conflict("supplement_not_asked")
    if waits:
        raise Conflict("dossier_waits_for_supplement")
    if step.role not in worker.roles:
        raise Conflict("dossier_at_another_step", step=step.name)
    if standing.holder_id is not None and standing.holder_id != worker.person_id:
        raise Conflict("dossier_held_by_another")
    if step.role == SPECIALIST and standing.holder_id is None and standing.status in IN_WORK:
        raise Conflict("dossier_not_claimed")
    raise Conflict("dossier_action_not_allowed", step=step.name, status=standing.status.official_name)


def claim(standing: Standing, steps: Sequence[Step], worker: Worker) -> Move:
    """Nhận xử lý: a specialist takes a dossier that nobody holds."""
    require_allowed(Doing.CLAIM, standing, steps, worker)
    return Move(Doing.CLAIM, standing.status, steps[standing.position], Holder(worker.person_id, worker.name))


def transfer(standing: Standing, steps: Sequence[Step], worker: Worker, to: Holder | None) -> Move:
    """Chuyển bước sau. `to` names the specialist; without it the next step's desk has it in common."""
    require_allowed(Doing.TRANSFER, standing, steps, worker)
    following = step_after(steps, standing.position)
    assert following is not None
    if to is not None and following.role != SPECIALIST:
        raise _wrong_holder("step_takes_no_holder", f"Bước “{following.name}” không phân công cho cá nhân.")
    holder = to
    if holder is None and following.role == SPECIALIST and steps[standing.position].role == SPECIALIST:
        holder = Holder(worker.person_id, worker.name)
    if StepAction.ASSIGN in steps[standing.position].actions and holder is None:
        raise _wrong_holder("assignee_required", "Hãy chọn chuyên viên thụ lý hồ sơ.")
    return Move(Doing.TRANSFER, DossierStatus.IN_PROGRESS, following, holder)


def _wrong_holder(code: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError("/holder_id", code, sentence)])


def send_back(standing: Standing, steps: Sequence[Step], worker: Worker, former: Holder | None) -> Move:
    """Trả lại bước trước: to the specialist who had it, if that step is a specialist's."""
    require_allowed(Doing.RETURN, standing, steps, worker)
    previous = step_before(steps, standing.position)
    assert previous is not None
    return Move(Doing.RETURN, standing.status, previous, former if previous.role == SPECIALIST else None)


def reassign(standing: Standing, steps: Sequence[Step], worker: Worker, to: Holder | None) -> Move:
    """Giao lại cho người khác; without `to` the dossier goes back to the pool of its step."""
    require_allowed(Doing.REASSIGN, standing, steps, worker)
    if standing.holder_id == (to.person_id if to else None):
        raise Conflict("holder_unchanged")
    return Move(Doing.REASSIGN, standing.status, steps[standing.position], to)


def finish(standing: Standing, steps: Sequence[Step], worker: Worker) -> Move:
    """Trình lãnh đạo ký."""
    require_allowed(Doing.FINISH, standing, steps, worker)
    following = step_after(steps, standing.position)
    assert following is not None
    return Move(Doing.FINISH, DossierStatus.IN_PROGRESS, following, None)


def sign(standing: Standing, steps: Sequence[Step], worker: Worker) -> Move:
    """Ký duyệt: the dossier is resolved and goes to the counter."""
    require_allowed(Doing.SIGN, standing, steps, worker)
    if not standing.has_draft:
        raise Conflict("result_not_drafted")
    following = step_after(steps, standing.position)
    assert following is not None
    return Move(Doing.SIGN, DossierStatus.RESOLVED, following, None)


def step_due(start: datetime, step: Step, working_time: WorkingTime, due_at: datetime | None) -> datetime:
    """When this step should be done: its own hours, never later than the whole dossier's due time."""
    due = working_time.after(start, timedelta(hours=step.hours))
    return due if due_at is None else min(due, due_at)


def outcome(done_at: datetime, due_at: datetime | None) -> str:
    """Kết quả giải quyết của một lượt, as form 06 states it: `early`, `late`, or `on-time` in the very minute."""
    if due_at is None:
        return ""
    if done_at > due_at:
        return "late"
    return "on-time" if (due_at - done_at) < timedelta(minutes=1) else "early"
