"""A supplement as programs send it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from online_services.submissions.schemas import SentPaper


class NewSupplement(BaseModel):
    """Nội dung bổ sung: only the fields and papers that were asked for."""

    model_config = ConfigDict(extra="forbid")

    answers: dict[str, Any] = Field(default_factory=dict)
    papers: list[SentPaper] = Field(default_factory=list, max_length=100)


class SupplementAccepted(BaseModel):
    """Phần bổ sung đã được nhận vào hệ thống."""

    request_id: UUID
    submission_id: UUID
    filed_at: datetime
