"""What comes in and goes out about changes of issued documents."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from document_exchange.fields import OneLine, Subject, Words
from document_exchange.receivers.schemas import OutsideIn
from shared.core.fields import Day
from shared.standards.typed import read_code


class ChangedIn(BaseModel):
    """Văn bản đã phát hành mà dự thảo thay thế, sửa đổi, đính chính: by number and day, as a document names another."""

    model_config = ConfigDict(extra="forbid")

    reference: Subject = Field(max_length=100)
    issued_on: Day


class UpdateIn(BaseModel):
    """Cập nhật văn bản đã phát hành: what is not named stays."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    reason: Words = ""
    subject: Subject | None = Field(default=None, max_length=500)
    due_on: Day | None = None
    add: list[OneLine] = Field(default_factory=list, max_length=2000)
    """Codes of agencies of the platform that are to get it too."""
    add_outside: list[OutsideIn] = Field(default_factory=list, max_length=200)
    remove: list[Annotated[str, AfterValidator(read_code)]] = Field(default_factory=list, max_length=2000)
    """Codes of receivers, of the platform or outside, that are to give it back."""


class NoteIn(BaseModel):
    """Ghi trả lời của nơi nhận ngoài hệ thống, or that nobody is asked any more."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    position: int | None = Field(default=None, ge=0, le=32_767)
    """Whose answer; none for everybody who has not answered (`withdraw`)."""
    act: Literal["agree", "refuse", "withdraw"]
    words: Words = ""


class ChangeReceiverOut(BaseModel):
    """Trả lời của một nơi nhận."""

    model_config = ConfigDict(from_attributes=True)

    position: int
    organ_code: str
    name: str
    delivery_id: UUID | None
    removed: bool
    state: str
    words: str
    answered_by: str
    answered_at: datetime | None
    late: str
    """What it answered once it was asked no more."""


class IssuedChangeOut(BaseModel):
    """Thay đổi văn bản đã phát hành."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    document_id: UUID
    kind: int
    """1 thu hồi, 2 cập nhật, 3 thay thế."""
    reason: str
    new_document_id: UUID | None
    before: dict[str, Any]
    after: dict[str, Any]
    receivers: list[dict[str, Any]]
    packet_sha256: str
    asked_by: str
    asked_at: datetime
    version: int
    answers: list[ChangeReceiverOut] = Field(default_factory=list)


class LinkOut(BaseModel):
    """Văn bản thay thế, sửa đổi, đính chính."""

    kind: str
    document_id: UUID
    reference: str
    issued_on: date | None
    status: str
