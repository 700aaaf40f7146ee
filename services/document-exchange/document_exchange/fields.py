"""What the fields of documents hold, as people type it and programs send it: a line, words, a day, a term."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from shared.core.errors import FieldError, Invalid
from shared.printing.printable import printable, without_controls
from shared.standards.typed import Unreadable, clean_line, clean_paragraphs

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


def require_day_ahead(due_on: date | None, today: date, name: str) -> None:
    """Refuse a term that is over before it is given; today is still a day to work on. `name`: what the page calls the term."""
    if due_on is not None and due_on < today:
        sentence = f"{name} {due_on:%d/%m/%Y} đã qua, hôm nay là {today:%d/%m/%Y}; hãy chọn hôm nay hoặc một ngày sau."
        raise Invalid("invalid_input", fields=[FieldError("/due_on", "day_over", sentence)])
