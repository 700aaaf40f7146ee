"""/tim-kiem: every part is asked at the same time, in the person's own name; who is slow is named, and keeps nobody waiting."""

import asyncio
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request, Response
from pydantic import ValidationError

from gateway.auth import MaySearch
from gateway.parts import Parts, parts_of
from gateway.texts import TEXTS
from shared.access.identity import Identity
from shared.core.addresses import first_part
from shared.core.errors import Unavailable
from shared.web.application import page_of
from shared.web.routers import PageRouter
from shared.web.search import Answer, Group
from shared.work.listing import LONGEST

router = PageRouter()

PATIENCE = 2.0
"""Seconds that a part has for its answer."""


@router.get("/tim-kiem")
async def search(request: Request, who: MaySearch, q: Annotated[str, Query(max_length=LONGEST)] = "") -> Response:
    parts, words = parts_of(request), q.replace("\x00", "").strip()
    asked = parts.known.searched_by(who) if words else []
    answers = await asyncio.gather(*(_ask(parts, service, who, words) for service in asked))
    groups = [group for answer in answers if answer is not None for group in answer]
    return page_of(request).render(
        request,
        "search/results.html",
        title=f"Tìm “{words}”" if words else "Tìm kiếm",
        words=words,
        groups=sorted(groups, key=lambda group: group.order),
        silent=[TEXTS[service] for service, answer in zip(asked, answers, strict=True) if answer is None],
    )


async def _ask(parts: Parts, service: str, who: Identity, words: str) -> list[Group] | None:
    """None: no answer, or none that can be shown."""
    plain = who.model_copy(update={"csrf": "", "session": ""})
    path = f"/internal/search?{urlencode({'q': words})}"
    try:
        status, body = await parts.services.call(service, "GET", path, plain, patience=PATIENCE)
        found = Answer.model_validate_json(body).groups if status == 200 else None
    except (Unavailable, ValidationError):
        return None
    return [group for group in found if _leads_home(parts, service, group)] if found is not None else None


def _leads_home(parts: Parts, service: str, group: Group) -> bool:
    """A part leads nobody to another's pages, or out of the house."""
    places = parts.known.places.services
    return all(
        href.startswith("/") and places.get(first_part(href)) == service
        for href in (group.href, *(hit.href for hit in group.hits))
    )
