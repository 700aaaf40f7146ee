"""What comes in about a change of an issued result, and what goes out."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, StringConstraints

from one_stop.dossiers.schemas import In, Reason
from one_stop.result_book.models import BookedResult, ResultChange
from shared.contracts.values import FileReference
from shared.core.fields import Day, OptionalDay
from shared.printing.printable import PrintedLine, PrintedRequiredLine, printable, without_controls
from shared.standards.result_outcomes import ResultOutcome
from shared.standards.result_states import ResultChangeKind, ResultState, RevocationGround
from shared.standards.typed import clean_paragraphs

Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=4000),
    AfterValidator(without_controls),
    AfterValidator(clean_paragraphs),
    AfterValidator(printable),
]


class Changing(In):
    """Thu hồi, đính chính, thay thế, gia hạn hoặc khôi phục một kết quả đã cấp."""

    kind: ResultChangeKind
    reason: Reason
    """Read by the owner of the result, not by whoever verifies it."""
    legal_basis: PrintedRequiredLine
    document_number: PrintedRequiredLine
    """Số, ký hiệu of the decision."""
    document_date: Day
    ground: Annotated[RevocationGround | None, BeforeValidator(lambda value: value or None)] = None
    """Of `revoked`."""
    corrected: Words = ""
    """Of `corrected`: what is read how."""
    replaced_by: PrintedLine = ""
    """Of `replaced`: code of the dossier, or verification code, of the new result."""
    valid_until: OptionalDay = None
    """Of `extended`: the new last day."""


class ChangeOut(BaseModel):
    """Một thay đổi của kết quả đã cấp."""

    number: int
    kind: ResultChangeKind
    at: datetime
    by: str
    agency_code: str
    reason: str
    legal_basis: str
    document_number: str
    document_date: date
    ground: str
    corrected: str
    replaced_by: UUID | None
    valid_until: date | None
    files: list[FileReference]
    """The decision itself."""

    @classmethod
    def of(cls, row: ResultChange) -> "ChangeOut":
        return cls(**{name: getattr(row, name) for name in cls.model_fields if name != "by"}, by=row.by_name)


class BookedOut(BaseModel):
    """Kết quả trong sổ."""

    id: UUID
    version: int
    dossier_id: UUID | None
    """None: digitised from paper."""
    dossier_code: str
    agency_code: str
    procedure_code: str
    procedure_name: str
    verification_code: str
    number: str
    title: str
    outcome: ResultOutcome
    holder_name: str
    signed_by_name: str
    issued_at: datetime
    valid_from: date | None
    valid_until: date | None
    scope: str
    result_code: str
    """Mã kết quả theo danh mục; empty: it has none."""
    issuer: str
    """Cơ quan cấp bản giấy, of what was digitised."""
    digitised_at: datetime | None
    sha256: str
    state: ResultState
    replaced_by: UUID | None
    changes: list[ChangeOut]

    @classmethod
    def of(cls, row: BookedResult, changes: list[ResultChange]) -> "BookedOut":
        named = {name: getattr(row, name) for name in cls.model_fields if name != "changes"}
        return cls(**named, changes=[ChangeOut.of(change) for change in changes])
