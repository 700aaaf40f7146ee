"""What the forms of tasks hold: as typed, and as the API's own classes."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData

from document_exchange.showing import date_of, id_of, number_of, text_of
from document_exchange.tasks.rules import TaskPartKind
from document_exchange.tasks.schemas import MOST_PARTS, TaskActIn, TaskIn
from shared.core.errors import FieldError, Invalid
from shared.standards.typed import Unreadable

ROWS = 3
Rows = list[dict[str, Any]]
M = TypeVar("M", bound=BaseModel)
_SENTENCES = {
    "words": "Lời ghi không quá 1.000 ký tự.",
    "subject": "Hãy ghi tên nhiệm vụ, không quá 500 ký tự.",
    "source_text": "Căn cứ không quá 300 ký tự.",
    "percent": "Tiến độ là một số từ 0 đến 100.",
    "due_on": "Hãy nhập ngày có thật, ví dụ: 30 11 2026.",
}


def rows_of(form: FormData) -> Rows:
    """Every line as typed, the empty ones too, so that what is refused stands where it stood."""
    amount = min(number_of(form, "rows") or 0, MOST_PARTS)
    names = ("whose", "part", "words")
    return [
        {name: text_of(form, f"parts.{number}.{name}") for name in names}
        | {"due_on": date_of(form, f"parts.{number}.due_on")}
        for number in range(amount)
    ]


def first_rows(*, lead: bool) -> Rows:
    """Lines of a fresh form; the first is for who leads, where somebody is to."""
    kinds = [TaskPartKind.LEAD if lead and number == 0 else TaskPartKind.COOPERATE for number in range(ROWS)]
    return [{"whose": "", "part": kind.value, "due_on": None, "words": ""} for kind in kinds]


def act_of(form: FormData) -> TaskActIn:
    """What was typed, as the API would take it; empty lines say nothing. Refuses beside the field at fault."""
    percent = text_of(form, "percent")
    body = {
        "version": number_of(form, "version"),
        "words": text_of(form, "words"),
        "percent": percent or None,
        "anyway": text_of(form, "anyway") == "true",
        "due_on": date_of(form, "due_on"),
        "request_id": id_of(form, "request_id"),
        "whose": text_of(form, "whose"),
        "monitor_id": text_of(form, "monitor_id"),
        "document_id": id_of(form, "document_id"),
        "parts": _given(form),
    }
    return read(TaskActIn, body, form)


def task_of(form: FormData) -> TaskIn:
    """Giao, sửa nhiệm vụ."""
    names = ("subject", "words", "source_text", "giver_id", "monitor_id")
    body: dict[str, Any] = {name: text_of(form, name) for name in names}
    body |= {
        "version": number_of(form, "version"),
        "id": id_of(form, "id"),
        "field": text_of(form, "field") or "tong-hop",
        "drafts": text_of(form, "drafts"),
        "source": text_of(form, "source") or "typed",
        "source_id": id_of(form, "source_id"),
        "parent_id": id_of(form, "parent_id"),
        "due_on": date_of(form, "due_on"),
        "beyond": text_of(form, "beyond") == "true",
        "parts": _given(form),
    }
    return read(TaskIn, body, form)


def _given(form: FormData) -> Rows:
    return [row for row in rows_of(form) if row["whose"]]


def read(kind: type[M], body: dict[str, Any], form: FormData) -> M:
    """Refuses beside the field at fault."""
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        raise Invalid("invalid_input", fields=[_fault(finding, form) for finding in error.errors()]) from error


def _fault(finding: Mapping[str, Any], form: FormData) -> FieldError:
    place = [str(part) for part in finding["loc"][:3]]
    pointer = line_of("/" + "/".join(place), form)
    unreadable = finding.get("ctx", {}).get("error")
    if isinstance(unreadable, Unreadable):
        return FieldError(pointer, unreadable.code, unreadable.sentence)
    return FieldError(pointer, "invalid", _SENTENCES.get(place[-1], "Hãy chọn một giá trị trong danh sách."))


def line_of(pointer: str, form: FormData) -> str:
    """Parts are counted among those that were given, lines on the page with the empty ones."""
    name, *rest = pointer.lstrip("/").split("/")
    if name != "parts" or not rest or not rest[0].isdigit():
        return pointer
    given = [number for number, row in enumerate(rows_of(form)) if row["whose"]]
    number = int(rest[0])
    return "/".join(["", name, str(given[number] if number < len(given) else 0), *rest[1:]])
