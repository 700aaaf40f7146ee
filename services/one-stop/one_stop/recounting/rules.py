"""When the present step of a dossier is due by another calendar. Pure values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from one_stop.due_dates.rules import Move
from shared.standards.working_time import TermUnit, WorkingTime, due_after_pause


@dataclass(frozen=True)
class Given:
    """Thời gian của một bước: since when, how much, and until when at the latest where a law says so."""

    since: datetime
    hours: timedelta
    limit: datetime | None = None


def step_due_of(given: Given, moves: Iterable[Move], anew: Iterable[datetime], working_time: WorkingTime) -> datetime:
    """Its hours from when it began, or from when they were last given anew (`anew`: extensions, apologies), and later by each wait."""
    since = max((at for at in anew if at > given.since), default=given.since)
    due = working_time.after(since, given.hours)
    if given.limit is not None and since == given.since:
        due = min(due, given.limit)
    for move in moves:
        if move.since is not None and move.until is not None and move.since >= since:
            due = due_after_pause(due, move.since, move.until, TermUnit.WORKING_HOURS, working_time)
    return due
