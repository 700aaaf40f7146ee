"""What comes in and goes out about wishes of senders."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from document_exchange.fields import Words


class ChangeAnswerIn(BaseModel):
    """Trả lời yêu cầu thay đổi, hoặc chọn văn bản mà nó nói tới."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    words: Words = ""
    """The reason of 16; what else is to be said with 15."""
    incoming_id: UUID | None = None
    """`link`: văn bản đến."""


class MendedOut(BaseModel):
    """Một mục thay đổi."""

    model_config = ConfigDict(from_attributes=True)

    title: str
    before: str
    after: str


class SenderChangeOut(BaseModel):
    """Yêu cầu thay đổi của nơi gửi."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: int
    """1 thu hồi, 2 cập nhật, 3 thay thế."""
    state: str
    problem: str
    """Why it is not simply the clerk's to answer; empty else."""
    sender_code: str
    sender_name: str
    target_code: str
    target_reference: str
    incoming_id: UUID | None
    new_code: str
    new_incoming_id: UUID | None
    reason: str
    receivers: list[dict[str, Any]]
    removed: bool
    packet_sha256: str
    arrived_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    version: int
    changes: list[MendedOut] = Field(default_factory=list)
    """Of an update: before and after."""
    allowed: list[str] = Field(default_factory=list)
