"""A service's database that holds nothing but events waiting to be sent."""

import asyncpg

from operations.private_province import PrivateProvince

BACKLOG = """
INSERT INTO outbox (event_id, type, kind, subject, sequence, data, pending)
SELECT gen_random_uuid(), 'bench.thing-counted.v1', 'thing', 'thing/' || n, 1, json_build_object('text', $2::text), '{bench}'
FROM generate_series(1, $1::int) AS n
"""


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
