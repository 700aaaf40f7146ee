"""What the parts said of themselves when they last answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from gateway.database import Base


class PartDescription(Base):
    """Bản mô tả của một phần."""

    __tablename__ = "part_description"

    service: Mapped[str] = mapped_column(Text, primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """A `shared.web.feature.Description`."""
    told_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    """When it was first told like this."""


class HeldPlace(Base):
    """Địa chỉ của một phần: the first part of its pages' paths. Who has it keeps it as long as it has a page there."""

    __tablename__ = "held_place"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    service: Mapped[str] = mapped_column(ForeignKey("part_description.service"))
