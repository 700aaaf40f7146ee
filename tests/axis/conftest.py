"""A publisher and a listener with plumbing tables alone, joined by either transport."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from operations.private_rabbitmq import PrivateRabbitMQ
from shared.contracts.routing import SUBSCRIPTIONS
from shared.messaging.axis.port import Axis
from shared.messaging.axis.postgres import PostgresAxis
from shared.messaging.axis.rabbitmq import RabbitMQAxis
from shared.messaging.axis.tables import create_schema
from shared.messaging.inbox import Handlers
from shared.storage import plumbing
from tests.axis.parts import TOPOLOGY, Counted, Part, write_effect, write_effects


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def subscriptions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SUBSCRIPTIONS, ("alpha", "thing"), ("beta", "gamma"))


@pytest.fixture(scope="session")
def made_databases(cluster: Any) -> Iterator[dict[str, str]]:
    urls = {
        name: cluster.create_database(f"{name}_{secrets.token_hex(4)}") for name in ("alpha", "beta", "gamma", "axis")
    }

    roles = {name: f"{name}_{secrets.token_hex(4)}" for name in ("alpha", "beta", "gamma")}

    async def prepare() -> None:
        for name in ("alpha", "beta", "gamma"):
            connection = await asyncpg.connect(urls[name])
            await connection.execute(plumbing._V1)
            await connection.execute("CREATE TABLE effect (position bigserial, thing text, number int)")
            await connection.close()
        owner = await asyncpg.connect(urls["axis"])
        for role in roles.values():
            await owner.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'of-{role}'")
        await create_schema(urls["axis"], TOPOLOGY, roles)
        await owner.close()

    async def forget_roles() -> None:
        server = await asyncpg.connect(f"{cluster.url}/postgres")
        for role in roles.values():
            await server.execute(f"DROP ROLE {role}")
        await server.close()

    asyncio.run(prepare())
    doors = {f"axis:{name}": _entering(urls["axis"], role) for name, role in roles.items()}
    yield urls | doors
    for url in urls.values():
        cluster.drop_database(url.rsplit("/", 1)[1])
    asyncio.run(forget_roles())


def _entering(url: str, role: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}:of-{role}@{parts.netloc.rpartition('@')[2]}"))


@pytest.fixture(scope="session")
def guarded_broker() -> Iterator[PrivateRabbitMQ]:
    """A broker where each part comes as a user of its own."""
    broker = PrivateRabbitMQ(rights=TOPOLOGY)
    broker.start()
    yield broker
    broker.remove()


@pytest.fixture
def databases(made_databases: dict[str, str]) -> dict[str, str]:
    """The same four databases for every test, emptied; `axis:alpha` ... are the ways of the parts to the axis."""

    async def empty() -> None:
        for name, url in made_databases.items():
            if ":" in name:
                continue
            connection = await asyncpg.connect(url)
            tables = (
                "axis_message"
                if name == "axis"
                else "event_subject, outbox, inbox, inbox_subject, poison_message, effect"
            )
            await connection.execute(f"TRUNCATE {tables}")
            await connection.close()

    asyncio.run(empty())
    return made_databases


@pytest.fixture(params=["postgres", pytest.param("rabbitmq", marks=pytest.mark.rabbitmq)])
def new_axis(request: pytest.FixtureRequest, databases: dict[str, str]) -> Callable[[str], Axis]:
    if request.param == "postgres":
        return lambda part: PostgresAxis(databases[f"axis:{part}"], TOPOLOGY, part)
    broker: PrivateRabbitMQ = request.getfixturevalue("guarded_broker")
    asyncio.run(_empty_queues(broker.url))
    return lambda part: RabbitMQAxis(broker.url_of(part), TOPOLOGY, part, part)


async def _empty_queues(url: str) -> None:
    import aio_pika

    from shared.messaging.axis.rabbitmq import declare

    connection = await aio_pika.connect(url)
    channel = await connection.channel()
    await declare(channel, TOPOLOGY)
    for queue in TOPOLOGY.bindings:
        await (await channel.get_queue(queue)).purge()
    await connection.close()


@pytest.fixture
def parts(databases: dict[str, str], new_axis: Callable[[str], Axis]) -> Callable[..., Any]:
    @asynccontextmanager
    async def make(
        beta: Handlers | None = None, gamma: Handlers | None = None
    ) -> AsyncIterator[tuple[Part, Part, Part]]:
        plain = Handlers(single={Counted: write_effect})
        made = (
            Part("alpha", databases["alpha"], new_axis("alpha"), Handlers()),
            Part("beta", databases["beta"], new_axis("beta"), beta or plain),
            Part("gamma", databases["gamma"], new_axis("gamma"), gamma or Handlers(batched={Counted: write_effects})),
        )
        try:
            yield made
        finally:
            for part in made:
                await part.stop()

    return make
