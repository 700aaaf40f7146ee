"""What may be done with a dossier, by whom, and where it goes next. Pure values."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum

from one_stop.dossiers.cases import COUNTER_OFFICER, LEADER, SPECIALIST, Case, Standing, Worker
from one_stop.procedures.rules import Step, StepAction
from shared.access.rights import UNIT_HEAD, Power, Row
from shared.core.errors import Conflict, NotFound, Refusal
from shared.standards.dossier_status import DossierStatus
from shared.work.steps import Condition, Steps, Way
from shared.work.steps import Step as StepRow


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
    SCAN = "scan"  # thêm bản quét giấy tờ
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


def _not_here(case: Case) -> Refusal:
    return Conflict("dossier_action_not_allowed", step=case.step.name, status=case.state.official_name)


def _at_another_step(case: Case) -> Refusal:
    return Conflict("dossier_at_another_step", step=case.step.name)


def _closed(case: Case) -> Refusal:
    return Conflict("dossier_closed", status=case.state.official_name)


def _handled(case: Case) -> Refusal:
    return Conflict("dossier_already_handled", status=case.state.official_name)


def _waits(case: Case) -> Refusal:
    return Conflict("dossier_waits_for_supplement")


def _elsewhere(case: Case) -> Refusal:
    """The state does not allow it: what the officer must know of where the dossier is."""
    if case.state in ENDED:
        return _closed(case)
    if case.state in WAITING:
        return _waits(case)
    missing = next((need for need in (AT_STEP, *HELD) if not need.holds(case)), None)
    return missing.refuse(case) if missing else _not_here(case)


def _decided(case: Case) -> Refusal:
    """Intake decides once; while a supplement to it is awaited it has not decided yet."""
    return _waits(case) if case.state in WAITING and not case.standing.received else _handled(case)


def _not_asked(case: Case) -> Refusal:
    return _closed(case) if case.state in ENDED else Conflict("supplement_not_asked")


Need = Condition[Case]

HERE = Need(
    "hồ sơ của cơ quan mình",
    lambda case: case.worker.agency_code == case.standing.agency_code,
    lambda case: NotFound("not_found"),
)
AT_STEP = Need("bước của vai trò mình", lambda case: case.step.role in case.callers, _at_another_step)
NOT_ANOTHERS = Need(
    "không do người khác thụ lý", lambda case: not case.anothers, lambda case: Conflict("dossier_held_by_another")
)
CLAIMED = Need("đã nhận xử lý", lambda case: not case.unclaimed, lambda case: Conflict("dossier_not_claimed"))
UNCLAIMED = Need("chưa ai nhận xử lý", lambda case: case.unclaimed, _not_here)
HELD = (NOT_ANOTHERS, CLAIMED)
SIGNS = Need("bước ký duyệt", lambda case: case.step.signs, _not_here)
BEFORE_SIGNING = Need(
    "bước sau là ký duyệt",
    lambda case: not case.step.signs and case.following is not None and case.following.signs,
    _not_here,
)
# What goes to the leader for signing is a draft, not a bare transfer.
GOES_ON = Need(
    "bước sau không phải ký duyệt",
    lambda case: not case.step.signs and case.following is not None and not case.following.signs,
    _not_here,
)
HAS_FORMER = Need("không phải bước đầu", lambda case: case.standing.position > 0, _not_here)
ASKS = Need("bước được yêu cầu bổ sung", lambda case: StepAction.REQUEST_SUPPLEMENT in case.step.actions, _not_here)
IN_PERSON = Need(
    "bước của chuyên viên", lambda case: case.step.role == SPECIALIST and case.standing.received, _not_here
)
IN_OWN_UNIT = Need("trong đơn vị mình đứng đầu", lambda case: case.in_own_unit, _not_here)
RECEIVED = Need("đã tiếp nhận", lambda case: case.standing.received, _waits)
NOT_RECEIVED = Need("chưa tiếp nhận", lambda case: not case.standing.received, _handled)
LAPSED = Need("quá hạn bổ sung", lambda case: case.standing.lapsed, _waits)

IN_WORK = frozenset({DossierStatus.ACCEPTED, DossierStatus.IN_PROGRESS})
WAITING = frozenset({DossierStatus.SUPPLEMENT_REQUESTED})
NEW = frozenset({DossierStatus.SUBMITTED})
DUE = NEW | IN_WORK | WAITING
"""The agency's answer is owed: it can be late, and the applicant may still take the dossier back."""
SIGNED = frozenset({DossierStatus.RESOLVED})
BEGINS: frozenset[DossierStatus] = frozenset()


def _for(*roles: str) -> frozenset[str]:
    """Who holds one of the roles, or was given the work on dossiers by somebody who does."""
    return frozenset({*roles, Power.DOSSIERS.value})


DESK = _for(COUNTER_OFFICER, SPECIALIST, LEADER)
COUNTER = _for(COUNTER_OFFICER)
_EXPERT = _for(SPECIALIST)
_LEADERS = _for(LEADER)
APPLICANT = "người nộp"


def _row(
    act: Doing,
    label: str,
    *ways: Way[DossierStatus, Case],
    elsewhere: Callable[[Case], Refusal] | None = None,
) -> StepRow[DossierStatus, Doing, Case]:
    return StepRow(act, label, ways, elsewhere)


S = DossierStatus
STEPS: Steps[DossierStatus, Doing, Case] = Steps(
    rows=(
        _row(Doing.FILE, "Nộp hồ sơ trực tuyến", Way(BEGINS, S.SUBMITTED, cause=APPLICANT)),
        _row(
            Doing.ACCEPT,
            "Tiếp nhận hồ sơ",
            Way(NEW, S.ACCEPTED, COUNTER, (AT_STEP,)),
            Way(BEGINS, S.ACCEPTED, COUNTER),
            elsewhere=_decided,
        ),
        _row(
            Doing.REFUSE,
            "Từ chối tiếp nhận",
            Way(NEW, S.REFUSED, COUNTER, (AT_STEP,)),
            Way(WAITING, S.REFUSED, COUNTER, (NOT_RECEIVED, LAPSED)),
            elsewhere=_decided,
        ),
        _row(
            Doing.REQUEST_SUPPLEMENT,
            "Yêu cầu bổ sung",
            Way(NEW, S.SUPPLEMENT_REQUESTED, COUNTER, (AT_STEP,)),
            Way(IN_WORK, S.SUPPLEMENT_REQUESTED, COUNTER | _EXPERT, (AT_STEP, *HELD, ASKS)),
        ),
        _row(
            Doing.TAKE_SUPPLEMENT,
            "Nhận hồ sơ bổ sung",
            Way(WAITING, S.SUBMITTED, COUNTER, (NOT_RECEIVED,)),
            Way(WAITING, S.IN_PROGRESS, COUNTER, (RECEIVED,)),
            Way(WAITING, S.SUBMITTED, needs=(NOT_RECEIVED,), cause=APPLICANT),
            Way(WAITING, S.IN_PROGRESS, needs=(RECEIVED,), cause=APPLICANT),
            elsewhere=_not_asked,
        ),
        _row(Doing.SCAN, "Thêm bản quét giấy tờ", Way(DUE, None, COUNTER)),
        _row(Doing.CLAIM, "Nhận xử lý", Way(IN_WORK, None, _EXPERT, (AT_STEP, NOT_ANOTHERS, UNCLAIMED))),
        _row(Doing.TRANSFER, "Chuyển bước", Way(IN_WORK, S.IN_PROGRESS, DESK, (AT_STEP, *HELD, GOES_ON))),
        # A dossier that came to the wrong desk must find its way back, whatever the procedure's steps say.
        _row(Doing.RETURN, "Trả lại bước trước", Way(IN_WORK, None, DESK, (AT_STEP, *HELD, HAS_FORMER))),
        _row(Doing.FINISH, "Trình kết quả", Way(IN_WORK, S.IN_PROGRESS, _EXPERT, (AT_STEP, *HELD, BEFORE_SIGNING))),
        _row(
            Doing.SIGN,
            "Ký duyệt kết quả",
            Way(IN_WORK, S.RESOLVED, _LEADERS | {Power.SIGNING.value}, (AT_STEP, *HELD, SIGNS)),
        ),
        _row(Doing.HAND_OVER, "Trả kết quả", Way(SIGNED, S.RETURNED, COUNTER, (AT_STEP,))),
        # Leader and counter see to it that no work lies with somebody who cannot do it; a unit's head does so within the unit.
        _row(
            Doing.REASSIGN,
            "Giao lại hồ sơ",
            Way(IN_WORK | WAITING, None, COUNTER | _LEADERS, (IN_PERSON,)),
            Way(IN_WORK | WAITING, None, frozenset({UNIT_HEAD}), (IN_PERSON, IN_OWN_UNIT)),
        ),
        _row(
            Doing.STOP,
            "Dừng giải quyết, trả hồ sơ",
            Way(WAITING, S.STOPPED, _LEADERS, (RECEIVED, LAPSED)),
            Way(WAITING, S.STOPPED, _EXPERT, (RECEIVED, LAPSED, AT_STEP, NOT_ANOTHERS)),
        ),
        _row(Doing.RELEASE, "Đưa về hàng chờ của bước", Way(DUE | SIGNED, None, cause="danh bạ")),
        _row(Doing.WITHDRAW, "Người nộp rút hồ sơ", Way(DUE, S.WITHDRAWN, cause=APPLICANT)),
        _row(Doing.RECOUNT, "Tính lại ngày hẹn trả", Way(DUE | SIGNED, None, cause="lịch làm việc")),
    ),
    elsewhere=_elsewhere,
    always=(HERE,),
)
MAY_REASSIGN = Row(STEPS.callers(Doing.REASSIGN))
ENDED = STEPS.ends
OPEN = STEPS.states - ENDED


def allowed_actions(standing: Standing, steps: Sequence[Step], worker: Worker) -> tuple[Doing, ...]:
    """What this officer may do now, in the order of the table."""
    return STEPS.allowed(Case(standing, steps, worker))


def require_allowed(action: Doing, standing: Standing, steps: Sequence[Step], worker: Worker) -> DossierStatus:
    """The status that the act leads to; refuses with the name of what stands in the way."""
    return STEPS.require(action, Case(standing, steps, worker)).target or standing.status


def may_forward(standing: Standing, steps: Sequence[Step], worker: Worker) -> bool:
    """Whoever may accept it now may also send it on in the same act."""
    if Doing.ACCEPT not in allowed_actions(standing, steps, worker):
        return False
    accepted = replace(standing, status=STEPS.target(Doing.ACCEPT), received=True)
    return Doing.TRANSFER in allowed_actions(accepted, steps, worker)
