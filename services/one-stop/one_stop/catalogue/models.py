"""Changes of procedures, from the first word to the day on which they are in force."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Date, DateTime, Index, Integer, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.catalogue.rules import OPEN, ChangeKind, ChangeState
from one_stop.database import Base
from shared.work.steps import sql_set

OPEN_STATES = f"state IN {sql_set(OPEN)}"


class ProcedureChange(Base):
    """Thay đổi thủ tục."""

    __tablename__ = "procedure_change"
    __table_args__ = (
        Index("uq_procedure_change_open", "code", unique=True, postgresql_where=OPEN_STATES),
        Index("ix_procedure_change_code", "code", "begun_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    """Of the procedure; one change at a time is open of each."""
    state: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text, server_default="content", default="content")
    """`ChangeKind`."""
    reason: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Why it is suspended, abolished or taken up again."""
    successor_code: Mapped[str] = mapped_column(Text, server_default="", default="")
    """Thủ tục thay thế of one that is abolished."""
    agency_code: Mapped[str] = mapped_column(Text)
    """Whose editors write and whose leaders decide."""
    content: Mapped[dict[str, Any]] = mapped_column(JSONB)
    """As it was typed (`content.py`), mistakes included; a row of the province's file is made of it when it is in force."""
    base_version: Mapped[int] = mapped_column(Integer)
    """The version that it was begun from; 0 for a procedure that is new."""
    version: Mapped[int] = mapped_column(Integer)
    """Counts the changes of this row, so that of two who save at once the second is told."""
    authors: Mapped[list[str]] = mapped_column(JSONB)
    """Everybody who wrote in it, by id: none of them approves it."""
    course: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    """What was done with it: `{what, by, at, note}`, the first act first."""
    begun_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    decision_number: Mapped[str] = mapped_column(Text)
    decision_day: Mapped[date | None] = mapped_column(Date)
    decision_agency: Mapped[str] = mapped_column(Text)
    effective_on: Mapped[date | None] = mapped_column(Date)
    decided_by: Mapped[str] = mapped_column(Text)
    in_force_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    moves_open: Mapped[bool] = mapped_column(Boolean, server_default="false", default=False)
    """Chuyển hồ sơ đang giải quyết: who approved it wants those moved that may go on under the new version."""
    file_digest: Mapped[str] = mapped_column(Text)
    """SHA-256 of the row of the province's file that it was drafted from; empty where people began it."""

    @property
    def current_state(self) -> ChangeState:
        return ChangeState(self.state)

    @property
    def what(self) -> ChangeKind:
        return ChangeKind(self.kind)

    @property
    def name(self) -> str:
        return str(self.content.get("name", ""))

    def entries(self) -> list[dict[str, Any]]:
        """Quá trình, as `lists.timeline` draws it."""
        return [
            {"title": one["what"], "by": one["by"], "at": datetime.fromisoformat(one["at"]), "text": one["note"]}
            for one in self.course
        ]
