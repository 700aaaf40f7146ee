"""What comes in and goes out about units."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class UnitOut(BaseModel):
    """Đơn vị trực thuộc."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    agency_code: str
    code: str
    name: str
    kind: str
    head_post_id: UUID | None
    valid_from: date
    valid_to: date | None
    successor_id: UUID | None
    """The unit it was merged into."""
    version: int


class UnitList(BaseModel):
    items: list[UnitOut]


class NewUnit(BaseModel):
    """Đơn vị mới."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    code: str
    name: str
    kind: str = "division"


class UnitChange(BaseModel):
    """Đổi tên, loại, người đứng đầu."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: str
    kind: str
    head_post_id: UUID | None = None
    first_day: date | None = None
    """From today when not given; a day ahead waits for it, and what becomes different is counted from the unit as it will be by then, after
    what waits already. One that is past is kept with the names and places of before."""
    as_of: date | None = None
    """The day of which the caller knew the unit, today when not given: what he left as it was then follows what waits. Whoever wants something
    back that is to change before names the first day."""
    version: int


class Merger(BaseModel):
    """Sáp nhập vào đơn vị khác."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    into_id: UUID | None
    reason: str
    first_day: date | None = None
    version: int


class PlannedChangeOut(BaseModel):
    """Thay đổi đã ghi trước."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: str
    """`place`, `take-out`, `change` or `merge`."""
    unit_id: UUID
    into_id: UUID | None
    post_id: UUID | None
    parts: list[str]
    """Of `change`: what becomes different, of `name`, `kind` and `head`."""
    name: str
    """The unit's new name, if that changes; of a post that moves, whose it is."""
    unit_kind: str
    first_day: date
    reason: str
    state: str
    """`waiting`, or `refused` when it could not happen on its day."""
    refusal: str


class PlannedChangeList(BaseModel):
    items: list[PlannedChangeOut]


class Move(BaseModel):
    """Chuyển vị trí công tác giữa các đơn vị."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    reason: str
    first_day: date | None = None
    """From today when not given."""


class UnitStayOut(BaseModel):
    """Thời gian thuộc đơn vị."""

    model_config = ConfigDict(from_attributes=True)

    post_id: UUID
    unit_id: UUID | None
    """None: it lay in no unit."""
    unit_name: str
    valid_from: date
    valid_to: date
    """Last day, included."""
    reason: str
    """Why it was moved after that day."""


class UnitStayList(BaseModel):
    items: list[UnitStayOut]


class UnitEnd(BaseModel):
    """Kết thúc đơn vị."""

    model_config = ConfigDict(extra="forbid")

    version: int
