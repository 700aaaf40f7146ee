"""Lists of dossiers that were handed to a unit, and each dossier on them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, ForeignKey, Index, Integer, SmallInteger, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from one_stop.dossiers.cases import COUNTER_OFFICER, Worker
from one_stop.unit_lists.rules import number_words
from shared.contracts.values import FileReference
from shared.work.timeline import TimelineRow

Moment = DateTime(timezone=True)


class UnitList(TimelineRow, Base):
    """Giấy bàn giao hồ sơ. `by_...` and the post: who handed it over; `ended_...`: who took it in or cancelled it."""

    __tablename__ = "unit_list"
    __table_args__ = (
        UniqueConstraint("agency_code", "year", "number", name="uq_unit_list_number"),
        Index("ix_unit_list_agency_code", "agency_code", "at", "id"),
        Index("ix_unit_list_handed", "agency_code", "unit_id", postgresql_where="state = 'handed'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(Text)
    year: Mapped[int] = mapped_column(SmallInteger)
    number: Mapped[int] = mapped_column(Integer)
    unit_id: Mapped[str] = mapped_column(Text)
    """Đơn vị nhận; empty at an agency without units."""
    unit_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
    by_id: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)
    amount: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(Text)
    taken: Mapped[int] = mapped_column(SmallInteger)
    """How many the unit took in."""
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by_id: Mapped[str] = mapped_column(Text)
    ended_by_name: Mapped[str] = mapped_column(Text)
    ended_by_title: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    """Why it was cancelled."""
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    file_name: Mapped[str] = mapped_column(Text)
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSONB)

    @property
    def named(self) -> str:
        return number_words(self.number, self.year)

    def giver(self) -> Worker:
        """Bên giao, in the post of that day: the dossiers move by his order, once the unit has signed too."""
        roles = frozenset({COUNTER_OFFICER})
        return Worker(
            self.by_id,
            self.by_name,
            self.agency_code,
            roles,
            self.post,
            behalf=self.on_behalf_of,
            title=self.actor_title,
        )

    def reference(self) -> FileReference:
        return FileReference(sha256=self.sha256, size=self.size, media_type="application/pdf", name=self.file_name)


class UnitItem(Base):
    """Hồ sơ bàn giao: one dossier on a list. It is on one at a time that is not decided (`uq_unit_item_handed`)."""

    __tablename__ = "unit_item"
    __table_args__ = (
        Index("ix_unit_item_list_id", "list_id", "position"),
        Index("ix_unit_item_dossier_id", "dossier_id"),
        Index("uq_unit_item_handed", "dossier_id", unique=True, postgresql_where="state = 'handed'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    list_id: Mapped[UUID] = mapped_column(ForeignKey("unit_list.id"))
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    position: Mapped[int] = mapped_column(SmallInteger)
    code: Mapped[str] = mapped_column(Text)
    procedure_name: Mapped[str] = mapped_column(Text)
    applicant_name: Mapped[str] = mapped_column(Text)
    papers: Mapped[str] = mapped_column(Text)
    """Giấy tờ kèm theo, in words."""
    state: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    """Why it was not taken in."""
