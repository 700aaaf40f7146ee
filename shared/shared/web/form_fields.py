"""Between HTML forms and values: what the form macros need, and what comes back from the browser."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from shared.core.addresses import field_name
from shared.core.errors import FieldError
from shared.standards import typed, typed_dates

Choices = Mapping[str, str] | Iterable[Any]

read_date = typed_dates.read_date_boxes
"""Of a `date_input`: it stands lower, since e-forms read dates too."""


def errors_by_field(errors: Iterable[FieldError]) -> dict[str, str]:
    """The first sentence for each field, as the form macros want it."""
    found: dict[str, str] = {}
    for error in errors:
        found.setdefault(field_name(error.pointer), error.sentence)
    return found


def choice_items(options: Choices, chosen: Iterable[object]) -> list[dict[str, Any]]:
    """Options of a select, radios or checkboxes as the component macros take them."""
    ticked = {str(value) for value in chosen if value is not None}
    pairs = options.items() if isinstance(options, Mapping) else options
    items: list[dict[str, Any]] = []
    for option in pairs:
        item = dict(option) if isinstance(option, Mapping) else {"value": str(option[0]), "text": str(option[1])}
        if isinstance(item.get("hint"), str):
            item["hint"] = {"text": item["hint"]}
        item["checked"] = item["selected"] = str(item.get("value", "")) in ticked
        items.append(item)
    return items


def date_parts(value: date | str | Mapping[str, object] | None) -> dict[str, str]:
    """Day, month and year to put back into three boxes, also when they make no date."""
    if isinstance(value, Mapping):
        return {part: str(value.get(part) or "") for part in ("day", "month", "year")}
    if isinstance(value, str) and value:
        typed = value
        try:
            value = date.fromisoformat(typed)
        except ValueError:
            return {"day": typed, "month": "", "year": ""}
    if isinstance(value, date):
        return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
    return {"day": "", "month": "", "year": ""}


def date_error(pointer: str, parts: Mapping[str, str]) -> FieldError:
    """What is wrong with the boxes that `read_date` gave back as typed: which one, and why."""
    try:
        typed_dates.read_date_parts(parts["day"], parts["month"], parts["year"])
    except typed.Unreadable as fault:
        return FieldError(pointer, fault.code, fault.sentence)
    raise ValueError(f"{parts} is a date")
