"""A time of day as people say and type it, read the same way at every door (beside `shared.standards.typed`)."""

import re

from shared.standards.typed import Unreadable, read_code
from shared.standards.vietnamese import fold

_TIME = re.compile(
    r"(?:luc)?(?P<hour>[0-9]{1,2})"
    r"(?:(?:[:.hg]|gio)(?:(?P<minute>[0-9]{2})(?::00|phut|ph|p|')?|(?P<half>ruoi))?|(?P<bare>[0-9]{2})|(?=[a-z]))"
    r"(?P<part>am|pm|a\.m\.?|p\.m\.?|sa|ch|sang|trua|chieu|toi|dem)?"
)
_HOURS: dict[str, dict[int, int]] = {
    "am": {12: 0} | {hour: hour for hour in range(12)},
    "pm": {12: 12} | {hour: hour + 12 for hour in range(1, 12)},
    "sang": {hour: hour for hour in range(12)},
    "trua": {10: 10, 11: 11, 12: 12, 1: 13, 2: 14},
    "chieu": {12: 12} | {hour: hour + 12 for hour in range(1, 7)},
    "toi": {hour: hour + 12 for hour in range(5, 12)},
    "dem": {12: 0} | {hour: hour for hour in range(5)} | {hour: hour + 12 for hour in range(7, 12)},
}
"""Which hour of the day is meant by an hour with a part of the day."""
_PARTS = {"a.m": "am", "a.m.": "am", "sa": "am", "p.m": "pm", "p.m.": "pm", "ch": "pm"}


def read_time(text: str) -> str:
    """Giờ trong ngày as `14:30`; typed `14h30`, `14g30`, `14.30`, `1430`, `2:30 PM`, `2 giờ rưỡi chiều`, `9 giờ`."""
    found = _TIME.fullmatch(fold(read_code(text)))
    if not found:
        raise Unreadable("time_wrong")
    hour, part = int(found["hour"]), found["part"]
    if part and hour <= 12:  # from 13 on the part of the day only says it again
        hour = _HOURS[_PARTS.get(part, part)].get(hour, 24)
    elif part and _PARTS.get(part, part) in ("am", "sang"):
        hour = 24
    minute = 30 if found["half"] else int(found["minute"] or found["bare"] or 0)
    if hour > 23 or minute > 59:
        raise Unreadable("time_wrong")
    return f"{hour:02d}:{minute:02d}"
