"""Thời gian ở từng cơ quan: whose turn it was from when to when, of a dossier on which more than one agency worked. Pure values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from one_stop.dossiers.acts import Doing
from one_stop.dossiers.cases import agency_holding
from shared.standards.working_time import WorkingTime

_BY_THE_COUNTER = frozenset({Doing.SEND_BACK, Doing.SEND_AGAIN})
_BACK = frozenset({Doing.APPROVE, Doing.SIGN, Doing.RETURN, Doing.TAKE_OVER})


@dataclass(frozen=True)
class Turn:
    """Một lượt: what the history says of it."""

    act: str
    at: datetime
    to_holder_id: str | None


def turns_of(
    start: datetime, agencies: tuple[str, str], acts: Iterable[Turn], until: datetime
) -> list[tuple[str, datetime, datetime]]:
    """`agencies`: where it was received, and which decides; the first has it until the second took it over."""
    received, competent = agencies
    found: list[tuple[str, datetime, datetime]] = []
    whose, since = received, start
    for act in acts:
        there = agency_holding(act.to_holder_id)
        following = received if act.act in _BY_THE_COUNTER else there or (competent if act.act in _BACK else whose)
        if following != whose:
            found.append((whose, since, act.at))
            whose, since = following, act.at
    return [*found, (whose, since, max(since, until))]


def time_of_each(turns: Iterable[tuple[str, datetime, datetime]], times: WorkingTime) -> Mapping[str, timedelta]:
    """Working time of each agency, in the order in which they had it first."""
    spent: dict[str, timedelta] = {}
    for code, since, until in turns:
        spent[code] = spent.get(code, timedelta()) + times.between(since, until)
    return spent
