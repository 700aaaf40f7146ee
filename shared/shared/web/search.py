"""Search: one box for all that a person may see. Each feature declares its finder, the gateway asks every part and shows what came back.

A part is asked with the person's own identity, so what is found follows the rights of the service, as in its lists.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.access.rights import CITIZEN, DELEGATE, Role, check
from shared.core.errors import Malformed
from shared.web.callers import caller
from shared.web.navigation import sees
from shared.web.transaction import Session
from shared.work.keyset import read_page
from shared.work.listing import LONGEST, Listing

MOST_HITS = 5
"""Of one kind; the rest stands in its list."""

SEARCHERS = frozenset({*Role, CITIZEN, DELEGATE})
"""Who has the box at all. What is found is each finder's matter."""


class Hit(BaseModel):
    """Một kết quả tìm kiếm."""

    text: str
    about: str = ""
    href: str


class Group(BaseModel):
    """Các kết quả cùng loại, and where all of them stand."""

    title: str
    order: int
    hits: list[Hit] = Field(max_length=MOST_HITS)
    more: bool = False
    href: str
    """The list with the same words."""


class Answer(BaseModel):
    """What one part found."""

    groups: list[Group]


Find = Callable[[AsyncSession, Identity, str], Awaitable[list[Group]]]


@dataclass(frozen=True)
class Finder:
    """Nguồn tìm kiếm: what a feature finds by words, and for whom."""

    seen_by: frozenset[str]
    find: Find


async def find_in_list(
    session: AsyncSession,
    who: Identity,
    listing: Listing,
    values: Mapping[str, str],
    group: tuple[str, int],
    show: Callable[[Any], Hit],
) -> Group:
    """The first rows of a list that have the words, in the list's order; as fast as the list."""
    chosen = listing.choose(values)
    page = await read_page(session, who, chosen, MOST_HITS)
    title, order = group
    return Group(
        title=title, order=order, hits=[show(row) for row in page.rows], more=page.next is not None, href=chosen.href
    )


async def _searcher(request: Request) -> Identity:
    identity = caller(request)
    check(identity, SEARCHERS)
    return identity


_searcher.right = "search"  # type: ignore[attr-defined]


def search_routes(finders: Sequence[Finder]) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/internal/search")
    async def search(
        who: Annotated[Identity, Depends(_searcher)], session: Session, q: Annotated[str, Query(max_length=LONGEST)]
    ) -> Answer:
        if "\x00" in q:
            raise Malformed("malformed_request")
        mine = [finder for finder in finders if sees(who, finder.seen_by)] if q.strip() else []
        found = [group for finder in mine for group in await finder.find(session, who, q.strip())]
        return Answer(groups=[group for group in found if group.hits])

    return router
