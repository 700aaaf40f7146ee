"""What a unit is called, from which day a change of units may count, and what may be done with one entered before its day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mail_directory.agencies.kinds import UNIT_KINDS
from shared.access.rights import Role
from shared.core.errors import Conflict, FieldError, Invalid
from shared.printing.printable import Unprintable, printable
from shared.standards.typed import clean_line
from shared.work.steps import Step, Steps, Way

FARTHEST_BACK, FARTHEST_AHEAD = timedelta(days=30), timedelta(days=366)
"""A decision is entered late by a month at most, and a year ahead at most."""


class ChangeKind(StrEnum):
    """Loại thay đổi đơn vị."""

    PLACE = "place"  # xếp vị trí công tác vào đơn vị
    TAKE_OUT = "take-out"  # đưa vị trí công tác ra khỏi đơn vị
    CHANGE = "change"  # đổi tên, loại, người đứng đầu
    MERGE = "merge"  # sáp nhập vào đơn vị khác


class PlanState(StrEnum):
    """Tình trạng của một thay đổi ghi trước."""

    WAITING = "waiting"  # chờ đến ngày
    DONE = "done"  # đã thực hiện
    REFUSED = "refused"  # không thực hiện được
    WITHDRAWN = "withdrawn"  # đã bỏ


class PlanAct(StrEnum):
    """Việc với một thay đổi ghi trước."""

    PLAN = "plan"  # ghi trước
    DO = "do"  # thực hiện khi đến ngày
    REFUSE = "refuse"  # không thực hiện được
    WITHDRAW = "withdraw"  # bỏ


PLAN_STATE_LABELS: dict[PlanState, str] = {
    PlanState.WAITING: "Chờ đến ngày",
    PlanState.DONE: "Đã thực hiện",
    PlanState.REFUSED: "Không thực hiện được",
    PlanState.WITHDRAWN: "Đã bỏ",
}


@dataclass(frozen=True)
class PlanCase:
    """Một thay đổi ghi trước và người đang thao tác."""

    state: PlanState
    callers: frozenset[str]


_ADMINISTRATORS = frozenset({Role.DIRECTORY_ADMINISTRATOR})
_WAITING = frozenset({PlanState.WAITING})

PLANS: Steps[PlanState, PlanAct, PlanCase] = Steps(
    (
        Step(PlanAct.PLAN, "Ghi trước", (Way(frozenset(), PlanState.WAITING, _ADMINISTRATORS),)),
        Step(PlanAct.DO, "Thực hiện", (Way(_WAITING, PlanState.DONE, cause="đến ngày bắt đầu"),)),
        Step(
            PlanAct.REFUSE,
            "Không thực hiện được",
            (Way(_WAITING, PlanState.REFUSED, cause="đến ngày mà điều kiện không còn"),),
        ),
        Step(
            PlanAct.WITHDRAW,
            "Bỏ",
            (Way(frozenset({PlanState.WAITING, PlanState.REFUSED}), PlanState.WITHDRAWN, _ADMINISTRATORS),),
        ),
    ),
    elsewhere=lambda case: Conflict("change_not_waiting"),
)

_CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,19}")
_CODE_WRONG = "Mã đơn vị gồm chữ cái không dấu, chữ số, dấu chấm, gạch nối, ví dụ QLXD."
_LONGEST_NAME = 150


def check_first_day(first_day: date, today: date) -> None:
    """Within reason: neither long past nor far ahead."""
    if not today - FARTHEST_BACK <= first_day <= today + FARTHEST_AHEAD:
        sentence = "Ngày bắt đầu không được trước hôm nay quá 30 ngày, hoặc sau hôm nay quá một năm."
        raise Invalid("invalid_input", fields=[FieldError("/first_day", "out_of_bounds", sentence)])


def check_not_before(first_day: date, today: date, *begun: date) -> None:
    """A day that is past comes after what the change stands on began: the present name, place or unit."""
    latest = min(max(begun), today)
    if first_day < latest:
        sentence = (
            f"Tên, đơn vị hoặc chỗ hiện tại mới bắt đầu ngày {latest:%d/%m/%Y}; hãy chọn ngày không trước ngày đó."
        )
        raise Invalid("invalid_input", fields=[FieldError("/first_day", "too_early", sentence)])


def read_unit(code: str, name: str, kind: str) -> tuple[str, str, str]:
    """Code, name and kind as they are stored; refuses with every field at fault."""
    faults = []
    code, name = clean_line(code).upper(), clean_line(name)
    if not _CODE.fullmatch(code):
        faults.append(FieldError("/code", "wrong", _CODE_WRONG))
    try:
        if not 1 <= len(name) <= _LONGEST_NAME:
            raise ValueError
        name = printable(name)
    except Unprintable as error:
        faults.append(FieldError("/name", error.code, f"Tên đơn vị: {error.sentence}"))
    except ValueError:
        faults.append(FieldError("/name", "wrong", f"Hãy nhập tên đơn vị (tối đa {_LONGEST_NAME} ký tự)."))
    if kind not in UNIT_KINDS:
        faults.append(FieldError("/kind", "wrong", "Hãy chọn loại đơn vị."))
    if faults:
        raise Invalid("invalid_input", fields=faults)
    return code, name, kind
