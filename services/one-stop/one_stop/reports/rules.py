"""What a report counts, and which sums must come out. Pure values.

Columns are those of biểu II.06a/VPCP/KSTT: received (3 = 4 online + 5 by counter and post + 6 carried over), resolved (7 = 8 early + 9 on
time + 10 late), in progress (11 = 12 in time + 13 late), and 3 = 7 + 11.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from shared.core import clock
from shared.core.errors import FieldError, Invalid
from shared.core.formats import vn_date

LONGEST_DAYS = 366


class Came(StrEnum):
    """Tiếp nhận: how a dossier came into the period."""

    ONLINE = "online"
    DIRECT = "direct"  # trực tiếp, dịch vụ bưu chính
    CARRIED = "carried"  # kỳ trước chuyển qua


class State(StrEnum):
    """Where it stood at the end of the period."""

    EARLY = "early"  # trước hạn: on a day before the due day
    ON_TIME = "on-time"  # đúng hạn
    LATE = "late"  # quá hạn
    RUNNING = "running"  # trong hạn, chờ bổ sung included
    OVERDUE = "overdue"  # đang giải quyết, quá hạn


CAME_WORDS = {
    Came.ONLINE: "Trực tuyến",
    Came.DIRECT: "Trực tiếp, dịch vụ bưu chính",
    Came.CARRIED: "Từ kỳ trước",
}
STATE_WORDS = {
    State.EARLY: "Đã giải quyết trước hạn",
    State.ON_TIME: "Đã giải quyết đúng hạn",
    State.LATE: "Đã giải quyết quá hạn",
    State.RUNNING: "Đang giải quyết, trong hạn",
    State.OVERDUE: "Đang giải quyết, quá hạn",
}
RESOLVED = (State.EARLY, State.ON_TIME, State.LATE)
IN_PROGRESS = (State.RUNNING, State.OVERDUE)
IN_TIME = (State.EARLY, State.ON_TIME, State.RUNNING)


@dataclass(frozen=True)
class Period:
    """Kỳ báo cáo: whole days of Việt Nam, the last included."""

    first: date
    last: date

    @property
    def since(self) -> datetime:
        return datetime.combine(self.first, time(), clock.VIETNAM)

    def until(self, now: datetime) -> datetime:
        """The moment at which the period ends; while its last day runs, now."""
        return min(datetime.combine(self.last + timedelta(days=1), time(), clock.VIETNAM), now)

    @property
    def words(self) -> str:
        return f"từ ngày {vn_date(self.first)} đến ngày {vn_date(self.last)}"


def check_period(period: Period, today: date) -> None:
    """Invalid for what is no period, has not come yet, or is longer than a year."""
    fault = None
    if period.first > period.last:
        fault = FieldError("/last_day", "days_reversed", "Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")
    elif period.last > today:
        fault = FieldError(
            "/last_day", "day_ahead", f"Ngày cuối kỳ chưa tới: hãy chọn muộn nhất là hôm nay, {vn_date(today)}."
        )
    elif (period.last - period.first).days >= LONGEST_DAYS:
        fault = FieldError("/first_day", "period_too_long", "Một kỳ báo cáo dài nhất một năm.")
    if fault is not None:
        raise Invalid("invalid_input", fields=[fault])


def usual_periods(today: date) -> dict[str, Period]:
    """Periods that offices report, by their words: this month and the last, the last quarter, this year and the last."""
    first = today.replace(day=1)
    before = (first - timedelta(days=1)).replace(day=1)
    quarter = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
    last_quarter = (quarter - timedelta(days=1)).replace(day=1)
    last_quarter = last_quarter.replace(month=last_quarter.month - 2)
    year = today.replace(month=1, day=1)
    return {
        f"Tháng {first.month}": Period(first, today),
        f"Tháng {before.month}/{before.year}": Period(before, first - timedelta(days=1)),
        f"Quý {(last_quarter.month + 2) // 3}/{last_quarter.year}": Period(last_quarter, quarter - timedelta(days=1)),
        f"Năm {year.year}": Period(year, today),
        f"Năm {year.year - 1}": Period(year.replace(year=year.year - 1), year - timedelta(days=1)),
    }


@dataclass(frozen=True)
class Totals:
    """Số hồ sơ in the columns of the form, and by the national algorithm."""

    online: int = 0
    direct: int = 0
    carried: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    running: int = 0
    overdue: int = 0
    national: int = 0
    """On time as the national portal counts."""

    @property
    def received(self) -> int:
        return self.online + self.direct + self.carried

    @property
    def resolved(self) -> int:
        return self.early + self.on_time + self.late

    @property
    def in_progress(self) -> int:
        return self.running + self.overdue

    @property
    def in_time(self) -> int:
        return self.early + self.on_time + self.running

    @property
    def columns(self) -> tuple[int, ...]:
        """3 to 13."""
        received = self.received, self.online, self.direct, self.carried
        resolved = self.resolved, self.early, self.on_time, self.late
        return *received, *resolved, self.in_progress, self.running, self.overdue

    @classmethod
    def of(cls, lines: Iterable[Mapping[str, Any]]) -> "Totals":
        """The sum of lines. ValueError where a line does not hold what each of them must: 3 = 7 + 11."""
        sums = dict.fromkeys(cls.__dataclass_fields__, 0)
        for line in lines:
            one = cls(**{name: line[name] for name in sums})
            if one.received != one.resolved + one.in_progress:
                raise ValueError(f"received is not resolved and in progress: {line}")
            for name in sums:
                sums[name] += line[name]
        return cls(**sums)


def national_share(totals: Totals) -> float | None:
    """Tỷ lệ đúng hạn as indicator 2.1 of Bộ chỉ số 766/QĐ-TTg: done on time and running in time, of all received and handled."""
    return 100 * totals.national / totals.received if totals.received else None


def own_share(totals: Totals) -> float | None:
    """The same share by the due times that were owed."""
    return 100 * totals.in_time / totals.received if totals.received else None
