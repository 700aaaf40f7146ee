"""What online-services tells."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.values import Applicant, AttachedPaper, FileReference


class SubmissionFiled(Event):
    """Hồ sơ được nộp trực tuyến: the citizen saw success; one-stop opens it at the competent counter."""

    type: ClassVar[str] = "online-services.submission-filed.v1"
    summary: ClassVar[str] = "Hồ sơ được nộp trực tuyến: một cửa mở hồ sơ tại cơ quan có thẩm quyền"
    kind: ClassVar[str] = "submission"
    subject_field: ClassVar[str] = "submission_id"

    submission_id: str
    procedure_code: str
    agency_code: str
    applicant: Applicant
    owner: Applicant | None = None
    form_id: str
    form_version: int
    answers: dict[str, object]
    papers: tuple[AttachedPaper, ...] = ()
    fee_due: int = 0
    """Phí, lệ phí phải nộp, đồng."""
    return_channel: str = "online"
    """`online`, `counter` or `post`."""
    return_address: str = ""
    """Where the post brings the result; empty: to the applicant's own address."""
    case_code: str = ""
    """Trường hợp of the procedure; empty where it declares none."""
    filed_at: datetime


class SupplementFiled(Event):
    """Công dân đã bổ sung hồ sơ: only the fields and papers that were asked for."""

    type: ClassVar[str] = "online-services.supplement-filed.v1"
    summary: ClassVar[str] = "Công dân đã bổ sung hồ sơ: chỉ các mục và giấy tờ được yêu cầu"
    kind: ClassVar[str] = "submission"
    subject_field: ClassVar[str] = "submission_id"

    submission_id: str
    answers: dict[str, object]
    """The changed answers only, by field name."""
    papers: tuple[AttachedPaper, ...] = ()
    filed_at: datetime


class ApplicantWrote(Event):
    """Người nộp trả lời hoặc hỏi cơ quan trên hồ sơ: the clock runs on."""

    type: ClassVar[str] = "online-services.applicant-wrote.v1"
    summary: ClassVar[str] = "Người nộp trả lời hoặc hỏi cơ quan trên hồ sơ; thời hạn vẫn tính"
    kind: ClassVar[str] = "submission"
    subject_field: ClassVar[str] = "submission_id"

    submission_id: str
    message_id: str
    text: str
    files: tuple[FileReference, ...] = ()
    written_at: datetime


class SubmissionWithdrawn(Event):
    """Người nộp rút hồ sơ: one-stop closes the dossier unless its result is already signed."""

    type: ClassVar[str] = "online-services.submission-withdrawn.v1"
    summary: ClassVar[str] = "Người nộp rút hồ sơ: một cửa kết thúc hồ sơ nếu kết quả chưa được ký"
    kind: ClassVar[str] = "submission"
    subject_field: ClassVar[str] = "submission_id"

    submission_id: str
    reason: str
    withdrawn_at: datetime


class ResultCollected(Event):
    """Người nộp đã nhận kết quả trên cổng: opened or downloaded for the first time, where it was to be returned online."""

    type: ClassVar[str] = "online-services.result-collected.v1"
    summary: ClassVar[str] = "Người nộp mở kết quả trên cổng lần đầu, khi kết quả được trả trực tuyến"
    kind: ClassVar[str] = "submission"
    subject_field: ClassVar[str] = "submission_id"

    submission_id: str
    sha256: str
    """Of the signed file that was given out."""
    collected_at: datetime
