"""Compares the callers' own record with what the databases hold. Pure reading; knows nothing of the services' code."""

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Any

import asyncpg

from operations.private_province import PrivateProvince
from tests.faults.workload import History

SERVICES = ("mail_directory", "document_exchange", "one_stop", "online_services")


@dataclass
class Finding:
    """`lost`: accepted without effect. `doubled`: more than one effect. `phantom`: an effect nobody was told of."""

    lost: list[str]
    doubled: list[str]
    phantom: list[str]

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.phantom)


async def wait_until_quiet(province: PrivateProvince, seconds: float = 180) -> None:
    """Every outbox row reported by every listener, every inbox row applied, every packet in the store."""
    for _ in range(int(seconds * 5)):
        open_rows = 0
        for service in SERVICES:
            connection = await asyncpg.connect(province.database_url(service))
            open_rows += await connection.fetchval("SELECT count(*) FROM outbox WHERE done_at IS NULL")
            open_rows += await connection.fetchval(
                "SELECT count(*) FROM inbox WHERE state IN ('waiting', 'retry', 'dead')"
            )
            if service == "document_exchange":
                open_rows += await connection.fetchval("SELECT count(*) FROM waiting_packet")
            await connection.close()
        if not open_rows:
            return
        await asyncio.sleep(0.2)
    raise AssertionError(f"{open_rows} events and packets are still on their way")


def compare(expected: list[str], found: list[str]) -> Finding:
    counts: dict[str, int] = {}
    for one in found:
        counts[one] = counts.get(one, 0) + 1
    wanted = set(expected)
    return Finding(
        lost=[one for one in expected if one not in counts],
        doubled=[one for one in counts if counts[one] > 1],
        phantom=[one for one in counts if one not in wanted],
    )


async def check_submissions(province: PrivateProvince, history: History) -> dict[str, Finding]:
    """Each accepted key: one submission, and one dossier at the counter under the same id."""
    expected = list(history.submissions.values())
    return {
        "submission": compare(expected, await _column(province, "online_services", "SELECT id::text FROM submission")),
        "dossier": compare(expected, await _column(province, "one_stop", "SELECT id::text FROM dossier")),
    }


async def check_documents(province: PrivateProvince, history: History) -> dict[str, Finding]:
    """Each delivery of each receipt: one row in the inbox with the accepted bytes, reported as arrived."""
    expected = [
        f"{delivery['id']} {receipt['packet_sha256']}"
        for receipt in history.documents.values()
        for delivery in receipt["deliveries"]
    ]
    arrived = await _column(
        province, "document_exchange", "SELECT delivery_id::text || ' ' || packet_sha256 FROM incoming_document"
    )
    reported = await _column(province, "document_exchange", "SELECT id::text FROM delivery WHERE status = '01'")
    return {
        "incoming": compare(expected, arrived),
        "reported": compare([one.split()[0] for one in expected], reported),
    }


async def check_files(province: PrivateProvince) -> list[str]:
    """Hashes named by records whose content is missing or altered in the store."""
    names = await _column(province, "document_exchange", "SELECT DISTINCT packet_sha256 FROM incoming_document")
    bad = []
    for name in names:
        path = province.var / "files" / name[:2] / name
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != name:
            bad.append(name)
    return bad


async def _column(province: PrivateProvince, database: str, query: str) -> list[Any]:
    connection = await asyncpg.connect(province.database_url(database))
    try:
        return [row[0] for row in await connection.fetch(query)]
    finally:
        await connection.close()
