"""When a dossier's term is warned of."""

from datetime import datetime, timedelta

from shared.standards.working_time import WORKING_DAY, WorkingTime

_FARTHEST = 30


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
