"""What comes in and goes out about tasks."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from document_exchange.fields import OneLine, Subject, Words
from document_exchange.tasks.rules import FIELDS, TaskPartKind, TaskSource
from shared.core.fields import Day
from shared.standards.document_types import BY_KEY

MOST_PARTS = 120
"""All communes of a province are about a hundred."""


class TaskPartIn(BaseModel):
    """Nơi được giao: who, as what; of a part within an agency its own term too."""

    model_config = ConfigDict(extra="forbid")

    whose: str = Field(max_length=120, pattern="^(agency|person|unit):[^\x00]+$")
    part: TaskPartKind
    due_on: Day | None = None
    words: Words = ""


class TaskIn(BaseModel):
    """Giao nhiệm vụ, sửa nhiệm vụ."""

    model_config = ConfigDict(extra="forbid")

    id: UUID | None = None
    """The caller's own: given twice under one id it was given once."""
    version: int | None = None
    subject: Subject = Field(max_length=500)
    words: Words = ""
    field: str = Field(default="tong-hop", pattern=f"^({'|'.join(FIELDS)})$")
    drafts: str = Field(default="", pattern=f"^({'|'.join(BY_KEY)})?$")
    """Giao soạn thảo: the type of the document that is to come of it."""
    source: TaskSource = TaskSource.TYPED
    source_id: UUID | None = None
    """document, arrival: which one."""
    source_text: OneLine = Field(default="", max_length=300)
    """meeting: the conclusion's number and day, or the meeting's name."""
    giver_id: str = Field(default="", max_length=100)
    """The leader who gives it, where the clerk or the agency's system enters it; else the caller."""
    monitor_id: str = Field(default="", max_length=100)
    parent_id: UUID | None = None
    due_on: Day | None = None
    beyond: bool = False
    """The term goes beyond the parent's, knowingly."""
    parts: list[TaskPartIn] = Field(default_factory=list, max_length=MOST_PARTS)


class TaskActIn(BaseModel):
    """Việc với một nhiệm vụ: each act reads what it needs of it."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    words: Words = ""
    percent: int | None = Field(default=None, ge=0, le=100)
    """progress: of the whole task, as whoever leads it says; what others say of it changes nothing."""
    anyway: bool = False
    """complete: although parts or sub-tasks are open."""
    due_on: Day | None = None
    """ask-extension; change-lead: another term."""
    request_id: UUID | None = None
    """extend, refuse-extension."""
    whose: str = Field(default="", max_length=120, pattern="^((agency|person|unit):[^\x00]+)?$")
    """change-lead: who leads from now on; take-off: who need not co-operate any more."""
    monitor_id: str = Field(default="", max_length=100)
    """name-monitor; empty: nobody."""
    document_id: UUID | None = None
    """answer: the outgoing document."""
    parts: list[TaskPartIn] = Field(default_factory=list, max_length=MOST_PARTS)
    """distribute, share."""


class TaskPartOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    whose: str
    name: str
    part: str
    due_on: date | None
    words: str
    outcome_words: str
    outcome_by: str
    outcome_at: datetime | None


class TaskExtensionOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    due_before: date | None
    due_on: date
    reason: str
    asked_by: str
    asked_at: datetime
    standing: str
    decided_by: str
    decided_at: datetime | None
    decision: str


class TaskOut(BaseModel):
    """Nhiệm vụ, as the caller's agency has it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    version: int
    code: str
    agency_code: str
    giver_code: str
    giver_agency: str
    giver_name: str
    origin_id: UUID | None
    parent_id: UUID | None
    subject: str
    words: str
    field: str
    drafts: str
    source: str
    source_text: str
    lead: str
    lead_name: str
    part: str
    monitor_name: str
    state: str
    standing: str = ""
    """on-time, finished-late, in-term, soon, late; empty for what is counted nowhere."""
    due_on: date | None
    percent: int
    given_at: datetime
    reported_on: date | None
    closed_at: datetime | None
    parts: list[TaskPartOut] = []
    extensions: list[TaskExtensionOut] = []
    allowed: list[str] = []
    """What the caller may do now."""
