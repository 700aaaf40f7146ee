"""Kinds of values as pydantic types: every body and every form reads them through the readers of `shared.standards.typed`.

`Optional…` takes an empty text for "not given". What a reader refuses comes out as its code and sentence at the field's pointer
(`shared.web.problems.validation_refusal`).
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from shared.standards import typed
from shared.standards.typed import Unreadable
from shared.standards.typed_dates import read_date, read_date_parts, read_year


def _given(text: str) -> str:
    if not text:
        raise Unreadable("value_missing")
    return text


def _or_empty(read: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: read(text) if typed.clean_line(text) else ""


Line = Annotated[str, StringConstraints(max_length=300), AfterValidator(typed.clean_line)]
RequiredLine = Annotated[Line, AfterValidator(_given)]
Paragraphs = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(typed.clean_paragraphs)]

PersonName = Annotated[str, StringConstraints(max_length=300), AfterValidator(typed.read_name)]
"""Họ và tên, tên tổ chức."""
OptionalPhone = Annotated[str, StringConstraints(max_length=60), AfterValidator(_or_empty(typed.read_phone))]
OptionalIdentifier = Annotated[str, StringConstraints(max_length=60), AfterValidator(_or_empty(typed.read_identifier))]
"""Số định danh cá nhân or mã số thuế."""
Email = Annotated[str, StringConstraints(max_length=300), AfterValidator(typed.read_email)]
OptionalEmail = Annotated[str, StringConstraints(max_length=300), AfterValidator(_or_empty(typed.read_email))]


def _read_day(value: Any) -> Any:
    """A text as people write dates, or the three boxes of a form."""
    if isinstance(value, Mapping):
        return read_date_parts(*(str(value.get(part) or "") for part in ("day", "month", "year")))
    return read_date(value) if isinstance(value, str) else value


def _likely(day: date) -> date:
    read_year(str(day.year))
    return day


Day = Annotated[date, BeforeValidator(_read_day), AfterValidator(_likely)]
"""A day that a paper may carry; the ends of the calendar are typing errors and no database keeps them."""


def _given_or_none(value: Any) -> Any:
    boxes = value.values() if isinstance(value, Mapping) else [value]
    return value if any(part is not None and str(part).strip() for part in boxes) else None


OptionalDay = Annotated[Day | None, BeforeValidator(_given_or_none)]
