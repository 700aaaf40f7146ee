"""One request, one transaction: what a route takes when it needs the database."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.account_changes import NOTED
from shared.core import context
from shared.storage.database import Database


async def transaction(request: Request) -> AsyncIterator[AsyncSession]:
    """One request, one transaction: committed before the answer leaves, rolled back when it is a refusal or an error.

    A page that shows a refusal has noted its status (`Pages.render`); `shared.web.attempt.keep` says that its writes stay all the same.
    Files that were put meanwhile reach the store before the commit, or not at all.
    """
    database: Database = request.app.state.database
    state = request.state
    waiting = context.waiting_files.set({})
    try:
        async with database.sessions() as session:
            yield session
            if getattr(state, "answered", 200) >= 400 and not getattr(state, "kept", False):
                await session.rollback()
            else:
                if context.waiting_files.get():
                    await request.app.state.files.put_waiting()
                await session.commit()
                state.accounts_changed = NOTED in session.info
    finally:
        context.waiting_files.reset(waiting)
    if request.method not in ("GET", "HEAD"):  # who only looks tells nothing
        request.app.state.waker.wake()
    for refusal in getattr(state, "refusals", ()):
        await request.app.state.note_refusal(request, refusal)


Session = Annotated[AsyncSession, Depends(transaction, scope="function")]
