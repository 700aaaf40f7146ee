"""Which place is whose, and what follows for menus and front pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from shared.access.rights import OFFICER, PUBLIC
from shared.core.addresses import first_part


class HasPlaces(Protocol):
    """A part's description, as far as these rules read it."""

    @property
    def places(self) -> tuple[str, ...]: ...


class Leads(Protocol):
    """An entry of the menu or a card."""

    @property
    def href(self) -> str: ...

    @property
    def seen_by(self) -> frozenset[str]: ...


class Takes(Protocol):
    """A form."""

    @property
    def path(self) -> str: ...


@dataclass(frozen=True)
class Refused:
    """Địa chỉ bị từ chối: a part has a page at a place that another one holds."""

    service: str
    place: str
    holder: str


def may_hold(place: str, own: frozenset[str]) -> bool:
    """The gateway's own places, and those of programs, are nobody else's."""
    return bool(place) and place not in own and place not in ("api", "internal")


def find_refused(
    described: Mapping[str, HasPlaces], holders: Mapping[str, str], gateway: str = "gateway"
) -> list[Refused]:
    return [
        Refused(service, place, holders.get(place, gateway))
        for service, description in described.items()
        for place in description.places
        if holders.get(place) != service
    ]


Leading = TypeVar("Leading", bound=Leads)
Taking = TypeVar("Taking", bound=Takes)


def leading_home(declared: Iterable[Leading], service: str, holders: Mapping[str, str]) -> list[Leading]:
    """A part's entries that lead to itself; it leads nobody elsewhere."""
    return [one for one in declared if holders.get(first_part(one.href)) == service]


def taken_at_home(declared: Iterable[Taking], service: str, holders: Mapping[str, str]) -> list[Taking]:
    """A part's forms at its own places; it says nothing of another's."""
    return [form for form in declared if holders.get(first_part(form.path)) == service]


def standing_at_home(declared: Mapping[str, str], service: str, holders: Mapping[str, str]) -> dict[str, str]:
    """A part's landmarks at its own places."""
    return {name: href for name, href in declared.items() if holders.get(first_part(href)) == service}


def kind_expected(entries: Iterable[Leads], path: str) -> str:
    """For whom the pages of a place are, by its menu: "officer", "citizen", or "" where that cannot be said."""
    seen_by = [entry.seen_by for entry in entries if first_part(entry.href) == first_part(path)]
    if not seen_by:
        return ""
    if all(seen <= PUBLIC for seen in seen_by):
        return "citizen"
    return "" if any(seen & PUBLIC for seen in seen_by) else OFFICER
