"""What comes in and goes out about the work on an arrival inside the agency."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from document_exchange.fields import Words
from document_exchange.instructing.rules import Part
from shared.core.fields import Day


class PartIn(BaseModel):
    """Phần việc: who, as what, until when, with which words."""

    model_config = ConfigDict(extra="forbid")

    whose_id: str = Field(max_length=120, pattern="^(person|unit):.+$")
    """`person:<id>` or `unit:<id>`; a unit's head gives it to somebody of the unit."""
    part: Part
    due_on: Day | None = None
    """Of who leads: the term of the whole."""
    words: Words = ""


class ProposalIn(BaseModel):
    """Đề xuất, ý kiến: words to all, and parts. What it does not name stays as it is."""

    model_config = ConfigDict(extra="forbid")

    words: Words = ""
    parts: list[PartIn] = Field(default_factory=list, max_length=60)


class WorkIn(BaseModel):
    """Việc trong nội bộ cơ quan: each act reads what it needs of it."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    words: Words = ""
    """Ý kiến, lý do, nội dung."""
    leader_id: str = Field(default="", max_length=100)
    """present, hand-on: the leader."""
    parts: list[PartIn] = Field(default_factory=list, max_length=60)
    """present: đề xuất; instruct, share: to whom."""
    as_proposed: bool = False
    """instruct: đồng ý với đề xuất."""
    whose_id: str = Field(default="", max_length=120)
    """take-off: `person:<id>` or `unit:<id>`."""
    outcome_code: str = Field(default="done", pattern="^(done|refused)$")
    """report."""
    due_on: Day | None = None
    """ask-extension."""
    request_id: int = 0
    """extend, refuse-extension."""


class _Made(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    actor_name: str
    actor_title: str
    on_behalf_of: str
    at: datetime


class PresentationOut(_Made):
    """Lượt trình."""

    leader_id: str
    leader_name: str
    remark: str
    proposal: dict[str, Any]
    standing: str
    ended_at: datetime | None
    end_reason: str


class InstructionOut(_Made):
    """Ý kiến chỉ đạo."""

    unit_id: str
    unit_name: str
    words: str
    due_on: date | None
    parts: list[dict[str, Any]]
    changes: str


class ExtensionOut(_Made):
    """Xin gia hạn."""

    whose: str
    whose_name: str
    due_before: date | None
    due_on: date
    reason: str
    standing: str
    decided_by: str
    decided_at: datetime | None
    decision: str


class PartOut(BaseModel):
    """Phần việc, as it stands."""

    model_config = ConfigDict(from_attributes=True)

    whose_id: str
    name: str
    part: str
    due_on: date | None
    words: str
    outcome: str
    outcome_words: str
    outcome_at: datetime | None
    outcome_by: str
    is_late: bool


class WorkOut(BaseModel):
    """Việc trong nội bộ cơ quan của một văn bản đến."""

    incoming_id: UUID
    version: int
    status: str
    due_on: date | None
    presentations: list[PresentationOut]
    instructions: list[InstructionOut]
    parts: list[PartOut]
    extensions: list[ExtensionOut]
    allowed: list[str]
    """What the caller may do now."""
