"""Văn bản trả lời for programs."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class AnsweredOut(BaseModel):
    """Văn bản được trả lời, as the packet names it."""

    organ_code: str
    reference: str
    document_code: str
    issued_on: date | None
    document_id: UUID | None
    """The agency's own document; None where none is meant for certain."""
    problem: str
    """Why none: `unknown`, `differs` (its number, day or agency), `not_sent` (it never went to whoever answers)."""


class OwnAnswerOut(BaseModel):
    """Văn bản của cơ quan trả lời văn bản đến."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    reference: str
    issued_on: date | None
    status: str


class AnswerOut(BaseModel):
    """Văn bản đến trả lời văn bản đã phát hành."""

    incoming_id: UUID | None
    """None where it is not the caller's to open."""
    sender_code: str
    sender_name: str
    reference: str
    issued_on: date | None
    arrived_at: datetime
    in_force: bool
    """False where it was taken back by its sender, or given back to it."""
