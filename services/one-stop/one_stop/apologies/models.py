"""Letters of apology."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, Date, DateTime, ForeignKey, Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base

Moment = DateTime(timezone=True)


class Apology(Base):
    """Văn bản xin lỗi, hẹn lại ngày trả (mẫu số 04). One for a dossier; its file is among the printed forms."""

    __tablename__ = "apology"
    __table_args__ = (Index("ix_apology_signed_at", "signed_at", postgresql_where="signed_at IS NOT NULL"),)

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    delayed_by: Mapped[str] = mapped_column(Text)
    """Đơn vị gây chậm."""
    due_on: Mapped[date] = mapped_column(Date)
    proposed_by: Mapped[str] = mapped_column(Text)
    proposed_by_name: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    number: Mapped[int | None] = mapped_column(Integer)
    signed_by: Mapped[str] = mapped_column(Text)
    signed_by_name: Mapped[str] = mapped_column(Text)
    signed_at: Mapped[datetime | None] = mapped_column(Moment)
    late: Mapped[bool | None] = mapped_column(Boolean)
    """Signed less than one working day before the term ended, or after it."""
