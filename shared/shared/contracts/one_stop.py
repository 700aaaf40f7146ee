"""What one-stop tells."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.figures import FigureRecorded
from shared.contracts.notification import OfficersNotified
from shared.contracts.values import FileReference, StepTaken, SupplementItem, Value


class PaperRequired(Value):
    """Thành phần hồ sơ theo quy định của thủ tục."""

    code: str
    name: str
    originals: int = 0
    copies: int = 0
    required: bool = True
    from_form: bool = False
    """Made from the answers of the e-form; nobody is asked to bring it once more."""


class ProcedurePublished(Event):
    """Thủ tục hành chính được công bố: everything the public catalogue shows."""

    type: ClassVar[str] = "one-stop.procedure-published.v1"
    kind: ClassVar[str] = "procedure"
    subject_field: ClassVar[str] = "procedure_code"

    procedure_code: str
    name: str
    tier: str
    field: str
    level: int
    """Mức độ 3 or 4 (NĐ 43/2011)."""
    agency_codes: tuple[str, ...]
    term_amount: int
    term_unit: str
    """`working_days`, `working_hours`, `calendar_days` or `months`."""
    fee: int
    """Phí, lệ phí, đồng."""
    papers: tuple[PaperRequired, ...]
    form_id: str
    result_name: str
    synonyms: tuple[str, ...] = ()
    """What people call it when they look for it."""


class ProcedureEnded(Event):
    """Thủ tục hành chính hết hiệu lực: nothing new is taken; dossiers that run go on under their own version."""

    type: ClassVar[str] = "one-stop.procedure-ended.v1"
    kind: ClassVar[str] = "procedure"
    subject_field: ClassVar[str] = "procedure_code"

    procedure_code: str
    name: str
    ended_at: datetime


class DossierReceived(Event):
    """Hồ sơ được tiếp nhận: it has its code (mã hồ sơ), its receipt (form 01) and its due time."""

    type: ClassVar[str] = "one-stop.dossier-received.v1"
    kind: ClassVar[str] = "dossier"
    subject_field: ClassVar[str] = "dossier_id"

    dossier_id: str
    """Equal to the submission's id when it was filed online."""
    code: str
    procedure_code: str
    procedure_name: str
    agency_code: str
    applicant_name: str
    lookup_secret: str
    received_at: datetime
    due_at: datetime
    due_provisional: bool = False
    """Tạm tính: the due time reaches into a year whose working calendar is not decided yet."""
    receipt: FileReference


class DossierRefused(Event):
    """Hồ sơ không được tiếp nhận (form 03)."""

    type: ClassVar[str] = "one-stop.dossier-refused.v1"
    kind: ClassVar[str] = "dossier"
    subject_field: ClassVar[str] = "dossier_id"

    dossier_id: str
    reason: str
    refused_at: datetime
    notice: FileReference


class SupplementRequested(Event):
    """Yêu cầu bổ sung hồ sơ (form 02): the clock stops."""

    type: ClassVar[str] = "one-stop.supplement-requested.v1"
    kind: ClassVar[str] = "dossier"
    subject_field: ClassVar[str] = "dossier_id"

    dossier_id: str
    reason: str
    items: tuple[SupplementItem, ...]
    requested_at: datetime
    deadline_at: datetime | None = None
    notice: FileReference


class DossierMoved(Event):
    """Hồ sơ chuyển bước: also sent when a supplement was taken in and the clock goes on."""

    type: ClassVar[str] = "one-stop.dossier-moved.v1"
    kind: ClassVar[str] = "dossier"
    subject_field: ClassVar[str] = "dossier_id"

    dossier_id: str
    status: int
    """TrangThaiHoSo 1-10."""
    step: StepTaken
    action: str
    """`transfer`, `return`, `supplement-taken-in`, `due-recounted`, ..."""
    due_at: datetime | None
    due_provisional: bool = False
    """Tạm tính, as in `DossierReceived`."""
    moved_at: datetime


class DossierClosed(Event):
    """Hồ sơ kết thúc không có kết quả: withdrawn by the applicant (7), or stopped (8) because no supplement came."""

    type: ClassVar[str] = "one-stop.dossier-closed.v1"
    kind: ClassVar[str] = "dossier"
    subject_field: ClassVar[str] = "dossier_id"

    dossier_id: str
    status: int
    """7 (withdrawn) or 8 (stopped)."""
    reason: str
    closed_at: datetime
    notice: FileReference | None = None
    """Form 05, when the agency stopped."""


class DossierFinished(Event):
    """Hồ sơ đã xử lý xong: the result is signed."""

    type: ClassVar[str] = "one-stop.dossier-finished.v1"
    kind: ClassVar[str] = "dossier"
    subject_field: ClassVar[str] = "dossier_id"

    dossier_id: str
    code: str
    result_name: str
    result_number: str
    signed_by: str
    verification_code: str
    result: FileReference
    finished_at: datetime


class ResultReturned(Event):
    """Đã trả kết quả."""

    type: ClassVar[str] = "one-stop.result-returned.v1"
    kind: ClassVar[str] = "dossier"
    subject_field: ClassVar[str] = "dossier_id"

    dossier_id: str
    channel: str
    returned_at: datetime


class CounterNotified(OfficersNotified):
    """Thông báo về hồ sơ: assigned, answered, due soon, late."""

    type: ClassVar[str] = "one-stop.officers-notified.v1"


class DossierFigureRecorded(FigureRecorded):
    """Số liệu ngày về hồ sơ."""

    type: ClassVar[str] = "one-stop.figure-recorded.v1"
