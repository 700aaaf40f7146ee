"""What comes in and goes out about incoming documents."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from document_exchange.answering.schemas import AnsweredOut, OwnAnswerOut
from document_exchange.fields import Words
from shared.core.fields import Day


class StatusIn(BaseModel):
    """Báo trạng thái xử lý: 02, 03, 04, 05, 06, 15 or 16."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(pattern="^0?[2-6]$|^1[56]$")
    description: Words = ""
    version: int | None = None
    lead_id: str = Field(default="", max_length=100)
    unit_id: str = Field(default="", max_length=100)
    """04: đơn vị chủ trì; without `lead_id` its head gives the document to somebody of the unit."""
    cooperating_ids: list[str] = Field(default_factory=list, max_length=50)
    cooperating_unit_ids: list[str] = Field(default_factory=list, max_length=50)
    """04: đơn vị phối hợp; their heads, with 04 and `cooperating_ids` alone, name who of the unit co-operates."""
    due_on: Day | None = None
    decided_by: str = Field(default="", max_length=100)
    """16: the leader who decided."""
    answer_document_id: UUID | None = None
    """06: văn bản trả lời."""


class AssignmentIn(BaseModel):
    """Phân công xử lý: to a person who leads, or to a unit whose head names one; to people and units who co-operate."""

    model_config = ConfigDict(extra="forbid")

    unit_id: str = Field(default="", max_length=100)
    lead_id: str = Field(default="", max_length=100)
    cooperating_ids: list[str] = Field(default_factory=list, max_length=50)
    cooperating_unit_ids: list[str] = Field(default_factory=list, max_length=50)
    opinion: Words = ""
    due_on: Day | None = None


class IncomingSummary(BaseModel):
    """Văn bản đến, one line of a list."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    sender_code: str
    sender_name: str
    document_code: str
    reference: str
    type_name: str
    subject: str
    issued_on: date | None
    priority: int
    status: str
    status_at: datetime
    recall: str
    arrived_at: datetime
    arrival_year: int | None
    arrival_number: int | None
    due_on: date | None
    unit_id: str
    unit_name: str
    """Đơn vị chủ trì; both empty for none."""
    warnings: list[str]
    """Codes or sentences of what the receiver must know before accepting."""
    packet_sha256: str
    """Empty, with size 0, for what came without a packet."""
    packet_size: int
    origin: str
    """Cách đến: `packet`, `post`, `hand`, `fax`, `email`."""
    version: int


class StatusOut(BaseModel):
    """Một trạng thái."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    description: str
    actor_name: str
    at: datetime


class CooperatingUnitOut(BaseModel):
    """Đơn vị phối hợp."""

    model_config = ConfigDict(from_attributes=True)

    unit_id: str
    unit_name: str


class IncomingOut(IncomingSummary):
    """Văn bản đến."""

    addressee_code: str
    packet_sender_name: str
    """The sender's name as the packet says it; `sender_name` is the directory's."""
    signer_name: str
    signer_title: str
    page_amount: int | None
    copy_amount: int | None
    remark: str
    struck_reason: str
    """Why its line of the register was struck out; empty for one that stands."""
    recall_reason: str
    answer_document_id: UUID | None
    answered: list[AnsweredOut] = Field(default_factory=list)
    """Which documents it says that it answers, and which ones of the agency those are."""
    answers: list[OwnAnswerOut] = Field(default_factory=list)
    """What the agency issued in answer to it."""
    cooperating_units: list[CooperatingUnitOut] = Field(default_factory=list)
    history: list[StatusOut] = Field(default_factory=list)
    files: list[dict[str, Any]] = Field(default_factory=list)
    """Attachments with the result of checking their signatures; `signed_at` is proven only where `time_stamped` says so,
    else it is what the signer's machine claimed."""
    said: dict[str, Any] = Field(default_factory=dict)
    """What the packet says besides: `due` (the sender's own term), `answers`, `steering`, `places`, `pages`, `copies`, `appendixes`, `traces`,
    `paper_follows`, `content`, `staff`, `sphere`, `typer`; its sender's word, whatever was corrected here."""
