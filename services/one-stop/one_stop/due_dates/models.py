"""The history of a dossier's due date."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from one_stop.due_dates.rules import Cause, Move

Moment = DateTime(timezone=True)


class DueMove(Base):
    """Lần dời ngày hẹn trả: what the due date is counted from besides acceptance and term, and what it was before and after."""

    __tablename__ = "due_move"
    __table_args__ = (
        Index("ix_due_move_dossier_id", "dossier_id", "at"),
        Index("ix_due_move_decision_id", "decision_id", postgresql_where="decision_id IS NOT NULL"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    cause: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    since: Mapped[datetime | None] = mapped_column(Moment)
    until: Mapped[datetime | None] = mapped_column(Moment)
    amount: Mapped[int | None] = mapped_column(SmallInteger)
    set_to: Mapped[date | None] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text)
    """Ground, in words that a citizen may read."""
    due_before: Mapped[datetime | None] = mapped_column(Moment)
    due_after: Mapped[datetime | None] = mapped_column(Moment)
    """Both unknown of waits that ended before this history was kept."""

    decision_id: Mapped[UUID | None]
    """Lần ban hành lịch, giờ làm việc (`working_calendar`) that it was counted again for."""

    def value(self) -> Move:
        return Move(Cause(self.cause), self.since, self.until, self.amount or 0, self.set_to, self.words)
