"""What the counter says of what it hands over, what the unit says of what it got, and what programs read of both."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from one_stop.dossiers.schemas import In, Reason
from one_stop.unit_lists.models import UnitItem, UnitList
from one_stop.unit_lists.rules import ITEM_STATES, LIST_STATES, MOST
from shared.printing.printable import PrintedLine


class Handing(In):
    """Lập giấy bàn giao, xác nhận đã giao."""

    list_id: UUID | None = None
    """Chosen by the sender, so that a repeat makes no second list."""
    unit_id: Annotated[str, Field(max_length=64)] = ""
    """Đơn vị nhận; empty at an agency that has no units."""
    dossiers: Annotated[list[UUID], Field(max_length=MOST)]


class NotTaken(In):
    """Hồ sơ không nhận: it was not there or is not whole."""

    item_id: UUID
    reason: Annotated[PrintedLine, StringConstraints(max_length=500)] = ""


class TakingIn(In):
    """Xác nhận đã nhận: all, or all but these."""

    missing: Annotated[tuple[NotTaken, ...], Field(max_length=MOST)] = ()


class Cancelling(In):
    """Hủy giấy bàn giao chưa được nhận."""

    reason: Reason


class UnitItemOut(BaseModel):
    id: UUID
    dossier_id: UUID
    code: str
    procedure_name: str
    applicant_name: str
    papers: str
    state: str
    state_name: str
    note: str

    @classmethod
    def of(cls, item: UnitItem) -> "UnitItemOut":
        names = cls.model_fields.keys() - {"state_name"}
        return cls(**{name: getattr(item, name) for name in names}, state_name=ITEM_STATES[item.state])


class UnitListOut(BaseModel):
    """Giấy bàn giao hồ sơ."""

    id: UUID
    number: str
    unit_id: str
    unit: str
    state: str
    state_name: str
    at: datetime
    by: str
    ended_at: datetime | None
    ended_by: str
    note: str
    items: list[UnitItemOut]

    @classmethod
    def of(cls, row: UnitList, items: list[UnitItem]) -> "UnitListOut":
        return cls(
            id=row.id,
            number=row.named,
            unit_id=row.unit_id,
            unit=row.unit_name,
            state=row.state,
            state_name=LIST_STATES[row.state],
            at=row.at,
            by=row.by_name,
            ended_at=row.ended_at,
            ended_by=row.ended_by_name,
            note=row.note,
            items=[UnitItemOut.of(item) for item in items],
        )
