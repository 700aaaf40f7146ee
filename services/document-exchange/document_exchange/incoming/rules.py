"""What a receiver may do with an incoming document (QĐ 28/2018 Điều 9, 10; NĐ 30/2020 Điều 20-24)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shared.core.errors import Conflict


class IncomingState(StrEnum):
    """Trạng thái văn bản đến."""

    ARRIVED = "01"  # đã đến
    REFUSED = "02"  # từ chối tiếp nhận (trả lại)
    REGISTERED = "03"  # đã tiếp nhận
    ASSIGNED = "04"  # phân công
    PROCESSING = "05"  # đang xử lý
    DONE = "06"  # hoàn thành


class Act(StrEnum):
    """Việc văn thư, lãnh đạo, chuyên viên làm với văn bản đến."""

    ACCEPT = "accept"  # tiếp nhận, vào sổ
    REFUSE = "refuse"  # trả lại
    ASSIGN = "assign"  # phân công
    START = "start"  # bắt đầu xử lý
    COMPLETE = "complete"  # hoàn thành
    AGREE_RECALL = "agree-recall"  # đồng ý lấy lại
    REFUSE_RECALL = "refuse-recall"  # từ chối lấy lại


@dataclass(frozen=True)
class Answer:
    """Văn bản trả lời, as whoever completes the work names it."""

    id: UUID
    reference: str
    """Số, ký hiệu; empty when the receiver's agency has no such document in force."""


ALLOWED: dict[Act, frozenset[IncomingState]] = {
    Act.ACCEPT: frozenset({IncomingState.ARRIVED}),
    Act.REFUSE: frozenset({IncomingState.ARRIVED}),
    Act.ASSIGN: frozenset({IncomingState.REGISTERED, IncomingState.ASSIGNED, IncomingState.PROCESSING}),
    Act.START: frozenset({IncomingState.REGISTERED, IncomingState.ASSIGNED}),
    Act.COMPLETE: frozenset({IncomingState.REGISTERED, IncomingState.ASSIGNED, IncomingState.PROCESSING}),
}

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


def require_act(state: IncomingState, recall: str, act: Act) -> None:
    """Refuse what the state does not allow; a cancelled copy is frozen."""
    if recall == "agreed":
        raise Conflict("incoming_cancelled")
    if act in (Act.AGREE_RECALL, Act.REFUSE_RECALL):
        if recall != "requested":
            raise Conflict("recall_not_requested")
        return
    if state not in ALLOWED[act]:
        raise Conflict("incoming_step_not_allowed")


def serious(warnings: Sequence[str]) -> list[str]:
    """Warnings that have a code of their own; sentences only remark how the packet was written."""
    return [warning for warning in warnings if " " not in warning]


def refusal_reason(choice: str, words: str) -> str:
    """The sentence that travels with status 02."""
    sentence = REFUSAL_REASONS[choice] if choice != "other" else ""
    return f"{sentence}: {words}" if sentence and words else sentence or words
