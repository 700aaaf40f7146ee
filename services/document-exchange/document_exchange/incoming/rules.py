"""What a receiver may do with an incoming document (QĐ 28/2018 Điều 9, 10; NĐ 30/2020 Điều 20-24)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shared.access.rights import UNIT_HEAD, Power, Reach, Role, Row, Scope
from shared.core.errors import Conflict, Forbidden
from shared.work.steps import Condition, Step, Steps, Way


class IncomingState(StrEnum):
    """Trạng thái văn bản đến."""

    ARRIVED = "01"  # đã đến
    REFUSED = "02"  # từ chối tiếp nhận (trả lại)
    REGISTERED = "03"  # đã tiếp nhận
    ASSIGNED = "04"  # phân công
    PROCESSING = "05"  # đang xử lý
    DONE = "06"  # hoàn thành


class Recall(StrEnum):
    """Lấy lại: how the sender's wish to have a document back stands."""

    NOT_ASKED = ""
    REQUESTED = "requested"  # đã yêu cầu (13)
    AGREED = "agreed"  # đồng ý (15): the copy is cancelled and frozen
    REFUSED = "refused"  # từ chối (16)
    WITHDRAWN = "withdrawn"  # đã rút trước khi gửi đi
    CLOSED = "closed"  # nơi nhận đã ngừng hoạt động


class Act(StrEnum):
    """Việc văn thư, lãnh đạo, chuyên viên làm với văn bản đến."""

    ARRIVE = "arrive"  # đến
    ENTER = "enter"  # nhập văn bản đến không có gói tin
    ACCEPT = "accept"  # tiếp nhận, vào sổ
    REFUSE = "refuse"  # trả lại
    ASSIGN = "assign"  # phân công
    START = "start"  # bắt đầu xử lý
    COMPLETE = "complete"  # hoàn thành
    CORRECT = "correct"  # sửa thông tin đăng ký
    SCAN = "scan"  # đính bản quét
    SEAL = "seal-scan"  # ký số của cơ quan trên bản quét có dấu Đến
    STRIKE = "strike"  # gạch khỏi sổ
    ASK_BACK = "ask-back"  # nơi gửi yêu cầu lấy lại
    AGREE_RECALL = "agree-recall"  # đồng ý lấy lại
    REFUSE_RECALL = "refuse-recall"  # từ chối lấy lại
    UPDATE = "sender-update"  # cập nhật theo yêu cầu của nơi gửi
    REPLACE = "sender-replace"  # nơi gửi thay bằng văn bản khác
    RELEASE = "release"  # người chủ trì thôi giữ văn bản
    CONTINUE = "agency-continued"  # cơ quan kế thừa xử lý tiếp


@dataclass(frozen=True)
class Answer:
    """Văn bản trả lời, as whoever completes the work names it."""

    id: UUID
    reference: str
    """Số, ký hiệu; empty when the receiver's agency has no such document in force."""


_GIVEN = Power.DOCUMENTS.value
"""What a delegate must have been given for any of it."""
CLERK = frozenset({Role.RECORDS_CLERK.value, Scope.DOCUMENTS.value, _GIVEN})
LEADERS = frozenset({Role.LEADER.value, Scope.DOCUMENTS.value, _GIVEN})
SPECIALISTS = frozenset({Role.SPECIALIST.value, _GIVEN})
HEADS = frozenset({UNIT_HEAD, _GIVEN})
MAY_VIEW_INCOMING = Row(CLERK | LEADERS | SPECIALISTS | HEADS, {Role.SPECIALIST: Reach.OWN})

NEW = frozenset({IncomingState.ARRIVED})
REGISTERED = frozenset({IncomingState.REGISTERED})
ASSIGNED = frozenset({IncomingState.ASSIGNED})
AT_WORK = frozenset({IncomingState.PROCESSING})
IN_HANDS = ASSIGNED | AT_WORK
OPEN_HERE = NEW | REGISTERED | IN_HANDS


@dataclass(frozen=True)
class Case:
    """Văn bản đến và người đang thao tác."""

    state: IncomingState
    callers: frozenset[str]
    recall: str
    is_assigned: bool
    """This person leads or co-operates."""
    in_own_unit: bool = False
    """It was given to the unit that this person heads."""
    unit_cooperates: bool = False
    """That unit co-operates."""
    leads: bool = False
    """This person leads (chủ trì), and does not only co-operate."""
    entered: bool = False
    """It came without a packet, and the clerk entered it."""


IN_FORCE = Condition[Case](
    "chưa bị lấy lại", lambda case: case.recall != Recall.AGREED, lambda case: Conflict("incoming_cancelled")
)
RECALL_ASKED = Condition[Case](
    "đang có yêu cầu lấy lại",
    lambda case: case.recall == Recall.REQUESTED,
    lambda case: Conflict("recall_not_requested"),
)
OWN_WORK = Condition[Case](
    "người được phân công", lambda case: case.is_assigned, lambda case: Forbidden("not_assigned")
)

LEADS = Condition[Case]("người chủ trì", lambda case: case.leads, lambda case: Forbidden("not_lead"))
IN_OWN_UNIT = Condition[Case](
    "giao cho đơn vị mình đứng đầu", lambda case: case.in_own_unit, lambda case: Forbidden("not_your_unit")
)
UNIT_COOPERATES = Condition[Case](
    "đơn vị mình đứng đầu phối hợp", lambda case: case.unit_cooperates, lambda case: Forbidden("not_your_unit")
)

ENTERED = Condition[Case](
    "nhập tay, không có gói tin", lambda case: case.entered, lambda case: Conflict("arrival_by_packet")
)


def _row(act: Act, label: str, *ways: Way[IncomingState, Case]) -> Step[IncomingState, Act, Case]:
    return Step(act, label, ways)


_S = IncomingState
_ANY = frozenset(IncomingState)
STEPS: Steps[IncomingState, Act, Case] = Steps(
    rows=(
        _row(Act.ARRIVE, "Văn bản đến", Way(frozenset(), _S.ARRIVED, cause="nơi gửi")),
        _row(Act.ENTER, "Nhập văn bản đến", Way(frozenset(), _S.ARRIVED, CLERK)),
        _row(Act.ACCEPT, "Tiếp nhận, vào sổ", Way(NEW, _S.REGISTERED, CLERK)),
        _row(
            Act.REFUSE,
            "Trả lại",
            Way(NEW, _S.REFUSED, CLERK),
            # What nobody can ever read is given back by the platform, with the reason: its sender must not wait for a person.
            Way(NEW, _S.REFUSED, cause="gói tin hỏng"),
        ),
        _row(
            Act.ASSIGN,
            "Phân công",
            Way(REGISTERED | ASSIGNED, _S.ASSIGNED, LEADERS),
            # A second assignment during the work changes people, not the state.
            Way(AT_WORK, None, LEADERS),
            # A unit's head gives out inside the unit what the agency's leader gave to it.
            Way(ASSIGNED, _S.ASSIGNED, HEADS, (IN_OWN_UNIT,)),
            Way(AT_WORK, None, HEADS, (IN_OWN_UNIT,)),
            # The head of a unit that co-operates names who does so; the work stays where it is.
            Way(IN_HANDS, None, HEADS, (UNIT_COOPERATES,)),
        ),
        # Specialists work on what they were given; leaders and the agency's system on anything of their agency.
        _row(
            Act.START,
            "Bắt đầu xử lý",
            Way(REGISTERED | ASSIGNED, _S.PROCESSING, LEADERS),
            Way(REGISTERED | ASSIGNED, _S.PROCESSING, SPECIALISTS, (OWN_WORK,)),
        ),
        # The sender is told that all is done: whoever helps with a part does not say so.
        _row(
            Act.COMPLETE,
            "Hoàn thành",
            Way(REGISTERED | IN_HANDS, _S.DONE, LEADERS),
            Way(REGISTERED | IN_HANDS, _S.DONE, SPECIALISTS, (LEADS,)),
            Way(IN_HANDS, _S.DONE, HEADS, (IN_OWN_UNIT,)),
        ),
        # The register says what is true; the packet itself stays as it came (NĐ 30/2020 Điều 22.3b).
        _row(
            Act.CORRECT,
            "Sửa thông tin đăng ký",
            Way(REGISTERED | IN_HANDS, None, CLERK),
            Way(NEW, None, CLERK, (ENTERED,)),
            Way(frozenset({_S.DONE}), None, CLERK, after_end=True),
        ),
        _row(
            Act.SCAN,
            "Đính bản quét",
            Way(NEW | REGISTERED | IN_HANDS, None, CLERK, (ENTERED,)),
            Way(frozenset({_S.DONE}), None, CLERK, (ENTERED,), after_end=True),
        ),
        _row(
            Act.SEAL,
            "Ký số bản quét",
            Way(REGISTERED | IN_HANDS, None, CLERK, (ENTERED,)),
            Way(frozenset({_S.DONE}), None, CLERK, (ENTERED,), after_end=True),
        ),
        # The number stays in the book and is never given again.
        _row(Act.STRIKE, "Gạch khỏi sổ", Way(REGISTERED | IN_HANDS, _S.REFUSED, CLERK, (ENTERED,))),
        _row(Act.ASK_BACK, "Yêu cầu lấy lại", Way(_ANY, None, cause="nơi gửi")),
        _row(Act.AGREE_RECALL, "Đồng ý lấy lại", Way(_ANY, None, CLERK, (RECALL_ASKED,))),
        _row(Act.REFUSE_RECALL, "Từ chối lấy lại", Way(_ANY, None, CLERK, (RECALL_ASKED,))),
        # What the sender wishes to change happens here only once the clerk has agreed (status 15).
        _row(
            Act.UPDATE,
            "Cập nhật theo nơi gửi",
            Way(OPEN_HERE, None, CLERK),
            Way(frozenset({_S.DONE}), None, CLERK, after_end=True),
        ),
        _row(
            Act.REPLACE,
            "Nơi gửi thay bằng văn bản khác",
            Way(OPEN_HERE, _S.DONE, CLERK),
            Way(frozenset({_S.DONE}), None, CLERK, after_end=True),
        ),
        _row(Act.RELEASE, "Đưa về đơn vị", Way(ASSIGNED | AT_WORK, None, cause="danh bạ")),
        _row(Act.CONTINUE, "Sang cơ quan kế thừa", Way(_ANY, None, cause="danh bạ")),
    ),
    elsewhere=lambda case: Conflict("incoming_step_not_allowed"),
    always=(IN_FORCE,),
)
MAY_ASSIGN = Row(STEPS.callers(Act.ASSIGN))
ACCEPTED = STEPS.sources(Act.COMPLETE)
"""Registered and not done yet: somebody here has to answer for it."""
OPEN = NEW | ACCEPTED
"""Still to be done with."""
CLOSED = STEPS.states - OPEN

REFUSAL_REASONS: dict[str, str] = {
    "signature": "Chữ ký số không hợp lệ hoặc không xác thực được",
    "integrity": "Văn bản không toàn vẹn",
    "missing": "Thiếu tệp hoặc hồ sơ kèm theo",
    "misaddressed": "Gửi sai nơi nhận",
    "format": "Sai thể thức hoặc định dạng",
    "secret": "Có nội dung bí mật nhà nước",
    "other": "Lý do khác",
}
"""Lý do trả lại: built from the checks of QĐ 28/2018 Điều 9; `other` needs words."""

UNREADABLE = frozenset({"packet_unreadable", "packet_missing", "packet_altered"})
"""Warnings of a packet that says nothing; the clerk may have it read again."""


def serious(warnings: Sequence[str]) -> list[str]:
    """Warnings that have a code of their own; sentences only remark how the packet was written."""
    return [warning for warning in warnings if " " not in warning]


def refusal_reason(choice: str, words: str) -> str:
    """The sentence that travels with status 02."""
    sentence = REFUSAL_REASONS[choice] if choice != "other" else ""
    return f"{sentence}: {words}" if sentence and words else sentence or words
