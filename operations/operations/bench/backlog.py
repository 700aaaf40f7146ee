"""P4, the relay alone: a service's database that holds nothing but events waiting to be sent."""

import time

import asyncpg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from operations.bench import raw
from operations.bench.figures import Figure
from operations.bench.load import median
from operations.private_province import PrivateProvince
from shared.contracts.routing import reports_to
from shared.messaging.axis.choice import events_queue, reports_queue
from shared.messaging.axis.port import Topology
from shared.messaging.axis.rabbitmq import RabbitMQAxis
from shared.messaging.outbox import Relay
from shared.messaging.proof import Proofs
from shared.storage.database import Database

BACKLOG = """
INSERT INTO outbox (event_id, type, kind, subject, sequence, data, pending)
SELECT gen_random_uuid(), 'bench.thing-counted.v1', 'thing', 'thing/' || n, 1, json_build_object('text', $2::text), '{bench}'
FROM generate_series(1, $1::int) AS n
"""
TOPOLOGY = Topology({events_queue("bench"): ["bench.thing.#"], reports_queue("bench"): [reports_to("bench")]})


async def measure_relay(province: PrivateProvince, broker_url: str, rounds: int) -> Figure:
    """Events a second, signed and confirmed by the broker, beside its own limit."""
    axis = RabbitMQAxis(broker_url, TOPOLOGY, "bench", "bench")
    database = Database(await empty_service_database(province), "bench")
    relay = Relay("bench", database, axis, Proofs("bench", Ed25519PrivateKey.generate(), {}))
    rates, raws = [], []
    for _ in range(rounds):
        raws.append(await raw.confirms_per_second(broker_url))
        pool = await database.hot()
        await pool.execute("TRUNCATE outbox")
        await pool.execute(BACKLOG, 4000, "x" * 700)
        await relay.publish_batch()  # connects and declares outside the measured stretch
        started = time.perf_counter()
        sent = 0
        while count := await relay.publish_batch():
            sent += count
        rates.append(sent / (time.perf_counter() - started))
    await axis.close()
    await database.close()
    rate, limit = median(rates), median(raws)
    return Figure(
        "P4", "bộ chuyển tiếp ÷ R_mq", rate / limit, "×", 0.5, 0.7, beside={"per_second": rate, "R_mq": limit}
    )


async def empty_service_database(province: PrivateProvince) -> str:
    """A database with the plumbing tables alone, in the province's own server."""
    from shared.storage import plumbing

    server = province.database_url("axis").rsplit("/", 1)[0]
    connection = await asyncpg.connect(f"{server}/postgres")
    await connection.execute("DROP DATABASE IF EXISTS bench_relay")
    await connection.execute("CREATE DATABASE bench_relay")
    await connection.close()

    class Statements:
        def __init__(self) -> None:
            self.all: list[str] = []

        def execute(self, statement: str) -> None:
            self.all.append(statement)

    ddl = Statements()
    plumbing.create_v1(ddl)
    connection = await asyncpg.connect(f"{server}/bench_relay")
    for statement in ddl.all:
        await connection.execute(statement)
    await connection.close()
    return f"{server}/bench_relay"
