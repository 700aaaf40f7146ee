"""When a new date may be promised, and whether the letter comes in time. Pure values."""

from datetime import date, datetime

from one_stop.due_dates.rules import closing_on
from shared.core.errors import FieldError, Invalid
from shared.core.formats import vn_date, vn_datetime
from shared.standards.working_time import WORKING_DAY, WorkingTime


def check_new_day(day: date, due: datetime, now: datetime, working_time: WorkingTime) -> None:
    """A working day whose end lies behind the present due time and is still to come."""
    fault = new_day_fault(day, due, now, working_time)
    if fault is not None:
        raise Invalid("invalid_input", fields=[fault])


def new_day_fault(day: date, due: datetime, now: datetime, working_time: WorkingTime) -> FieldError | None:
    if not working_time.days.is_working_day(day):
        following = vn_date(working_time.days.working_day_from(day))
        sentence = f"{vn_date(day)} là ngày nghỉ; ngày làm việc kế tiếp là {following}."
        return FieldError("/due_on", "not_a_working_day", sentence)
    closing = closing_on(day, working_time)
    if closing <= due:
        sentence = f"Ngày hẹn lại phải sau ngày hẹn trả hiện nay ({vn_datetime(due)})."
        return FieldError("/due_on", "not_later_than_due", sentence)
    if closing <= now:
        return FieldError("/due_on", "day_over", f"Ngày {vn_date(day)} đã qua: hãy hẹn một ngày còn kịp trả kết quả.")
    return None


def is_late(now: datetime, due: datetime, working_time: WorkingTime) -> bool:
    """Less than one working day before the term ends, or after it: the letter is owed all the same, and counts as late."""
    return now >= due or working_time.between(now, due) < WORKING_DAY
