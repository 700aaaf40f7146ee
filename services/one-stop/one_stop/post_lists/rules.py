"""What becomes of a result that was given to the post. Pure values."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from shared.core.errors import Conflict, FieldError, Invalid

MOST = 100
"""Results on one list."""


class ItemState(StrEnum):
    """Tình trạng một bưu gửi."""

    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"


ITEM_STATES: dict[str, str] = {
    ItemState.SENT: "Đã giao bưu điện",
    ItemState.DELIVERED: "Đã phát",
    ItemState.UNDELIVERED: "Bưu điện trả lại",
}
ITEM_STATE_KINDS: dict[str, str] = {
    ItemState.SENT: "blue",
    ItemState.DELIVERED: "green",
    ItemState.UNDELIVERED: "red",
}
"""Colours of the tags."""


def number_words(number: int, year: int) -> str:
    return f"{number:02d}/BK-BC/{year}"


def require_sent(state: str) -> None:
    """What was delivered or came back is not decided again."""
    if state != ItemState.SENT:
        raise Conflict("post_item_closed", state=ITEM_STATES[state].lower())


def require_some(picked: Sequence[object]) -> None:
    if not picked:
        raise Invalid("invalid_input", fields=[FieldError("/dossiers", "value_missing", NOTHING)])
    if len(picked) > MOST:
        raise Invalid("invalid_input", fields=[FieldError("/dossiers", "too_many", TOO_MANY)])


NOTHING = "Hãy chọn ít nhất một kết quả để giao bưu điện."
TOO_MANY = f"Mỗi bảng kê có nhiều nhất {MOST} kết quả: hãy lập thêm bảng kê."


def require_day(day: date, handed: date, today: date) -> None:
    """Delivered neither before the post had it nor in the future."""
    sentence = (
        "Ngày này chưa đến; hãy kiểm tra lại."
        if day > today
        else "Ngày phát trước ngày giao bưu điện; hãy kiểm tra lại."
    )
    if day > today or day < handed:
        raise Invalid("invalid_input", fields=[FieldError("/delivered_on", "date_wrong", sentence)])
