"""What online-services tells."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.values import Applicant, AttachedPaper


class SubmissionFiled(Event):
    """Hồ sơ được nộp trực tuyến: the citizen saw success; one-stop opens it at the competent counter."""

    type: ClassVar[str] = "online-services.submission-filed.v1"
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
    filed_at: datetime


class SupplementFiled(Event):
    """Công dân đã bổ sung hồ sơ: only the fields and papers that were asked for."""

    type: ClassVar[str] = "online-services.supplement-filed.v1"
    kind: ClassVar[str] = "submission"
    subject_field: ClassVar[str] = "submission_id"

    submission_id: str
    answers: dict[str, object]
    """The changed answers only, by field name."""
    papers: tuple[AttachedPaper, ...] = ()
    filed_at: datetime


class SubmissionWithdrawn(Event):
    """Người nộp rút hồ sơ: one-stop closes the dossier unless its result is already signed."""

    type: ClassVar[str] = "online-services.submission-withdrawn.v1"
    kind: ClassVar[str] = "submission"
    subject_field: ClassVar[str] = "submission_id"

    submission_id: str
    reason: str
    withdrawn_at: datetime
