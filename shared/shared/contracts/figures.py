"""Figures in one form, whichever service tells them: so that reports and plan targets need no look into another's database."""

from datetime import date
from typing import ClassVar

from shared.contracts.event import Event


class FigureRecorded(Event):
    """Số liệu ngày. Each service that tells figures makes its own type of this."""

    kind: ClassVar[str] = "figure"
    subject_field: ClassVar[str] = "series"

    series: str
    """`<name>/<agency_code>`: the days of one figure at one agency are told in order."""
    name: str
    title: str
    """In Vietnamese, as people read it."""
    agency_code: str
    day: date
    """In Việt Nam."""
    numerator: int
    denominator: int
    """0 for a plain count."""
    revision: int
    """1, 2, 3 ... for this name, agency and day: a late fact changes a day that was told before."""
