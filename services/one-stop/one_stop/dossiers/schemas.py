"""What comes in about a dossier, and what goes out."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from one_stop.dossiers.rules import DUE
from shared.contracts.values import Applicant
from shared.core.errors import FieldError, Invalid
from shared.core.fields import OptionalEmail, OptionalIdentifier, OptionalPhone
from shared.printing.printable import (
    PrintedLine,
    PrintedName,
    PrintedParagraphs,
    PrintedRequiredLine,
    printable,
    without_controls,
)
from shared.standards.dossier_status import DossierStatus
from shared.standards.identifiers import is_personal_id
from shared.standards.typed import clean_paragraphs

Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=2000),
    AfterValidator(without_controls),
    AfterValidator(clean_paragraphs),
    AfterValidator(printable),
    StringConstraints(min_length=5),
]


class In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Refusing(In):
    """Từ chối, trả lại: always with a reason."""

    reason: Reason


class Transferring(In):
    """Chuyển bước: with the person it is assigned to where the next step is a specialist's."""

    holder_id: Annotated[str, StringConstraints(max_length=64)] = ""
    note: PrintedLine = ""


class Accepting(In):
    """Tiếp nhận: with `forward` the dossier goes on to the next step in the same act."""

    forward: Transferring | None = None


class Reassigning(In):
    """Giao lại: to a specialist of the agency, or with no name to whoever takes it; always with a reason."""

    holder_id: Annotated[str, StringConstraints(max_length=64)] = ""
    reason: Reason


_NUMBERS = {
    "citizen": "Cá nhân dùng số định danh gồm 12 chữ số; nếu là tổ chức, hãy chọn lại đối tượng.",
    "organisation": "Tổ chức dùng mã số thuế 10 hoặc 13 chữ số; nếu là cá nhân, hãy chọn lại đối tượng.",
}
_SAME = "Chủ hồ sơ trùng với người nộp; hãy để trống phần chủ hồ sơ nếu nộp cho chính mình."


class CounterReception(In):
    """Tiếp nhận trực tiếp tại quầy (KENH 1): what the officer types from the papers."""

    dossier_id: UUID | None = None
    """Chosen by the sender, so that a repeat makes no second dossier."""
    procedure_code: PrintedRequiredLine
    applicant_kind: Literal["citizen", "organisation"] = "citizen"
    full_name: PrintedName
    personal_id: OptionalIdentifier = ""
    address: PrintedRequiredLine
    phone: OptionalPhone = ""
    email: OptionalEmail = ""
    owner_kind: Literal["citizen", "organisation"] = "citizen"
    owner_name: PrintedLine = ""
    """Chủ hồ sơ, where somebody else hands it in; empty when the applicant is the owner."""
    owner_id: OptionalIdentifier = ""
    owner_address: PrintedLine = ""
    content: PrintedParagraphs = ""
    """Nội dung yêu cầu giải quyết."""
    paper_codes: Annotated[list[Annotated[str, StringConstraints(max_length=100)]], Field(max_length=100)] = []
    sets: Annotated[int, Field(ge=1, le=99)] = 1
    """Số bộ hồ sơ."""
    return_channel: Literal["counter", "post"] = "counter"
    """Without an account nobody could fetch an electronic result."""

    @model_validator(mode="after")
    def _fits_together(self) -> "CounterReception":
        """A number is of its kind of person, and applicant and owner are two."""
        found: list[FieldError] = []
        for pointer, kind, number in (
            ("personal_id", self.applicant_kind, self.personal_id),
            ("owner_id", self.owner_kind, self.owner_id),
        ):
            if number and (kind == "citizen") != is_personal_id(number):
                found.append(FieldError(f"/{pointer}", f"{kind}_number_wrong", _NUMBERS[kind]))
        if self.owner_id and self.owner_id == self.personal_id:
            found.append(FieldError("/owner_id", "owner_is_applicant", _SAME))
        if (self.owner_id or self.owner_address) and not self.owner_name:
            found.append(FieldError("/owner_name", "value_missing", "Hãy nhập tên chủ hồ sơ."))
        if found:
            raise Invalid("invalid_input", fields=found)
        return self

    def owner(self) -> Applicant | None:
        if not self.owner_name:
            return None
        return Applicant(
            kind=self.owner_kind, full_name=self.owner_name, personal_id=self.owner_id, address=self.owner_address
        )

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
        status = DossierStatus(row.status)
        late = status in DUE and row.work_due_at < now
        names = cls.model_fields.keys() - {"status_name", "overdue", "paused"}
        return cls(
            **{name: getattr(row, name) for name in names},
            status_name=status.official_name,
            overdue=late,
            paused=status is DossierStatus.SUPPLEMENT_REQUESTED,
        )


class FileOut(BaseModel):
    name: str
    kind: str
    sha256: str
    size: int
    media_type: str
    replaced: bool = False


class PaperDocumentOut(BaseModel):
    """Giấy tờ nhận bản giấy tại quầy, as the receipt lists it: how many of which kind."""

    name: str
    originals: int
    certified_copies: int
    copies: int


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


class WarningOut(BaseModel):
    """Điểm cần đối chiếu: `code` for programs, the answer it is about if any, and the sentence for people."""

    code: str
    field: str
    sentence: str


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
    warnings: list[WarningOut]
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
    paper_documents: list[PaperDocumentOut]
    """What was received on paper; what a supplement brought later is in the note of its hand-over."""
    hand_overs: list[HandOverOut]


class Moved(BaseModel):
    """Answer to every action."""

    id: UUID
    version: int
    status: int
    step_code: str
    code: str | None = None
