"""Dates that a form asks for in three boxes each."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.core.errors import FieldError, Invalid
from shared.standards.typed import Unreadable
from shared.standards.typed_dates import of_date, read_date_parts


def parts_of_date(form: Any, name: str) -> dict[str, str]:
    """What was typed, to be shown again."""
    return {part: str(form.get(f"{name}-{part}") or "") for part in ("day", "month", "year")}


def read_days(
    form: Any, titles: Mapping[str, str], needed: tuple[str, ...], optional: tuple[str, ...] = ()
) -> dict[str, date | None]:
    """The dates by name; `titles` are what the form calls them. Refuses with every field at fault."""
    found: dict[str, date | None] = {}
    faults = []
    for name in (*needed, *optional):
        try:
            parts = parts_of_date(form, name)
            found[name] = read_date_parts(**parts) if name in needed or any(parts.values()) else None
        except Unreadable as fault:
            faults.append(FieldError(f"/{name}", fault.code, of_date(titles[name], fault)))
    if faults:
        raise Invalid("invalid_input", fields=faults)
    return found
