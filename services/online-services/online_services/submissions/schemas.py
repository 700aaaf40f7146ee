"""What programs send and get when they file."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.values import Applicant

ReturnChannel = Literal["online", "counter", "post"]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewApplicant(_Sent):
    """Người nộp hoặc chủ hồ sơ, as a client system gives it."""

    kind: Literal["citizen", "organisation"]
    full_name: str = Field(min_length=1, max_length=300)
    personal_id: str = Field(default="", max_length=20)
    address: str = Field(default="", max_length=500)
    phone: str = Field(default="", max_length=20)
    email: str = Field(default="", max_length=254)

    def as_applicant(self) -> Applicant:
        return Applicant(**self.model_dump())


class SentPaper(_Sent):
    """Giấy tờ kèm theo: a file uploaded before."""

    paper_code: str = Field(max_length=60)
    file_id: UUID


class NewSubmission(_Sent):
    """Hồ sơ nộp qua API."""

    procedure_code: str = Field(min_length=1, max_length=60)
    agency_code: str = Field(default="", max_length=40)
    """May be left out where one agency alone is competent."""
    answers: dict[str, Any]
    papers: list[SentPaper] = Field(default_factory=list, max_length=100)
    return_channel: ReturnChannel = "online"
    applicant: NewApplicant | None = None
    """Only from a client system."""
    owner: NewApplicant | None = None
    """Chủ hồ sơ, where it is not the applicant."""


class SubmissionAccepted(BaseModel):
    """Hồ sơ đã được nhận vào hệ thống."""

    id: UUID
    procedure_code: str
    agency_code: str
    fee_due: int
    filed_at: datetime
    status: int = 1


class NewDraft(_Sent):
    procedure_code: str = Field(min_length=1, max_length=60)
    agency_code: str = Field(default="", max_length=40)


class DraftAnswers(_Sent):
    """Nội dung tờ khai; kept as it is, checked when filed."""

    answers: dict[str, Any]


class DraftFiling(_Sent):
    return_channel: ReturnChannel = "online"
    applicant: NewApplicant | None = None
    """Only from a client system."""


class FileOut(BaseModel):
    """Tệp đã tải lên."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    paper_code: str
    name: str
    size: int
    media_type: str
    sha256: str


class DraftOut(BaseModel):
    """Hồ sơ nháp."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    procedure_code: str
    agency_code: str
    form_id: str
    form_version: int
    answers: dict[str, Any]
    form_done: bool
    version: int
    changed_at: datetime
    files: list[FileOut] = []


class DraftList(BaseModel):
    items: list[DraftOut]
