"""What comes in when a part is asked for, and how parts go out."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from one_stop.dossiers.schemas import In, Reason
from one_stop.parts.models import DossierPart
from one_stop.parts.rules import PART_STATE_LABELS, PartKind
from shared.core.errors import FieldError, Invalid
from shared.core.fields import Day
from shared.core.formats import vn_date
from shared.printing.printable import PrintedLine

MOST_ASKED = 10
"""Agencies asked in one act."""
LONGEST_TERM = 480
"""Working hours: sixty working days."""


class Asked(In):
    """Nơi được hỏi: an agency, or a unit of one's own."""

    agency_code: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    unit_id: Annotated[str, StringConstraints(max_length=64)] = ""

    @classmethod
    def read(cls, text: str) -> "Asked":
        """As the page's list writes it: an agency's code, or with the id of a unit behind a slash."""
        agency, _, unit = text.partition("/")
        return cls(agency_code=agency, unit_id=unit)


class Consulting(In):
    """Lấy ý kiến: one question to one or several agencies, each of which answers for itself."""

    to: Annotated[list[Asked], Field(max_length=MOST_ASKED)]
    question: Reason
    hours: Annotated[int, Field(ge=1, le=LONGEST_TERM)] = 24
    """Thời hạn trả lời, giờ làm việc."""
    papers: list[UUID] = Field(default_factory=list, max_length=100)
    """Giấy tờ của hồ sơ mà nơi được hỏi được xem, by their ids."""
    required: bool = True

    def targets(self) -> list[Asked]:
        """Each once; Invalid where nobody is asked."""
        found = list({(one.agency_code, one.unit_id): one for one in self.to}.values())
        if not found:
            missing = FieldError("/to", "asked_missing", "Hãy chọn ít nhất một cơ quan, đơn vị cần lấy ý kiến.")
            raise Invalid("invalid_input", fields=[missing])
        return found


class AskingAgain(In):
    """Giao lại nhánh song song: where, what, and within how long."""

    to: Asked
    question: Reason
    hours: Annotated[int, Field(ge=1, le=LONGEST_TERM)] = 24


class WrittenDown(In):
    """Câu trả lời nhận ngoài hệ thống: what was answered, by whom, when, and by which document if there is one."""

    conclusion: Literal["agree", "agree-with-conditions", "disagree", "no-opinion", "refused"]
    opinion: Reason
    told_by: Annotated[PrintedLine, StringConstraints(min_length=2, max_length=200)]
    """Người báo, hoặc người ký văn bản."""
    day: Day
    document: Annotated[PrintedLine, StringConstraints(max_length=60)] = ""
    """Số, ký hiệu văn bản."""

    @property
    def refused(self) -> bool:
        return self.conclusion == "refused"

    @property
    def disagrees(self) -> bool:
        return self.conclusion == "disagree"

    def words(self) -> str:
        paper = (
            f"Văn bản số {self.document} ngày {vn_date(self.day)}" if self.document else f"Báo ngày {vn_date(self.day)}"
        )
        return f"{self.opinion} ({paper}, {self.told_by})"


class Recalling(In):
    """Thu hồi, đi tiếp không chờ: always with a reason."""

    reason: Reason


class PartOut(BaseModel):
    """Phần việc liên thông, as the asking agency sees it."""

    id: UUID
    number: int
    kind: PartKind
    state: str
    state_name: str
    agency_code: str
    agency_name: str
    question: str
    asked_by_name: str
    asked_at: datetime
    due_at: datetime
    late: bool
    awaited: bool
    branch: str
    """Nhánh song song that it was opened for; empty: an officer asked."""
    holder_name: str
    received_at: datetime | None
    ended_at: datetime | None
    worked_minutes: int | None
    conclusion: str
    opinion: str
    answered_by_name: str
    answer: dict[str, Any] | None

    @classmethod
    def of(cls, part: DossierPart) -> "PartOut":
        names = cls.model_fields.keys() - {"state_name", "late", "awaited"}
        return cls(
            **{name: getattr(part, name) for name in names},
            state_name=PART_STATE_LABELS[part.place],
            late=part.is_late(),
            awaited=part.is_awaited,
        )
