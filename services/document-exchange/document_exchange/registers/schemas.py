"""What is said about numbers when a document is numbered."""

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

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
