"""What the forms of the work inside the agency hold: as typed, and as the API's own class."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from document_exchange.desk.forms import words_of
from document_exchange.instructing.rules import Part
from document_exchange.instructing.schemas import WorkIn
from document_exchange.showing import date_of, number_of, text_of
from shared.core.errors import FieldError, Invalid
from shared.standards.typed import Unreadable

ROWS = 3
"""Lines of a fresh form."""
MOST_ROWS = 60

Rows = list[dict[str, Any]]


def rows_of(form: FormData) -> Rows:
    """Every line as typed, the empty ones too, so that what is refused stands where it stood."""
    amount = min(number_of(form, "rows") or 0, MOST_ROWS)
    return [
        {
            "whose_id": text_of(form, f"parts.{number}.whose_id"),
            "part": text_of(form, f"parts.{number}.part"),
            "due_on": date_of(form, f"parts.{number}.due_on"),
            "words": text_of(form, f"parts.{number}.words"),
        }
        for number in range(amount)
    ]


def work_of(form: FormData) -> WorkIn:
    """What was typed, as the API would take it; empty lines say nothing. Refuses beside the field at fault."""
    rows = rows_of(form)
    given = [number for number, row in enumerate(rows) if row["whose_id"]]
    _refuse_unnamed(rows)
    body = {
        "version": number_of(form, "version"),
        "words": words_of(form, "words"),
        "leader_id": text_of(form, "leader_id"),
        "parts": [rows[number] for number in given],
        "as_proposed": text_of(form, "as_proposed") == "true",
        "whose_id": text_of(form, "whose_id"),
        "outcome_code": text_of(form, "outcome_code") or "done",
        "due_on": date_of(form, "due_on"),
        "request_id": number_of(form, "request_id") or 0,
    }
    try:
        return WorkIn.model_validate(body)
    except ValidationError as error:
        fields = [_fault(finding, given) for finding in error.errors()]
        raise Invalid("invalid_input", fields=fields) from error


def line_of(pointer: str, form: FormData) -> str:
    """Parts are counted among those that were given, lines on the page with the empty ones."""
    name, *rest = pointer.lstrip("/").split("/")
    if name != "parts" or not rest:
        return pointer
    given = [number for number, row in enumerate(rows_of(form)) if row["whose_id"]]
    number = int(rest[0])
    line = given[number] if number < len(given) else 0
    return "/".join(["", name, str(line), *rest[1:]])


def _refuse_unnamed(rows: Rows) -> None:
    for number, row in enumerate(rows):
        if not row["whose_id"] and (row["due_on"] or row["words"]):
            sentence = f"Dòng {number + 1} có hạn hoặc lời nhưng chưa chọn người, đơn vị."
            raise Invalid("invalid_input", fields=[FieldError(f"/parts/{number}/whose_id", "invalid", sentence)])


def _fault(finding: Mapping[str, Any], given: list[int]) -> FieldError:
    place = list(finding["loc"])
    if place[0] == "parts" and len(place) > 1:
        place[1] = given[int(place[1])]
    pointer = "/" + "/".join(str(part) for part in place[:3])
    unreadable = finding.get("ctx", {}).get("error")
    if isinstance(unreadable, Unreadable):
        return FieldError(pointer, unreadable.code, unreadable.sentence)
    sentence = "Hãy nhập ngày có thật, ví dụ: 30 11 2026." if place[-1] == "due_on" else _SENTENCES.get(str(place[-1]))
    return FieldError(pointer, "invalid", sentence or "Hãy chọn một giá trị trong danh sách.")


_SENTENCES = {"words": "Lời ghi không quá 1.000 ký tự."}


def fresh_rows(amount: int, lead: bool) -> Rows:
    """Lines of a form that nothing was typed into; the first is for who leads, where somebody is to."""
    kinds = [Part.LEAD if lead and number == 0 else Part.COOPERATE for number in range(amount)]
    return [{"whose_id": "", "part": kind.value, "due_on": None, "words": ""} for kind in kinds]
