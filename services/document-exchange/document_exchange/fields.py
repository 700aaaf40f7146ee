"""What the fields of documents hold, as people type it and programs send it: a line, words, a day, a term."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from shared.core.errors import FieldError, Invalid
from shared.printing.printable import printable, without_controls
from shared.standards.typed import Unreadable, clean_line, clean_paragraphs
from shared.standards.typed_dates import read_date, read_date_parts, read_year

OneLine = Annotated[str, BeforeValidator(without_controls), AfterValidator(clean_line), AfterValidator(printable)]
Words = Annotated[
    str,
    BeforeValidator(without_controls),
    AfterValidator(clean_paragraphs),
    AfterValidator(printable),
    Field(max_length=1000),
]
"""Ý kiến, lý do: travels to other agencies, who print it too."""


def _given(text: str) -> str:
    if not text:
        raise Unreadable("value_missing")
    return text


Subject = Annotated[OneLine, AfterValidator(_given)]
"""Trích yếu nội dung: one printed line that says something."""


def _read_day(value: Any) -> Any:
    """A text as people write dates, or the three boxes of a form."""
    if isinstance(value, Mapping):
        return read_date_parts(*(str(value.get(part) or "") for part in ("day", "month", "year")))
    return read_date(value) if isinstance(value, str) else value


def _likely(day: date) -> date:
    read_year(str(day.year))
    return day


Day = Annotated[date, BeforeValidator(_read_day), AfterValidator(_likely)]
"""A day that a document may carry; the ends of the calendar are typing errors and no database keeps them."""


def require_day_ahead(due_on: date | None, today: date, name: str) -> None:
    """Refuse a term that is over before it is given; today is still a day to work on. `name`: what the page calls the term."""
    if due_on is not None and due_on < today:
        sentence = f"{name} {due_on:%d/%m/%Y} đã qua, hôm nay là {today:%d/%m/%Y}; hãy chọn hôm nay hoặc một ngày sau."
        raise Invalid("invalid_input", fields=[FieldError("/due_on", "day_over", sentence)])
