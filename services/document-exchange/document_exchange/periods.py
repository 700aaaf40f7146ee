"""Kỳ báo cáo: from one day to another, both with it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.core.formats import vn_date
from shared.standards.typed import Unreadable
from shared.standards.typed_dates import read_date

SINCE, UNTIL = "tu_ngay", "den_ngay"
"""What addresses call its ends."""


@dataclass(frozen=True)
class Period:
    """Kỳ báo cáo."""

    since: date
    until: date

    @property
    def parts(self) -> dict[str, str]:
        """As addresses say it."""
        return {SINCE: vn_date(self.since), UNTIL: vn_date(self.until)}

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the first moment of the first day in Vietnam, up to the first behind the last."""
        return (
            datetime.combine(self.since, time(), clock.VIETNAM),
            datetime.combine(self.until + timedelta(days=1), time(), clock.VIETNAM),
        )


def period_of(since: date | None, until: date | None) -> Period:
    """The year that runs, where nothing was chosen. Raises Invalid for one that ends before it begins."""
    today = clock.local_now().date()
    found = Period(since or date((until or today).year, 1, 1), until or max(today, since or today))
    if found.since > found.until:
        sentence = "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi."
        raise Invalid("invalid_input", fields=[FieldError(f"/{UNTIL}", "period_reversed", sentence)])
    return found


def read_period(since: str, until: str) -> Period:
    """As people type the days. Raises Invalid beside the field."""
    return period_of(_day(SINCE, since), _day(UNTIL, until))


def _day(name: str, typed: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return read_date(typed)
    except Unreadable as fault:
        raise Invalid("invalid_input", fields=[FieldError(f"/{name}", fault.code, fault.sentence)]) from fault
