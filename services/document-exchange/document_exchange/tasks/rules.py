"""What may be done with a task (nhiệm vụ), by whom and from which state; how it stands against its term. Pure values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from document_exchange.incoming.rules import CLERK, HEADS, LEADERS, SPECIALISTS
from shared.access.rights import Reach, Role, Row
from shared.core.errors import Conflict, Forbidden
from shared.work.steps import Condition, Step, Steps, Way


class TaskState(StrEnum):
    """Trạng thái nhiệm vụ."""

    GIVEN = "given"  # đã giao
    WORKING = "working"  # đang thực hiện
    REPORTED = "reported"  # báo hoàn thành, chờ xác nhận
    RETURNED = "returned"  # không còn người chủ trì, chờ giao lại
    DONE = "done"  # đã hoàn thành
    CANCELLED = "cancelled"  # đã hủy
    TAKEN_OFF = "taken-off"  # thôi giao cho cơ quan này


class TaskAct(StrEnum):
    """Việc với nhiệm vụ."""

    GIVE = "give"  # giao
    EDIT = "edit"  # sửa nội dung, hạn
    DISTRIBUTE = "distribute"  # phân công trong cơ quan, đơn vị
    PROGRESS = "progress"  # báo tiến độ
    REPORT_PART = "report-part"  # báo phần việc phối hợp
    COMPLETE = "complete"  # báo hoàn thành
    CONFIRM = "confirm"  # xác nhận hoàn thành
    SEND_BACK = "send-back"  # chưa đạt, yêu cầu làm tiếp
    GIVE_BACK = "give-back"  # trả việc
    ASK_EXTENSION = "ask-extension"  # xin gia hạn
    EXTEND = "extend"  # đồng ý gia hạn
    REFUSE_EXTENSION = "refuse-extension"  # không đồng ý gia hạn
    CHANGE_LEAD = "change-lead"  # đổi chủ trì
    SHARE = "share"  # thêm nơi phối hợp
    TAKE_OFF = "take-off"  # cho thôi phối hợp
    NAME_MONITOR = "name-monitor"  # chọn người theo dõi
    ANSWER = "answer"  # gắn văn bản trả lời
    CANCEL = "cancel"  # hủy
    REOPEN = "reopen"  # mở lại
    RELEASE = "release"  # người giữ việc không còn ở vị trí
    CONTINUE = "continue"  # cơ quan kế thừa làm tiếp


class TaskPartKind(StrEnum):
    """Vai trò trong một nhiệm vụ."""

    LEAD = "lead"  # chủ trì
    COOPERATE = "cooperate"  # phối hợp


class TaskSource(StrEnum):
    """Nhiệm vụ giao từ đâu."""

    TYPED = "typed"  # giao trực tiếp
    DOCUMENT = "document"  # văn bản đi
    ARRIVAL = "arrival"  # văn bản đến
    MEETING = "meeting"  # kết luận cuộc họp


class Standing(StrEnum):
    """Tiến độ so với hạn, each task in just one."""

    ON_TIME = "on-time"  # hoàn thành đúng hạn
    FINISHED_LATE = "finished-late"  # hoàn thành quá hạn
    IN_TERM = "in-term"  # đang làm, trong hạn
    SOON = "soon"  # sắp đến hạn
    LATE = "late"  # quá hạn, chưa xong


SOON_DAYS = 3
"""A term so near is told apart: three days, as the plans of the provinces have it."""
NO_TERM = date(9999, 12, 31)
FIELDS: dict[str, str] = {
    "tong-hop": "Tổng hợp, chỉ đạo chung",
    "kinh-te": "Kinh tế, tài chính, ngân sách",
    "nong-nghiep": "Nông nghiệp, môi trường",
    "xay-dung": "Xây dựng, giao thông, đất đai",
    "van-hoa": "Văn hóa, xã hội",
    "y-te": "Y tế",
    "giao-duc": "Giáo dục, đào tạo",
    "noi-vu": "Nội vụ, cải cách hành chính",
    "chuyen-doi-so": "Khoa học, chuyển đổi số",
    "noi-chinh": "Nội chính, quốc phòng, an ninh",
}
"""Lĩnh vực as the boards of the provinces group them."""


def standing_of(state: TaskState, due_on: date | None, reported_on: date | None, today: date) -> Standing | None:
    """None for what was cancelled or taken off: it is counted nowhere."""
    due = due_on or NO_TERM
    if state in GONE:
        return None
    if state in FINISHED and reported_on is not None:
        # Whoever reported in time is not late because the giver took longer to confirm.
        return Standing.ON_TIME if reported_on <= due else Standing.FINISHED_LATE
    if due < today:
        return Standing.LATE
    return Standing.SOON if due <= today + timedelta(days=SOON_DAYS) else Standing.IN_TERM


@dataclass(frozen=True)
class Case:
    """Nhiệm vụ và người đang thao tác."""

    state: TaskState
    callers: frozenset[str]
    here: bool = True
    """The giver's own row, and not the copy of an agency that was given it."""
    gives: bool = False
    """He gave it, or stands where whoever gave it stood."""
    leads: bool = False
    helps: bool = False
    deals_out: bool = False
    """He heads the agency or unit that has it, and says who does it there."""
    watches: bool = False
    """He is its monitor."""


Need = Condition[Case]


def _need(words: str, holds: Callable[[Case], bool], code: str) -> Need:
    return Need(words, holds, lambda case: Forbidden(code))


GIVES = _need("người giao", lambda case: case.gives, "not_task_giver")
LEADS = _need("nơi chủ trì", lambda case: case.leads, "not_task_lead")
HELPS = _need("nơi phối hợp", lambda case: case.helps, "not_task_helper")
WORKS = _need("nơi chủ trì hoặc phối hợp", lambda case: case.leads or case.helps, "not_task_worker")
DEALS_OUT = _need("lãnh đạo, người đứng đầu nơi được giao", lambda case: case.deals_out, "not_task_head")
GIVES_OR_WATCHES = _need("người giao, người theo dõi", lambda case: case.gives or case.watches, "not_task_giver")

_S = TaskState
OPEN = frozenset({_S.GIVEN, _S.WORKING, _S.REPORTED, _S.RETURNED})
AT_WORK = frozenset({_S.GIVEN, _S.WORKING})
FINISHED = frozenset({_S.DONE, _S.REPORTED})
GONE = frozenset({_S.CANCELLED, _S.TAKEN_OFF})
CLOSED = frozenset({_S.DONE}) | GONE
_REPORTED = frozenset({_S.REPORTED})
_HELD = AT_WORK | _REPORTED
_GIVERS = LEADERS | HEADS
_WORKERS = SPECIALISTS | LEADERS | HEADS
_STAFF = _WORKERS | CLERK
MAY_VIEW_TASKS = Row(_STAFF, {Role.SPECIALIST: Reach.OWN})


def _row(act: TaskAct, label: str, *ways: Way[TaskState, Case]) -> Step[TaskState, TaskAct, Case]:
    return Step(act, label, ways)


_A = TaskAct
STEPS: Steps[TaskState, TaskAct, Case] = Steps(
    rows=(
        _row(
            _A.GIVE,
            "Giao nhiệm vụ",
            Way(frozenset(), _S.GIVEN, _GIVERS | CLERK),
            Way(frozenset({_S.TAKEN_OFF}), _S.GIVEN, cause="nơi giao", after_end=True),
        ),
        _row(_A.EDIT, "Sửa nhiệm vụ", Way(OPEN, None, _GIVERS, (GIVES,))),
        _row(_A.DISTRIBUTE, "Phân công thực hiện", Way(AT_WORK, _S.WORKING, _GIVERS, (DEALS_OUT,))),
        _row(_A.PROGRESS, "Báo tiến độ", Way(AT_WORK, _S.WORKING, _WORKERS, (WORKS,))),
        _row(_A.REPORT_PART, "Báo phần việc", Way(_HELD, None, _WORKERS, (HELPS,))),
        _row(_A.COMPLETE, "Báo hoàn thành", Way(AT_WORK, _S.REPORTED, _WORKERS, (LEADS,))),
        _row(_A.CONFIRM, "Xác nhận hoàn thành", Way(_REPORTED, _S.DONE, _GIVERS, (GIVES,))),
        _row(_A.SEND_BACK, "Chưa đạt, yêu cầu làm tiếp", Way(_REPORTED, _S.WORKING, _GIVERS, (GIVES,))),
        _row(_A.GIVE_BACK, "Trả việc", Way(AT_WORK, _S.RETURNED, _WORKERS, (LEADS,))),
        _row(_A.ASK_EXTENSION, "Xin gia hạn", Way(AT_WORK, None, _WORKERS, (LEADS,))),
        _row(_A.EXTEND, "Đồng ý gia hạn", Way(_HELD, None, _GIVERS, (GIVES,))),
        _row(_A.REFUSE_EXTENSION, "Không đồng ý gia hạn", Way(_HELD, None, _GIVERS, (GIVES,))),
        _row(_A.CHANGE_LEAD, "Giao nơi khác chủ trì", Way(AT_WORK | {_S.RETURNED}, _S.GIVEN, _GIVERS, (GIVES,))),
        _row(_A.SHARE, "Thêm nơi phối hợp", Way(OPEN, None, _GIVERS, (GIVES,))),
        _row(
            _A.TAKE_OFF,
            "Cho thôi phối hợp",
            Way(OPEN, None, _GIVERS, (GIVES,)),
            Way(OPEN, _S.TAKEN_OFF, cause="nơi giao"),
        ),
        _row(_A.NAME_MONITOR, "Chọn người theo dõi", Way(OPEN, None, _GIVERS, (GIVES,))),
        _row(_A.ANSWER, "Gắn văn bản trả lời", Way(_HELD, None, _STAFF, (WORKS,))),
        _row(_A.CANCEL, "Hủy nhiệm vụ", Way(OPEN, _S.CANCELLED, _GIVERS, (GIVES,))),
        _row(_A.REOPEN, "Mở lại", Way(frozenset({_S.DONE}), _S.WORKING, _GIVERS, (GIVES,), after_end=True)),
        _row(_A.RELEASE, "Chờ giao lại", Way(AT_WORK, _S.RETURNED, cause="danh bạ")),
        _row(_A.CONTINUE, "Cơ quan kế thừa làm tiếp", Way(OPEN, None, cause="danh bạ")),
    ),
    elsewhere=lambda case: Conflict("task_step_not_allowed"),
)
PART_NAMES: dict[str, str] = {TaskPartKind.LEAD: "chủ trì", TaskPartKind.COOPERATE: "phối hợp"}
