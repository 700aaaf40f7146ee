"""Pauses of the clock."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from shared.contracts.values import FileReference

Moment = DateTime(timezone=True)


class PauseProposal(Base):
    """Đề nghị tạm dừng tính thời hạn that waits for a leader: the last one of a dossier, in force while `Dossier.pause_proposed_at` is set."""

    __tablename__ = "pause_proposal"

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    ground: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    document_number: Mapped[str] = mapped_column(Text)
    document_date: Mapped[date] = mapped_column(Date)
    expected_on: Mapped[date] = mapped_column(Date)
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list)
    proposed_by: Mapped[str] = mapped_column(Text)
    proposed_by_name: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(Moment)

    def references(self) -> list[FileReference]:
        return [FileReference.model_validate(file) for file in self.files]


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
