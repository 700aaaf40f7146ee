"""One act on several objects of a list: each is tried by itself, and the page or the answer says of each what became of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Request, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from shared.core.errors import Conflict, Malformed, Refusal
from shared.web.application import page_of
from shared.web.attempt import attempt_one
from shared.web.problems import problem, sentence_for

MOST = 50
"""Objects of one act: as many as a page of a list may have."""
FIELD = "chon"
UNSEEN = ("Không tìm thấy, hoặc bạn không được xem", "")

Act = Callable[[UUID, int | None], Awaitable[object]]


@dataclass(frozen=True)
class Line:
    """Kết quả của một mục."""

    name: str
    href: str
    done: bool
    sentence: str = ""


class Picked(BaseModel):
    """Một mục được chọn."""

    model_config = ConfigDict(extra="forbid")

    id: UUID
    version: Annotated[int | None, Field(ge=1, lt=10**9)] = None
    """Act only while nobody has changed it since."""


Items = Annotated[list[Picked], Field(min_length=1, max_length=MOST)]


class ItemDone(BaseModel):
    """Kết quả của một mục."""

    id: UUID
    done: bool
    problem: dict[str, Any] | None = None
    """Why not (RFC 9457): the object is as it was before."""


class AllDone(BaseModel):
    """Kết quả từng mục."""

    items: list[ItemDone]


def picked_of(items: Sequence[Picked]) -> dict[UUID, int | None]:
    """As `picked_in`, of a call."""
    return dict(sorted({item.id: item.version for item in items}.items()))


def answer_each(request: Request, outcome: Mapping[UUID, Refusal | None]) -> AllDone:
    """One result for each; refused as a whole (409, with the same results in `items`) where all are."""
    texts, number = page_of(request).texts, request.state.request_id
    items = [
        ItemDone(id=row_id, done=refusal is None, problem=refusal and problem(refusal, texts, number))
        for row_id, refusal in outcome.items()
    ]
    if not any(item.done for item in items):
        refused = Conflict("nothing_done")
        refused.members = {"items": [item.model_dump(mode="json") for item in items]}
        raise refused
    return AllDone(items=items)


def picked_in(form: FormData) -> dict[UUID, int | None]:
    """What was ticked: ids with the versions that were seen, in one order for everybody, so that nobody waits in a circle."""
    found: dict[UUID, int | None] = {}
    for value in form.getlist(FIELD):
        row_id, _, version = str(value).partition(".")
        try:
            found[UUID(row_id)] = (
                int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
            )
        except ValueError as error:
            raise Malformed("malformed_request") from error
    return dict(sorted(found.items()))


async def act_on_each(
    request: Request, session: AsyncSession, picked: Mapping[UUID, int | None], act: Act
) -> dict[UUID, Refusal | None]:
    """Each in an attempt of its own: one that is refused stays as it was and keeps nothing from the others."""
    outcome: dict[UUID, Refusal | None] = {}
    for row_id, version in picked.items():
        outcome[row_id] = await _try(request, session, row_id, version, act)
    return outcome


async def _try(request: Request, session: AsyncSession, row_id: UUID, version: int | None, act: Act) -> Refusal | None:
    _, refusal = await attempt_one(request, session, lambda: act(row_id, version))
    if refusal is not None:
        refusal.about = str(row_id)
    return refusal


def result_page(
    request: Request,
    title: str,
    list_title: str,
    list_href: str,
    outcome: Mapping[UUID, Refusal | None],
    named: Mapping[UUID, tuple[str, str]],
    made: tuple[str, str] | None = None,
) -> Response:
    """One line for each: `named` has name and address of those that this person may see. Refused as a whole where all are.

    `made`: words and address of what came of it, such as one file of all.
    """
    texts = page_of(request).texts
    lines = [
        Line(*named.get(row_id, UNSEEN), refusal is None, said(refusal, texts)) for row_id, refusal in outcome.items()
    ]
    return page_of(request).render(
        request,
        "bulk_result.html",
        200 if any(line.done for line in lines) else 409,
        title=title,
        list_title=list_title,
        list_href=list_href,
        lines=lines,
        made=made,
    )


def nothing_done(request: Request, title: str, list_title: str, list_href: str, refusal: Refusal) -> Response:
    """Nothing could be tried: none is ticked, too many are, or what all of them need is missing."""
    return page_of(request).render(
        request,
        "bulk_result.html",
        422,
        title=title,
        list_title=list_title,
        list_href=list_href,
        lines=[],
        problem=said(refusal, page_of(request).texts),
    )


def require_some(picked: Sequence[object] | Mapping[UUID, int | None]) -> None:
    if not picked:
        raise Malformed("nothing_picked")
    if len(picked) > MOST:
        raise Malformed("too_many_picked", most=MOST)


def said(refusal: Refusal | None, texts: Mapping[str, str]) -> str:
    """What a line says of its refusal."""
    if refusal is None:
        return ""
    return " ".join(error.sentence for error in refusal.fields) or sentence_for(refusal, texts)
