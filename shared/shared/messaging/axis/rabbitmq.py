"""The axis on RabbitMQ 3.10+: quorum queues, pipelined publisher confirms, mandatory, explicit limits.

Own reconnection instead of a robust channel: after every connect a service declares its queues again, so a broker that was emptied
is whole again before the first message. Publishing and consuming use separate connections. In production each service comes as a
user of its own, with the rights of `deploy/rabbitmq/definitions.json`, which also holds what belongs to nobody: the two exchanges.
"""

import asyncio
import random
from collections.abc import Sequence
from typing import Any

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractExchange, AbstractIncomingMessage, AbstractQueue

from shared.core.logs import get_logger
from shared.messaging.axis.port import Handle, Message, Parcel, Topology

log = get_logger(__name__)

EXCHANGE = "lienthong.events"
PROOF = "x-lienthong-proof"
"""Header that carries the proof of the sender."""
DEAD_EXCHANGE = "lienthong.dead"
DEAD_QUEUE = "lienthong.dead-letters"
CONFIRM_TIMEOUT = 10.0
LINGER = 0.003
"""Seconds a consumer waits for a batch to fill: a message alone is five times dearer."""

QUEUE_ARGUMENTS: dict[str, Any] = {
    "x-queue-type": "quorum",
    "x-delivery-limit": 20,
    "x-dead-letter-exchange": DEAD_EXCHANGE,
    "x-dead-letter-strategy": "at-least-once",
    "x-overflow": "reject-publish",
    "x-max-length-bytes": 4_294_967_296,
}


async def declare(channel: AbstractChannel, topology: Topology) -> AbstractExchange:
    """Declare everything, as a user who may; harmless when it is already there."""
    exchange = await channel.declare_exchange(EXCHANGE, aio_pika.ExchangeType.TOPIC, durable=True)
    dead = await channel.declare_exchange(DEAD_EXCHANGE, aio_pika.ExchangeType.FANOUT, durable=True)
    parked = await channel.declare_queue(DEAD_QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
    await parked.bind(dead)
    await _declare_queues(channel, topology, exchange)
    return exchange


async def _declare_queues(channel: AbstractChannel, topology: Topology, exchange: AbstractExchange) -> None:
    for name, keys in topology.bindings.items():
        queue = await channel.declare_queue(name, durable=True, arguments=QUEUE_ARGUMENTS)
        for key in keys:
            await queue.bind(exchange, key)


async def _open(
    connection: AbstractConnection, topology: Topology, owner: str
) -> tuple[AbstractChannel, AbstractExchange]:
    """A channel for `owner`, whose queues are there afterwards. On an empty broker where one user may all, everything is."""
    channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
    try:
        exchange = await channel.get_exchange(EXCHANGE)
    except aio_pika.exceptions.ChannelNotFoundEntity:  # which has closed the channel
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        return channel, await declare(channel, topology)
    await _declare_queues(channel, topology.of(owner), exchange)
    return channel, exchange


class RabbitMQAxis:
    def __init__(self, url: str, topology: Topology, process: str, owner: str) -> None:
        """`owner`: the service whose queues are declared; a name that owns none only publishes and looks."""
        self._url = url
        self._topology = topology
        self._process = process
        self._owner = owner
        self._lock = asyncio.Lock()
        self._generation = 0
        self._publishing: tuple[AbstractConnection, AbstractChannel, AbstractExchange] | None = None

    async def _connect(self, purpose: str) -> tuple[AbstractConnection, AbstractChannel, AbstractExchange]:
        connection = await aio_pika.connect(
            self._url, timeout=10, client_properties={"connection_name": f"{self._process}-{purpose}"}
        )
        try:
            channel, exchange = await asyncio.wait_for(_open(connection, self._topology, self._owner), 30)
        except BaseException:
            await _close(connection)
            raise
        return connection, channel, exchange

    async def generation(self) -> int:
        return self._generation if await self._publisher() is not None else 0

    async def _publisher(self) -> tuple[AbstractChannel, AbstractExchange] | None:
        """The open channel for publishing, made anew when the last one is gone; None while the broker is away."""
        try:
            async with self._lock:
                if self._publishing is None or self._publishing[0].is_closed or self._publishing[1].is_closed:
                    self._publishing = await self._connect("publish")
                    self._generation += 1
                return self._publishing[1], self._publishing[2]
        except (OSError, aio_pika.exceptions.AMQPError, TimeoutError, RuntimeError) as error:
            log.warning("axis_unreachable", error=type(error).__name__)
            await asyncio.sleep(0.5 + random.random() * 0.5)
            return None

    async def publish(self, messages: Sequence[Message]) -> list[bool]:
        publisher = await self._publisher()
        if publisher is None:
            return [False] * len(messages)
        _, exchange = publisher
        outcomes = await asyncio.gather(*(self._publish_one(exchange, m) for m in messages))
        if not all(outcomes):
            await self._drop_publisher()
        return list(outcomes)

    async def _publish_one(self, exchange: AbstractExchange, message: Message) -> bool:
        body = aio_pika.Message(
            message.body,
            headers={PROOF: message.proof},
            message_id=message.id,
            content_type="application/cloudevents-batch+json"
            if message.body[:1] == b"["
            else "application/cloudevents+json",
            delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        )
        try:
            await exchange.publish(body, message.key, mandatory=True, timeout=CONFIRM_TIMEOUT)
        except (OSError, aio_pika.exceptions.AMQPError, TimeoutError, RuntimeError, asyncio.InvalidStateError):
            return False
        return True

    async def _drop_publisher(self) -> None:
        async with self._lock:
            if self._publishing is not None:
                connection, _, _ = self._publishing
                self._publishing = None
                await _close(connection)

    async def consume(self, queue: str, handle: Handle, *, batch: int = 200) -> None:
        while True:
            try:
                connection, channel, _ = await self._connect("consume")
                try:
                    await channel.set_qos(prefetch_count=batch)
                    await self._consume_connected(await channel.get_queue(queue, ensure=False), channel, handle, batch)
                finally:
                    await _close(connection)
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.warning("axis_consumer_paused", queue=queue, error=f"{type(error).__name__}: {error}"[:300])
                await asyncio.sleep(0.5 + random.random())

    async def _consume_connected(
        self, queue: AbstractQueue, channel: AbstractChannel, handle: Handle, batch: int
    ) -> None:
        arrived: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
        cancelled_by_server = asyncio.Event()
        channel.close_callbacks.add(lambda *_: cancelled_by_server.set())
        tag = await queue.consume(arrived.put)
        watchdog = asyncio.get_running_loop().time() + 30
        while True:
            messages = await _next_batch(arrived, batch)
            if cancelled_by_server.is_set() or channel.is_closed:
                raise ConnectionError("channel closed")
            if not messages:
                if asyncio.get_running_loop().time() > watchdog:
                    await self._check_still_consuming(queue, tag)
                    watchdog = asyncio.get_running_loop().time() + 30
                continue
            try:
                await handle([_parcel(m) for m in messages])
            except Exception:
                # The delivery limit counts these returns; whoever exceeds it goes to the dead letters.
                await messages[-1].channel.basic_nack(messages[-1].delivery_tag or 0, multiple=True, requeue=True)
                raise
            await messages[-1].channel.basic_ack(messages[-1].delivery_tag or 0, multiple=True)

    async def _check_still_consuming(self, queue: AbstractQueue, tag: str) -> None:
        """The broker may cancel a consumer without a word (aio-pika #334): ask it, and reconnect when it did."""
        declared = await asyncio.wait_for(queue.channel.declare_queue(queue.name, passive=True), 10)
        if not declared.declaration_result.consumer_count:
            raise ConnectionError(f"consumer {tag} is gone")

    async def depths(self) -> dict[str, int]:
        connection, channel, _ = await asyncio.wait_for(self._connect("depths"), 5)
        try:
            found: dict[str, int] = {}
            for name in self._topology.bindings:
                declared = await channel.declare_queue(name, passive=True)
                found[name] = declared.declaration_result.message_count or 0
            return found
        finally:
            await _close(connection)

    async def close(self) -> None:
        await self._drop_publisher()
        await asyncio.gather(*_closing, return_exceptions=True)


def _parcel(message: AbstractIncomingMessage) -> Parcel:
    proof = message.headers.get(PROOF)
    return Parcel(message.body, proof if isinstance(proof, str) else "")


_closing: set[asyncio.Task[None]] = set()


async def _close(connection: AbstractConnection) -> None:
    """Close to the end even when we are cancelled: a half-closed connection would keep its unacknowledged messages."""

    async def close() -> None:
        await asyncio.gather(asyncio.wait_for(connection.close(), 5), return_exceptions=True)

    task = asyncio.create_task(close())
    _closing.add(task)
    task.add_done_callback(_closing.discard)
    await asyncio.shield(task)


async def _next_batch(arrived: "asyncio.Queue[AbstractIncomingMessage]", limit: int) -> list[AbstractIncomingMessage]:
    try:
        async with asyncio.timeout(1.0):
            messages = [await arrived.get()]
    except TimeoutError:
        return []
    if len(messages) < limit and arrived.empty():
        await asyncio.sleep(LINGER)
    while len(messages) < limit and not arrived.empty():
        messages.append(arrived.get_nowait())
    return messages
