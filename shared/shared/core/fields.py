"""Kinds of values as pydantic types: every body and every form reads them through the readers of `shared.standards.typed`.

`Optional…` takes an empty text for "not given". What a reader refuses comes out as its code and sentence at the field's pointer
(`shared.web.problems.validation_refusal`).
"""

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from shared.standards import typed
from shared.standards.typed import Unreadable


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
