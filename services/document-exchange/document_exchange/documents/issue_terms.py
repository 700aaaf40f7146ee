"""Hạn phát hành: a document is issued the day on which it is signed, at the latest on the next working day, an urgent one at once.

NĐ 30/2020 Điều 18 khoản 1; QĐ 28/2018 Điều 6 khoản 2. Values in, values out: the agency's calendar and hours are handed in.
"""

from datetime import date, datetime, time, timedelta

from document_exchange.documents.rules import WITH_CLERK
from shared.standards.working_time import WORKING_DAY, WorkingTime
from shared.work.steps import sql_set

REMINDED_AFTER = timedelta(hours=1)
"""Working time after which an urgent document that still lies here is told of once more."""
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def due_at(signed_at: datetime, priority: int, working_time: WorkingTime) -> datetime:
    """By when it must have been issued."""
    return signed_at if priority > 0 else working_time.closing_of(_next_working_day(signed_at, working_time))


def clerks_told_at(signed_at: datetime, priority: int, working_time: WorkingTime) -> datetime:
    """When the clerks hear that it is late: as work begins again, of an urgent one after an hour of work."""
    if priority > 0:
        return working_time.after(signed_at, REMINDED_AFTER)
    return working_time.told_after(_next_working_day(signed_at, working_time))


def leaders_told_at(signed_at: datetime, priority: int, working_time: WorkingTime) -> datetime:
    """The working day after the one on which it was late."""
    last = working_time.local(signed_at).date() if priority > 0 else _next_working_day(signed_at, working_time)
    told = working_time.told_after(last)
    return told if priority > 0 else working_time.told_after(told.date())


def late_before(now: datetime, working_time: WorkingTime) -> datetime:
    """What was signed before this moment and is not urgent should have been issued."""
    day = working_time.days.working_day_before(working_time.local(now).date() + _DAY)
    if working_time.closing_of(day) >= now:
        day = working_time.days.working_day_before(day)
    return datetime.combine(day, time(), working_time.zone)


def is_late(signed_at: datetime, priority: int, now: datetime, working_time: WorkingTime) -> bool:
    return now > due_at(signed_at, priority, working_time)


def waited_words(since: datetime, now: datetime, working_time: WorkingTime) -> str:
    """How long something has lain, in the agency's working time."""
    days, rest = divmod(working_time.between(since, now), WORKING_DAY)
    hours = rest // _HOUR
    parts = [f"{days} ngày"] if days else []
    parts += [f"{hours} giờ"] if hours else []
    return f"{' '.join(parts)} làm việc" if parts else "chưa tới 1 giờ làm việc"


def _next_working_day(signed_at: datetime, working_time: WorkingTime) -> date:
    return working_time.days.working_day_from(working_time.local(signed_at).date() + _DAY)


def unissued(urgent: bool, of: str = "outgoing_document.") -> str:
    """What is signed and not issued as SQL says it: as the indexes of it do, so that every plan knows that they are meant."""
    return (
        f"{of}status IN {sql_set(WITH_CLERK)} AND {of}signed_at IS NOT NULL AND {of}priority {'>' if urgent else '='} 0"
    )
