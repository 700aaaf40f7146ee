"""What comes in and goes out about outgoing documents; the API and the pages build the same classes."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from document_exchange.documents.rules import Competence, Secrecy
from document_exchange.fields import Day, OneLine, Subject, Words
from document_exchange.registers.rules import is_unit_abbreviation
from shared.standards.typed import read_code


def _unit(text: str) -> str:
    text = read_code(text)
    if text and not is_unit_abbreviation(text):
        raise ValueError("unit")
    return text


class DraftIn(BaseModel):
    """Dự thảo văn bản đi."""

    model_config = ConfigDict(extra="forbid")

    type_code: str = Field(max_length=20)
    subject: Subject = Field(max_length=500)
    priority: int = Field(default=0, ge=0, le=3)
    secrecy: Secrecy = Secrecy.NORMAL
    due_on: Day | None = None
    unit: Annotated[OneLine, AfterValidator(_unit)] = Field(default="", max_length=10)
    leader_id: str = Field(default="", max_length=100)
    competence: Competence = Competence.HEAD
    addressees: list[str] = Field(default_factory=list, max_length=2000)
    tiers: list[Literal["province", "department", "district", "commune"]] = Field(default_factory=list, max_length=4)
    """Gửi tới cả khối: every agency of these tiers, besides those named."""
    all_agencies: bool = False
    """Gửi tới tất cả cơ quan khác."""
    place: OneLine = Field(default="", max_length=50)
    archive_holder: OneLine = Field(default="", max_length=100)
    answers_incoming_id: UUID | None = None


class AddresseesIn(BaseModel):
    """Nơi nhận mới của văn bản chưa phát hành."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    addressees: list[str] = Field(default_factory=list, max_length=2000)
    tiers: list[Literal["province", "department", "district", "commune"]] = Field(default_factory=list, max_length=4)
    all_agencies: bool = False
    opinion: Words = ""


class ReassignIn(BaseModel):
    """Người ký, người soạn thảo mới; what is empty stays."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    leader_id: str = Field(default="", max_length=100)
    drafter_id: str = Field(default="", max_length=100)
    opinion: Words = ""


class StepIn(BaseModel):
    """Một bước của văn bản: the version that the person saw, and an opinion."""

    model_config = ConfigDict(extra="forbid")

    version: int | None = None
    opinion: Words = ""


class RecallIn(BaseModel):
    """Yêu cầu lấy lại văn bản (13)."""

    model_config = ConfigDict(extra="forbid")

    reason: Words = Field(min_length=1)
    delivery_ids: list[UUID] = Field(default_factory=list, max_length=2000)
    """Empty: from every addressee."""


class FileOut(BaseModel):
    """Tệp của văn bản."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    position: int
    name: str
    media_type: str
    size: int
    sha256: str
    warnings: list[str]
    """Codes: `certified_before`, `signed_before` (the file came with signatures, which will read as changed by ours)."""


class StatusOut(BaseModel):
    """Trạng thái do nơi nhận báo."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    description: str
    staff_name: str
    reported_at: datetime
    received_at: datetime
    applied: bool
    doubtful: bool = False
    """The moment stated by the receiver cannot be: kept, but nothing is ordered by it."""


class DeliveryOut(BaseModel):
    """Lượt gửi tới một nơi nhận."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    addressee_code: str
    addressee_name: str
    status: str
    status_at: datetime
    recall: str
    recall_at: datetime | None
    history: list[StatusOut] = Field(default_factory=list)


class DocumentSummary(BaseModel):
    """Văn bản đi, one line of a list."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    status: str
    type_code: str
    type_name: str
    subject: str
    priority: int
    reference: str
    document_code: str | None
    issued_on: date | None
    due_on: date | None
    updated_at: datetime
    version: int


class DocumentOut(DocumentSummary):
    """Văn bản đi."""

    agency_code: str
    secrecy: str
    drafter_name: str
    leader_id: str
    leader_name: str
    competence: str
    place: str
    page_amount: int
    packet_sha256: str | None
    signed_at: datetime | None
    numbered_at: datetime | None
    sealed_at: datetime | None
    sent_at: datetime | None
    warnings: list[str] = Field(default_factory=list)
    """Codes: what receivers are warned of about the signatures in the sent packet."""
    files: list[FileOut] = Field(default_factory=list)
    addressees: list[str] = Field(default_factory=list)
    deliveries: list[DeliveryOut] = Field(default_factory=list)


class DocumentList(BaseModel):
    """Danh sách văn bản đi."""

    items: list[DocumentSummary]
    next: str | None
