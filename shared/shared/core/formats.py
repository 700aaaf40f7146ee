"""How dates, money and sizes are written for people in Vietnam, and how close a due time is."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from shared.core.clock import VIETNAM

COUNTED = 1_000
"""Counting of what waits stops here, so that it costs the same however much there is."""
SOON = timedelta(days=2)
"""A due time nearer than this is shown as close."""

_SIZES = ("B", "KB", "MB", "GB", "TB")


def _local(moment: datetime) -> datetime:
    """A moment without zone is taken as UTC: that is how they are stored."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(VIETNAM)


def vn_date(value: date | datetime | str | None, absent: str = "—") -> str:
    """dd/MM/yyyy, the day in Vietnam."""
    if value is None or value == "":
        return absent
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    day = _local(value) if isinstance(value, datetime) else value
    return f"{day:%d/%m}/{day.year:04d}"


def vn_datetime(value: datetime | str | None, absent: str = "—") -> str:
    """HH:mm dd/MM/yyyy, on a wall clock in Vietnam."""
    if value is None or value == "":
        return absent
    moment = _local(datetime.fromisoformat(value) if isinstance(value, str) else value)
    return f"{moment:%H:%M} {vn_date(moment)}"


def vn_second(moment: datetime) -> str:
    """HH:mm:ss dd/MM/yyyy, where minutes would not tell one thing from another."""
    return f"{_local(moment):%H:%M:%S} {vn_date(moment)}"


def code_or_moment(code: str | None, done: str, at: datetime) -> str:
    """What tells it from others: its code or, while it has none, when something was done with it: `nộp lúc 14:30:05 26/11/2026`."""
    return code or f"{done} lúc {vn_second(at)}"


def number(value: float | None, digits: int = 0, absent: str = "—") -> str:
    """A dot between thousands, a comma before decimals: 1.234.567,8."""
    if value is None:
        return absent
    return f"{value:,.{digits}f}".translate({ord(","): ".", ord("."): ","})


def counted(value: int) -> str:
    """A count that stopped says so: 1.000+."""
    return f"{number(value)}+" if value >= COUNTED else number(value)


def money(value: int | None, absent: str = "—") -> str:
    """Whole đồng; there is nothing smaller in use."""
    return absent if value is None else f"{number(value)} đồng"


def fee_words(value: int | None, none: str = "Không thu") -> str:
    """Phí, lệ phí wherever it is shown: `28.000 đồng`, or that nothing is taken."""
    return money(value) if value else none


def file_size(size: int | None, absent: str = "—") -> str:
    if size is None:
        return absent
    amount, unit = float(size), 0
    while amount >= 1023.95 and unit < len(_SIZES) - 1:
        amount, unit = amount / 1024, unit + 1
    return f"{number(amount, 0 if unit == 0 else 1).removesuffix(',0')} {_SIZES[unit]}"


@dataclass(frozen=True)
class DueState:
    """Tình trạng thời hạn."""

    kind: Literal["late", "today", "soon", "ok", "paused", "none"]
    text: str


def due_state(due_at: datetime | date | None, now: datetime, paused: bool = False) -> DueState:
    """What a due tag says. A bare date is due at the end of that day in Vietnam."""
    if paused:
        return DueState("paused", "Tạm dừng")
    if due_at is None:
        return DueState("none", "Không có hạn")
    whole_day = not isinstance(due_at, datetime)
    due = (
        _local(due_at)
        if isinstance(due_at, datetime)
        else datetime(due_at.year, due_at.month, due_at.day, 23, 59, 59, tzinfo=VIETNAM)
    )
    here = _local(now)
    days = (due.date() - here.date()).days
    if here > due:
        hours = int((here - due).total_seconds() // 3600)
        if whole_day or hours >= 24:
            return DueState("late", f"Quá hạn {max(hours // 24 if not whole_day else -days, 1)} ngày")
        return DueState("late", f"Quá hạn {hours} giờ" if hours else "Vừa quá hạn")
    if days == 0:
        return DueState("today", "Đến hạn hôm nay")
    if days <= SOON.days:
        return DueState("soon", f"Còn {days} ngày")
    return DueState("ok", "Trong hạn")
