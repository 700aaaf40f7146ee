"""Lấy ý kiến về dự thảo as values: who is asked, what may be done with it, by whom (NĐ 30/2020 Điều 10.3)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.access.rights import UNIT_HEAD, Power, Reach, Role, Row
from shared.core.errors import Conflict, Forbidden, Refusal
from shared.work.steps import Condition, Step, Steps, Way


class OpinionState(StrEnum):
    """Tình trạng một lượt lấy ý kiến."""

    ASKED = "asked"  # chờ ý kiến
    ANSWERED = "answered"  # đã có ý kiến
    REPLIED = "replied"  # đã tiếp thu, giải trình
    WITHDRAWN = "withdrawn"  # rút lại
    CLOSED = "closed"  # dự thảo đã ký hoặc dừng trước khi có ý kiến


class OpinionAct(StrEnum):
    """Việc với một lượt lấy ý kiến."""

    ASK = "ask"  # lấy ý kiến
    HAND_ON = "hand-on"  # chuyển người, đơn vị khác trả lời
    ANSWER = "answer"  # cho ý kiến
    EXTEND = "extend"  # gia hạn
    REMIND = "remind"  # nhắc
    WITHDRAW = "withdraw"  # rút lại
    REPLY = "reply"  # tiếp thu, giải trình
    SHOW = "show"  # gửi bảng tổng hợp
    CLOSE = "close"  # kết thúc cùng dự thảo
    RELEASE = "release"  # người trả lời không còn ở vị trí
    CONTINUE = "continue"  # cơ quan kế thừa trả lời


class Opinion(StrEnum):
    """Ý kiến về dự thảo."""

    AGREE = "agree"  # thống nhất
    REMARKS = "remarks"  # thống nhất, có góp ý
    OTHER = "other"  # ý kiến khác


class Reply(StrEnum):
    """Người soạn thảo trả lời ý kiến."""

    ACCEPTED = "accepted"  # tiếp thu
    PARTLY = "partly"  # tiếp thu một phần
    EXPLAINED = "explained"  # giải trình, giữ nội dung


_GIVEN = Power.DOCUMENTS.value
_CLERK = frozenset({Role.RECORDS_CLERK.value, _GIVEN})
_LEADERS = frozenset({Role.LEADER.value, _GIVEN})
_STAFF = _CLERK | _LEADERS | {Role.SPECIALIST.value}
HEADS = frozenset({UNIT_HEAD, _GIVEN})
OFFICE = _CLERK | _LEADERS
"""Who see what other agencies ask, and say who answers it."""
MAY_GIVE_OPINIONS = Row(_STAFF | HEADS, {Role.SPECIALIST: Reach.OWN})
MOST_ASKED = 120
"""All communes of a province are about a hundred."""


@dataclass(frozen=True)
class Case:
    """Lượt lấy ý kiến và người đang thao tác."""

    state: OpinionState
    callers: frozenset[str]
    asks: bool = False
    """He has the draft."""
    answers: bool = False
    hands_on: bool = False
    """He heads the unit, or stands for the agency, that was asked."""
    is_open: bool = True
    """The draft is neither signed nor dropped."""


Need = Condition[Case]
ASKS = Need("người soạn thảo", lambda case: case.asks, lambda case: Forbidden("not_drafter"))
ANSWERS = Need("nơi được lấy ý kiến", lambda case: case.answers, lambda case: Forbidden("not_asked_for_opinion"))
HANDS_ON = Need(
    "người đứng đầu nơi được lấy ý kiến",
    lambda case: case.hands_on,
    lambda case: Forbidden("opinion_not_yours_to_give"),
)
OPEN = Need("dự thảo chưa ký, chưa hủy", lambda case: case.is_open, lambda case: Conflict("opinion_closed"))

_S, _A = OpinionState, OpinionAct
ASKED = frozenset({_S.ASKED})
DROPPED = "Dự thảo đã dừng."
"""Why requests end with a draft that is never issued."""
_SAID = frozenset({_S.ANSWERED, _S.REPLIED})
STILL_OPEN = frozenset({_S.ASKED, _S.ANSWERED})
"""What whoever was asked may still do something with."""
ASKED_IN_VAIN = frozenset({_S.WITHDRAWN, _S.CLOSED})
"""Whoever was asked so may be asked about the same version again, such as when a signed document comes back from the clerk."""
_WHY: dict[OpinionState, str] = {
    _S.CLOSED: "opinion_closed",
    _S.WITHDRAWN: "opinion_withdrawn",
    _S.REPLIED: "opinion_replied",
}


def _elsewhere(case: Case) -> Refusal:
    return Conflict(_WHY.get(case.state, "opinion_step_not_allowed") if case.is_open else "opinion_closed")


def _row(
    act: OpinionAct, label: str, *ways: Way[OpinionState, Case], elsewhere: Callable[[Case], Refusal] | None = None
) -> Step[OpinionState, OpinionAct, Case]:
    return Step(act, label, ways, elsewhere)


STEPS: Steps[OpinionState, OpinionAct, Case] = Steps(
    rows=(
        _row(_A.ASK, "Lấy ý kiến", Way(frozenset(), _S.ASKED, _STAFF, (ASKS,))),
        _row(_A.HAND_ON, "Chuyển người trả lời", Way(ASKED, None, OFFICE | HEADS, (HANDS_ON, OPEN))),
        _row(
            _A.ANSWER,
            "Cho ý kiến",
            # Until the drafter has answered it, he may say it anew.
            Way(STILL_OPEN, _S.ANSWERED, _STAFF | HEADS, (ANSWERS, OPEN)),
            Way(STILL_OPEN, _S.ANSWERED, cause="cơ quan được lấy ý kiến"),
        ),
        _row(_A.EXTEND, "Gia hạn", Way(ASKED, None, _STAFF, (ASKS,))),
        _row(_A.REMIND, "Nhắc cho ý kiến", Way(ASKED, None, _STAFF, (ASKS,))),
        _row(_A.WITHDRAW, "Rút lại lượt lấy ý kiến", Way(ASKED, _S.WITHDRAWN, _STAFF, (ASKS,))),
        _row(_A.REPLY, "Tiếp thu, giải trình", Way(_SAID, _S.REPLIED, _STAFF, (ASKS,))),
        _row(_A.SHOW, "Gửi bảng tổng hợp cho các nơi góp ý", Way(_SAID, None, _STAFF, (ASKS,))),
        _row(_A.CLOSE, "Kết thúc cùng dự thảo", Way(ASKED, _S.CLOSED, cause="dự thảo được ký hoặc hủy")),
        _row(_A.RELEASE, "Chờ người khác trả lời", Way(ASKED, None, cause="danh bạ")),
        _row(_A.CONTINUE, "Cơ quan kế thừa trả lời", Way(ASKED, None, cause="danh bạ")),
    ),
    elsewhere=_elsewhere,
)

STATES: dict[str, str] = {
    _S.ASKED: "Chờ ý kiến",
    _S.ANSWERED: "Đã có ý kiến",
    _S.REPLIED: "Đã tiếp thu, giải trình",
    _S.WITHDRAWN: "Đã rút lại",
    _S.CLOSED: "Kết thúc, chưa có ý kiến",
}
STATE_COLOURS: dict[str, str] = {_S.ASKED: "yellow", _S.ANSWERED: "blue", _S.REPLIED: "green"}
OPINIONS: dict[str, str] = {
    Opinion.AGREE: "Thống nhất",
    Opinion.REMARKS: "Thống nhất, có góp ý",
    Opinion.OTHER: "Ý kiến khác",
}
REPLIES: dict[str, str] = {
    Reply.ACCEPTED: "Tiếp thu",
    Reply.PARTLY: "Tiếp thu một phần",
    Reply.EXPLAINED: "Giải trình, giữ nội dung dự thảo",
}
REFUSALS: dict[str, str] = {
    "opinion_step_not_allowed": "Lượt lấy ý kiến không ở trạng thái cho phép việc này, hãy tải lại trang.",
    "opinion_closed": "Dự thảo đã được ký hoặc đã dừng, không nhận ý kiến nữa.",
    "opinion_withdrawn": "Người soạn thảo đã rút lại lượt lấy ý kiến này.",
    "opinion_replied": "Người soạn thảo đã trả lời ý kiến này, không sửa được nữa.",
    "not_asked_for_opinion": "Lượt lấy ý kiến này không hỏi bạn, hoặc đã chuyển người khác trả lời.",
    "opinion_not_yours_to_give": "Chỉ người đứng đầu nơi được lấy ý kiến chuyển người khác trả lời được.",
    "nobody_asked": "Hãy chọn ít nhất một đơn vị, người hoặc cơ quan để lấy ý kiến.",
    "nothing_to_read": "Dự thảo chưa có văn bản chính; hãy đính tệp trước khi lấy ý kiến.",
    "asked_yourself": "Người soạn thảo không tự cho ý kiến về dự thảo của mình.",
    "opinion_on_own_draft": "Bạn là người soạn thảo dự thảo này, không tự cho ý kiến; hãy để người khác trả lời.",
    "opinion_draft_taken_back": "Lượt lấy ý kiến đã rút lại hoặc dự thảo đã dừng: tệp dự thảo không mở được nữa.",
    "asked_already": "Nơi này đã được lấy ý kiến về bản dự thảo này.",
    "opinion_party_unknown": "Hãy chọn một đơn vị, người hoặc cơ quan trong danh sách.",
    "opinion_term_required": "Hãy chọn hạn cho ý kiến.",
    "reminded_today": "Hôm nay đã nhắc nơi này.",
    "nothing_to_show": "Chưa có ý kiến nào để tổng hợp.",
    "opinion_required": "Hãy chọn ý kiến về dự thảo.",
    "reply_required": "Hãy chọn tiếp thu hay giải trình.",
    "opinion_unknown_draft": "Dự thảo đã được sửa sau khi bạn mở trang này; hãy xem lại bản mới rồi lấy ý kiến.",
    "opinion_id_taken": "Mã yêu cầu này đã dùng cho dự thảo khác.",
}


def is_late(answered_on: date, due_on: date) -> bool:
    """The day of the term is still in time."""
    return answered_on > due_on
