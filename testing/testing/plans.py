"""What an act costs the database: each of its statements explained as it ran, counted in pages and never in time."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from shared.storage.database import Database

_EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) "


@dataclass(frozen=True)
class Cost:
    """Chi phí của một lượt đọc."""

    statements: int
    pages: int
    """Of 8 kB, that its statements touched, in memory or not."""
    milliseconds: float
    """Of the server alone; for people to read, not for a test."""
    walked: frozenset[str]
    """Tables that were read from end to end."""
    plans: tuple[Any, ...]


async def cost_of(
    database: Database, act: Callable[[AsyncSession], Awaitable[object]], *, for_anybody: bool = False
) -> Cost:
    """Runs the act, then what it asked once more, explained. It reads only.

    `for_anybody`: by the plan that a connection keeps for every value, once it has been asked the same for five others.
    """
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        asked.append((statement, parameters))

    engine = database.engine.sync_engine
    async with database.sessions() as session:
        event.listen(engine, "before_cursor_execute", note)
        try:
            await act(session)
        finally:
            event.remove(engine, "before_cursor_execute", note)
    async with database.engine.connect() as connection:
        explained = _explained_for_anybody if for_anybody else _explained
        plans = [await explained(connection, *one) for one in asked if "SELECT" in one[0]]
    nodes = [node for plan in plans for node in _nodes(plan["Plan"])]
    roots = [plan["Plan"] for plan in plans]
    return Cost(
        len(plans),
        sum(root["Shared Hit Blocks"] + root["Shared Read Blocks"] for root in roots),
        sum(plan["Planning Time"] + plan["Execution Time"] for plan in plans),
        frozenset(node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"),
        tuple(plans),
    )


async def _explained(connection: AsyncConnection, statement: str, parameters: Any) -> Any:
    return (await connection.exec_driver_sql(_EXPLAIN + statement, parameters)).scalar_one()[0]


async def _explained_for_anybody(connection: AsyncConnection, statement: str, parameters: Any) -> Any:
    await connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_generic_plan")
    await connection.exec_driver_sql(f"PREPARE asked AS {statement}")
    values = ", ".join("NULL" if value is None else "'" + str(value).replace("'", "''") + "'" for value in parameters)
    plan = (await connection.exec_driver_sql(f"{_EXPLAIN} EXECUTE asked ({values})")).scalar_one()[0]
    await connection.exec_driver_sql("DEALLOCATE asked")
    return plan


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)
