"""What one act writes beside its own row: one statement, each part as if it were written by itself, with the act or not at all."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.one_stop import ResultReturned
from shared.core import clock
from shared.messaging.outbox import tell
from shared.storage import evidence
from shared.storage.database import Database
from shared.storage.gathered import Gathered, Into
from shared.work import jobs
from shared.work.jobs import Job

DUE = datetime(2026, 11, 26, 5, 0, tzinfo=UTC)


async def _nothing(_session: AsyncSession, _key: str) -> None:
    """A job that nobody does here."""


TOLD = ResultReturned(dossier_id="1", channel="counter", returned_at=DUE)
FIRST, SECOND = Job("first", "Việc một", _nothing), Job("second", "Việc hai", _nothing)


async def _act(into: Into, session: AsyncSession) -> None:
    await jobs.plan(session, SECOND, "dossier/1", DUE)
    await evidence.record(into, "dossier-seen", "dossier/1", "officer", into="facts may have this name", count=2)
    await jobs.plan(into, FIRST, "dossier/1", DUE)
    await jobs.cancel(into, SECOND, "dossier/1")
    await tell(into, TOLD)


async def _written(database: Database) -> list[list[tuple[Any, ...]]]:
    asked = (
        "SELECT name, key, due_at FROM job ORDER BY name",
        "SELECT kind, subject, actor, facts::text FROM evidence",
        "SELECT type, subject, sequence, data::text, pending FROM outbox ORDER BY sequence",
        "SELECT subject, last_sequence FROM event_subject",
    )
    async with database.sessions() as session:
        return [[tuple(row) for row in await session.execute(text(one))] for one in asked]


def _run(url: str, check: Callable[[Database], Awaitable[None]]) -> None:
    async def inside() -> None:
        database = Database(url, "test")
        try:
            await check(database)
        finally:
            await database.close()

    asyncio.run(inside())


def test_written_together_it_is_what_it_is_written_one_by_one_and_one_statement(service_database: Any) -> None:
    found: list[list[list[tuple[Any, ...]]]] = []
    statements, told = list[str](), list[str]()

    async def one_by_one(database: Database) -> None:
        async with database.sessions.begin() as session:
            await _act(session, session)
        found.append(await _written(database))

    async def together(database: Database) -> None:
        async with database.sessions.begin() as session:
            act = Gathered()
            await _act(act, session)
            engine = database.engine.sync_engine
            event.listen(engine, "before_cursor_execute", lambda *said: statements.append(said[2]))
            await act.write(session)
            await act.write(session)
            told.extend(statements)
        found.append(await _written(database))

    with clock.stopped_at(DUE):
        _run(service_database("one_stop"), one_by_one)
        _run(service_database("one_stop"), together)
    assert found[0] == found[1]
    assert [len(rows) for rows in found[0]] == [1, 1, 1, 1]
    assert len(told) == 1


def test_what_is_undone_leaves_nothing_of_it_and_a_second_event_has_no_place(service_database: Any) -> None:
    async def check(database: Database) -> None:
        async with database.sessions() as session:
            act = Gathered()
            await _act(act, session)
            await act.write(session)
            await session.rollback()
        assert await _written(database) == [[], [], [], []]
        act = Gathered()
        await tell(act, TOLD)
        with pytest.raises(ValueError, match="numbered"):
            await tell(act, TOLD)

    _run(service_database("one_stop"), check)
