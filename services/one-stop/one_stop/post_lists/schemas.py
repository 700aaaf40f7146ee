"""What the counter says of what it gives to the post, and what programs read of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from one_stop.dossiers.schemas import In, Reason
from one_stop.post_lists.models import PostItem, PostList
from one_stop.post_lists.rules import ITEM_STATES, MOST
from shared.core.fields import Day
from shared.printing.printable import PrintedLine, PrintedName, PrintedRequiredLine
from shared.standards.typed import read_code

Tracking = Annotated[PrintedLine, StringConstraints(max_length=40), AfterValidator(read_code)]


class Posting(In):
    """Lập bảng kê giao bưu điện."""

    list_id: UUID | None = None
    """Chosen by the sender, so that a repeat makes no second list."""
    carrier: PrintedRequiredLine
    dossiers: Annotated[list[UUID], Field(max_length=MOST)]


class Tracked(In):
    """Mã bưu gửi of one result."""

    item_id: UUID
    tracking: Tracking = ""


class TrackingNumbers(In):
    """Ghi mã bưu gửi."""

    items: Annotated[list[Tracked], Field(max_length=MOST)]


class Delivering(In):
    """Đã phát: who signed for it at the door, and when."""

    delivered_on: Day
    receiver: PrintedName


class Returning(In):
    """Bưu điện trả lại: why it was not delivered."""

    reason: Reason


class PostItemOut(BaseModel):
    id: UUID
    dossier_id: UUID
    code: str
    receiver_name: str
    address: str
    phone: str
    tracking: str
    state: str
    state_name: str
    decided_at: datetime | None
    note: str

    @classmethod
    def of(cls, item: PostItem) -> "PostItemOut":
        names = cls.model_fields.keys() - {"state_name"}
        return cls(**{name: getattr(item, name) for name in names}, state_name=ITEM_STATES[item.state])


class PostListOut(BaseModel):
    """Bảng kê giao bưu điện."""

    id: UUID
    number: str
    carrier: str
    at: datetime
    by: str
    items: list[PostItemOut]

    @classmethod
    def of(cls, row: PostList, items: list[PostItem]) -> "PostListOut":
        return cls(
            id=row.id,
            number=row.named,
            carrier=row.carrier,
            at=row.at,
            by=row.by_name,
            items=[PostItemOut.of(item) for item in items],
        )
