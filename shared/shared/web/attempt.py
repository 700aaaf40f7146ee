"""Trying an action from a page: what is refused changes nothing, is noted as evidence, and the page can be drawn again."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from shared.core import context
from shared.core.errors import Refusal

T = TypeVar("T")

SHOWN_ELSEWHERE = frozenset({401, 403, 404})
"""Who may not see or act gets the page of refusals, not the page he may not see."""


async def attempt(
    request: Request, session: AsyncSession, act: Callable[[], Awaitable[T]]
) -> tuple[T | None, Refusal | None]:
    """The action's result, or its refusal after everything the action wrote or stored is undone.

    The one way in which a page tries an action. The evidence of the refusal is written when the request's transaction is over,
    in one of its own (`shared.storage.database.transaction`). Refusals that the page cannot show (401, 403, 404, 5xx) go on to the
    common handler.
    """
    done, refusal = await attempt_one(request, session, act)
    if refusal is not None and (refusal.status in SHOWN_ELSEWHERE or refusal.status >= 500):
        raise refusal
    return done, refusal


async def attempt_one(
    request: Request, session: AsyncSession, act: Callable[[], Awaitable[T]]
) -> tuple[T | None, Refusal | None]:
    """As `attempt`, of one object among several: whatever it is refused for is its own, and the others go on."""
    waiting = context.waiting_files.get()
    before = set(waiting or ())
    try:
        async with session.begin_nested():
            return await act(), None
    except Refusal as refusal:
        for brought in set(waiting or ()) - before:
            del (waiting or {})[brought]
        for changed in [held for held in session if inspect(held).expired]:
            await session.refresh(changed)  # as it stands again; a page may go on using it
        request.state.refusals = [*getattr(request.state, "refusals", ()), refusal]
        return None, refusal


def keep(request: Request) -> None:
    """Let what this request wrote stay although its answer is a refusal: say beside the call why."""
    request.state.kept = True
