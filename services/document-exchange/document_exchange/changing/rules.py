"""What may be done with a sender's wish to change a document that is here (QCVN 102:2016, Bussiness; QĐ 28/2018 Điều 8, 9)."""

from dataclasses import dataclass
from enum import StrEnum

from document_exchange.incoming.rules import CLERK
from document_exchange.packets.packet import BusinessType
from shared.core.errors import Conflict
from shared.work.steps import Condition, Steps, Way
from shared.work.steps import Step as StepRow


class ChangeState(StrEnum):
    """Tình trạng yêu cầu thay đổi."""

    WAITING = "waiting"  # chờ văn thư trả lời
    UNMATCHED = "unmatched"  # chưa tìm thấy văn bản
    HANDED = "handed"  # đã thành yêu cầu lấy lại trên văn bản đến
    AGREED = "agreed"  # đồng ý (15)
    REFUSED = "refused"  # từ chối (16)
    REJECTED = "rejected"  # không nhận: người khác nói thay nơi gửi


class ChangeAct(StrEnum):
    """Việc với yêu cầu thay đổi."""

    ARRIVE = "arrive"  # đến
    MATCH = "match"  # văn bản đến sau yêu cầu
    LINK = "link"  # chọn văn bản bằng tay
    AGREE = "agree"  # đồng ý (15)
    REFUSE = "refuse"  # từ chối (16)


@dataclass(frozen=True)
class Case:
    """Yêu cầu và người đang thao tác."""

    state: ChangeState
    callers: frozenset[str]
    in_force: bool = True
    """The document meant is still in force here."""
    returned: bool = False
    """It was given back to its sender (02) or struck out."""
    obstacle: str = ""
    """Why a new document cannot take its place now, by a code of the texts."""


IN_FORCE = Condition[Case](
    "văn bản chưa bị lấy lại", lambda case: case.in_force, lambda case: Conflict("incoming_cancelled")
)
HERE = Condition[Case](
    "văn bản chưa trả lại", lambda case: not case.returned, lambda case: Conflict("incoming_returned")
)
REPLACEABLE = Condition[Case](
    "văn bản thay thế còn ở đây", lambda case: not case.obstacle, lambda case: Conflict(case.obstacle)
)
_S = ChangeState
_NEW: frozenset[ChangeState] = frozenset()
_WAITING, _UNMATCHED = frozenset({_S.WAITING}), frozenset({_S.UNMATCHED})
STEPS: Steps[ChangeState, ChangeAct, Case] = Steps(
    rows=(
        StepRow(
            ChangeAct.ARRIVE,
            "Yêu cầu đến",
            (
                Way(_NEW, _S.WAITING, cause="nơi gửi: cập nhật, thay thế"),
                Way(_NEW, _S.HANDED, cause="nơi gửi: lấy lại, bỏ cơ quan khỏi nơi nhận"),
                Way(_NEW, _S.UNMATCHED, cause="chưa có văn bản ấy"),
                Way(_NEW, _S.REJECTED, cause="văn bản của cơ quan khác"),
                # Nothing of it is held here any more: the answer is certain.
                Way(_NEW, _S.AGREED, cause="đã lấy lại trước đó"),
                Way(_NEW, _S.REFUSED, cause="đã trả lại, đã lấy lại trước đó"),
            ),
        ),
        StepRow(
            ChangeAct.MATCH,
            "Văn bản đến sau yêu cầu",
            (
                Way(_UNMATCHED, _S.WAITING, cause="văn bản đến"),
                Way(_UNMATCHED, _S.HANDED, cause="văn bản đến"),
            ),
        ),
        StepRow(
            ChangeAct.LINK,
            "Chọn văn bản",
            (Way(_UNMATCHED, _S.WAITING, CLERK), Way(_UNMATCHED, _S.HANDED, CLERK)),
        ),
        StepRow(ChangeAct.AGREE, "Đồng ý", (Way(_WAITING, _S.AGREED, CLERK, (IN_FORCE, HERE, REPLACEABLE)),)),
        StepRow(ChangeAct.REFUSE, "Từ chối", (Way(_WAITING | _UNMATCHED, _S.REFUSED, CLERK),)),
    ),
    elsewhere=lambda case: Conflict("change_answered"),
)
OPEN = STEPS.sources(ChangeAct.REFUSE)
"""A clerk has yet to answer."""

KIND_LABELS: dict[int, str] = {
    BusinessType.RECALL: "Thu hồi",
    BusinessType.UPDATE: "Cập nhật",
    BusinessType.REPLACE: "Thay thế",
}
STATE_LABELS: dict[str, str] = {
    _S.WAITING: "Chờ trả lời",
    _S.UNMATCHED: "Chưa tìm thấy văn bản",
    _S.HANDED: "Đã chuyển thành yêu cầu lấy lại",
    _S.AGREED: "Đã đồng ý",
    _S.REFUSED: "Đã từ chối",
    _S.REJECTED: "Không nhận",
}
PROBLEMS: dict[str, str] = {
    "document_unknown": "Không tìm thấy văn bản này trong số văn bản của nơi gửi đã đến cơ quan.",
    "another_sender": "Văn bản mang mã định danh này do cơ quan khác gửi; chỉ cơ quan đã gửi được thu hồi, cập nhật, thay thế.",
    "already_returned": "Văn bản đã được trả lại nơi gửi, không còn giữ tại đây.",
    "already_recalled": "Văn bản đã được lấy lại trước đó; bản tại đây đã hủy bỏ.",
    "already_replaced": "Văn bản đã được thay thế trước đó.",
    "nothing_changed": "Gói tin cập nhật không nêu điều gì khác với văn bản đang có.",
}
"""Why it is not simply the clerk's to answer, in words that also travel with 16."""


@dataclass(frozen=True)
class Mended:
    """Một mục thay đổi, as the page shows it."""

    title: str
    before: str
    after: str
