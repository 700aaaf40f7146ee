"""Pauses of the clock."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base

Moment = DateTime(timezone=True)


class Pause(Base):
    """Tạm dừng tính thời hạn on another ground than a supplement."""

    __tablename__ = "pause"
    __table_args__ = (
        Index("ix_pause_dossier_id", "dossier_id"),
        Index("uq_pause_open", "dossier_id", unique=True, postgresql_where="resumed_at IS NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    ground: Mapped[str] = mapped_column(Text)
    ground_name: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    document_number: Mapped[str] = mapped_column(Text)
    document_date: Mapped[date] = mapped_column(Date)
    approved_by: Mapped[str] = mapped_column(Text)
    approved_by_name: Mapped[str] = mapped_column(Text)
    since: Mapped[datetime] = mapped_column(Moment)
    expected_until: Mapped[datetime] = mapped_column(Moment)
    resumed_at: Mapped[datetime | None] = mapped_column(Moment)
    resumed_by_name: Mapped[str] = mapped_column(Text)
