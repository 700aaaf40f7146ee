"""On which grounds the clock may stand still, and until when it is expected to. Pure values."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from one_stop.due_dates.rules import closing_on
from shared.core.errors import FieldError, Invalid
from shared.standards.working_time import WorkingTime

GROUNDS: Mapping[str, Mapping[str, str]] = tomllib.loads((Path(__file__).parent / "grounds.toml").read_text("utf-8"))
"""Căn cứ tạm dừng: by rule-set, what people call each."""


def ground_name(rule_set: str, ground: str) -> str:
    """Raises Invalid for a ground that the dossier's rules do not know."""
    known = GROUNDS.get(rule_set, {})
    if ground not in known:
        sentence = "Hãy chọn căn cứ tạm dừng trong danh sách."
        raise Invalid("invalid_input", fields=[FieldError("/ground", "ground_unknown", sentence)])
    return known[ground]


def expected_end(day: date, now: datetime, working_time: WorkingTime) -> datetime:
    """The end of that day's work; a pause that is expected to be over already is none."""
    closing = closing_on(day, working_time)
    if closing <= now:
        sentence = "Ngày dự kiến tính tiếp phải từ hôm nay trở đi."
        raise Invalid("invalid_input", fields=[FieldError("/expected_on", "day_over", sentence)])
    return closing
