"""What RabbitMQ itself refuses: a user of the broker speaks and reads as itself alone."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel
from aiormq.exceptions import ChannelAccessRefused

from operations.broker_rights import users_of
from operations.private_rabbitmq import PrivateRabbitMQ
from shared.contracts.routing import SUBSCRIPTIONS, report_key, routing_key
from shared.core.settings import SERVICES
from shared.messaging.axis.choice import topology
from shared.messaging.axis.port import Message
from shared.messaging.axis.rabbitmq import DEAD_EXCHANGE, DEAD_QUEUE, EXCHANGE, RabbitMQAxis, declare
from testing.members import ROOT
from tests.axis.parts import TOPOLOGY

from .test_rights import ALPHAS

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def broker() -> Iterator[PrivateRabbitMQ]:
    """With the rights of production, on the platform's own queues."""
    broker = PrivateRabbitMQ(rights=topology())
    broker.start()
    yield broker
    broker.remove()


@asynccontextmanager
async def as_user(broker: PrivateRabbitMQ, user: str) -> AsyncIterator[AbstractChannel]:
    connection = await aio_pika.connect(broker.url_of(user))
    try:
        yield await connection.channel(publisher_confirms=True, on_return_raises=True)
    finally:
        await connection.close()


async def all_queues(broker: PrivateRabbitMQ) -> None:
    """Each service declares its own, as its worker does at its start."""
    for service in users_of(topology()):
        axis = RabbitMQAxis(broker.url_of(service), topology(), service, service)
        assert await axis.generation() == 1, service
        await axis.close()


Act = Callable[[AbstractChannel], Awaitable[Any]]


def publishing(key: str, exchange: str = EXCHANGE) -> Act:
    async def act(channel: AbstractChannel) -> None:
        target = await channel.get_exchange(exchange, ensure=False) if exchange else channel.default_exchange
        await target.publish(aio_pika.Message(b"{}"), key, timeout=10)

    return act


def reading(queue: str) -> Act:
    async def act(channel: AbstractChannel) -> None:
        await (await channel.get_queue(queue, ensure=False)).get(fail=False, timeout=10)

    return act


async def _take(_: object) -> None:
    """Never called: the broker refuses first."""


def consuming(queue: str) -> Act:
    async def act(channel: AbstractChannel) -> None:
        await (await channel.get_queue(queue, ensure=False)).consume(_take)

    return act


def binding(queue: str, key: str, exchange: str = EXCHANGE) -> Act:
    async def act(channel: AbstractChannel) -> None:
        await (await channel.get_queue(queue, ensure=False)).bind(exchange, key, timeout=10)

    return act


def emptying(queue: str) -> Act:
    async def act(channel: AbstractChannel) -> None:
        await (await channel.get_queue(queue, ensure=False)).purge(timeout=10)

    return act


def removing(queue: str) -> Act:
    async def act(channel: AbstractChannel) -> None:
        await channel.queue_delete(queue, timeout=10)

    return act


def removing_the_exchange(channel: AbstractChannel) -> Awaitable[Any]:
    return channel.exchange_delete(EXCHANGE, timeout=10)


def making(queue: str) -> Act:
    async def act(channel: AbstractChannel) -> None:
        await channel.declare_queue(queue, timeout=10)

    return act


OWN = "online-services"
OTHERS = "one-stop.dossier.one-stop.dossier-received.v1"
REFUSED: dict[str, Act] = {
    "publishing as another": publishing(OTHERS),
    "publishing under a name that begins alike": publishing("online-servicesx.submission.x"),
    "publishing under a name that ends alike": publishing("x.online-services.x"),
    "reporting for another": publishing(report_key("one-stop", "document-exchange")),
    "reporting with a name behind its own": publishing(report_key("one-stop", f"{OWN}.x")),
    "reporting to whom it does not listen": publishing(report_key("document-exchange", OWN)),
    "publishing straight to a queue": publishing("one-stop.events", exchange=""),
    "publishing straight to its own queue": publishing(f"{OWN}.events", exchange=""),
    "publishing by another exchange": publishing("one-stop.events", exchange="amq.topic"),
    "reading another's events": reading("one-stop.events"),
    "reading another's reports": reading("one-stop.reports"),
    "reading the dead letters": reading(DEAD_QUEUE),
    "consuming another's events": consuming("one-stop.events"),
    "hearing what it does not subscribe to": binding(f"{OWN}.events", "document-exchange.delivery.#"),
    "hearing everything": binding(f"{OWN}.events", "#"),
    "hearing others' reports": binding(f"{OWN}.reports", "report.#"),
    "hearing dead letters": binding(f"{OWN}.events", "", DEAD_EXCHANGE),
    "binding another's queue": binding("one-stop.events", f"{OWN}.other.#"),
    "emptying another's queue": emptying("one-stop.events"),
    "removing another's queue": removing("one-stop.events"),
    "removing the dead letters": removing(DEAD_QUEUE),
    "removing the exchange": removing_the_exchange,
    "making a queue": making("another"),
}


@pytest.mark.rabbitmq
@pytest.mark.parametrize("act", REFUSED)
async def test_a_user_of_the_broker_speaks_and_reads_as_itself_alone(broker: PrivateRabbitMQ, act: str) -> None:
    await all_queues(broker)
    async with as_user(broker, OWN) as channel:
        with pytest.raises(ChannelAccessRefused):
            await REFUSED[act](channel)


@pytest.mark.rabbitmq
async def test_each_service_reaches_whom_it_must(broker: PrivateRabbitMQ) -> None:
    """Every subscription of the platform and every report, by the rights of production."""
    await all_queues(broker)
    for (publisher, kind), listeners in SUBSCRIPTIONS.items():
        if publisher not in SERVICES:
            continue  # of the other tests
        speaking = RabbitMQAxis(broker.url_of(publisher), topology(), publisher, publisher)
        key = routing_key(publisher, kind, f"{publisher}.{kind}-told.v1")
        assert await speaking.publish([Message(key, "1", b"{}")]) == [True], key
        await speaking.close()
        for listener in listeners:
            async with as_user(broker, listener) as channel:
                message = await (await channel.get_queue(f"{listener}.events")).get(timeout=10)
                assert message is not None
                await message.ack()
            if listener == publisher:
                continue  # notes it in its own database
            reporting = RabbitMQAxis(broker.url_of(listener), topology(), listener, listener)
            assert await reporting.publish([Message(report_key(publisher, listener), "1", b"{}")]) == [True]
            await reporting.close()
            async with as_user(broker, publisher) as channel:
                assert await (await channel.get_queue(f"{publisher}.reports")).get(no_ack=True, timeout=10)


@pytest.mark.rabbitmq
async def test_the_gateway_only_sees_how_long_the_queues_are(broker: PrivateRabbitMQ) -> None:
    await all_queues(broker)
    axis = RabbitMQAxis(broker.url_of("gateway"), topology(), "gateway", "gateway")
    assert await axis.depths() == dict.fromkeys(topology().bindings, 0)
    await axis.close()
    for act in (publishing(OTHERS), reading("one-stop.events"), making("gateway.events")):
        async with as_user(broker, "gateway") as channel:
            with pytest.raises(ChannelAccessRefused):
                await act(channel)


@pytest.mark.rabbitmq
async def test_a_broker_where_one_user_may_all_is_made_whole_by_whoever_comes_first(rabbitmq_url: str) -> None:
    """For trying: LIENTHONG_BROKER_URL with one user. An emptied broker looks the same."""
    connection = await aio_pika.connect(rabbitmq_url)
    channel = await connection.channel()
    await declare(channel, TOPOLOGY)
    for queue in TOPOLOGY.bindings:
        await channel.queue_delete(queue)
    await channel.exchange_delete(EXCHANGE)
    alpha = RabbitMQAxis(rabbitmq_url, TOPOLOGY, "alpha", "alpha")
    assert await alpha.publish([Message(ALPHAS, "1", b"{}")]) == [True]
    assert await alpha.depths() == {"beta.events": 1, "gamma.events": 1, "alpha.reports": 0}
    await alpha.close()
    for queue in TOPOLOGY.bindings:
        await (await channel.get_queue(queue)).purge()
    await connection.close()


async def test_the_definitions_of_production_are_current() -> None:
    from tools import broker_definitions

    assert broker_definitions.FILE.read_text("utf-8") == broker_definitions.write(), (
        "run: python tools/broker_definitions.py"
    )
    assert broker_definitions.FILE == ROOT / "deploy" / "rabbitmq" / "definitions.json"
    users = json.loads(broker_definitions.FILE.read_text("utf-8"))["users"]
    assert all(user["password"].startswith("@RABBITMQ_") for user in users), "passwords come from the environment"
