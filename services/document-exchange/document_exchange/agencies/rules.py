"""By which plans something went from agency to agency. Pure values."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

PART = "part"
"""`AgencyMerged.act` of an agency that stands and of which a part left (tách một phần)."""


class Merger(Protocol):
    """Phương án of one agency, as far as the way of a document goes."""

    @property
    def agency_code(self) -> str: ...

    @property
    def first_day(self) -> date: ...

    def heir(self, unit_id: str) -> str: ...


M = TypeVar("M", bound=Merger)


def way_of(mergers: Sequence[M], code: str, unit_id: str) -> list[M]:
    """Day by day, from the agency that has it: what left one that stands may come back to it later. `mergers`: in the order of their days."""
    last, since, way = code, date.min, list[M]()
    while True:
        later = (one for one in mergers if one.agency_code == last and one.first_day >= since and one not in way)
        found = next((one for one in later if one.heir(unit_id) != last), None)
        if found is None:
            return way
        way.append(found)
        last, since = found.heir(unit_id), found.first_day


def leaving_units(mergers: Sequence[Any], code: str) -> set[str]:
    """Đơn vị whose work does not stay with the agency. `mergers`: as of `way_of`, each with its `shares`."""
    named = {unit for one in mergers for share in one.shares for unit in share["units"]}
    ways = ((unit, way_of(mergers, code, unit)) for unit in named)
    return {unit for unit, way in ways if way and way[-1].heir(unit) != code}


def has_ended(mergers: Sequence[Any], code: str) -> bool:
    return any(one.agency_code == code and not one.stands for one in mergers)
