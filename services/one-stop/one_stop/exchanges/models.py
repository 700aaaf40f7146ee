"""What officers and the applicant said to each other on a dossier."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from shared.contracts.values import FileReference
from shared.work.timeline import TimelineRow


class ApplicantMessage(TimelineRow, Base):
    """Lời trao đổi với người nộp. Rows are only added."""

    __tablename__ = "applicant_message"
    __table_args__ = (Index("ix_applicant_message_dossier_id", "dossier_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """The same on both sides."""
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    from_applicant: Mapped[bool] = mapped_column(Boolean)
    way: Mapped[str] = mapped_column(Text)
    """`online`, or how it was said where an officer wrote it down: `phone`, `counter`."""
    wants_answer: Mapped[bool] = mapped_column(Boolean)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    by_id: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)
    """The officer who wrote it, or wrote down what the applicant said; the applicant where he wrote himself."""

    @property
    def attached(self) -> list[FileReference]:
        return [FileReference.model_validate(file) for file in self.files]
