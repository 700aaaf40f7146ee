"""When a step of a dossier is due, and how it was done in time. Pure values."""

from datetime import datetime, time, timedelta

from one_stop.procedures.rules import Step
from shared.standards.working_time import WorkingTime


def step_due(start: datetime, step: Step, working_time: WorkingTime, due_at: datetime | None) -> datetime:
    """When this step should be done: its own hours, never later than the whole dossier's due time."""
    due = working_time.after(start, timedelta(hours=step.hours))
    return due if due_at is None else min(due, due_at)


def hand_over_by(received_at: datetime, next_day_after: time, working_time: WorkingTime) -> datetime:
    """When what the counter received has gone to who resolves it: the same day, or the next working morning (Nghị định 118/2025/NĐ-CP,
    Điều 18 khoản 2). Whoever took it in on a day of rest has the next working morning too.
    """
    at = working_time.local(received_at)
    if working_time.days.is_working_day(at.date()) and at.time() <= next_day_after:
        return max(at, working_time.closing_of(at.date()))
    return working_time.morning_of(working_time.days.working_day_from(at.date() + timedelta(days=1)))


def outcome(done_at: datetime, due_at: datetime | None) -> str:
    """Kết quả giải quyết của một lượt, as form 06 states it: `early`, `late`, or `on-time` in the very minute."""
    if due_at is None:
        return ""
    if done_at > due_at:
        return "late"
    return "on-time" if (due_at - done_at) < timedelta(minutes=1) else "early"
