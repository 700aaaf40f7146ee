"""Changes of units and of who lies in them that are to come."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.types import DateTime

from mail_directory.agencies.models import Unit
from mail_directory.database import Base


class PlannedChange(Base):
    """Thay đổi đã ghi trước: what is entered before its first day, and happens on it by itself."""

    __tablename__ = "planned_change"
    __table_args__ = (Index("ix_planned_change_unit_id", "unit_id"),)

    id: Mapped[UUID] = mapped_column(PgUUID(as_uuid=True), primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    """`mail_directory.structure.rules.ChangeKind`."""
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    """The unit that changes; of a post that is placed, the one it comes to."""
    unit: Mapped[Unit] = relationship(lazy="joined", foreign_keys=[unit_id])
    into_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    """Of a merger: the unit that goes on."""
    into: Mapped[Unit | None] = relationship(lazy="joined", foreign_keys=[into_id])
    post_id: Mapped[UUID | None] = mapped_column(PgUUID(as_uuid=True))
    """The post that moves, or that leads from then on. No foreign key, as of a delegation."""
    name: Mapped[str] = mapped_column(Text)
    """What the unit is called from then on; of a post that moves, whose it is."""
    unit_kind: Mapped[str] = mapped_column(Text)
    parts: Mapped[list[str]] = mapped_column(ARRAY(Text))
    """`name`, `kind`, `head`: what was to become different when it was entered. The rest is empty here, and stays as it is on the day."""
    first_day: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[str] = mapped_column(Text)
    """Id of the administrator who entered it."""
    asked_agency: Mapped[str] = mapped_column(Text, server_default="")
    asked_post: Mapped[str] = mapped_column(Text, server_default="")
    """Vị trí công tác in which he entered it: the evidence of the day names it, whatever post he has by then."""
    asked_for: Mapped[str] = mapped_column(Text, server_default="")
    """Thay mặt ai, as the evidence log names people; empty for one's own post."""
    asked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    state: Mapped[str] = mapped_column(Text)
    """`waiting`, `done`, `withdrawn`, or `refused` when it could not happen on its day."""
    refusal: Mapped[str] = mapped_column(Text)
    """Why it could not happen."""
