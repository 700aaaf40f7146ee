"""What comes in about a task."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from one_stop.dossiers.schemas import In, Reason
from one_stop.tasks.models import DossierTask
from one_stop.tasks.rules import TASK_STATE_LABELS
from shared.core.fields import Day, Paragraphs


class Giving(In):
    """Giao việc: to whom, what, until which day."""

    to_id: Annotated[str, StringConstraints(max_length=64)] = ""
    what: Reason
    due_on: Day


class Finishing(In):
    """Báo đã xong, with what came of it."""

    answer: Paragraphs = ""


class TaskOut(BaseModel):
    """Việc được giao."""

    id: UUID
    dossier_id: UUID
    number: int
    dossier_words: str
    what: str
    to_id: str
    to_name: str
    by_name: str
    given_at: datetime
    due_at: datetime
    late: bool
    state: str
    state_name: str
    answer: str
    ended_at: datetime | None

    @classmethod
    def of(cls, task: DossierTask) -> "TaskOut":
        names = cls.model_fields.keys() - {"late", "state_name"}
        known = {name: getattr(task, name) for name in names}
        return cls(**known, late=task.is_late(), state_name=TASK_STATE_LABELS[task.place])
