"""A dossier as its owner's programs see it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from online_services.tracking.models import CourseFile


class SubmissionSummary(BaseModel):
    """Hồ sơ của tôi, one line."""

    id: UUID
    code: str | None
    procedure_code: str
    procedure_name: str
    agency_code: str
    filed_at: datetime
    status: int
    status_name: str
    due_at: datetime | None
    due_provisional: bool
    """The working calendar of that year is not decided yet."""
    late: str
    """`Quá hạn 2 ngày`, when it is."""


class SubmissionPage(BaseModel):
    items: list[SubmissionSummary]
    after: UUID | None = None


class EntryOut(BaseModel):
    """Một mốc xử lý."""

    kind: str
    title: str
    at: datetime
    by: str = ""
    note: str = ""


class CourseFileOut(BaseModel):
    """Giấy tờ của cơ quan."""

    id: UUID
    kind: str
    name: str
    size: int
    media_type: str
    sha256: str
    collected_at: datetime | None = None
    """Lần đầu người nộp mở kết quả này, khi kết quả được trả trực tuyến."""

    @classmethod
    def of(cls, file: CourseFile) -> "CourseFileOut":
        return cls(**{name: getattr(file, name) for name in cls.model_fields})


class RequestedItem(BaseModel):
    pointer: str
    paper_code: str
    note: str


class OpenRequest(BaseModel):
    """Yêu cầu bổ sung đang chờ."""

    id: UUID
    reason: str
    items: list[RequestedItem]
    requested_at: datetime
    deadline_at: datetime | None


class FollowedPartOut(BaseModel):
    """Phần của hồ sơ liên thông."""

    name: str
    agency_name: str
    state: str
    """`sent`, `received`, `drafted`, `answered`, `refused`, `recalled`, `skipped`."""
    state_name: str
    at: datetime
    """Since when."""
    due_at: datetime
    answer: str


class SubmissionDetail(SubmissionSummary):
    answers: dict[str, Any]
    papers: list[dict[str, Any]]
    fee_due: int
    return_channel: str
    owner: dict[str, Any] | None
    """Chủ hồ sơ, where it is not the applicant."""
    step_name: str
    holder: str
    lookup_secret: str
    due_words: list[str]
    """Vì sao hẹn ngày này."""
    paused_at: datetime | None
    """The clock stands still since then."""
    result_outcome: str
    """Kết luận: `granted`, `refused`, `partial`; empty while there is no result."""
    course: list[EntryOut]
    files: list[CourseFileOut]
    parts: list[FollowedPartOut]
    supplement_request: OpenRequest | None


class LookUpOut(BaseModel):
    """Tình trạng hồ sơ."""

    code: str
    procedure_name: str
    agency_name: str
    """Cơ quan giải quyết."""
    received_by: str
    """Nơi tiếp nhận, where that is another agency."""
    returned_by: str
    """Nơi trả kết quả, of one that another agency received."""
    status: int
    status_name: str
    step_name: str
    holder: str
    """Who has it now."""
    received_at: datetime | None
    due_at: datetime | None
    due_provisional: bool
    due_words: list[str]
    """Vì sao hẹn ngày này."""
    paused_at: datetime | None
    """The clock stands still since then."""
    late: str
    finished_at: datetime | None
    returned_at: datetime | None
    result_outcome: str
