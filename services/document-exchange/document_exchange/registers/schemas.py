"""What is said about numbers when a document is numbered."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from document_exchange.fields import OneLine, Subject
from document_exchange.registers.rules import MOST_BEFORE, is_symbol
from shared.standards.typed import read_code
from shared.work.number_steps import LARGEST_NUMBER


class KeptNumber(BaseModel):
    """Số đã giữ: as "Sổ và số" names it."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=100)
    """The series, `outgoing/<code>`."""
    year: int
    number: int = Field(ge=1, le=LARGEST_NUMBER)

    def __str__(self) -> str:
        return f"{self.kind}~{self.year}~{self.number}"


@dataclass(frozen=True)
class Kept:
    """Số đang giữ, giữ cho văn bản nào và ngày nào."""

    number: KeptNumber
    reason: str
    day: date


def _symbol(text: str) -> str:
    text = read_code(text)
    if text and not is_symbol(text):
        raise ValueError("symbol")
    return text


TypeCode = Annotated[OneLine, Field(max_length=20)]


class SeriesIn(BaseModel):
    """Hệ thống số, as the head of the agency decided it; the clerk enters it."""

    model_config = ConfigDict(extra="forbid")

    name: Subject = Field(max_length=100)
    document_types: list[TypeCode] = Field(default_factory=list, max_length=60)
    """Types counted in it; with a symbol none means every type."""
    symbol: Annotated[OneLine, AfterValidator(_symbol)] = Field(default="", max_length=20)
    """Ký hiệu of a council or committee, in the place of the agency's own."""
    dated: bool = False
    """The year stands between number and notation: documents of law."""
    since_year: int | None = Field(default=None, ge=2000, le=9999)
    last_year: int | None = Field(default=None, ge=2000, le=9999)
    first_number: int = Field(default=1, ge=1, le=MOST_BEFORE + 1)
    """Above 1 where another system gave the numbers before it this year."""
    decision: Subject = Field(max_length=200)
    """Văn bản by which the head decided it."""
    version: int | None = None


class SeriesOut(BaseModel):
    """Hệ thống số."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: str
    """As `/numbers` names it."""
    name: str
    document_types: list[str]
    symbol: str
    dated: bool
    since_year: int | None
    last_year: int | None
    first_number: int
    decision: str
    has_numbers: bool
    """It has given a number: what its numbers mean is fixed."""
    version: int
