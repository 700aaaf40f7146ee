"""What comes in and goes out about uses of archived copies."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from document_exchange.fields import OneLine, Subject
from shared.core.fields import Day


class CopyUseIn(BaseModel):
    """Cho sử dụng bản lưu; `used_on` empty: today."""

    model_config = ConfigDict(extra="forbid")

    person_name: Subject = Field(max_length=200)
    allowed_by: Subject = Field(max_length=200)
    used_on: Day | None = None
    file_reference: OneLine = Field(default="", max_length=100)
    note: OneLine = Field(default="", max_length=300)


class CopyReturnIn(BaseModel):
    """Ghi ngày trả; empty: today."""

    model_config = ConfigDict(extra="forbid")

    returned_on: Day | None = None


class CopyStrikeIn(BaseModel):
    """Gạch dòng ghi nhầm."""

    model_config = ConfigDict(extra="forbid")

    strike_reason: Subject = Field(max_length=300)


class CopyUseOut(BaseModel):
    """Một lượt sử dụng bản lưu."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    document_id: UUID
    used_on: date
    person_name: str
    file_reference: str
    allowed_by: str
    note: str
    returned_on: date | None
    struck_reason: str
    entered_by: str
