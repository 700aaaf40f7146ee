"""How many SQL statements an act of a dossier is, as the server itself writes them down."""

import asyncio
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import asyncpg
import httpx

from operations.bench.dossiers import DOSSIERS, filing
from operations.bench.figures import Figure
from operations.errors import CannotProceed
from operations.private_province import PrivateProvince

TIMES = 7
"""What the service does by itself meanwhile can only add, so the least of some times is what the act needs."""
APART = 0.5
"""Seconds between two acts: what the worker does after one is not counted with the next."""
ROLE = "Cán bộ một cửa"
MOST = {"tiếp nhận": 8, "chuyển bước": 2, "đọc": 1}
"""As `services/one-stop/tests/dossiers/test_statement_counts.py` holds them."""
_SAID = re.compile(
    r"lienthong_one_stop@lienthong_one_stop LOG:  (?:execute [^:]*|statement):\s*(\S*)[ \t]*(\S*)[ \t]*(\S*)"
)
_ASIDE = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET", "SHOW", "NOTIFY", "")
"""What a transaction is made of, what a connection asks about itself, and waking the worker after the answer."""
_WORKERS = ("UPDATE outbox SET", "SELECT FROM job", "SELECT FROM inbox")
"""What the worker begins with as soon as it is woken."""


def measure_statements(province: PrivateProvince, client: str) -> list[Figure]:
    """P34 of docs/performance.md."""
    body = filing(province, client)
    officer = next(
        row["user_name"]
        for row in province.accounts()
        if row["agency_code"] == body["agency_code"] and ROLE in row["role"]
    )
    with province.client(client) as caller:
        for _ in range(TIMES):
            caller.post("/api/online-services/v1/submissions", json=body).raise_for_status()
    least: dict[str, int] = {}
    with province.client(officer) as caller:
        waiting = _waiting(caller)
        with _written_down(province):
            for dossier in waiting:
                for name, count in _one(province, caller, dossier).items():
                    least[name] = min(count, least.get(name, count))
    return [
        Figure("P34", f"câu lệnh SQL mỗi lần {name}", count, "câu", MOST[name], MOST[name], smaller_is_better=True)
        for name, count in least.items()
    ]


def _waiting(caller: httpx.Client) -> list[str]:
    """Those that were filed, once the axis has brought them to the counter."""
    for _ in range(300):
        items = caller.get(f"{DOSSIERS}?state=submitted&scope=agency&limit={TIMES}").raise_for_status().json()["items"]
        if len(items) >= TIMES:
            return [item["id"] for item in items]
        time.sleep(0.2)
    raise CannotProceed("Hồ sơ nộp thử không tới bộ phận một cửa.")


def _one(province: PrivateProvince, caller: httpx.Client, dossier: str) -> dict[str, int]:
    acts: tuple[tuple[str, str, str, dict[str, Any] | None], ...] = (
        ("tiếp nhận", "POST", "/accept", {}),
        ("chuyển bước", "POST", "/transfer", {}),
        ("đọc", "GET", "", None),
    )
    found = {}
    for name, method, rest, body in acts:
        time.sleep(APART)
        before = _count(province)
        caller.request(method, f"{DOSSIERS}/{dossier}{rest}", json=body).raise_for_status()
        found[name] = _count(province) - before
    return found


def _count(province: PrivateProvince) -> int:
    written = (province.var / "logs" / "postgres.log").read_text("utf-8", errors="replace")
    return sum(
        first.upper().rstrip(";") not in _ASIDE and f"{first} {second} {third}" not in _WORKERS
        for first, second, third in _SAID.findall(written)
    )


@contextmanager
def _written_down(province: PrivateProvince) -> Iterator[None]:
    """The server writes each statement to its log, with the database and the role that asked."""
    url = province.database_url("one_stop")
    asyncio.run(_set(url, "SET log_statement = 'all'"))
    try:
        time.sleep(1)
        yield
    finally:
        asyncio.run(_set(url, "RESET log_statement"))


async def _set(url: str, change: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"ALTER SYSTEM {change}")
        await connection.execute("SELECT pg_reload_conf()")
    finally:
        await connection.close()
