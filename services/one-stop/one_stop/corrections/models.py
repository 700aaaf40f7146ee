"""Corrections of what a dossier says."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from shared.work.timeline import TimelineRow


class Correction(TimelineRow, Base):
    """Đính chính thông tin hồ sơ. Rows are only added; papers that were printed before stay as they are."""

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_dossier_id", "dossier_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    field: Mapped[str] = mapped_column(Text)
    """`applicant.phone`, `owner.full_name`, `answers.area`."""
    title: Mapped[str] = mapped_column(Text)
    """What people call it, as of that day."""
    before: Mapped[dict[str, Any]] = mapped_column(JSONB)
    after: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """`words` as people read them and `value` as the dossier keeps it."""
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    by_id: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)
