"""What comes in about a dossier, and what goes out."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from one_stop.dossiers.rules import OPEN
from shared.contracts.values import Applicant
from shared.standards.dossier_status import DossierStatus
from shared.standards.identifiers import is_personal_id, is_tax_code, normalise_phone
from shared.standards.vietnamese import nfc


def clean_text(text: str) -> str:
    """NFC, and nothing a database or a PDF cannot hold."""
    text = nfc(text)
    if any(ord(character) < 32 and character not in "\n\t" for character in text.replace("\r\n", "\n")):
        raise ValueError("control characters")
    return text.replace("\r\n", "\n")


Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(clean_text)]
RequiredLine = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300), AfterValidator(clean_text)
]
Paragraphs = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000), AfterValidator(clean_text)]
Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=5, max_length=2000), AfterValidator(clean_text)
]


class In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Refusing(In):
    """Từ chối, trả lại: always with a reason."""

    reason: Reason


class Transferring(In):
    """Chuyển bước: with the person it is assigned to where the next step is a specialist's."""

    holder_id: Annotated[str, StringConstraints(max_length=64)] = ""
    note: Annotated[Line, Field()] = ""


class Reassigning(In):
    """Giao lại: to a specialist of the agency, or with no name to whoever takes it; always with a reason."""

    holder_id: Annotated[str, StringConstraints(max_length=64)] = ""
    reason: Reason


def _phone(text: str) -> str:
    if not text:
        return ""
    normal = normalise_phone(text)
    if normal is None:
        raise ValueError("not a Vietnamese phone number")
    return normal


def _identifier(text: str) -> str:
    if text and not (is_personal_id(text) or is_tax_code(text)):
        raise ValueError("neither a personal number nor a tax code")
    return text


class CounterReception(In):
    """Tiếp nhận trực tiếp tại quầy (KENH 1): what the officer types from the papers."""

    dossier_id: UUID | None = None
    """Chosen by the sender, so that a repeat makes no second dossier."""
    procedure_code: RequiredLine
    applicant_kind: Literal["citizen", "organisation"] = "citizen"
    full_name: RequiredLine
    personal_id: Annotated[Line, AfterValidator(_identifier)] = ""
    address: RequiredLine
    phone: Annotated[Line, AfterValidator(_phone)] = ""
    email: Annotated[Line, StringConstraints(pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$")] = ""
    content: Paragraphs = ""
    """Nội dung yêu cầu giải quyết."""
    paper_codes: Annotated[list[Annotated[str, StringConstraints(max_length=100)]], Field(max_length=100)] = []
    return_channel: Literal["counter", "post"] = "counter"
    """Without an account nobody could fetch an electronic result."""

    def applicant(self) -> Applicant:
        return Applicant(
            kind=self.applicant_kind,
            full_name=self.full_name,
            personal_id=self.personal_id,
            address=self.address,
            phone=self.phone,
            email=self.email,
        )


class DossierRow(BaseModel):
    """One line of the work list."""

    id: UUID
    version: int
    code: str | None
    status: int
    status_name: str
    procedure_code: str
    procedure_name: str
    applicant_name: str
    step_code: str
    step_name: str
    holder_name: str
    opened_at: datetime
    due_at: datetime | None
    step_due_at: datetime | None
    work_due_at: datetime
    """Deadline of the present step, or of the supplement while one is awaited: what the list is ordered by."""
    overdue: bool
    """The present step, the whole dossier or the awaited supplement is late."""
    paused: bool

    @classmethod
    def of(cls, row: Any, now: datetime) -> "DossierRow":
        status = DossierStatus(row["status"])
        late = status in OPEN - {DossierStatus.RESOLVED} and row["work_due_at"] < now
        names = cls.model_fields.keys() - {"status_name", "overdue", "paused"}
        return cls(
            **{name: row[name] for name in names},
            status_name=status.official_name,
            overdue=late,
            paused=status is DossierStatus.SUPPLEMENT_REQUESTED,
        )


class DossierPage(BaseModel):
    items: list[DossierRow]
    next: str | None
    """`after` of the next page."""


class FileOut(BaseModel):
    name: str
    kind: str
    sha256: str
    size: int
    media_type: str
    replaced: bool = False


class HandOverOut(BaseModel):
    number: int
    action: str
    at: datetime
    by: str
    from_step: str
    to_step: str
    to_holder: str
    status: int
    due_at: datetime | None
    outcome: str
    note: str


class DossierOut(BaseModel):
    """Hồ sơ, as an officer of the competent agency may see it."""

    id: UUID
    version: int
    code: str | None
    status: int
    status_name: str
    procedure_code: str
    procedure_name: str
    agency_code: str
    channel: str
    return_channel: str
    applicant: Applicant
    owner: Applicant | None
    answers: dict[str, Any]
    fee_due: int
    opened_at: datetime
    received_at: datetime | None
    due_original: datetime | None
    due_at: datetime | None
    due_provisional: bool
    """Tạm tính: it rests on a year without a calendar."""
    paused_at: datetime | None
    waits_until: datetime | None
    """The awaited supplement's deadline."""
    step_code: str
    step_name: str
    step_due_at: datetime | None
    holder_id: str | None
    holder_name: str
    finished_at: datetime | None
    returned_at: datetime | None
    overdue: bool
    allowed_actions: list[str]
    files: list[FileOut]
    hand_overs: list[HandOverOut]


class Moved(BaseModel):
    """Answer to every action."""

    id: UUID
    version: int
    status: int
    step_code: str
    code: str | None = None
