"""What was found on the spot."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, DateTime, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from shared.contracts.values import FileReference
from shared.work.timeline import TimelineRow


class FieldCheck(TimelineRow, Base):
    """Biên bản kiểm tra thực địa. Rows are only added: one that was wrong is followed by another."""

    __tablename__ = "field_check"
    __table_args__ = (Index("ix_field_check_dossier_id", "dossier_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    made_on: Mapped[date] = mapped_column(Date)
    place: Mapped[str] = mapped_column(Text)
    took_part: Mapped[str] = mapped_column(Text)
    findings: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    by_id: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)

    @property
    def attached(self) -> list[FileReference]:
        return [FileReference.model_validate(file) for file in self.files]
