"""Raw limits, measured in the same run as what is compared with them."""

import asyncio
import re
import subprocess
import time
from pathlib import Path
from urllib.parse import urlsplit

import aio_pika
import asyncpg

from operations.errors import CannotProceed
from operations.postgres_binaries import find_binaries

CLIENTS = 16

_TABLES = """
CREATE TABLE IF NOT EXISTS raw_document (id bigserial PRIMARY KEY, agency text NOT NULL, code text NOT NULL, body jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX IF NOT EXISTS raw_document_agency ON raw_document (agency, id);
CREATE INDEX IF NOT EXISTS raw_document_code ON raw_document (code);
CREATE TABLE IF NOT EXISTS raw_outbox (position bigserial PRIMARY KEY, body bytea NOT NULL, send_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX IF NOT EXISTS raw_outbox_send_at ON raw_outbox (send_at);
"""
_SCRIPT = """
\\set n random(1, 1000000)
BEGIN;
INSERT INTO raw_document (agency, code, body) VALUES (repeat('0', 13), :n::text, jsonb_build_object('text', repeat('x', 1000)));
INSERT INTO raw_outbox (body) VALUES (decode(repeat('78', 400), 'hex'));
COMMIT;
"""

_READ = "\\set n random(1, 10000)\nSELECT * FROM raw_document WHERE id = :n;\n"
_LIST = "\\set n random(1, 10000)\nSELECT * FROM raw_document WHERE agency = repeat('0', 13) AND id > :n ORDER BY agency, id LIMIT 20;\n"


async def prepare_database(server_url: str) -> str:
    """A database beside the services' own, in the same server."""
    connection: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(f"{server_url}/postgres")
    if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = 'bench_raw'"):
        await connection.execute("CREATE DATABASE bench_raw")
    await connection.close()
    url = f"{server_url}/bench_raw"
    connection = await asyncpg.connect(url)
    await connection.execute(_TABLES)
    await connection.close()
    return url


def transactions_per_second(url: str, folder: Path, seconds: int) -> float:
    """R_pg: BEGIN, a 1 kB row, an outbox row, COMMIT; 16 clients, synchronous commit, by pgbench."""
    return _pgbench(url, folder, seconds, _SCRIPT)


def reads_per_second(url: str, folder: Path, seconds: int) -> float:
    """R_read: one 1 kB row by its key, 16 clients; after R_pg has written some."""
    return _pgbench(url, folder, seconds, _READ)


def lists_per_second(url: str, folder: Path, seconds: int) -> float:
    """R_list: twenty 1 kB rows along an index, 16 clients; after R_pg has written some."""
    return _pgbench(url, folder, seconds, _LIST)


def _pgbench(url: str, folder: Path, seconds: int, statements: str) -> float:
    script = folder / "statements.sql"
    script.write_text(statements)
    parts = urlsplit(url)
    binaries = find_binaries()
    command = [
        str(binaries.program("pgbench")), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds), "-f", str(script),
        "-h", parts.hostname or "", "-p", str(parts.port), "-U", parts.username or "", parts.path.strip("/"),
    ]  # fmt: skip
    done = subprocess.run(
        command, env={"PGPASSWORD": parts.password or ""}, capture_output=True, text=True, timeout=seconds + 60
    )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if done.returncode or found is None:
        raise CannotProceed(f"pgbench không chạy được: {done.stderr[-500:]}")
    return float(found[1])


async def confirms_per_second(broker_url: str, count: int = 4000) -> float:
    """R_mq: 1 kB persistent messages to a quorum queue, mandatory, 200 confirms in flight, while one consumer takes them."""
    connection = await aio_pika.connect(broker_url)
    reading = await aio_pika.connect(broker_url)
    try:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        queue = await channel.declare_queue("bench.raw", durable=True, arguments={"x-queue-type": "quorum"})
        await queue.purge()
        taken = 0
        all_taken = asyncio.Event()

        async def take(message: aio_pika.abc.AbstractIncomingMessage) -> None:
            nonlocal taken
            taken += 1
            if taken % 100 == 0 or taken == count:
                await message.channel.basic_ack(message.delivery_tag or 0, multiple=True)
            if taken == count:
                all_taken.set()

        consuming = await reading.channel()
        await consuming.set_qos(prefetch_count=200)
        await (await consuming.get_queue("bench.raw")).consume(take)
        window = asyncio.Semaphore(200)
        body = b"x" * 1024

        async def publish() -> None:
            async with window:
                message = aio_pika.Message(body, delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
                await channel.default_exchange.publish(message, "bench.raw", mandatory=True, timeout=30)

        started = time.perf_counter()
        await asyncio.gather(*(publish() for _ in range(count)))
        await asyncio.wait_for(all_taken.wait(), 60)
        return count / (time.perf_counter() - started)
    finally:
        await connection.close()
        await reading.close()
