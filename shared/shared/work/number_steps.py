"""What may be done with a number and with a year's book: the two tables of steps (decision 20) of every service that numbers.

From them follow the right behind the page and the calls, the buttons, the refusals, the pictures in docs/states.md, and what the
SQL of `shared.work.numbering` lets through, which is what counts when several act at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shared.core.errors import Conflict, Refusal
from shared.work.steps import Condition, Step, Steps, Way

LARGEST_NUMBER = 2_000_000_000
"""No book counts so far, and the columns of numbers hold hardly more."""


class NumberState(StrEnum):
    """Tình trạng của một số."""

    FREE = "free"  # chưa cấp
    RESERVED = "reserved"  # đang giữ
    BORNE = "borne"  # văn bản, hồ sơ mang
    ON_PAPER = "on-paper"  # văn bản giấy mang
    VOID = "void"  # đã bỏ
    GAP = "gap"  # trống chưa giải trình


class BookState(StrEnum):
    """Tình trạng của sổ một năm."""

    EMPTY = "empty"  # chưa cấp số nào
    OPEN = "open"  # đang mở
    CLOSED = "closed"  # đã khóa


class Act(StrEnum):
    """Việc với sổ và số."""

    TAKE = "take"  # cấp số tiếp theo
    RESERVE = "reserve"  # giữ số
    BEAR = "bear"  # cấp số đã giữ
    REGISTER = "register"  # ghi văn bản giấy vào sổ đăng ký
    USE = "use"  # ghi văn bản giấy mang số
    GIVE_BACK = "give-back"  # trả lại số
    VOID = "void"  # bỏ số
    CLOSE = "close"  # khóa sổ năm
    REOPEN = "reopen"  # mở lại sổ năm


NUMBER_STATE_LABELS: dict[NumberState, str] = {
    NumberState.FREE: "Chưa cấp",
    NumberState.RESERVED: "Đang giữ",
    NumberState.BORNE: "Đã có văn bản, hồ sơ mang",
    NumberState.ON_PAPER: "Văn bản giấy",
    NumberState.VOID: "Đã bỏ",
    NumberState.GAP: "Trống chưa giải trình",
}
BOOK_STATE_LABELS: dict[BookState, str] = {
    BookState.EMPTY: "Chưa cấp số nào",
    BookState.OPEN: "Đang mở",
    BookState.CLOSED: "Đã khóa",
}


@dataclass(frozen=True)
class NumberCase:
    """Một số và người đang thao tác."""

    state: NumberState
    callers: frozenset[str]
    number: int | None = None
    by_hand: bool = True
    """A person keeps it, not the platform for an object that is being made."""
    is_last: bool = True
    """No later number of its series has been given."""
    in_register: bool = False
    """What bears a number of its series on paper is a line of a register, not a few words beside the number."""


@dataclass(frozen=True)
class BookCase:
    """Sổ của một năm và người đang thao tác."""

    state: BookState
    callers: frozenset[str]
    year: int
    is_over: bool = True
    has_reserved: bool = False
    has_gaps: bool = False


NumberSteps = Steps[NumberState, Act, NumberCase]
BookSteps = Steps[BookState, Act, BookCase]

BY_HAND = Condition[NumberCase](
    "số do người giữ", lambda case: case.by_hand, lambda case: Conflict("number_kept_for_another", number=case.number)
)
IS_LAST = Condition[NumberCase](
    "chưa cấp số nào sau đó", lambda case: case.is_last, lambda case: Conflict("number_passed", number=case.number)
)
IN_REGISTER = Condition[NumberCase](
    "văn bản giấy của sổ này có sổ đăng ký",
    lambda case: case.in_register,
    lambda case: Conflict("number_not_reserved", number=case.number),
)
IN_WORDS = Condition[NumberCase](
    "văn bản giấy của sổ này không có sổ đăng ký",
    lambda case: not case.in_register,
    lambda case: Conflict("paper_belongs_in_register"),
)
YEAR_OVER = Condition[BookCase](
    "năm đã hết", lambda case: case.is_over, lambda case: Conflict("year_not_over", year=case.year)
)
NOTHING_RESERVED = Condition[BookCase](
    "không còn số đang giữ",
    lambda case: not case.has_reserved,
    lambda case: Conflict("numbers_reserved", year=case.year),
)
NO_GAPS = Condition[BookCase](
    "không còn số trống chưa giải trình",
    lambda case: not case.has_gaps,
    lambda case: Conflict("numbers_unexplained", year=case.year),
)

_TAKEN = "văn bản được cấp số, văn bản đến được vào sổ"
_BEING_ACCEPTED = "hồ sơ đang được tiếp nhận, phiếu đang được lập"
_N, _B = NumberState, BookState


def _is(*states: NumberState) -> frozenset[NumberState]:
    return frozenset(states)


def number_steps(keepers: frozenset[str]) -> NumberSteps:
    """The table of a number. `keepers`: roles and powers of those who keep the books."""
    kept = _is(_N.RESERVED)
    in_register = _is(_N.RESERVED, _N.ON_PAPER)
    return Steps(
        (
            Step(Act.TAKE, "Cấp số tiếp theo", (Way(_is(_N.FREE), _N.BORNE, cause=_TAKEN),)),
            Step(
                Act.RESERVE,
                "Giữ số",
                (Way(_is(_N.FREE), _N.RESERVED, keepers), Way(_is(_N.FREE), _N.RESERVED, cause=_BEING_ACCEPTED)),
            ),
            Step(
                Act.BEAR,
                "Cấp số đã giữ",
                (
                    Way(kept, _N.BORNE, keepers, (BY_HAND,)),
                    Way(kept, _N.BORNE, cause="hồ sơ được tiếp nhận, phiếu được lập"),
                ),
            ),
            # What was noted in words before its series had a register goes there too.
            Step(
                Act.REGISTER,
                "Ghi văn bản giấy vào sổ đăng ký",
                (Way(in_register, _N.BORNE, keepers, (IN_REGISTER, BY_HAND)),),
            ),
            Step(Act.USE, "Ghi văn bản giấy mang số", (Way(kept, _N.ON_PAPER, keepers, (IN_WORDS, BY_HAND)),)),
            Step(
                Act.GIVE_BACK,
                "Trả lại số",
                (
                    Way(kept, _N.FREE, keepers, (BY_HAND, IS_LAST)),
                    Way(kept, _N.FREE, cause="hồ sơ không được tiếp nhận, phiếu không được lập"),
                ),
            ),
            # Of a reserved number; or of a gap, which is explained so.
            Step(Act.VOID, "Bỏ số", (Way(_is(_N.RESERVED, _N.GAP), _N.VOID, keepers),)),
        ),
        elsewhere=_not_kept,
    )


def book_steps(keepers: frozenset[str]) -> BookSteps:
    """The table of a year's book."""
    open_or_new = frozenset({_B.EMPTY, _B.OPEN})
    settled = YEAR_OVER, NOTHING_RESERVED, NO_GAPS
    return Steps(
        (
            Step(Act.TAKE, "Cấp số tiếp theo", (Way(open_or_new, _B.OPEN, cause="số được cấp"),)),
            Step(Act.RESERVE, "Giữ số", (Way(open_or_new, _B.OPEN, keepers),)),
            Step(
                Act.CLOSE,
                "Khóa sổ năm",
                (
                    Way(frozenset({_B.OPEN}), _B.CLOSED, keepers, settled),
                    Way(frozenset({_B.OPEN}), _B.CLOSED, needs=settled, cause="năm mới bắt đầu"),
                ),
            ),
            Step(
                Act.REOPEN,
                "Mở lại sổ năm",
                (Way(frozenset({_B.CLOSED}), _B.OPEN, keepers),),
                elsewhere=lambda case: Conflict("series_not_closed", year=case.year),
            ),
        ),
        elsewhere=_not_open,
    )


def _not_kept(case: NumberCase) -> Refusal:
    if case.state is NumberState.VOID:
        return Conflict("number_void", number=case.number)
    if case.state in (NumberState.BORNE, NumberState.ON_PAPER):
        return Conflict("number_borne", number=case.number)
    return Conflict("number_not_reserved", number=case.number)


def _not_open(case: BookCase) -> Refusal:
    return Conflict("series_empty" if case.state is BookState.EMPTY else "series_closed", year=case.year)


_KEPT_AS = {
    NumberState.RESERVED: "(NOT void AND bearer = '')",
    NumberState.ON_PAPER: "(NOT void AND bearer <> '')",
    NumberState.VOID: "void",
}
"""How a row of `held_number` says its state; of the others it has no row."""
_COUNTED_AS = {BookState.OPEN: "closed_at IS NULL", BookState.CLOSED: "closed_at IS NOT NULL"}
"""How a row of `number_counter` says its state; an empty book has none."""


def held_in(states: Iterable[NumberState]) -> str:
    """SQL: the row of `held_number` is in one of these states."""
    wanted = set(states)
    return "(" + " OR ".join(words for state, words in _KEPT_AS.items() if state in wanted) + ")"


def counted_in(states: Iterable[BookState], alias: str = "") -> str:
    """SQL: the row of `number_counter` is in one of these states."""
    wanted = set(states)
    return "(" + " OR ".join(alias + words for state, words in _COUNTED_AS.items() if state in wanted) + ")"


HELD_STATE = "CASE " + " ".join(f"WHEN {words} THEN '{state}'" for state, words in _KEPT_AS.items()) + " END"
"""SQL: the state of a row of `held_number`."""
