"""Thời gian ở từng cơ quan: whose turn it was from when to when, of a dossier on which more than one agency worked. Pure values."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from one_stop.dossiers.acts import Doing
from shared.standards.working_time import WorkingTime

_BY_THE_COUNTER = frozenset({Doing.SEND_BACK, Doing.SEND_AGAIN})
_ON = frozenset(
    {Doing.TRANSFER, Doing.FINISH, Doing.APPROVE, Doing.SIGN, Doing.JOIN, Doing.TAKE_OVER}
    | {Doing.RETURN, Doing.TAKE_BACK, Doing.RECALL}
)
"""What leads to another step, which is the competent agency's unless the line names another."""


@dataclass(frozen=True)
class Turn:
    """Một lượt: what the history says of it."""

    act: str
    at: datetime
    to_agency: str = ""
    """Another agency than the competent one, which does the step now."""


def turns_of(
    start: datetime, agencies: tuple[str, str], acts: Iterable[Turn], until: datetime
) -> list[tuple[str, datetime, datetime]]:
    """`agencies`: where it was received, and which decides; the first has it until the second took it over."""
    received, competent = agencies
    found: list[tuple[str, datetime, datetime]] = []
    whose, since = received, start
    for act in acts:
        following = (
            received if act.act in _BY_THE_COUNTER else act.to_agency or (competent if act.act in _ON else whose)
        )
        if following != whose:
            found.append((whose, since, act.at))
            whose, since = following, act.at
    return [*found, (whose, since, max(since, until))]


def time_of_each(
    turns: Iterable[tuple[str, datetime, datetime]], times: Mapping[str, WorkingTime]
) -> Mapping[str, timedelta]:
    """Working time of each agency, by its own hours, in the order in which they had it first."""
    spent: dict[str, timedelta] = {}
    for code, since, until in turns:
        spent[code] = spent.get(code, timedelta()) + times[code].between(since, until)
    return spent
