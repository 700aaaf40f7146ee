"""Refused means unchanged: a probe around a service under test that forces a refusal after the first write of every route.

`UnchangedWhenRefused(app, database)` stands where the application stood. The first time a posting route is about to write, the
request is tried once with a refusal right behind its first write; whatever that leaves in tables and files is a fault. Then the
request goes through as it came, so that every test of the service is one of this promise too.
"""

import asyncio
import os
import re
from contextvars import ContextVar
from typing import Any

import pytest
from sqlalchemy import event
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.core.errors import Conflict
from shared.storage.database import Database
from shared.storage.files import Folder
from testing.members import methods_of, routes_of

ASIDE = frozenset(
    {
        "evidence",
        "alembic_version",
        "sign_in_attempt",
        "sign_in_failure",
        "request_rate",
        "rate_window",
        "operations_sample",
    }
)
"""What a refusal may leave: evidence, and counts of attempts and requests; and what each minute writes of itself."""

_WRITE = re.compile(r"\b(?:INSERT\s+INTO|(?<!FOR )UPDATE|DELETE\s+FROM)\s+(?:ONLY\s+)?\"?(\w+)", re.IGNORECASE)
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"

_NEXT_WRITER = "SELECT pg_snapshot_xmax(pg_current_snapshot())"
"""Grows with every transaction that writes anything."""
_AT_ONCE = 40
"""Tables in one statement: a longer one than the driver keeps would be planned anew at every look."""

_armed: ContextVar[list[str] | None] = ContextVar("armed", default=None)
"""The table whose write was stopped, once it is; None while nothing is being forced."""

known: set[str] = set()
"""Posting routes of the services that this process has tested."""
probed: dict[str, str] = {}
"""Route → table of its first write, of this process."""

WITHOUT_FIRST_WRITE = {
    "one statement writes everything or nothing": {
        "document-exchange POST /api/document-exchange/v1/packets",
        "one-stop POST /api/one-stop/v1/dossiers/{}/claim",
        "one-stop POST /api/one-stop/v1/dossiers/{}/transfer",
        "one-stop POST /api/one-stop/v1/dossiers/{}/return",
        "one-stop POST /api/one-stop/v1/dossiers/{}/reassign",
        "one-stop POST /mot-cua/chia-viec",
        "one-stop POST /mot-cua/ho-so/{}/giao-lai",
        "one-stop POST /mot-cua/ho-so/{}/nhan-xu-ly",
        "one-stop POST /mot-cua/ho-so/{}/chuyen",
        "one-stop POST /mot-cua/ho-so/{}/tra-lai",
        "online-services POST /api/online-services/v1/submissions",
    },
    "counts an attempt and reads": {
        "online-services POST /api/online-services/v1/look-ups",
        "online-services POST /tra-cuu",
        "online-services POST /api/online-services/v1/verifications",
        "online-services POST /xac-thuc",
    },
    "reads, and leaves evidence alone": {
        "online-services POST /tra-cuu/ket-qua",
        "gateway POST /van-hanh/{}/thu-chet/{}/{}",
        "gateway POST /van-hanh/{}/khong-doc-duoc/{}/bo",
        "gateway POST /van-hanh/{}/viec/{}/chay",
        "mail-directory POST /danh-ba/co-quan/{}/chung-thu-so",
        "gateway POST /van-hanh/thu/{}/{}/gui-lai",
        "signing POST /internal/signing/v1/signatures",
        "signing POST /internal/signing/v1/seals",
        "signing POST /internal/signing/v1/dossier-seals",
    },
    "what it changes are certificates, which no database keeps; evidence of the order is committed before, of the outcome after": {
        "signing POST /internal/signing/v1/certificates",
    },
    "the same code in every service, one statement": {
        f"{service} POST /internal/operations/{what}"
        for service in ("document-exchange", "mail-directory", "one-stop", "online-services", "signing")
        for what in ("dead-letters/{}/replay", "dead-letters/{}/discard", "poison/{}/discard", "jobs/{}/run")
    },
    "a refusal is the result of the one that was refused, and kept: the answer leads to the page that tells it": {
        "document-exchange POST /van-ban/di/ky-lan-luot/lo/{}/tiep",
        "one-stop POST /mot-cua/ky-lan-luot/lo/{}/tiep",
    },
}
"""Posting routes that cannot be refused behind a first write, by the reason why."""
_NOT_TRIED = frozenset().union(*WITHOUT_FIRST_WRITE.values())


def not_tried(known: set[str], probed: set[str]) -> list[str]:
    """Posting routes that no test has brought to a first write, though they have one."""
    return sorted(known - probed - _NOT_TRIED)


def is_whole(config: pytest.Config) -> bool:
    """Has every test been asked for? Of a part of them nothing can be said about the routes that it did not try."""
    chosen = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "collectonly", "maxfail", "lf", "stepwise")
    everywhere = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return everywhere and not any(config.getoption(option, None) for option in chosen)


class UnchangedWhenRefused:
    """The application; each posting route is refused once behind its first write, and every refusal is looked behind."""

    def __init__(self, app: ASGIApp, fastapi: Any, service: str) -> None:
        self._app = app
        self.fastapi = self._fastapi = fastapi
        self._service = service
        self._listening: Database | None = None
        self._going_on = 0
        self._met_another = False
        self._routes = [
            (
                method,
                re.compile(re.sub(r"{[^}]*}", "[^/]+", path)),
                f"{service} {method} {re.sub('{[^}]*}', '{}', path)}",
            )
            for path, route in routes_of(fastapi)
            for method in sorted(methods_of(route) - {"GET", "HEAD", "OPTIONS"})
        ]
        known.update(route for _, _, route in self._routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        if self._going_on:  # a test of concurrency: what changes meanwhile is not this request's doing
            self._met_another = True
            await self._app(scope, receive, send)
            return
        self._going_on, self._met_another = 1, False
        try:
            await self._look_behind(scope, await _whole(receive), send)
        finally:
            self._going_on = 0

    def _route_of(self, method: str, path: str) -> str:
        found = (route for posted, pattern, route in self._routes if posted == method and pattern.fullmatch(path))
        return next(found, f"{self._service} {method} {path}")

    async def _look_behind(self, scope: Scope, body: bytes, send: Send) -> None:
        database: Database = self._fastapi.state.database
        if self._listening is not database:
            self._listening = database
            event.listen(database.engine.sync_engine, "after_cursor_execute", _stop_behind_write)
        route = self._route_of(scope["method"], scope["path"])
        copy = {**scope, "state": dict(scope.get("state", {}))}
        stopped: list[str] = []
        answer: list[Message] = []

        async def note(message: Message) -> None:
            answer.append(message)

        async with _Before(database, self._fastapi) as before:
            armed = _armed.set(None if route in probed or route in _NOT_TRIED else stopped)
            try:
                await self._app(copy, _again(body), note)
            finally:
                _armed.reset(armed)
            status = answer[0]["status"]
            if status >= 400 and not copy["state"].get("kept") and not self._met_another:
                changed = await before.changed()
                assert not changed, f"{route}: answered {status}, stopped behind {stopped}, yet changed: {changed}"
        if not stopped:
            for message in answer:
                await send(message)
            return
        assert status >= 400, f"{route}: a refusal behind {stopped} was answered {status}"
        probed[route] = stopped[0]
        await (await database.hot()).execute("DELETE FROM evidence WHERE facts ->> 'code' = 'forced_by_test'")
        await self._app(scope, _again(body), send)


def _stop_behind_write(connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
    """Of several objects in one request, each in a savepoint of its own, each is refused: one left over would succeed."""
    stopped = _armed.get()
    if stopped is None or (stopped and not connection.in_nested_transaction()):
        return
    tables = [table for table in _WRITE.findall(statement) if table.lower() not in ASIDE]
    if tables:
        stopped.append(tables[0])
        raise Conflict("forced_by_test")


class _Before:
    """A service as it stood when the request began. Its database is looked into only if the request is refused: until then
    a snapshot is held open instead of a hash of every table."""

    def __init__(self, database: Database, fastapi: Any) -> None:
        self._database, self._fastapi = database, fastapi

    async def __aenter__(self) -> "_Before":
        self._pool = await self._database.hot()
        self._connection = await self._pool.acquire()
        await self._connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1")
        self._files = _files(self._fastapi)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._connection.is_in_transaction():
            await self._connection.execute("ROLLBACK")
        await self._pool.release(self._connection)

    async def changed(self) -> list[str]:
        """Which tables, and whether the stored files, are other than they were."""
        files = [] if _files(self._fastapi) == self._files else ["files"]
        if await self._connection.fetchval(_NEXT_WRITER) == await self._pool.fetchval(_NEXT_WRITER):
            return files
        before = await _picture(self._connection)
        await self._connection.execute("ROLLBACK")
        after = await _picture(self._connection)
        return [name for name in after if after[name] != before.get(name)] + files


async def _picture(connection: Any) -> dict[str, object]:
    """Every table's content as a hash."""
    tables = [row["tablename"] for row in await connection.fetch(_TABLES) if row["tablename"] not in ASIDE]
    picture: dict[str, object] = {}
    for first in range(0, len(tables), _AT_ONCE):
        hashes = " UNION ALL ".join(
            f"SELECT '{table}' AS name, md5(COALESCE(string_agg(t::text, '' ORDER BY t::text), '')) AS content FROM {table} t"
            for table in tables[first : first + _AT_ONCE]
        )
        picture |= {row["name"]: row["content"] for row in await connection.fetch(hashes)}
    return picture


def _files(fastapi: Any) -> list[str]:
    """The names of the stored files."""
    place = getattr(getattr(fastapi.state, "files", None), "place", None)
    if not isinstance(place, Folder):
        return []
    # Not by globbing: these are 256 folders, looked into at every request.
    parts = [entry.path for entry in os.scandir(place.folder) if entry.is_dir()]
    return sorted(entry.name for part in parts for entry in os.scandir(part))


async def _whole(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] == "http.disconnect" or not message.get("more_body"):
            return b"".join(parts)


def _again(body: bytes) -> Receive:
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            await asyncio.Event().wait()  # the client is still there
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
