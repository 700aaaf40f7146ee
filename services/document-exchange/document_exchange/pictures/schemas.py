"""Pictures as they are shown."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class PictureOut(BaseModel):
    """Hình chữ ký, con dấu."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    state: str
    """`waiting`: looked at before it is used; `in-use`; `former`."""
    diameter: int
    """Of a seal, in millimetres."""
    added_at: datetime
    used_from: datetime | None
    used_until: datetime | None
    by_name: str
