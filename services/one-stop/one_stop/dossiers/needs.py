"""What the acts on a dossier need besides state and caller, and how they are refused without it. Pure values."""

from one_stop.dossiers.cases import PROPOSED, SENT, SENT_BACK, SPECIALIST, Case
from one_stop.dossiers.cases import SIGNED as APOLOGISED
from one_stop.procedures.rules import StepAction, signed_before
from shared.core.errors import Conflict, NotFound, Refusal
from shared.work.steps import Condition


def not_here(case: Case) -> Refusal:
    return Conflict("dossier_action_not_allowed", step=case.step.name, status=case.state.official_name)


def at_another_step(case: Case) -> Refusal:
    return Conflict("dossier_at_another_step", step=case.step.name)


def closed(case: Case) -> Refusal:
    return Conflict("dossier_closed", status=case.state.official_name)


def handled(case: Case) -> Refusal:
    return Conflict("dossier_already_handled", status=case.state.official_name)


def waits(case: Case) -> Refusal:
    return Conflict("dossier_waits_for_supplement")


def _is_signed_after(case: Case) -> bool:
    return case.following is not None and case.following.signs


Need = Condition[Case]


def _at_the_other(case: Case) -> Refusal:
    """The counter that received it for another agency sees it; nobody else knows that it is there."""
    return Conflict("dossier_of_another_agency") if case.received_here else NotFound("not_found")


HERE = Need("hồ sơ của cơ quan mình", lambda case: case.own, _at_the_other)
ARRIVED = Need(
    "đã nhận từ quầy tiếp nhận", lambda case: not case.standing.transit, lambda case: Conflict("dossier_not_arrived")
)
REACHED = Need(
    "hồ sơ của cơ quan mình hoặc do quầy mình tiếp nhận",
    lambda case: case.own or case.received_here,
    lambda case: NotFound("not_found"),
)
RECEIVED_HERE = Need(
    "do quầy mình tiếp nhận cho cơ quan khác",
    lambda case: case.received_here,
    lambda case: Conflict("dossier_not_sent_from_here"),
)
RETURNED_HERE = Need(
    "kết quả trả ở quầy mình",
    lambda case: case.own or case.worker.agency_code == case.standing.return_agency_code,
    lambda case: Conflict("result_returned_elsewhere"),
)
ON_ITS_WAY = Need(
    "đang chuyển từ quầy tiếp nhận",
    lambda case: bool(case.standing.transit),
    lambda case: Conflict("dossier_arrived_already"),
)
SENT_HERE = Need(
    "vừa được chuyển đến, chưa trả lại",
    lambda case: case.standing.transit == SENT,
    lambda case: Conflict("dossier_sent_back_already" if case.standing.transit else "dossier_arrived_already"),
)
WAS_SENT_BACK = Need(
    "cơ quan có thẩm quyền đã trả lại",
    lambda case: case.standing.transit == SENT_BACK,
    lambda case: Conflict("dossier_not_sent_back"),
)
AT_STEP = Need("bước của vai trò mình", lambda case: case.step.role in case.callers and case.step_here, at_another_step)
AT_THE_DESK = Need("bước của vai trò mình, ở quầy nào", lambda case: case.step.role in case.callers, at_another_step)
STEP_HERE = Need(
    "hồ sơ của cơ quan mình, hoặc bước do cơ quan mình làm", lambda case: case.own or case.step_here, _at_the_other
)
TURN_HERE = Need("bước do cơ quan mình làm", lambda case: case.step_here, at_another_step)
STEP_AWAY = Need(
    "bước đang do cơ quan khác làm",
    lambda case: bool(case.standing.step_agency_code),
    lambda case: Conflict("step_not_away", step=case.step.name),
)
SENT_BY_SELF = Need(
    "mình đã chuyển hồ sơ đi",
    lambda case: case.worker.desk.person_id == case.standing.step_sent_by,
    lambda case: Conflict("step_sent_by_another"),
)
AT_ITS_AGENCY = (STEP_HERE, ARRIVED)
NOT_ANOTHERS = Need(
    "không do người khác thụ lý", lambda case: not case.anothers, lambda case: Conflict("dossier_held_by_another")
)
CLAIMED = Need("đã nhận xử lý", lambda case: not case.unclaimed, lambda case: Conflict("dossier_not_claimed"))
UNCLAIMED = Need("chưa ai nhận xử lý", lambda case: case.unclaimed, not_here)
HELD = (NOT_ANOTHERS, CLAIMED)
SIGNS = Need("bước ký cuối", lambda case: case.step.signs and not _is_signed_after(case), not_here)
APPROVES = Need("bước duyệt, còn cấp trên ký", lambda case: case.step.signs and _is_signed_after(case), not_here)
BEFORE_SIGNING = Need(
    "bước sau là ký duyệt",
    lambda case: not case.step.signs and case.following is not None and case.following.signs,
    not_here,
)
# What goes to the leader for signing is a draft, not a bare transfer.
GOES_ON = Need(
    "bước sau không phải ký duyệt",
    lambda case: not case.step.signs and case.following is not None and not case.following.signs,
    not_here,
)
OTHERS_FOLLOW = Need(
    "sau khi ký còn việc của nơi khác", lambda case: case.following is not None and case.following.forks, not_here
)
UNISSUED = Need(
    "chưa ký kết quả phần đầu",
    lambda case: not signed_before(case.steps, case.standing.position),
    lambda case: Conflict("result_signed_first"),
)
HAS_FORMER = Need("không phải bước đầu", lambda case: case.standing.position > 0, not_here)
ASKS = Need("bước được yêu cầu bổ sung", lambda case: StepAction.REQUEST_SUPPLEMENT in case.step.actions, not_here)
IN_PERSON = Need("bước của chuyên viên", lambda case: case.step.role == SPECIALIST and case.standing.received, not_here)
IN_OWN_UNIT = Need("trong đơn vị mình đứng đầu", lambda case: case.in_own_unit, not_here)
RECEIVED = Need("đã tiếp nhận", lambda case: case.standing.received, waits)
NOT_RECEIVED = Need("chưa tiếp nhận", lambda case: not case.standing.received, handled)
RESULT_HELD = Need(
    "kết quả do hệ thống giữ", lambda case: not case.standing.at_once, lambda case: Conflict("settled_at_once")
)
RUNS = Need("thời hạn không tạm dừng", lambda case: not case.standing.paused, lambda case: Conflict("dossier_paused"))
PAUSED = Need("thời hạn đang tạm dừng", lambda case: case.standing.paused, lambda case: Conflict("dossier_not_paused"))
EXTENDABLE = Need(
    "thủ tục còn cho gia hạn",
    lambda case: case.standing.extensions_left > 0,
    lambda case: Conflict("extension_not_allowed"),
)
NO_APOLOGY = Need(
    "chưa hẹn lại lần nào",
    lambda case: case.standing.apology != APOLOGISED,
    lambda case: Conflict("apology_given_already"),
)
APOLOGY_PROPOSED = Need(
    "có đề nghị xin lỗi chờ ký",
    lambda case: case.standing.apology == PROPOSED,
    lambda case: Conflict("apology_given_already" if case.standing.apology else "apology_not_proposed"),
)
NOTHING_AWAITED = Need(
    "không chờ phần việc liên thông",
    lambda case: not case.standing.awaits,
    lambda case: Conflict("dossier_awaits_part", who=case.standing.awaits),
)
LAPSED = Need("quá hạn bổ sung", lambda case: case.standing.lapsed, waits)
PAUSE_PROPOSED = Need(
    "có đề nghị tạm dừng",
    lambda case: case.standing.pause_proposed,
    lambda case: Conflict("pause_not_proposed"),
)
STOP_PROPOSED = Need(
    "có đề xuất dừng", lambda case: case.standing.stop_proposed, lambda case: Conflict("stop_not_proposed")
)
STOP_NOT_PROPOSED = Need(
    "chưa đề xuất dừng", lambda case: not case.standing.stop_proposed, lambda case: Conflict("stop_proposed_already")
)
RECEIVED_ONCE = Need("đã tiếp nhận", lambda case: case.standing.received, closed)
UNSETTLED = Need(
    "chưa ghi xử lý phí, giấy tờ", lambda case: not case.standing.settled, lambda case: Conflict("settled_already")
)
