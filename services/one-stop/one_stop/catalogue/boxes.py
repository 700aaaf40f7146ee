"""What stands in the boxes of a procedure's form, read as people type it."""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from shared.core.fields import Paragraphs
from shared.printing.printable import printable
from shared.standards.typed import Unreadable, clean_line, compacted


def _given(text: str) -> str:
    if not text:
        raise Unreadable("value_missing")
    return text


def whole_number(value: Any) -> Any:
    """A number as people type it, 1.250.000 too; what is empty is none."""
    if not isinstance(value, str):
        return value
    digits = compacted(value).replace(".", "")
    if not digits:
        return 0
    if not digits.isdecimal() or len(digits) > 12:
        raise Unreadable("number_wrong")
    return int(digits)


def whole_or_none(value: Any) -> Any:
    return None if isinstance(value, str) and not compacted(value) else whole_number(value)


Words = Annotated[str, StringConstraints(max_length=1000), AfterValidator(clean_line), AfterValidator(printable)]
Named = Annotated[Words, AfterValidator(_given)]
Text = Annotated[Paragraphs, AfterValidator(printable)]
Code = Annotated[str, StringConstraints(max_length=60), AfterValidator(clean_line)]


class Part(BaseModel):
    model_config = ConfigDict(extra="ignore")
