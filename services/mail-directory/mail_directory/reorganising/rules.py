"""What a plan to merge, dissolve, split or rename agencies must say, and what may be done with it. Pure values."""

from dataclasses import dataclass
from enum import StrEnum

from shared.access.rights import Role
from shared.core.errors import Conflict, FieldError
from shared.printing.printable import Unprintable, printable
from shared.standards.agency_code import is_agency_code, is_agency_code_102
from shared.standards.typed import clean_line
from shared.work.steps import Condition, Step, Steps, Way


class Kind(StrEnum):
    """Hình thức sắp xếp."""

    MERGE = "merge"  # sáp nhập
    SPLIT = "split"  # chia: it ends, several go on with its work
    PART = "part"  # tách một phần: it stands, others go on with what leaves it
    DISSOLVE = "dissolve"  # giải thể, có cơ quan kế thừa nhiệm vụ
    RENAME = "rename"  # đổi tên


class State(StrEnum):
    """Tình trạng phương án."""

    DRAWN_UP = "drawn-up"  # đã lập
    CONFIRMED = "confirmed"  # đã xác nhận, chờ đến ngày
    DONE = "done"  # đã thực hiện
    REFUSED = "refused"  # không thực hiện được
    WITHDRAWN = "withdrawn"  # đã bỏ


class Act(StrEnum):
    """Việc với phương án."""

    DRAW_UP = "draw-up"  # lập
    CONFIRM = "confirm"  # xác nhận
    DO = "do"  # thực hiện khi đến ngày
    REFUSE = "refuse"  # không thực hiện được
    WITHDRAW = "withdraw"  # bỏ


KIND_LABELS: dict[str, str] = {
    Kind.MERGE: "Sáp nhập",
    Kind.SPLIT: "Chia",
    Kind.PART: "Tách một phần",
    Kind.DISSOLVE: "Giải thể",
    Kind.RENAME: "Đổi tên",
}
SHARED = frozenset({Kind.SPLIT, Kind.PART})
"""What one agency has goes to several, or stays in part."""
MOST_HEIRS = 4
"""Among which one agency is split by one plan."""
STATE_LABELS: dict[State, str] = {
    State.DRAWN_UP: "Chờ người thứ hai xác nhận",
    State.CONFIRMED: "Chờ đến ngày",
    State.DONE: "Đã thực hiện",
    State.REFUSED: "Không thực hiện được",
    State.WITHDRAWN: "Đã bỏ",
}


STANDING = ("name", "short_name", "collective", "code_2020")
"""What a plan may change of an agency that is there."""


@dataclass(frozen=True)
class Heir:
    """Cơ quan kế thừa of a plan, as it is from the first day on."""

    code: str
    new: bool
    """It is made on the first day."""
    name: str
    short_name: str
    collective: str
    code_2020: str
    tier: str
    parent_code: str | None
    mail_domain: str


@dataclass(frozen=True)
class Case:
    """Một phương án và người đang thao tác."""

    state: State
    callers: frozenset[str]
    own: bool = False
    """The caller drew it up."""
    late: bool = False
    """Its first day is over."""


_ADMINISTRATORS = frozenset({Role.DIRECTORY_ADMINISTRATOR})
_CONFIRM = frozenset({Role.DIRECTORY_ADMINISTRATOR, Role.LEADER})
_ANOTHER = Condition[Case]("không phải người lập", lambda case: not case.own, lambda _: Conflict("own_plan"))
_IN_TIME = Condition[Case]("ngày có hiệu lực chưa qua", lambda case: not case.late, lambda _: Conflict("plan_day_over"))

STEPS: Steps[State, Act, Case] = Steps(
    (
        Step(Act.DRAW_UP, "Lập phương án", (Way(frozenset(), State.DRAWN_UP, _ADMINISTRATORS),)),
        Step(
            Act.CONFIRM,
            "Xác nhận phương án",
            (Way(frozenset({State.DRAWN_UP}), State.CONFIRMED, _CONFIRM, (_ANOTHER, _IN_TIME)),),
        ),
        Step(Act.DO, "Thực hiện", (Way(frozenset({State.CONFIRMED}), State.DONE, cause="đến ngày có hiệu lực"),)),
        Step(
            Act.REFUSE,
            "Không thực hiện được",
            (Way(frozenset({State.CONFIRMED}), State.REFUSED, cause="đến ngày mà điều kiện không còn"),),
        ),
        Step(
            Act.WITHDRAW,
            "Bỏ phương án",
            (Way(frozenset({State.DRAWN_UP, State.CONFIRMED, State.REFUSED}), State.WITHDRAWN, _CONFIRM),),
        ),
    ),
    elsewhere=lambda _: Conflict("plan_not_waiting"),
)

_LONGEST_NAME, _LONGEST_SHORT, _LONGEST_NUMBER, _LONGEST_COLLECTIVE = 150, 60, 60, 60


def read_line(text: str, name: str, title: str, longest: int, faults: list[FieldError], *, needed: bool = True) -> str:
    """A line that is printed on papers; what is wrong with it is added to `faults`."""
    line = clean_line(text)
    if (needed and not line) or len(line) > longest:
        faults.append(FieldError(f"/{name}", "wrong", f"Hãy nhập {title} (tối đa {longest} ký tự)."))
        return line
    try:
        return printable(line)
    except Unprintable as error:
        faults.append(FieldError(f"/{name}", error.code, f"{title.capitalize()}: {error.sentence}"))
        return line


def read_names(sent: dict[str, str], faults: list[FieldError]) -> dict[str, str]:
    """Tên, tên viết tắt, tên tập thể of the successor."""
    return {
        "name": read_line(sent["name"], "name", "tên cơ quan", _LONGEST_NAME, faults),
        "short_name": read_line(sent["short_name"], "short_name", "tên viết tắt", _LONGEST_SHORT, faults),
        "collective": read_line(
            sent["collective"], "collective", "tên tập thể", _LONGEST_COLLECTIVE, faults, needed=False
        ),
    }


def read_number(text: str, faults: list[FieldError]) -> str:
    return read_line(text, "document_number", "số quyết định, nghị quyết", _LONGEST_NUMBER, faults)


def read_code(text: str, faults: list[FieldError]) -> str:
    """Mã định danh of a new agency, in either form."""
    code = clean_line(text).upper()
    if not (is_agency_code(code) or is_agency_code_102(code)):
        sentence = "Mã định danh có dạng 000.00.31.H99 (QCVN 102) hoặc H99.31 (QĐ 20/2020)."
        faults.append(FieldError("/new_code", "wrong", sentence))
    return code


def read_code_2020(text: str, faults: list[FieldError]) -> str:
    """Mã định danh theo QĐ 20/2020; empty where it is not given yet."""
    code = clean_line(text).upper()
    if code and not is_agency_code(code):
        faults.append(FieldError("/code_2020", "wrong", "Mã theo QĐ 20/2020 có dạng H99.31.5; để trống nếu chưa có."))
    return code


def at_heir(faults: list[FieldError], number: int) -> list[FieldError]:
    """At the fields of the second, third… successor; those of the first bear no number."""
    if number == 1:
        return faults
    return [FieldError(f"{fault.pointer}_{number}", fault.code, fault.sentence) for fault in faults]


_LONGEST_MATTER, _MOST_MATTERS = 200, 300


def read_matters(named: list[str], faults: list[FieldError]) -> list[str]:
    """Mã thủ tục, tên lĩnh vực that one successor goes on with."""
    lines = list(dict.fromkeys(line for one in named if (line := clean_line(one))))
    if len(lines) > _MOST_MATTERS or any(len(line) > _LONGEST_MATTER for line in lines):
        sentence = f"Ghi tối đa {_MOST_MATTERS} thủ tục, lĩnh vực, mỗi dòng tối đa {_LONGEST_MATTER} ký tự."
        faults.append(FieldError("/matters", "too_many", sentence))
    return lines
