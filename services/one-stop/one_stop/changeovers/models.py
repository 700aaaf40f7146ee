"""What became of each open dossier when its procedure changed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Boolean, DateTime, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.changeovers.rules import STAY_WORDS, Stay
from one_stop.database import Base

Moment = DateTime(timezone=True)


class Changeover(Base):
    """Chuyển hồ sơ sang phiên bản mới của thủ tục: moved, or left with the reason."""

    __tablename__ = "changeover"

    change_id: Mapped[UUID] = mapped_column(ForeignKey("procedure_change.id"), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    dossier_code: Mapped[str] = mapped_column(Text)
    step_name: Mapped[str] = mapped_column(Text)
    """Where it stood."""
    moved: Mapped[bool] = mapped_column(Boolean)
    stay: Mapped[str] = mapped_column(Text)
    """`rules.Stay`; empty of one that was moved."""
    due_before: Mapped[datetime | None] = mapped_column(Moment)
    due_after: Mapped[datetime | None] = mapped_column(Moment)
    at: Mapped[datetime] = mapped_column(Moment)

    @property
    def why(self) -> str:
        return STAY_WORDS[Stay(self.stay)] if self.stay else ""
