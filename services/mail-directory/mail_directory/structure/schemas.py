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
    version: int


class UnitEnd(BaseModel):
    """Kết thúc đơn vị."""

    model_config = ConfigDict(extra="forbid")

    version: int
