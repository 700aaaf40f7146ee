"""What comes in about posts."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class NewPost(BaseModel):
    """Vị trí công tác thêm: beside what the person holds."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    agency_code: str
    role: str
    title: str
    unit_id: UUID | None = None
    """Đơn vị trực thuộc of that agency, where the post lies in one."""
    kind: str = "concurrent"
    """`main`, `concurrent` or `acting`."""
    valid_from: date | None = None
    """From today when not given."""
    valid_to: date | None = None
    """Last day; open when not given."""
    version: int


class PostEnd(BaseModel):
    """Kết thúc vị trí công tác."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    last_day: date
    reason: str
    version: int
