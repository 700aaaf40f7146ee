"""What went over to whom when an agency was merged."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Boolean, Date, DateTime, ForeignKey, Index, SmallInteger, Text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base


class Continuation(Base):
    """Hồ sơ chuyển cơ quan kế thừa: where it was recorded until then, and who continues it. A dossier may go on several times."""

    __tablename__ = "continuation"
    __table_args__ = (
        Index("ix_continuation_agency_code", "agency_code", "open", "dossier_id"),
        Index("ix_continuation_continued_by", "continued_by", "dossier_id"),
    )

    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text, primary_key=True)
    """Cơ quan that had it."""
    continued_by: Mapped[str] = mapped_column(Text)
    first_day: Mapped[date] = mapped_column(Date)
    """From which day on it counts as the successor's."""
    open: Mapped[bool] = mapped_column(Boolean)
    """It was being worked on; others had ended, and only their record went over."""
    dossier_code: Mapped[str] = mapped_column(Text)
    status: Mapped[int] = mapped_column(SmallInteger)
    step_name: Mapped[str] = mapped_column(Text)
    """Where it stood."""
    holder_name: Mapped[str] = mapped_column(Text)
    """Who had it, and has it still as long as he has a post at the successor."""
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
