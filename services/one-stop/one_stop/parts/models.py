"""Parts as the asking agency keeps them: one row each, changed by what the asked agency tells."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, DateTime, ForeignKey, Index, Integer, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from one_stop.parts.rules import OPEN, PartState
from one_stop.procedures.branches import OUTSIDE, is_of_step
from shared.contracts.values import FileReference
from shared.core import clock
from shared.work.steps import sql_set

_MOMENT = DateTime(timezone=True)


class DossierPart(Base):
    """Phần việc liên thông của một hồ sơ."""

    __tablename__ = "dossier_part"
    __table_args__ = (
        UniqueConstraint("dossier_id", "number", name="uq_dossier_part_dossier_id"),
        Index("ix_dossier_part_open", "dossier_id", postgresql_where=text(f"state IN {sql_set(OPEN)}")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    # Who recalls it while the answer comes in is refused, and looks again.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    kind: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text)
    step_name: Mapped[str] = mapped_column(Text)
    """At which step it was asked."""
    asked_by: Mapped[str] = mapped_column(Text)
    asked_by_name: Mapped[str] = mapped_column(Text)
    asked_by_title: Mapped[str] = mapped_column(Text)
    agency_code: Mapped[str] = mapped_column(Text)
    """Cơ quan được giao."""
    agency_name: Mapped[str] = mapped_column(Text)
    unit_id: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    papers: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """Giấy tờ được xem, as `AttachedPaper`."""
    asked_at: Mapped[datetime] = mapped_column(_MOMENT)
    due_at: Mapped[datetime] = mapped_column(_MOMENT)
    required: Mapped[bool] = mapped_column(Boolean)
    """The dossier does not go on while it is open."""
    skipped_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    """Đi tiếp, không chờ: when the leader decided so."""
    skipped_by_name: Mapped[str] = mapped_column(Text)
    skipped_reason: Mapped[str] = mapped_column(Text)
    holder_name: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    ended_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    worked_minutes: Mapped[int | None] = mapped_column(Integer)
    """Working time that the asked agency took, on its own calendar."""
    conclusion: Mapped[str] = mapped_column(Text)
    opinion: Mapped[str] = mapped_column(Text)
    """The answer's words, or why it was refused or recalled."""
    answered_by_name: Mapped[str] = mapped_column(Text)
    answered_by_title: Mapped[str] = mapped_column(Text)
    branch: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Nhánh song song that it was opened for (`Branch.key`); empty: an officer asked."""
    replaced_by: Mapped[int | None] = mapped_column(SmallInteger)
    """Number of the part by which this branch was given again."""
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    """Phiếu trả lời, as `FileReference`."""

    @property
    def place(self) -> PartState:
        return PartState(self.state)

    @property
    def is_open(self) -> bool:
        return self.place in OPEN

    @property
    def is_outside(self) -> bool:
        """Nơi ngoài hệ thống: it has no accounts here, and nothing is sent to it over the axis."""
        return self.agency_code.startswith(OUTSIDE)

    @property
    def is_awaited(self) -> bool:
        return self.is_open and self.required and self.skipped_at is None

    def belongs_to(self, step_code: str) -> bool:
        """It is what stands for a branch of this step now."""
        return self.replaced_by is None and is_of_step(self.branch, step_code)

    def sent_back_to(self, step_code: str) -> bool:
        """Nhánh bị trả lại or taken back: the fork waits until it is given again, or a leader goes on without."""
        back = self.place in (PartState.REFUSED, PartState.RECALLED) and self.required and self.skipped_at is None
        return back and self.belongs_to(step_code)

    def is_late(self) -> bool:
        return self.is_open and self.due_at < clock.now()

    def answer_file(self) -> FileReference | None:
        return FileReference.model_validate(self.answer) if self.answer else None
