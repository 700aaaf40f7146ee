"""What an act asks of the database: statements are counted as they reach the server, and may not become more unseen."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import asyncpg
import httpx
from asyncpg.connection import LoggedQuery
from sqlalchemy import event

COUNTER = "counter-officer"
ACCEPT, TRANSFER, READ, RECEIVE = "tiếp nhận", "chuyển bước", "đọc", "tiếp nhận tại quầy"
MOST = {ACCEPT: 8, TRANSFER: 2, READ: 1, RECEIVE: 10}
"""As counted; whoever needs more says why here, whoever needs fewer lowers it."""
_ASIDE = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ", ";")
"""What a transaction is made of; `SET` is told with the connection, `;` asks whether that is alive."""


class Counted:
    """Statements since the last look."""

    def __init__(self) -> None:
        self._seen: list[str] = []

    def note(self, statement: str) -> None:
        if not statement.lstrip().upper().startswith(_ASIDE):
            self._seen.append(statement)

    def take(self) -> list[str]:
        seen, self._seen = self._seen, []
        return seen


@contextmanager
def counting(database: Any, hot: "asyncpg.Pool[Any]") -> Iterator[Counted]:
    """Both ways to the database: the ORM's, and the connections of the single-statement paths."""
    counted = Counted()

    def by_orm(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        counted.note(statement)

    def by_hand(query: LoggedQuery) -> None:
        counted.note(query.query)

    def out(connection: Any, *_: Any) -> None:
        """The ORM's statements are prepared, of which the driver tells nothing; it tells of those that go past the ORM."""
        connection.driver_connection.add_query_logger(by_hand)

    event.listen(database.engine.sync_engine, "before_cursor_execute", by_orm)
    event.listen(database.engine.sync_engine.pool, "checkout", out)
    for holder in hot._holders:  # type: ignore[attr-defined]  # only its connections tell
        if holder._con is not None:
            holder._con.add_query_logger(by_hand)
    yield counted
    event.remove(database.engine.sync_engine, "before_cursor_execute", by_orm)
    event.remove(database.engine.sync_engine.pool, "checkout", out)


@asynccontextmanager
async def _asking(office: Any) -> AsyncIterator[httpx.AsyncClient]:
    """Past the probe of refusals, which asks the database for itself."""
    transport = httpx.ASGITransport(app=office.application._app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        yield client


async def _play(office: Any) -> dict[str, list[str]]:
    """The second dossier's: the first one fills what is kept and planned once."""
    path, found = "/api/one-stop/v1/dossiers", dict[str, list[str]]()
    async with _asking(office) as client:
        for _ in range(2):
            dossier = await office.file()
            with counting(office.database, await office.database.hot()) as counted:
                for name, method, rest, body in (
                    (ACCEPT, "POST", f"/{dossier}/accept", {}),
                    (TRANSFER, "POST", f"/{dossier}/transfer", {}),
                    (READ, "GET", f"/{dossier}", None),
                    (RECEIVE, "POST", "", _at_the_counter(office)),
                ):
                    counted.take()
                    answer = await client.request(method, path + rest, headers=office.headers(COUNTER), json=body)
                    assert answer.status_code in (200, 201), (name, answer.text)
                    found[name] = counted.take()
    return found


def _at_the_counter(office: Any) -> dict[str, Any]:
    procedure = office.procedures["hop-bao"]
    papers = [{"code": paper["code"], "copies": 1} for paper in procedure["papers"]]
    said = {"procedure_code": procedure["code"], "full_name": "Lê Văn Giấy", "address": "12 Lê Lợi"}
    return said | {"papers": papers}


def test_no_act_asks_more_of_the_database_than_is_known(one_stop: Callable[[], Any]) -> None:
    async def run() -> dict[str, list[str]]:
        async with one_stop() as office:
            return await _play(office)

    found = asyncio.run(run())
    shown = [f"{name}: {' '.join(one.split())[:120]}" for name, statements in found.items() for one in statements]
    assert {name: len(statements) for name, statements in found.items()} == MOST, "\n".join(shown)
