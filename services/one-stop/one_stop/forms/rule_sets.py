"""Which decree's forms, numbers and grounds a dossier follows: that in force on the day it is taken in, for good."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.standards.calendar_days import VIETNAM_TIME


class RuleSet(StrEnum):
    """Bộ quy định áp dụng cho hồ sơ."""

    ND61_2018 = "ND61_2018"
    ND118_2025 = "ND118_2025"


@dataclass(frozen=True)
class Period:
    """Thời gian áp dụng: until the next one begins."""

    rule_set: RuleSet
    begins: date
    basis: str


PERIODS = (
    Period(RuleSet.ND61_2018, date(2018, 6, 21), "Nghị định 61/2018/NĐ-CP, Thông tư 01/2018/TT-VPCP"),
    Period(RuleSet.ND118_2025, date(2025, 7, 1), "Nghị định 118/2025/NĐ-CP, Thông tư 03/2025/TT-VPCP"),
)
"""In the order of their days. National law, the same in each province."""


def rule_set_at(moment: datetime) -> RuleSet:
    """That of the day here; what was taken in before the first one is printed by the first one."""
    day = moment.astimezone(VIETNAM_TIME).date()
    begun = [period.rule_set for period in PERIODS if period.begins <= day]
    return begun[-1] if begun else PERIODS[0].rule_set
