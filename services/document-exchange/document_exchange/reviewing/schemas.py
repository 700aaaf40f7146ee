"""Flows and reviews as calls and forms name them, and as they are shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from document_exchange.fields import Subject, Words
from document_exchange.reviewing.rules import MOST_LEVELS, MOST_STEPS, ReviewKind

Reviewer = Annotated[str, Field(max_length=120, pattern="^(unit-head|clerk|(person|unit):.+)$")]
"""`unit-head` (trưởng đơn vị soạn thảo), `clerk` (văn thư), `unit:<id>` (its head), `person:<id>`."""


class FlowStepIn(BaseModel):
    """Một bước của quy trình: at which level, what is looked at, by whom."""

    model_config = ConfigDict(extra="forbid")

    level: int = Field(ge=1, le=MOST_LEVELS)
    kind: ReviewKind = ReviewKind.CONTENT
    whose: Reviewer
    optional: bool = False
    """Bỏ qua được: whoever submits says whether it is needed."""


class FlowIn(BaseModel):
    """Quy trình trình ký."""

    model_config = ConfigDict(extra="forbid")

    name: Subject = Field(max_length=100)
    type_codes: list[str] = Field(default_factory=list, max_length=60)
    unit_id: str = Field(default="", max_length=100)
    steps: list[FlowStepIn] = Field(min_length=1, max_length=MOST_STEPS)
    version: int | None = None


class FlowStepOut(FlowStepIn):
    """Một bước, with the name it had when it was written."""

    model_config = ConfigDict(extra="ignore")

    name: str = ""


class FlowOut(BaseModel):
    """Quy trình trình ký."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    type_codes: list[str]
    unit_id: str
    steps: list[FlowStepOut]
    version: int
    changed_by: str
    updated_at: datetime


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    opinion: Words = ""


class AgreeIn(_Step):
    """Đồng ý, ký nháy: `version` is the one that was looked at; who agrees beside him does not disturb it."""


class SkipIn(_Step):
    """Cho bỏ qua một lượt kiểm tra, with the reason."""

    review_id: UUID


class HandOnIn(_Step):
    """Chuyển người khác kiểm tra: one's own turn, or `review_id` of another's."""

    review_id: UUID | None = None
    person_id: str = Field(max_length=100)


class SendBackIn(_Step):
    """Trả về một cấp đã kiểm tra, with the reason."""

    level: int = Field(ge=1, le=MOST_LEVELS)


class ReviewOut(BaseModel):
    """Một lượt kiểm tra."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    round: int
    level: int
    kind: str
    whose: str
    name: str
    state: str
    asked_at: datetime | None
    at: datetime | None
    by_name: str
    by_title: str
    words: str
    sha256: str
    outdated: bool = False
    """The draft was changed since he agreed."""
