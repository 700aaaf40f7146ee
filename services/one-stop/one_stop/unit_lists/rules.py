"""Who takes in what the counter hands over, and what becomes of each dossier on the way. Pure values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shared.core.errors import Conflict, FieldError, Forbidden, Invalid

MOST = 100
"""Dossiers on one list."""
SHORTEST_REASON = 5


class ListState(StrEnum):
    """Trạng thái giấy bàn giao."""

    HANDED = "handed"  # bên giao đã ký, chờ bên nhận
    TAKEN = "taken"  # hai bên đã ký
    CANCELLED = "cancelled"  # bên giao hủy trước khi nhận


class ItemState(StrEnum):
    """Tình trạng một hồ sơ trên giấy bàn giao."""

    HANDED = "handed"
    TAKEN = "taken"
    RETURNED = "returned"
    GONE = "gone"
    CANCELLED = "cancelled"


LIST_STATES: dict[str, str] = {
    ListState.HANDED: "Chờ đơn vị nhận",
    ListState.TAKEN: "Đã nhận",
    ListState.CANCELLED: "Đã hủy",
}
ITEM_STATES: dict[str, str] = {
    ItemState.HANDED: "Chờ nhận",
    ItemState.TAKEN: "Đã nhận",
    ItemState.RETURNED: "Không nhận, về quầy",
    ItemState.GONE: "Không còn ở quầy",
    ItemState.CANCELLED: "Đã hủy",
}
STATE_KINDS: dict[str, str] = {
    ItemState.HANDED: "blue",
    ItemState.TAKEN: "green",
    ItemState.RETURNED: "red",
    ItemState.GONE: "grey",
    ItemState.CANCELLED: "grey",
}
"""Colours of the tags, of lists and of what is on them."""


@dataclass(frozen=True)
class Signatory:
    """Người ký nhận: who wants to take a list in, and where he works."""

    person_ids: frozenset[str]
    """His own id, and that of whose desk he works at."""
    unit_id: str


def number_words(number: int, year: int) -> str:
    return f"{number:02d}/BG-HS/{year}"


def require_some(picked: Sequence[object]) -> None:
    if not picked:
        raise Invalid("invalid_input", fields=[FieldError("/dossiers", "value_missing", NOTHING)])


def at_unit(code: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError("/unit_id", code, sentence)])


def may_take_in(unit_id: str, giver_id: str, by: Signatory) -> bool:
    return giver_id not in by.person_ids and unit_id in ("", by.unit_id)


def require_receiver(unit_id: str, unit_name: str, giver_id: str, by: Signatory) -> None:
    """Two people sign: whoever handed the list over does not take it in, nor does another unit."""
    if giver_id in by.person_ids:
        raise Forbidden("unit_list_own")
    if not may_take_in(unit_id, giver_id, by):
        raise Forbidden("unit_list_of_another", unit=unit_name)


def require_handed(state: str, by: str, at: str) -> None:
    """What was taken in or cancelled stays so; the second is told who was first."""
    if state != ListState.HANDED:
        raise Conflict("unit_list_closed", state=LIST_STATES[state].lower(), by=by, at=at)


def require_reasons(reasons: Mapping[UUID, str], on_list: Sequence[UUID]) -> None:
    if reasons.keys() - set(on_list):
        raise Invalid("invalid_input", fields=[FieldError("/missing", "item_unknown", UNKNOWN)])
    short = [item for item in on_list if item in reasons and len(reasons[item]) < SHORTEST_REASON]
    if short:
        raise Invalid(
            "invalid_input", fields=[FieldError(f"/reason.{item}", "reason_missing", NO_REASON) for item in short]
        )


NOTHING = "Hãy chọn ít nhất một hồ sơ để bàn giao."
UNKNOWN = "Giấy bàn giao không có hồ sơ này: hãy tải lại trang rồi ghi lại."
NO_REASON = "Hãy ghi rõ vì sao không nhận, ít nhất 5 ký tự; để trống nếu đã nhận."
NO_UNIT = "Hãy chọn đơn vị nhận trong danh sách đơn vị của cơ quan."
NOBODY = "Đơn vị này chưa có lãnh đạo, chuyên viên nào để nhận: hãy chọn đơn vị khác hoặc chuyển bước từng hồ sơ."
