"""How often one side may write before the other has answered. Pure values."""

from collections.abc import Sequence
from enum import StrEnum

from shared.core.errors import Conflict

MOST_WAITING = 10
"""Messages of the office on one dossier that the applicant has not answered."""


class Way(StrEnum):
    """Cách trao đổi."""

    ONLINE = "online"  # trên cổng dịch vụ công
    PHONE = "phone"  # qua điện thoại
    COUNTER = "counter"  # tại quầy


WAY_LABELS: dict[str, str] = {
    Way.ONLINE: "Trên cổng dịch vụ công",
    Way.PHONE: "Qua điện thoại",
    Way.COUNTER: "Tại quầy",
}
WRITTEN_DOWN = {Way.PHONE.value: WAY_LABELS[Way.PHONE], Way.COUNTER.value: WAY_LABELS[Way.COUNTER]}
"""How an answer came that an officer writes down."""


def refuse_flood(from_applicant: Sequence[bool]) -> None:
    """`from_applicant`: of the messages so far, in their order."""
    waiting = 0
    for theirs in reversed(from_applicant):
        if theirs:
            break
        waiting += 1
    if waiting >= MOST_WAITING:
        raise Conflict("messages_too_many", most=MOST_WAITING)


def awaits_answer(messages: Sequence[tuple[bool, bool]]) -> str:
    """Who owes an answer: `applicant`, `office` or nobody. Of each message: from the applicant, wants an answer."""
    if not messages:
        return ""
    if messages[-1][0]:
        return "office"
    since = []
    for theirs, wants in reversed(messages):
        if theirs:
            break
        since.append(wants)
    return "applicant" if any(since) else ""
