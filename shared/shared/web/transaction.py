"""One request, one transaction: what a route takes when it needs the database."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.account_changes import NOTED
from shared.core import context
from shared.storage.database import Database


async def transaction(request: Request) -> AsyncIterator[AsyncSession]:
    """One request, one transaction: committed before the answer leaves, rolled back when it is a refusal or an error.

    A page that shows a refusal has noted its status (`Pages.render`); `shared.web.attempt.keep` says that its writes stay all the same.
    """
    state = request.state
    async with step(request, lambda: getattr(state, "answered", 200) < 400 or getattr(state, "kept", False)) as session:
        yield session
    await told(request)


@asynccontextmanager
async def step(request: Request, stays: Callable[[], bool] = lambda: True) -> AsyncIterator[AsyncSession]:
    """A transaction within a request; of a request that takes several, each is committed before the next begins, and stays.

    Files that were put meanwhile reach the store before the commit, or not at all.
    """
    database: Database = request.app.state.database
    waiting = context.waiting_files.set({})
    try:
        async with database.sessions() as session:
            yield session
            if stays():
                if context.waiting_files.get():
                    await request.app.state.files.put_waiting()
                await session.commit()
                request.state.accounts_changed = NOTED in session.info
            else:
                await session.rollback()
    finally:
        context.waiting_files.reset(waiting)


async def told(request: Request) -> None:
    """What follows when a request's transactions are over: the relay hears of its events, what it refused is evidence."""
    if request.method not in ("GET", "HEAD"):  # who only looks tells nothing
        request.app.state.waker.wake()
    for refusal in getattr(request.state, "refusals", ()):
        await request.app.state.note_refusal(request, refusal)


Session = Annotated[AsyncSession, Depends(transaction, scope="function")]
