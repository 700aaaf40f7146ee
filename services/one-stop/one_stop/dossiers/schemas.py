"""What comes in about a dossier, and what goes out."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from one_stop.dossiers.handed_in import Representation
from one_stop.dossiers.rules import DUE
from shared.contracts.values import Applicant
from shared.printing.printable import (
    PrintedLine,
    printable,
    without_controls,
)
from shared.standards.dossier_status import DossierStatus
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
            paused=status is DossierStatus.SUPPLEMENT_REQUESTED or row.paused,
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

    code: str = ""
    name: str
    originals: int
    certified_copies: int
    copies: int


class PaperMarkOut(BaseModel):
    """Đánh dấu một giấy tờ: `seen`, `compared` with the original, `wrong` page, `unclear`; by whom and when."""

    paper_code: str
    state: str
    note: str
    by: str
    title: str
    at: datetime


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
    case_code: str
    """Trường hợp; empty where the procedure has one without a name."""
    case_name: str
    agency_code: str
    """Cơ quan có thẩm quyền."""
    received_agency_code: str
    """Nơi tiếp nhận."""
    helped_agency_code: str
    """Nơi hướng dẫn, hỗ trợ; empty: where it was received."""
    return_agency_code: str
    """Nơi trả kết quả; empty: the competent agency's counter."""
    transit: str
    """Chuyển đến cơ quan có thẩm quyền: `sent`, `sent-back`; empty once it has arrived."""
    channel: str
    return_channel: str
    return_address: str
    """Địa chỉ nhận qua bưu chính; empty: the applicant's own."""
    applicant: Applicant
    owner: Applicant | None
    representation: Representation | None
    """Tư cách người nộp thay, as it was shown at the counter."""
    answers: dict[str, Any]
    paper_marks: list[PaperMarkOut]
    """What officers said of the papers."""
    warnings: list[WarningOut]
    fee_due: int
    opened_at: datetime
    received_at: datetime | None
    term_from: datetime | None
    """From when the term counts, where that is not the acceptance."""
    due_original: datetime | None
    due_at: datetime | None
    due_provisional: bool
    """Tạm tính: it rests on a year without a calendar."""
    due_owed: datetime | None
    """After an apology: when it would be due without it, which is what figures compare with."""
    apology: str
    """Văn bản xin lỗi, hẹn lại: `proposed`, `signed`, or empty."""
    paused_at: datetime | None
    waits_until: datetime | None
    """The awaited supplement's deadline, or when a pause is expected to end."""
    step_code: str
    step_name: str
    step_due_at: datetime | None
    holder_id: str | None
    holder_name: str
    finished_at: datetime | None
    returned_at: datetime | None
    result_outcome: str
    """Kết luận of the signed result: `granted`, `refused`, `partial`; empty while none is signed."""
    overdue: bool
    allowed_actions: list[str]
    files: list[FileOut]
    paper_documents: list[PaperDocumentOut]
    """What was received on paper; what a supplement brought later is in the note of its hand-over."""
    hand_overs: list[HandOverOut]
    territorial_model: str = ""
    """`two_tier` or `three_tier`: mô hình chính quyền địa phương on the day of acceptance, before it that of filing."""


class Moved(BaseModel):
    """Answer to every action."""

    id: UUID
    version: int
    status: int
    step_code: str
    code: str | None = None
