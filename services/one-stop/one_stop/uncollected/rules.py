"""How long a result waits, and how often its applicant is reminded. Pure values."""

from datetime import datetime, timedelta

from shared.core.errors import Conflict
from shared.core.formats import vn_date, vn_datetime

REMIND_EVERY = timedelta(days=7)
"""Whoever was reminded has so long to come."""
AGES = {"": "Tất cả", "7": "Chờ trên 7 ngày", "30": "Chờ trên 30 ngày", "90": "Chờ trên 90 ngày"}
BY_ACCOUNT, BY_PHONE = "account", "phone"
REMINDED_BY = {BY_ACCOUNT: "Thông báo trên cổng", BY_PHONE: "Gọi điện"}


def days_waiting(since: datetime | None, now: datetime) -> int:
    """Whole days."""
    return max(0, (now - since).days) if since else 0


def require_due(reminded_at: datetime | None, now: datetime) -> None:
    """Raise Conflict while the last reminder is younger than `REMIND_EVERY`."""
    if reminded_at is not None and now < reminded_at + REMIND_EVERY:
        again = vn_date(reminded_at + REMIND_EVERY)
        raise Conflict("reminded_already", at=vn_datetime(reminded_at), again=again)
