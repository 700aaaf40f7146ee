"""Decisions to extend a term."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base


class Extension(Base):
    """Quyết định gia hạn thời hạn giải quyết."""

    __tablename__ = "extension"
    __table_args__ = (Index("ix_extension_dossier_id", "dossier_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    amount: Mapped[int] = mapped_column(SmallInteger)
    """In the unit of the procedure's term."""
    reason: Mapped[str] = mapped_column(Text)
    legal_basis: Mapped[str] = mapped_column(Text)
    """The procedure's, as it stood that day."""
    document_number: Mapped[str] = mapped_column(Text)
    document_date: Mapped[date] = mapped_column(Date)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_by_name: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
