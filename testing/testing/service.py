"""A service stood up in one way: on a database of its own, in this process, asked over HTTP as its callers ask it."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import httpx
from fastapi import FastAPI
from sqlalchemy.util import LRUCache
from starlette.types import ASGIApp

from shared.access.identity import HEADER, Identity, IdentityIssuer
from shared.contracts.event import Event
from shared.core.settings import Settings
from shared.messaging.axis.port import Handle, Message, Parcel
from shared.messaging.inbox import Consumer, Handlers
from shared.storage.database import Database
from testing.senders import proofs_of, signed_by
from testing.unchanged import UnchangedWhenRefused


class SilentAxis:
    """Takes what is published and does nothing: the inbox of a test is filled by hand."""

    async def publish(self, messages: Sequence[Message]) -> list[bool]:
        return [True for _ in messages]

    async def generation(self) -> int:
        return 1

    async def consume(self, queue: str, handle: Handle, *, batch: int = 200) -> None:
        raise NotImplementedError

    async def depths(self) -> dict[str, int]:
        return {}

    async def close(self) -> None:
        return None


@dataclass
class RunningService:
    """A service under test; what a member adds to it is a subclass in its own conftest."""

    name: str
    settings: Settings
    application: ASGIApp
    """Behind the probe that every refusal changes nothing (`testing.unchanged`)."""
    app: FastAPI
    client: httpx.AsyncClient
    issuer: IdentityIssuer
    handlers: Handlers
    sequences: dict[str, int] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        database: Database = self.app.state.database
        return database

    def headers(self, who: Identity) -> dict[str, str]:
        return {HEADER: self.issuer.issue(who, self.name)}

    async def request(self, who: Identity | None, method: str, path: str, **arguments: Any) -> httpx.Response:
        """As `who`; None is anonymous."""
        headers = dict(arguments.pop("headers", {}))
        if who is not None:
            headers |= self.headers(who)
        return await self.client.request(method, path, headers=headers, **arguments)

    async def rows(self, statement: str, *arguments: object) -> list[Any]:
        """What the database holds, asked in SQL."""
        return list(await (await self.database.hot()).fetch(statement, *arguments))

    async def tell(
        self, event: Event, publisher: str, sequence: int | None = None, event_id: str | None = None
    ) -> bytes:
        """Deliver an event through the inbox, as the worker does; its envelope."""
        number = sequence or self.sequences.get(event.subject, 0) + 1
        self.sequences[event.subject] = max(number, self.sequences.get(event.subject, 0))
        envelope = {
            "id": event_id or str(uuid4()),
            "type": event.type,
            "source": f"/{publisher}",
            "subject": event.subject,
            "time": datetime.now(UTC).isoformat(),
            "sequence": number,
            "data": event.model_dump(mode="json"),
        }
        body = json.dumps(envelope).encode()
        await self.receive(*signed_by(publisher, body))
        return body

    async def receive(self, *parcels: Parcel) -> None:
        consumer = Consumer(self.name, self.database, SilentAxis(), self.handlers, proofs_of(self.name))
        await consumer.receive(list(parcels))


S = TypeVar("S", bound=RunningService)


@lru_cache
def _issuer_of(key: Path) -> IdentityIssuer:
    """One a key: opening it proves it, which takes longer than most tests."""
    return IdentityIssuer(key)


class _Compiled(LRUCache[Any, Any]):
    """Statements as they were compiled, for all engines of this process: theirs is one dialect, an object for each."""

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(key[1:], compiled)

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)


_COMPILED = _Compiled(5000)


def _share_compiled(database: Database) -> None:
    """Else every service of a test compiles each statement anew, an eighth of the time of all tests."""
    database.engine.sync_engine._compiled_cache = _COMPILED


@asynccontextmanager
async def stand_up(
    kind: Callable[..., S],
    name: str,
    create_app: Callable[[Settings], Any],
    settings: Settings,
    handlers: Handlers | None = None,
    *,
    raises: bool = True,
    **own: Any,
) -> AsyncIterator[S]:
    """`async with stand_up(OneStop, "one-stop", create_app, settings, HANDLERS) as office`, in the test's own event loop.

    `raises`: an error inside the service fails the test at its place; without, the caller gets the 500 that people would.
    `own`: what the subclass keeps besides.
    """
    application = create_app(settings)
    app: FastAPI = application.fastapi
    async with app.router.lifespan_context(app):
        _share_compiled(app.state.database)
        watched = UnchangedWhenRefused(application, app, name)
        transport = httpx.ASGITransport(app=watched, raise_app_exceptions=raises)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            yield kind(
                name=name,
                settings=settings,
                application=watched,
                app=app,
                client=client,
                issuer=_issuer_of(settings.identity_key),
                handlers=handlers or Handlers(),
                **own,
            )
