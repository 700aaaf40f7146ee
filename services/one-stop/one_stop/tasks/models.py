"""Tasks on dossiers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Index, Integer, SmallInteger, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from one_stop.database import Base
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import ENDED
from one_stop.tasks.rules import TaskCase, TaskState
from shared.core import clock
from shared.standards.dossier_status import DossierStatus
from shared.storage.words import words_index

_MOMENT = DateTime(timezone=True)
GIVEN_TASK, ENDED_TASK = "state = 'given'", "state <> 'given'"


class DossierTask(Base):
    """Việc được giao trên một hồ sơ: who does what until when, for whom."""

    __tablename__ = "dossier_task"
    __table_args__ = (
        UniqueConstraint("dossier_id", "number", name="uq_dossier_task_dossier_id"),
        Index("ix_dossier_task_given_to", "agency_code", "to_id", "due_at", "id", postgresql_where=text(GIVEN_TASK)),
        Index("ix_dossier_task_given", "agency_code", "due_at", "id", postgresql_where=text(GIVEN_TASK)),
        Index("ix_dossier_task_ended", "agency_code", "given_at", "id", postgresql_where=text(ENDED_TASK)),
        Index("ix_dossier_task_words", text(words_index("search_text", "agency_code")), postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    # Who recalls it while it is done is refused, and looks again.
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    number: Mapped[int] = mapped_column(SmallInteger)
    agency_code: Mapped[str] = mapped_column(Text)
    dossier_words: Mapped[str] = mapped_column(Text)
    """Code and procedure, as the list shows them."""
    what: Mapped[str] = mapped_column(Text)
    to_id: Mapped[str] = mapped_column(Text)
    to_name: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(Text)
    given_at: Mapped[datetime] = mapped_column(_MOMENT)
    due_at: Mapped[datetime] = mapped_column(_MOMENT)
    state: Mapped[str] = mapped_column(Text)
    answer: Mapped[str] = mapped_column(Text)
    """What was done, or why it came back or was taken back."""
    ended_at: Mapped[datetime | None] = mapped_column(_MOMENT)
    search_text: Mapped[str] = mapped_column(Text)

    @property
    def place(self) -> TaskState:
        return TaskState(self.state)

    @property
    def is_open(self) -> bool:
        return self.place is TaskState.GIVEN

    def is_late(self) -> bool:
        return self.is_open and self.due_at < clock.now()

    def case(self, dossier: Dossier, worker: Worker) -> TaskCase:
        desk, status = worker.desk.person_id, DossierStatus(dossier.status)
        ended = status.official_name if status in ENDED else ""
        return TaskCase(self.place, worker.roles | worker.given, self.to_id == desk, self.by_id == desk, ended)
