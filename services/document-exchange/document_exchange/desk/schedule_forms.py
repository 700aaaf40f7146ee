"""What the forms of the work schedule hold: as typed, and as the API's own classes."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData

from document_exchange.schedule.schemas import EntryIn, RoomIn, ScheduleActIn
from document_exchange.showing import date_of, id_of, number_of, text_of, texts_of
from shared.core.errors import FieldError, Invalid
from shared.standards.typed import Unreadable

M = TypeVar("M", bound=BaseModel)
_SENTENCES = {
    "title": "Hãy ghi nội dung, không quá 300 ký tự.",
    "day": "Hãy nhập ngày có thật, ví dụ: 30 11 2026.",
    "last_day": "Hãy nhập ngày có thật, ví dụ: 30 11 2026.",
    "begins": "Hãy nhập giờ, ví dụ: 08:00.",
    "ends": "Hãy nhập giờ, ví dụ: 09:30.",
    "words": "Lời ghi không quá 1.000 ký tự.",
    "name": "Hãy ghi tên phòng, không quá 100 ký tự.",
    "seats": "Số chỗ là một số từ 1 đến 10.000.",
}
_HOUR = 4


def entry_of(form: FormData) -> EntryIn:
    """What was typed, as the API would take it."""
    names = ("title", "place", "chair_id", "unit_id", "guests", "words")
    body: dict[str, Any] = {name: text_of(form, name) for name in names}
    body |= {
        "id": id_of(form, "id"),
        "version": number_of(form, "version"),
        "day": date_of(form, "day"),
        "last_day": date_of(form, "last_day"),
        "begins": _hour(text_of(form, "begins")),
        "ends": _hour(text_of(form, "ends")),
        "room_id": id_of(form, "room_id"),
        "attendee_ids": texts_of(form, "attendee_ids"),
        "anyway": text_of(form, "anyway") == "true",
    }
    return read(EntryIn, body)


def _hour(typed: str) -> str:
    """`8:00`, `8h00` and `8h` as people write them."""
    found = typed.replace("h", ":").replace(".", ":").strip()
    found = f"{found}00" if found.endswith(":") else found
    return f"0{found}" if len(found) == _HOUR else found


def act_of(form: FormData) -> ScheduleActIn:
    body = {"version": number_of(form, "version"), "words": text_of(form, "words")}
    return read(ScheduleActIn, body | {"anyway": text_of(form, "anyway") == "true"})


def room_of(form: FormData) -> RoomIn:
    return read(RoomIn, {"name": text_of(form, "name"), "seats": text_of(form, "seats") or None})


def read(kind: type[M], body: dict[str, Any]) -> M:
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        raise Invalid("invalid_input", fields=[_fault(finding) for finding in error.errors()]) from error


def _fault(finding: Mapping[str, Any]) -> FieldError:
    name = str(finding["loc"][0])
    unreadable = finding.get("ctx", {}).get("error")
    if isinstance(unreadable, Unreadable):
        return FieldError(f"/{name}", unreadable.code, unreadable.sentence)
    return FieldError(f"/{name}", "invalid", _SENTENCES.get(name, "Hãy chọn một giá trị trong danh sách."))
