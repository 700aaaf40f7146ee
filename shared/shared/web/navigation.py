"""The main menu: what each part declares, who is shown which of it, and how the gateway hands it to a page."""

import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, field_serializer
from starlette.requests import Request

from shared.access.rights import OFFICER, holds
from shared.web.signposts import Signpost

HEADER = "X-Lienthong-Navigation"
"""From the gateway, beside the identity, with every request for a page: this person's menu, in its order."""

Href = Annotated[str, StringConstraints(pattern=r"^/[a-z0-9\-/]*(\?[a-z0-9\-=&]+)?$", max_length=200)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Link = tuple[str, str]
"""Text and address."""


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True)

    text: Words
    href: Href
    seen_by: frozenset[str]
    """Roles, kinds of callers, or the row of a rights table: shown to whoever is one of them."""
    order: int

    @field_serializer("seen_by")
    def _in_one_order(self, seen_by: frozenset[str]) -> list[str]:
        """Each copy of a part says the same in the same bytes."""
        return sorted(seen_by)


class Entry(_Declared):
    """Mục trên thanh điều hướng. `order` counts from the left: 0 the front page, from 60 on what is not for every day."""


class Card(_Declared):
    """Việc trên trang chủ của cán bộ."""

    about: Words
    amount: Href | None = None
    """A fragment of the part that says how much waits; asked for by the page, so that a slow part delays nobody."""


@dataclass(frozen=True)
class NavigationLink:
    """Mục trên thanh điều hướng của một người, the present place marked."""

    text: str
    href: str
    current: bool = False


Menu = Callable[[Request, Any], Sequence[Link]]
"""The links of one person on one page."""


def sees(identity: Any, seen_by: frozenset[str]) -> bool:
    """By the kind of caller, or as a right is held: a delegate sees what was given."""
    return identity.kind in seen_by or holds(identity, seen_by)


def alike(identity: Any) -> Hashable:
    """The same for all who see the same."""
    if identity.kind != OFFICER:
        return str(identity.kind)
    return identity.roles, identity.on_behalf_of.powers if identity.on_behalf_of else None


D = TypeVar("D", bound=_Declared)


def shown_to(identity: Any, declared: Iterable[D]) -> list[D]:
    """What is declared for this person, in its order."""
    seen = [one for one in declared if sees(identity, one.seen_by)]
    return sorted(seen, key=lambda one: (one.order, one.href))


def links_of(entries: Iterable[Entry], identity: Any) -> tuple[Link, ...]:
    return tuple((entry.text, entry.href) for entry in shown_to(identity, entries))


def write_header(links: Sequence[Link]) -> str:
    """ASCII, as a header must be."""
    return json.dumps(links, separators=(",", ":"))


def menu_of(entries: Sequence[Entry]) -> Menu:
    """What the gateway handed over; a service that is asked without the gateway still shows its own entries."""

    def links(request: Request, identity: Any) -> Sequence[Link]:
        given = request.headers.get(HEADER)
        return links_of(entries, identity) if given is None else _read_header(given)

    return links


@lru_cache(maxsize=256)
def _read_header(value: str) -> tuple[Link, ...]:
    try:
        return tuple((str(text), str(href)) for text, href in json.loads(value))
    except (ValueError, TypeError):
        return ()


OWN_PLACES = (Signpost.OFFICERS_BELL, Signpost.CITIZENS_BELL, Signpost.CITIZENS_ACCOUNT)
"""What the header leads to, whatever the menu: below an entry's address and still no part of it."""


def mark_place(links: Sequence[Link], path: str) -> list[NavigationLink]:
    """The longest address that the path lies under is the present place; none of the menu where that is one of the header."""
    addresses = [*(href for _, href in links), *OWN_PLACES]
    matching = [href for href in addresses if path == href or (href != "/" and path.startswith(href + "/"))]
    here = max(matching, key=len, default="")
    return [NavigationLink(text, href, current=href == here) for text, href in links]
