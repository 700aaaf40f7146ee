"""Parts as the asked agency keeps them, and what was done with them there. Made from the event alone: the dossier is elsewhere."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Integer, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.asked_parts.rules import AskedCase
from one_stop.database import Base
from one_stop.dossiers.cases import Holder, Worker
from one_stop.parts.rules import ENDED, OPEN, PartState
from shared.contracts.values import AttachedPaper, FileReference
from shared.core import clock
from shared.storage.words import words_index
from shared.work.steps import sql_set
from shared.work.timeline import TimelineRow

_MOMENT = DateTime(timezone=True)
OPEN_PART = f"state IN {sql_set(OPEN)}"
ENDED_PART = f"state IN {sql_set(ENDED)}"


class AskedPart(Base):
    """Phần việc được giao."""

    __tablename__ = "asked_part"
    __table_args__ = (
        Index("ix_asked_part_open", "agency_code", "due_at", "id", postgresql_where=text(OPEN_PART)),
        Index("ix_asked_part_ended", "agency_code", "asked_at", "id", postgresql_where=text(ENDED_PART)),
        Index("ix_asked_part_words", text(words_index("search_text", "agency_code")), postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """That of the part at the agency that asks."""
    version: Mapped[int] = mapped_column(Integer)
    # Of two officers who act at once, one is refused.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    kind: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    number: Mapped[int] = mapped_column(SmallInteger)
    agency_code: Mapped[str] = mapped_column(Text)
    """Cơ quan được giao."""
    unit_id: Mapped[str] = mapped_column(Text)
    """Đơn vị that was asked, or whose the holder is."""
    from_agency_code: Mapped[str] = mapped_column(Text)
    from_agency_name: Mapped[str] = mapped_column(Text)
    asked_by_name: Mapped[str] = mapped_column(Text)
    asked_by_title: Mapped[str] = mapped_column(Text)
    dossier_code: Mapped[str] = mapped_column(Text)
    procedure_name: Mapped[str] = mapped_column(Text)
    owner_name: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    papers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """Giấy tờ được xem, as `AttachedPaper`."""
    slip: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """Phiếu lấy ý kiến as it came with the question, as `FileReference`."""
    sealed_slip: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """The same with the asking agency's digital seal, since that has come; the first one stays."""
    asked_at: Mapped[datetime] = mapped_column(_MOMENT)
    due_at: Mapped[datetime] = mapped_column(_MOMENT)
    received_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    ended_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    holder_id: Mapped[str | None] = mapped_column(Text)
    holder_name: Mapped[str] = mapped_column(Text)
    conclusion: Mapped[str] = mapped_column(Text)
    opinion: Mapped[str] = mapped_column(Text)
    drafted_by_name: Mapped[str] = mapped_column(Text)
    signed_by_name: Mapped[str] = mapped_column(Text)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Phiếu trả lời, as `FileReference`."""
    search_text: Mapped[str] = mapped_column(Text)

    @property
    def place(self) -> PartState:
        return PartState(self.state)

    @property
    def is_open(self) -> bool:
        return self.place in OPEN

    def is_late(self) -> bool:
        return self.is_open and self.due_at < clock.now()

    @property
    def holder(self) -> Holder | None:
        return Holder(self.holder_id, self.holder_name) if self.holder_id else None

    def case(self, worker: Worker) -> AskedCase:
        return AskedCase(self.place, self.agency_code, self.holder, self.unit_id, worker)

    def shared_papers(self) -> list[AttachedPaper]:
        return [AttachedPaper.model_validate(paper) for paper in self.papers]

    def files(self) -> list[FileReference]:
        """All that the asked agency may open: the slips and the papers that were shared, and nothing else of the dossier."""
        slips = [FileReference.model_validate(slip) for slip in (self.slip, self.sealed_slip, self.answer) if slip]
        return slips + [paper.file for paper in self.shared_papers()]


class PartEntry(TimelineRow, Base):
    """Một bước giải quyết phần việc được giao."""

    __tablename__ = "part_entry"
    __table_args__ = (UniqueConstraint("part_id", "number", name="uq_part_entry_part_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    part_id: Mapped[UUID] = mapped_column(ForeignKey("asked_part.id"))
    number: Mapped[int] = mapped_column(Integer)
    """The part's version."""
    action: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(_MOMENT)
    by_id: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)
    to_name: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
