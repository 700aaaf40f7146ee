"""What is typed when somebody at the counter cannot be received, and what programs read of it."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from one_stop.dossiers.schemas import In, Reason
from one_stop.intake.schemas import CounterReception, PaperCode
from one_stop.walk_ins.models import WalkIn
from shared.printing.printable import PrintedLine


class GuidedItem(In):
    """Giấy tờ phải bổ sung, sửa: what has to be done about it."""

    paper_code: PaperCode
    note: PrintedLine = ""


class TurningAway(CounterReception):
    """Từ chối tiếp nhận tại quầy (mẫu 03): with its reason. Of the person only the name must be known."""

    address: PrintedLine = ""
    reason: Reason
    legal_basis: PrintedLine = ""

    @property
    def person_number(self) -> str:
        """By which the person is known again; empty where no paper was shown."""
        return self.personal_id or self.identity_number


class Guiding(TurningAway):
    """Hướng dẫn hoàn thiện hồ sơ tại quầy (mẫu 02): one complete list of what is missing or wrong."""

    items: Annotated[list[GuidedItem], Field(max_length=100)]


class WalkInOut(BaseModel):
    """Một dòng sổ hướng dẫn."""

    id: UUID
    number: str
    outcome: str
    """`guided` with form 02 or `refused` with form 03."""
    at: datetime
    procedure_code: str
    procedure_name: str
    applicant_name: str
    items: list[dict[str, Any]]
    reason: str
    legal_basis: str
    by: str
    dossier_id: UUID | None
    """What was received when the person came back."""

    @classmethod
    def of(cls, row: WalkIn) -> "WalkInOut":
        same = cls.model_fields.keys() - {"number", "outcome", "by"}
        outcome = "guided" if row.form_no == "02" else "refused"
        facts = {name: getattr(row, name) for name in same}
        return cls(**facts, number=str(row.snapshot["number"]), outcome=outcome, by=row.by_name)
