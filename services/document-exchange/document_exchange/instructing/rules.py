"""What may be done with an arrival inside the agency: presented, instructed on, shared, reported, extended, reopened. Pure values."""

from dataclasses import dataclass
from enum import StrEnum

from document_exchange.incoming.rules import (
    ASSIGNED,
    AT_WORK,
    CLERK,
    HEADS,
    IN_FORCE,
    IN_HANDS,
    IN_OWN_UNIT,
    LEADERS,
    NEW,
    REGISTERED,
    SPECIALISTS,
    IncomingState,
)
from document_exchange.incoming.rules import Case as DocumentCase
from shared.core.errors import Conflict, Forbidden
from shared.work.steps import Condition, Step, Steps, Way


class Work(StrEnum):
    """Việc với văn bản đến trong nội bộ cơ quan."""

    PRESENT = "present"  # trình
    TAKE_BACK = "take-back"  # rút lại
    HAND_ON = "hand-on"  # chuyển lãnh đạo khác
    HAND_BACK = "hand-back"  # trả lại văn thư
    LAPSE = "lapse"  # người được trình không còn giữ chức
    INSTRUCT = "instruct"  # bút phê
    SHARE = "share"  # thêm người phối hợp, để biết
    TAKE_OFF = "take-off"  # cho thôi
    GIVE_BACK = "give-back"  # trả việc
    REPORT = "report"  # báo phần việc
    READ = "read"  # đã xem
    PROGRESS = "progress"  # báo tiến độ
    PROPOSE = "propose"  # đề xuất giải quyết
    ASK_EXTENSION = "ask-extension"  # xin gia hạn
    EXTEND = "extend"  # gia hạn
    REFUSE_EXTENSION = "refuse-extension"  # không gia hạn
    REOPEN = "reopen"  # mở lại
    SET_READING = "set-reading"  # đặt quyền xem


class Part(StrEnum):
    """Vai trò trong việc giải quyết một văn bản đến."""

    LEAD = "lead"  # chủ trì
    COOPERATE = "cooperate"  # phối hợp
    INFORM = "inform"  # để biết


class Outcome(StrEnum):
    """Kết quả một phần việc."""

    OPEN = ""  # chưa báo
    DONE = "done"  # đã xong
    REFUSED = "refused"  # không làm được, có lý do
    READ = "read"  # đã xem


class Presented(StrEnum):
    """Tình trạng một lượt trình."""

    WAITING = "waiting"  # chờ cho ý kiến
    INSTRUCTED = "instructed"  # đã có ý kiến
    PASSED_ON = "passed-on"  # chuyển lãnh đạo khác
    HANDED_BACK = "handed-back"  # trả lại văn thư
    TAKEN_BACK = "taken-back"  # văn thư rút lại, trình người khác
    LAPSED = "lapsed"  # người được trình không còn giữ chức
    ENDED = "ended"  # văn bản đã xong


class Extension(StrEnum):
    """Tình trạng một lượt xin gia hạn."""

    ASKED = "asked"  # chờ quyết định
    GRANTED = "granted"  # đồng ý
    REFUSED = "refused"  # không đồng ý
    LAPSED = "lapsed"  # phần việc không còn


PART_NAMES: dict[str, str] = {Part.LEAD: "chủ trì", Part.COOPERATE: "phối hợp", Part.INFORM: "để biết"}


@dataclass(frozen=True)
class Case:
    """Văn bản đến và người đang thao tác, as the work inside the agency sees them."""

    document: DocumentCase
    waits: bool = False
    """It was presented and waits for a leader's opinion."""
    waits_for_me: bool = False
    part: str = ""
    """This person's, or that of the unit which he heads where he has none of his own."""
    may_decide: bool = False
    """He gave the work whose term is asked for, or stands where whoever gave it stood."""
    completed_it: bool = False
    this_year: bool = False
    """It was completed in the year that runs."""
    replaced: bool = False
    """Its sender sent another in its place, which is held here."""

    @property
    def state(self) -> IncomingState:
        return self.document.state

    @property
    def callers(self) -> frozenset[str]:
        return self.document.callers


Need = Condition[Case]
NOT_REPLACED = Need("chưa được thay thế", lambda case: not case.replaced, lambda case: Conflict("document_replaced"))
_FORCE = Need(IN_FORCE.words, lambda case: IN_FORCE.holds(case.document), lambda case: IN_FORCE.refuse(case.document))
WAITS = Need("đang trình lãnh đạo", lambda case: case.waits, lambda case: Conflict("not_presented"))
WAITS_FOR_ME = Need("trình chính mình", lambda case: case.waits_for_me, lambda case: Conflict("not_presented_to_you"))
HAS_PART = Need("người, đơn vị có phần việc", lambda case: bool(case.part), lambda case: Forbidden("not_assigned"))
WORKS = Need(
    "chủ trì hoặc phối hợp",
    lambda case: case.part in (Part.LEAD, Part.COOPERATE),
    lambda case: Forbidden("not_assigned"),
)
HELPS = Need("phối hợp", lambda case: case.part == Part.COOPERATE, lambda case: Forbidden("not_cooperating"))
INFORMED = Need("được chuyển để biết", lambda case: case.part == Part.INFORM, lambda case: Forbidden("not_informed"))
LEADS = Need("người chủ trì", lambda case: case.part == Part.LEAD, lambda case: Forbidden("not_lead"))
OWN_UNIT = Need(
    IN_OWN_UNIT.words,
    lambda case: IN_OWN_UNIT.holds(case.document),
    lambda case: IN_OWN_UNIT.refuse(case.document),
)
GAVE_IT = Need("người giao việc", lambda case: case.may_decide, lambda case: Forbidden("not_giver"))
THIS_YEAR = Need("hoàn thành trong năm nay", lambda case: case.this_year, lambda case: Conflict("year_is_over"))
COMPLETED_IT = Need("người đã hoàn thành", lambda case: case.completed_it, lambda case: Forbidden("not_completer"))

_S = IncomingState
_OPEN = REGISTERED | IN_HANDS
_DONE = frozenset({_S.DONE})
_ANY = frozenset(IncomingState)
_WORKERS = SPECIALISTS | LEADERS | HEADS


def _row(act: Work, label: str, *ways: Way[IncomingState, Case]) -> Step[IncomingState, Work, Case]:
    return Step(act, label, ways)


STEPS: Steps[IncomingState, Work, Case] = Steps(
    rows=(
        _row(Work.PRESENT, "Trình lãnh đạo", Way(_OPEN, None, CLERK | LEADERS)),
        _row(Work.TAKE_BACK, "Rút lại văn bản đã trình", Way(_OPEN, None, CLERK | LEADERS, (WAITS,))),
        _row(Work.HAND_ON, "Chuyển lãnh đạo khác", Way(_OPEN, None, LEADERS, (WAITS_FOR_ME,))),
        _row(Work.HAND_BACK, "Trả lại văn thư", Way(_OPEN, None, LEADERS, (WAITS_FOR_ME,))),
        _row(Work.LAPSE, "Thôi trình", Way(_ANY, None, cause="danh bạ")),
        _row(
            Work.INSTRUCT,
            "Ý kiến chỉ đạo",
            Way(REGISTERED | ASSIGNED, _S.ASSIGNED, LEADERS),
            # A later opinion adds to what was said before: people change, not the state.
            Way(AT_WORK, None, LEADERS),
        ),
        _row(
            Work.SHARE,
            "Chuyển thêm",
            Way(_OPEN, None, LEADERS),
            Way(IN_HANDS, None, _WORKERS, (HAS_PART,)),
            Way(IN_HANDS, None, HEADS, (OWN_UNIT,)),
            Way(_DONE, None, LEADERS, after_end=True),
            Way(_DONE, None, _WORKERS, (HAS_PART,), after_end=True),
        ),
        _row(
            Work.TAKE_OFF,
            "Cho thôi",
            Way(_OPEN, None, LEADERS),
            Way(IN_HANDS, None, HEADS, (OWN_UNIT,)),
            Way(IN_HANDS, None, SPECIALISTS, (LEADS,)),
        ),
        _row(Work.GIVE_BACK, "Trả việc", Way(IN_HANDS, None, _WORKERS, (WORKS,))),
        _row(Work.REPORT, "Báo phần việc", Way(IN_HANDS, None, _WORKERS, (HELPS,))),
        _row(
            Work.READ,
            "Đã xem",
            Way(_OPEN, None, _WORKERS, (INFORMED,)),
            Way(_DONE, None, _WORKERS, (INFORMED,), after_end=True),
        ),
        _row(Work.PROGRESS, "Báo tiến độ", Way(IN_HANDS, None, _WORKERS, (WORKS,))),
        _row(Work.PROPOSE, "Đề xuất giải quyết", Way(IN_HANDS, None, _WORKERS, (WORKS,))),
        _row(Work.ASK_EXTENSION, "Xin gia hạn", Way(IN_HANDS, None, _WORKERS, (WORKS,))),
        _row(
            Work.EXTEND,
            "Đồng ý gia hạn",
            Way(IN_HANDS, None, LEADERS),
            Way(IN_HANDS, None, HEADS, (GAVE_IT,)),
        ),
        _row(
            Work.REFUSE_EXTENSION,
            "Không đồng ý gia hạn",
            Way(IN_HANDS, None, LEADERS),
            Way(IN_HANDS, None, HEADS, (GAVE_IT,)),
        ),
        _row(
            Work.REOPEN,
            "Mở lại",
            Way(_DONE, _S.PROCESSING, LEADERS, (THIS_YEAR, NOT_REPLACED), after_end=True),
            Way(_DONE, _S.PROCESSING, SPECIALISTS | HEADS, (COMPLETED_IT, THIS_YEAR, NOT_REPLACED), after_end=True),
        ),
        _row(
            Work.SET_READING,
            "Đặt quyền xem",
            Way(NEW | _OPEN, None, CLERK | LEADERS),
            Way(_DONE, None, CLERK | LEADERS, after_end=True),
        ),
    ),
    elsewhere=lambda case: Conflict("incoming_step_not_allowed"),
    always=(_FORCE,),
)


@dataclass(frozen=True)
class Whose:
    """Người hay đơn vị, as a form and a call name them: `person:<id>`, `unit:<id>`."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


def read_whose(text: str) -> Whose | None:
    """None for what names neither a person nor a unit."""
    kind, _, found = text.partition(":")
    return Whose(kind, found) if kind in ("person", "unit") and found else None
