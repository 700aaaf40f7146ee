"""What one-stop tells of parts of a dossier that other agencies do."""

from datetime import datetime
from typing import ClassVar

from shared.contracts.event import Event
from shared.contracts.values import AttachedPaper, FileReference


class PartAsked(Event):
    """Phần việc liên thông được giao: a consultation, a share of the work; all that the asked agency gets to know of the dossier."""

    type: ClassVar[str] = "one-stop.part-asked.v1"
    summary: ClassVar[str] = "Phần việc của một hồ sơ được giao cho cơ quan khác: lấy ý kiến"
    kind: ClassVar[str] = "part"
    subject_field: ClassVar[str] = "part_id"

    part_id: str
    part_kind: str
    """`consultation` ..."""
    number: int
    """Its number within the dossier."""
    dossier_code: str
    procedure_name: str
    owner_name: str
    from_agency_code: str
    from_agency_name: str
    asked_by: str
    asked_by_title: str = ""
    to_agency_code: str
    to_unit_id: str = ""
    question: str
    papers: tuple[AttachedPaper, ...] = ()
    """Those that the asked agency may open."""
    asked_at: datetime
    due_at: datetime
    slip: FileReference
    """Phiếu lấy ý kiến."""


class PartSlipSealed(Event):
    """Phiếu lấy ý kiến đã có chữ ký số của cơ quan hỏi: what was sent before stays, the sealed file stands beside it."""

    type: ClassVar[str] = "one-stop.part-slip-sealed.v1"
    summary: ClassVar[str] = "Phiếu lấy ý kiến đã gửi nay có chữ ký số của cơ quan hỏi"
    kind: ClassVar[str] = "part"
    subject_field: ClassVar[str] = "part_id"

    part_id: str
    slip: FileReference
    """The sealed file, which begins with the very bytes that were sent."""
    sealed_at: datetime


class PartProgressed(Event):
    """Phần việc liên thông ở cơ quan được giao: what was done there, and where it stands; the last one carries the answer."""

    type: ClassVar[str] = "one-stop.part-progressed.v1"
    summary: ClassVar[str] = "Phần việc liên thông ở cơ quan được giao: tiếp nhận, trả lời hoặc từ chối"
    kind: ClassVar[str] = "part"
    subject_field: ClassVar[str] = "part_id"

    part_id: str
    state: str
    """`received`, `drafted`, `answered`, `refused`."""
    act: str
    by_id: str
    by: str
    by_title: str = ""
    holder_name: str = ""
    at: datetime
    conclusion: str = ""
    """`agree`, `agree-with-conditions`, `disagree`, `no-opinion`; empty until it is answered."""
    opinion: str = ""
    """The answer's words, or why it was refused."""
    slip: FileReference | None = None
    """Phiếu trả lời, signed by the asked agency's leader."""


class PartRecalled(Event):
    """Phần việc liên thông bị thu hồi: by who asked, or because the dossier has ended."""

    type: ClassVar[str] = "one-stop.part-recalled.v1"
    summary: ClassVar[str] = "Phần việc liên thông bị thu hồi: người hỏi rút lại, hoặc hồ sơ đã kết thúc"
    kind: ClassVar[str] = "part"
    subject_field: ClassVar[str] = "part_id"

    part_id: str
    reason: str
    by: str
    recalled_at: datetime
