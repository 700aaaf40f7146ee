"""What the queue tables themselves refuse: a service that is broken into can speak and read as itself alone, with no key needed to stop it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from shared.contracts.routing import report_key
from shared.messaging.axis.port import Message
from shared.messaging.axis.postgres import PostgresAxis
from tests.axis.parts import TOPOLOGY

pytestmark = pytest.mark.anyio

ALPHAS = "alpha.thing.alpha.thing-counted.v1"


@asynccontextmanager
async def by_role(databases: dict[str, str], part: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(databases[f"axis:{part}"])
    try:
        yield connection
    finally:
        await connection.close()


async def publish(connection: Any, key: str) -> None:
    await connection.execute("SELECT axis_publish($1, $2, $3, $4)", [key], ["1"], [b"{}"], ["proof"])


async def test_a_role_publishes_under_its_own_name_alone(databases: dict[str, str]) -> None:
    async with by_role(databases, "alpha") as alpha, by_role(databases, "gamma") as gamma:
        await publish(alpha, ALPHAS)
        for key in (
            ALPHAS,
            "alpha.",
            "beta.thing.x",
            report_key("alpha", "beta"),
            "report.alpha",
            "report",
            "",
            "axis",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await publish(gamma, key)
        await publish(gamma, report_key("alpha", "gamma"))
    owner = await asyncpg.connect(databases["axis"])
    rows = await owner.fetch("SELECT queue, sent_by FROM axis_message ORDER BY id")
    await owner.close()
    assert {row["queue"] for row in rows[:2]} == {"beta.events", "gamma.events"}
    assert {row["sent_by"].rsplit("_", 1)[0] for row in rows[:2]} == {"alpha"}
    assert [(row["queue"], row["sent_by"].rsplit("_", 1)[0]) for row in rows[2:]] == [("alpha.reports", "gamma")]


async def test_a_role_takes_from_its_own_queue_alone(databases: dict[str, str]) -> None:
    async with (
        by_role(databases, "alpha") as alpha,
        by_role(databases, "beta") as beta,
        by_role(databases, "gamma") as gamma,
    ):
        await publish(alpha, ALPHAS)
        claim = "SELECT id, body FROM axis_claim($1, 10, 60)"
        for thief in (alpha, gamma):
            assert await thief.fetch(claim, "beta.events") == []
        (mine,) = await beta.fetch(claim, "beta.events")
        for harm in ("axis_acknowledge($1)", "axis_return($1)", "axis_release($1, 0)"):
            await gamma.execute(f"SELECT {harm}", [mine["id"]])
        owner = await asyncpg.connect(databases["axis"])
        left = await owner.fetchrow(
            "SELECT dead, visible_at > now() AS leased FROM axis_message WHERE id = $1", mine["id"]
        )
        assert left is not None
        assert tuple(left) == (False, True)
        await beta.execute("SELECT axis_acknowledge($1)", [mine["id"]])
        assert await owner.fetchval("SELECT count(*) FROM axis_message WHERE id = $1", mine["id"]) == 0
        await owner.close()


async def test_no_role_touches_a_table_or_makes_one(databases: dict[str, str]) -> None:
    async with by_role(databases, "alpha") as alpha:
        for statement in (
            "SELECT * FROM axis_message",
            "INSERT INTO axis_message (queue, message_id, body) VALUES ('beta.events', '1', '')",
            "UPDATE axis_message SET body = ''",
            "DELETE FROM axis_message",
            "INSERT INTO axis_role SELECT session_user, 'beta'",
            "INSERT INTO axis_binding VALUES ('beta.events', 'gamma.')",
            "CREATE TABLE own (id int)",
            "CREATE OR REPLACE FUNCTION axis_depths() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await alpha.execute(statement)


async def test_the_transport_says_false_for_what_is_refused(databases: dict[str, str]) -> None:
    axis = PostgresAxis(databases["axis:gamma"], TOPOLOGY, "gamma")
    assert await axis.publish([Message(ALPHAS, "1", b"{}")]) == [False]
    assert await axis.depths() == dict.fromkeys(TOPOLOGY.bindings, 0)
    await axis.close()
