"""What comes in about fees, and what goes out."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from one_stop.dossiers.schemas import In, Reason
from one_stop.fees.models import FeeReceipt
from shared.printing.printable import PrintedLine

Group = Annotated[PrintedLine, StringConstraints(max_length=200)]


class Collecting(In):
    """Thu phí, lệ phí bằng tiền mặt; with a group of the fee table what it pays, or nothing."""

    moment: Literal["", "at_intake", "at_return"] = ""
    """Only what is collected then; empty for all that is owed."""
    exempt_group: Group = ""


class EndingReceipt(In):
    """Hủy biên lai viết sai, hoặc hoàn trả tiền đã thu."""

    reason: Reason
    refund: bool = False
    """Hoàn trả: the money goes back to who paid."""


class FeeReceiptOut(BaseModel):
    """Biên lai."""

    id: UUID
    dossier_id: UUID
    dossier_code: str
    number: str
    state: str
    """`issued`, `exempt`, `voided` or `refunded`."""
    lines: list[dict[str, Any]]
    total: int
    exempt_group: str
    exempt_basis: str
    payer: str
    collected_at: datetime
    by: str
    ended_at: datetime | None
    ended_why: str

    @classmethod
    def of(cls, row: FeeReceipt) -> "FeeReceiptOut":
        same = cls.model_fields.keys() - {"number", "state", "by"}
        facts = {name: getattr(row, name) for name in same}
        return cls(**facts, number=row.number_shown, state=str(row.state), by=row.by_name)


class FeesOut(BaseModel):
    """Phí, lệ phí của một hồ sơ."""

    owed: list[dict[str, Any]]
    """Code, name, kind, amount, collected."""
    receipts: list[FeeReceiptOut]
