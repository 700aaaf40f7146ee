"""What may be done with an entry of the work schedule (lịch công tác), by whom and from which state. Pure values."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from document_exchange.incoming.rules import CLERK, HEADS, LEADERS, SPECIALISTS
from shared.access.rights import UNIT_HEAD, Reach, Role, Row
from shared.core.errors import Conflict, Forbidden
from shared.work.steps import Condition, Step, Steps, Way


class EntryState(StrEnum):
    """Trạng thái mục lịch công tác."""

    DRAFT = "draft"  # dự kiến
    PUBLISHED = "published"  # đã công bố
    CANCELLED = "cancelled"  # đã hoãn, hủy


class ScheduleAct(StrEnum):
    """Việc với mục lịch công tác."""

    ADD = "add"  # đăng ký
    EDIT = "edit"  # sửa
    PUBLISH = "publish"  # công bố
    CANCEL = "cancel"  # hoãn, hủy
    INVITE = "invite"  # soạn giấy mời
    CONTINUE = "continue"  # cơ quan kế thừa tiếp tục


LONGEST = timedelta(days=31)
"""Of one entry: what lasts longer is entered anew."""
MOST_ATTENDEES = 200


@dataclass(frozen=True)
class Case:
    """Mục lịch và người đang thao tác."""

    state: EntryState
    callers: frozenset[str]
    made_it: bool = False
    """He registered it, or it is his own room's to prepare."""


_STAFF = SPECIALISTS | LEADERS | HEADS | CLERK
_OFFICE = LEADERS | CLERK
"""Văn phòng publishes; leaders may as well."""
MAY_SEE_SCHEDULE = Row(_STAFF)
MAY_PUBLISH = Row(_OFFICE)
KEEPS_FEED = Row({Role.SPECIALIST, Role.LEADER, Role.RECORDS_CLERK, UNIT_HEAD}, Reach.OWN)
"""A link goes on when a delegation has ended: nobody makes or ends one for another, and no system has one."""
MADE_IT = Condition[Case]("người đăng ký", lambda case: case.made_it, lambda case: Forbidden("not_entry_maker"))
_S = EntryState
_DRAFT, _OUT = frozenset({_S.DRAFT}), frozenset({_S.PUBLISHED})
STANDING = _DRAFT | _OUT

STEPS: Steps[EntryState, ScheduleAct, Case] = Steps(
    rows=(
        Step(ScheduleAct.ADD, "Đăng ký lịch", (Way(frozenset(), _S.DRAFT, _STAFF),)),
        Step(
            ScheduleAct.EDIT,
            "Sửa lịch",
            (Way(STANDING, None, _OFFICE), Way(_DRAFT, None, SPECIALISTS | HEADS, (MADE_IT,))),
        ),
        Step(ScheduleAct.PUBLISH, "Công bố", (Way(_DRAFT, _S.PUBLISHED, _OFFICE),)),
        Step(
            ScheduleAct.CANCEL,
            "Hoãn, hủy",
            (Way(STANDING, _S.CANCELLED, _OFFICE), Way(_DRAFT, _S.CANCELLED, SPECIALISTS | HEADS, (MADE_IT,))),
        ),
        Step(ScheduleAct.INVITE, "Soạn giấy mời", (Way(STANDING, None, _STAFF),)),
        Step(ScheduleAct.CONTINUE, "Cơ quan kế thừa tiếp tục", (Way(STANDING, None, cause="danh bạ"),)),
    ),
    elsewhere=lambda case: Conflict("schedule_step_not_allowed"),
)


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
