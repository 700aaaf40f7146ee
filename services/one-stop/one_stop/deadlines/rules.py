"""When a dossier's term is warned of."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from one_stop.due_dates.rules import Move
from shared.standards.working_time import WORKING_DAY, WorkingTime

_FARTHEST = 30
LAST_HOUR = timedelta(hours=1)
"""So much working time before the counter must have handed over, it is told."""


def soon_at(due: datetime, working_time: WorkingTime) -> datetime:
    """The last moment of a working day at which a whole working day is left: before a weekend or holiday, not in it."""
    for days in range(1, _FARTHEST):
        moment = due - timedelta(days=days)
        day = working_time.local(moment).date()
        if working_time.days.working_day_from(day) == day and working_time.between(moment, due) >= WORKING_DAY:
            return moment
    return due - timedelta(days=_FARTHEST)


def next_look(now: datetime, due: datetime, working_time: WorkingTime) -> datetime:
    """A term shorter than the warning is not warned of."""
    soon = soon_at(due, working_time)
    return soon if soon > now else due


def left_at(since: datetime, due: datetime, left: timedelta, working_time: WorkingTime) -> datetime:
    """The moment at which that much working time is left; the beginning where there never was as much."""
    return working_time.after(since, max(timedelta(), working_time.between(since, due) - left))


def shares_at(
    received_at: datetime, due: datetime, moves: Iterable[Move], shares: Iterable[int], working_time: WorkingTime
) -> dict[int, datetime]:
    """When so much of the term (percent) is used up. What the dossier waited is no part of it, an extension is.

    Counted back from the due time in force, so that a wait in the middle moves what is still to come and nothing else.
    """
    waits = [(move.since, move.until) for move in moves if move.since and move.until]
    waited = sum((working_time.between(since, until) for since, until in waits), timedelta())
    term = max(timedelta(), working_time.between(received_at, due) - waited)
    return {share: left_at(received_at, due, term * (100 - share) / 100, working_time) for share in sorted(set(shares))}
