"""What programs send and get when they file."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from shared.contracts.values import Applicant
from shared.core.errors import FieldError, Invalid
from shared.core.fields import (
    Line,
    OptionalEmail,
    OptionalIdentifier,
    OptionalPhone,
    Paragraphs,
    PersonName,
    RequiredLine,
)
from shared.standards import typed

CaseCode = Annotated[str, Field(max_length=40)]
ReturnChannel = Literal["online", "counter", "post"]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewOwner(_Sent):
    """Chủ hồ sơ: for whom the dossier is filed, where it is not the applicant."""

    kind: Literal["citizen", "organisation"]
    full_name: PersonName
    personal_id: OptionalIdentifier = ""
    """Số định danh cá nhân (12 digits); of an organisation its tax code."""
    address: Line = ""
    phone: OptionalPhone = ""
    email: OptionalEmail = ""

    @field_validator("personal_id")
    @classmethod
    def _of_its_kind(cls, number: str, known: ValidationInfo) -> str:
        if number and known.data.get("kind") == "citizen":
            return typed.read_personal_id(number)
        return number

    def as_applicant(self) -> Applicant:
        return Applicant(**self.model_dump())


class NewApplicant(NewOwner):
    """Người nộp, as a client system gives it: read like an account's own particulars."""

    address: RequiredLine


class SentPaper(_Sent):
    """Giấy tờ kèm theo: a file uploaded before."""

    paper_code: str = Field(max_length=60)
    file_id: UUID


class _Returned(_Sent):
    """Cách nhận kết quả."""

    return_channel: ReturnChannel = "online"
    return_address: Annotated[Line, Field(max_length=300)] = ""
    """Địa chỉ nhận qua bưu chính, where it is not the applicant's own."""

    @model_validator(mode="after")
    def _fits_together(self) -> "_Returned":
        if self.return_address and self.return_channel != "post":
            sentence = "Chỉ gửi địa chỉ nhận khi chọn nhận kết quả qua bưu chính."
            raise Invalid("invalid_input", fields=[FieldError("/return_address", "not_by_post", sentence)])
        return self


class NewSubmission(_Returned):
    """Hồ sơ nộp qua API."""

    procedure_code: str = Field(min_length=1, max_length=60)
    agency_code: str = Field(default="", max_length=40)
    """May be left out where one agency alone is competent."""
    case_code: CaseCode = ""
    """Trường hợp; may be left out where the procedure has one alone."""
    answers: dict[str, Any]
    papers: list[SentPaper] = Field(default_factory=list, max_length=100)
    applicant: NewApplicant | None = None
    """Only from a client system."""
    owner: NewOwner | None = None
    """Chủ hồ sơ, where it is not the applicant."""


class SubmissionAccepted(BaseModel):
    """Hồ sơ đã được nhận vào hệ thống."""

    id: UUID
    procedure_code: str
    agency_code: str
    case_code: str = ""
    fee_due: int
    filed_at: datetime
    status: int = 1


class NewDraft(_Sent):
    procedure_code: str = Field(min_length=1, max_length=60)
    agency_code: str = Field(default="", max_length=40)
    case_code: CaseCode = ""


class DraftAnswers(_Sent):
    """Nội dung tờ khai; kept as it is, checked when filed."""

    answers: dict[str, Any]
    case_code: CaseCode | None = None
    """Another case (trường hợp), where the first was the wrong one; files for papers that both ask for stay."""


class DraftFiling(_Returned):
    applicant: NewApplicant | None = None
    """Only from a client system."""


class Withdrawal(_Sent):
    """Rút hồ sơ."""

    reason: Annotated[Paragraphs, Field(max_length=1000)] = ""


class WithdrawalAccepted(BaseModel):
    """Đề nghị rút hồ sơ đã được nhận."""

    submission_id: UUID
    withdrawn_at: datetime


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
    case_code: str
    form_id: str
    form_version: int
    answers: dict[str, Any]
    form_done: bool
    version: int
    changed_at: datetime
    files: list[FileOut] = []


class DraftList(BaseModel):
    items: list[DraftOut]
