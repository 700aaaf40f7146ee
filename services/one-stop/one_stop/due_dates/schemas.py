"""Due dates as they go out."""

from datetime import datetime

from pydantic import BaseModel


class DueMoveOut(BaseModel):
    """Lần dời ngày hẹn trả."""

    cause: str
    at: datetime
    since: datetime | None
    until: datetime | None
    words: str
    due_before: datetime | None
    due_after: datetime | None


class DueOut(BaseModel):
    """Vì sao hẹn ngày này."""

    due_at: datetime
    due_original: datetime
    counted: datetime
    """What the sentences lead to: another date than `due_at` only where the calendar has changed since."""
    sentences: list[str]
    moves: list[DueMoveOut]
