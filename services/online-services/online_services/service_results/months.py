"""Tháng as addresses write it."""

from datetime import date

from shared.core.errors import NotFound


def month_of(typed: str) -> date | None:
    """`2026-11` as the first day of that month. Raises NotFound for what is no month."""
    try:
        month = date.fromisoformat(f"{typed}-01") if typed else None
        if month is not None:
            date(month.year + 1, 1, 1)  # the last year there is has no month after it
    except ValueError:
        raise NotFound("month_unknown") from None
    return month
