"""What one-stop tells of reports that an agency has signed: whoever is above it keeps them."""

from datetime import date, datetime
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.values import FileReference


class ReportSubmitted(Event):
    """Báo cáo đã ký được gửi lên cơ quan cấp trên."""

    type: ClassVar[str] = "one-stop.report-submitted.v1"
    summary: ClassVar[str] = "Báo cáo giải quyết thủ tục hành chính đã ký, gửi lên cơ quan cấp trên"
    kind: ClassVar[str] = "report"
    subject_field: ClassVar[str] = "report_id"

    report_id: str
    from_agency_code: str
    from_agency_name: str
    to_agency_code: str
    first_day: date
    last_day: date
    below: bool
    """With the agencies below the one that reports."""
    columns: tuple[int, ...]
    """3 to 13 of the form."""
    signed_by: str
    signed_at: datetime
    reason: str = ""
    """Why it takes the place of an earlier one of the same days."""
    file: FileReference
    """The signed sheet."""
