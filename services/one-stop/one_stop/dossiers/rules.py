"""What may be done with a dossier, by whom, and where it goes next. Pure values."""

from collections.abc import Sequence
from dataclasses import replace

from one_stop.dossiers.acts import Channel as Channel
from one_stop.dossiers.acts import Doing as Doing
from one_stop.dossiers.aside import ASIDE, BETWEEN
from one_stop.dossiers.cases import Case, Standing, Worker
from one_stop.dossiers.due_rows import DUE_ROWS
from one_stop.dossiers.needs import (
    APPROVES,
    ARRIVED,
    ASKS,
    AT_ITS_AGENCY,
    AT_STEP,
    AT_THE_DESK,
    BEFORE_SIGNING,
    GOES_ON,
    HAS_FORMER,
    HELD,
    HERE,
    IN_OWN_UNIT,
    IN_PERSON,
    LAPSED,
    NOT_ANOTHERS,
    NOT_RECEIVED,
    NOTHING_AWAITED,
    OTHERS_FOLLOW,
    REACHED,
    RECEIVED,
    RECEIVED_ONCE,
    RESULT_HELD,
    RETURNED_HERE,
    RUNS,
    SENT_BY_SELF,
    SIGNS,
    STEP_AWAY,
    STOP_NOT_PROPOSED,
    STOP_PROPOSED,
    TURN_HERE,
    UNCLAIMED,
    UNISSUED,
    UNSETTLED,
    closed,
    handled,
    not_here,
    waits,
)
from one_stop.dossiers.sets import APPLICANT, BEGINS, COUNTER, EXPERT, LEADERS, SIGNERS, TAKEN_BACK, row
from one_stop.dossiers.sets import DESK as DESK
from one_stop.dossiers.sets import DUE as DUE
from one_stop.dossiers.sets import GIVEN as GIVEN
from one_stop.dossiers.sets import IN_WORK as IN_WORK
from one_stop.dossiers.sets import NEW as NEW
from one_stop.dossiers.sets import SIGNED as SIGNED
from one_stop.dossiers.sets import WAITING as WAITING
from one_stop.procedures.rules import Step
from shared.access.rights import UNIT_HEAD, Power, Row
from shared.core.errors import Conflict, Refusal
from shared.standards.dossier_status import DossierStatus
from shared.work.steps import Steps, Way


def _elsewhere(case: Case) -> Refusal:
    """The state does not allow it: what the officer must know of where the dossier is."""
    if case.state in ENDED:
        return closed(case)
    if case.state in WAITING:
        return waits(case)
    missing = next((need for need in (AT_STEP, *HELD) if not need.holds(case)), None)
    return missing.refuse(case) if missing else not_here(case)


def _decided(case: Case) -> Refusal:
    """Intake decides once; while a supplement to it is awaited it has not decided yet."""
    return waits(case) if case.state in WAITING and not case.standing.received else handled(case)


def _refused_late(case: Case) -> Refusal:
    """Mẫu 03 refuses to take it in. What was taken in and examined is answered: a negative result, signed, within the term."""
    examined = case.standing.received and case.state in IN_WORK | WAITING
    return Conflict("refused_after_acceptance") if examined else _decided(case)


def _not_asked(case: Case) -> Refusal:
    return closed(case) if case.state in ENDED else Conflict("supplement_not_asked")


S = DossierStatus
STEPS: Steps[DossierStatus, Doing, Case] = Steps(
    rows=(
        row(Doing.FILE, "Nộp hồ sơ trực tuyến", Way(BEGINS, S.SUBMITTED, cause=APPLICANT)),
        row(
            Doing.ACCEPT,
            "Tiếp nhận hồ sơ",
            Way(NEW, S.ACCEPTED, COUNTER, (AT_STEP,)),
            Way(BEGINS, S.ACCEPTED, COUNTER),
            elsewhere=_decided,
        ),
        row(Doing.AT_ONCE, "Giải quyết ngay tại quầy", Way(BEGINS, S.RETURNED, COUNTER)),
        *BETWEEN,
        row(
            Doing.REFUSE,
            "Từ chối tiếp nhận",
            Way(NEW, S.REFUSED, COUNTER, (AT_STEP,)),
            Way(WAITING, S.REFUSED, COUNTER, (NOT_RECEIVED, LAPSED)),
            elsewhere=_refused_late,
        ),
        row(
            Doing.REQUEST_SUPPLEMENT,
            "Yêu cầu bổ sung",
            Way(NEW, S.SUPPLEMENT_REQUESTED, COUNTER, (AT_STEP,)),
            Way(IN_WORK, S.SUPPLEMENT_REQUESTED, COUNTER | EXPERT, (AT_STEP, *HELD, ASKS, RUNS)),
        ),
        row(
            Doing.TAKE_SUPPLEMENT,
            "Nhận hồ sơ bổ sung",
            Way(WAITING, S.SUBMITTED, COUNTER, (NOT_RECEIVED,)),
            Way(WAITING, S.IN_PROGRESS, COUNTER, (RECEIVED,)),
            Way(WAITING, S.SUBMITTED, needs=(NOT_RECEIVED,), cause=APPLICANT),
            Way(WAITING, S.IN_PROGRESS, needs=(RECEIVED,), cause=APPLICANT),
            elsewhere=_not_asked,
            always=(REACHED,),
        ),
        row(Doing.SCAN, "Thêm, xử lý bản quét giấy tờ", Way(DUE, None, COUNTER), always=(REACHED,)),
        row(
            Doing.MARK,
            "Đánh dấu giấy tờ",
            Way(NEW | IN_WORK, None, COUNTER, (AT_STEP,)),
            Way(IN_WORK, None, EXPERT, (AT_STEP, *HELD)),
            always=AT_ITS_AGENCY,
        ),
        row(
            Doing.CLAIM,
            "Nhận xử lý",
            Way(IN_WORK, None, EXPERT, (AT_STEP, NOT_ANOTHERS, UNCLAIMED)),
            always=AT_ITS_AGENCY,
        ),
        row(
            Doing.TRANSFER,
            "Chuyển bước",
            Way(IN_WORK, S.IN_PROGRESS, DESK, (AT_STEP, *HELD, RUNS, GOES_ON, NOTHING_AWAITED, UNISSUED)),
            always=AT_ITS_AGENCY,
        ),
        # A dossier that came to the wrong desk must find its way back, whatever the procedure's steps say.
        row(
            Doing.RETURN,
            "Trả lại bước trước",
            Way(IN_WORK, None, DESK, (AT_STEP, *HELD, RUNS, HAS_FORMER, UNISSUED)),
            always=AT_ITS_AGENCY,
        ),
        # Where nobody there does it, whoever answers for the term has it again, without asking them.
        row(
            Doing.TAKE_BACK,
            "Lấy lại hồ sơ từ cơ quan khác",
            Way(IN_WORK, None, LEADERS, (STEP_AWAY, RUNS)),
            Way(IN_WORK, None, DESK, (STEP_AWAY, SENT_BY_SELF, RUNS)),
        ),
        row(
            Doing.FINISH,
            "Trình kết quả",
            Way(IN_WORK, S.IN_PROGRESS, EXPERT, (AT_STEP, *HELD, RUNS, BEFORE_SIGNING, NOTHING_AWAITED)),
            always=AT_ITS_AGENCY,
        ),
        row(
            Doing.APPROVE,
            "Duyệt, trình cấp trên ký",
            Way(
                IN_WORK,
                S.IN_PROGRESS,
                LEADERS | {Power.SIGNING.value},
                (AT_STEP, *HELD, RUNS, APPROVES, NOTHING_AWAITED),
            ),
            always=AT_ITS_AGENCY,
        ),
        row(
            Doing.SIGN,
            "Ký duyệt kết quả",
            Way(IN_WORK, S.IN_PROGRESS, SIGNERS, (AT_STEP, *HELD, RUNS, SIGNS, NOTHING_AWAITED, OTHERS_FOLLOW)),
            Way(IN_WORK, S.RESOLVED, SIGNERS, (AT_STEP, *HELD, RUNS, SIGNS, NOTHING_AWAITED)),
            always=AT_ITS_AGENCY,
        ),
        row(
            Doing.HAND_OVER,
            "Trả kết quả",
            Way(SIGNED, S.RETURNED, COUNTER, (AT_THE_DESK,)),
            Way(SIGNED, S.RETURNED, cause=APPLICANT),
            always=(REACHED, RETURNED_HERE),
        ),
        row(Doing.POSTED, "Giao bưu điện", Way(SIGNED, None, cause="bảng kê giao bưu điện")),
        row(Doing.UNDELIVERED, "Bưu điện trả lại", Way(SIGNED, None, cause="bảng kê giao bưu điện")),
        # A signed result that is wrong is taken back before anybody has it; one that was given to somebody comes back first.
        row(Doing.RECALL, "Thu hồi kết quả đã ký", Way(SIGNED, S.IN_PROGRESS, LEADERS)),
        row(
            Doing.UNDO_HAND_OVER,
            "Thu hồi việc trả kết quả",
            Way(GIVEN, S.RESOLVED, COUNTER | LEADERS, (RESULT_HELD,), after_end=True),
            always=(REACHED, RETURNED_HERE),
        ),
        # Leader and counter see to it that no work lies with somebody who cannot do it; a unit's head does so within the unit.
        row(
            Doing.REASSIGN,
            "Giao lại hồ sơ",
            Way(IN_WORK | WAITING, None, COUNTER | LEADERS, (IN_PERSON, TURN_HERE)),
            Way(IN_WORK | WAITING, None, frozenset({UNIT_HEAD}), (IN_PERSON, TURN_HERE, IN_OWN_UNIT)),
            always=AT_ITS_AGENCY,
        ),
        row(
            Doing.STOP,
            "Dừng giải quyết, trả hồ sơ",
            Way(IN_WORK, S.STOPPED, SIGNERS, (UNISSUED,)),
            Way(WAITING, S.STOPPED, SIGNERS, (RECEIVED, LAPSED)),
        ),
        row(
            Doing.PROPOSE_STOP,
            "Đề xuất dừng giải quyết",
            Way(IN_WORK, None, EXPERT, (AT_STEP, *HELD, STOP_NOT_PROPOSED, UNISSUED)),
            Way(WAITING, None, EXPERT, (RECEIVED, LAPSED, AT_STEP, *HELD, STOP_NOT_PROPOSED)),
        ),
        row(Doing.REJECT_STOP, "Không đồng ý dừng giải quyết", Way(IN_WORK | WAITING, None, SIGNERS, (STOP_PROPOSED,))),
        *DUE_ROWS,
        row(Doing.RELEASE, "Đưa về hàng chờ của bước", Way(DUE | SIGNED, None, cause="danh bạ")),
        row(
            Doing.WITHDRAW_AT_COUNTER,
            "Rút hồ sơ tại quầy",
            Way(DUE, S.WITHDRAWN, COUNTER, (UNISSUED,)),
            always=(REACHED,),
        ),
        row(
            Doing.SETTLE,
            "Ghi xử lý phí và giấy tờ",
            Way(TAKEN_BACK, None, COUNTER, (RECEIVED_ONCE, UNSETTLED), after_end=True),
            always=(REACHED,),
        ),
        row(Doing.WITHDRAW, "Người nộp rút hồ sơ", Way(DUE, S.WITHDRAWN, cause=APPLICANT)),
        row(Doing.CHANGE_OVER, "Chuyển sang quy trình mới", Way(IN_WORK, None, cause="thay đổi thủ tục")),
        row(Doing.CONTINUE, "Cơ quan kế thừa giải quyết tiếp", Way(DUE | SIGNED, None, cause="sắp xếp cơ quan")),
        row(Doing.RECOUNT, "Tính lại ngày hẹn trả", Way(DUE | SIGNED, None, cause="lịch làm việc")),
        row(
            Doing.JOIN,
            "Các nhánh song song đã xong",
            Way(IN_WORK, S.IN_PROGRESS, cause="phần việc liên thông"),
            Way(IN_WORK, S.RESOLVED, cause="phần việc liên thông"),
        ),
        row(Doing.ASK_PART, "Lấy ý kiến cơ quan khác", Way(IN_WORK, None, EXPERT | LEADERS, (AT_STEP, *HELD))),
        # What becomes of a part is decided in its own tables (`parts.rules`, `asked_parts.rules`); here it is a line of the history.
        *(
            row(act, label, Way(DUE | SIGNED, None, cause="phần việc liên thông"))
            for act, label in (
                (Doing.PART_RECEIVED, "Cơ quan được hỏi đã tiếp nhận"),
                (Doing.PART_ANSWERED, "Cơ quan được hỏi đã trả lời"),
                (Doing.PART_REFUSED, "Cơ quan được hỏi từ chối"),
                (Doing.RECALL_PART, "Thu hồi phần việc"),
                (Doing.SKIP_PART, "Đi tiếp, không chờ ý kiến quá hạn"),
            )
        ),
        # So is what becomes of a result that was issued (`result_book.rules`).
        *(
            row(act, label, Way(GIVEN, None, cause="sổ kết quả đã cấp", after_end=True))
            for act, label in (
                (Doing.REVOKE_RESULT, "Thu hồi kết quả đã cấp"),
                (Doing.CORRECT_RESULT, "Đính chính kết quả đã cấp"),
                (Doing.REPLACE_RESULT, "Thay thế kết quả đã cấp"),
                (Doing.EXTEND_RESULT, "Gia hạn kết quả đã cấp"),
                (Doing.RESTORE_RESULT, "Khôi phục hiệu lực của kết quả"),
            )
        ),
        *ASIDE,
    ),
    elsewhere=_elsewhere,
    always=(HERE, ARRIVED),
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
