"""Supplement requests and what came of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base


class SupplementRequest(Base):
    """Yêu cầu bổ sung, hoàn thiện hồ sơ (mẫu số 02)."""

    __tablename__ = "supplement_request"
    __table_args__ = (
        Index("ix_supplement_request_dossier_id", "dossier_id"),
        Index("uq_supplement_request_open", "dossier_id", unique=True, postgresql_where="completed_at IS NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    stage: Mapped[str] = mapped_column(Text)
    """`intake` or `processing`: the clock stands still only in processing, at intake it has not begun."""
    reason: Mapped[str] = mapped_column(Text)
    legal_basis: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str] = mapped_column(Text, server_default="", default="")
    approved_by_name: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Người duyệt, as he was called and titled that day."""
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    requested_by: Mapped[str] = mapped_column(Text)
    requested_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    deadline_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    completed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    replaced_answers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """What the changed fields said before."""
