"""The officer's two most frequent looks: one dossier by API, with its evidence, and the work list of a full agency."""

from collections.abc import Callable
from typing import Any

import asyncpg

from operations.bench.figures import Figure
from operations.bench.load import always, median, press, request_bytes
from operations.private_province import PrivateProvince

DOSSIERS = 100_000
OPEN = 20_000
READERS = 32
ROLE = "Cán bộ một cửa"
LISTS = ("", "?pham_vi=agency", "?q=nguyen&pham_vi=agency", "?trang_thai=overdue")


async def measure_desk(
    province: PrivateProvince, rounds: int, seconds: float, say: Callable[[str], None]
) -> list[Figure]:
    """P20 and P21 of docs/performance.md."""
    full, empty = two_officers(province)
    say("P20: đọc một hồ sơ qua API, có bằng chứng người xem")
    dossier = receive_one(province, full)
    read = await _reading(province, full, dossier, rounds, seconds)
    say(f"P21: danh sách của cơ quan có {DOSSIERS:,} hồ sơ so với cơ quan trống")
    await _fill(province, dossier)
    return [read, await _lists(province, full, empty, rounds, seconds)]


def two_officers(province: PrivateProvince) -> tuple[str, str]:
    """Counter officers of two agencies; the first, which has procedures, will have the work."""
    by_agency = {row["agency_code"]: row["user_name"] for row in province.accounts() if ROLE in row["role"]}
    full = next(officer for _, officer in sorted(by_agency.items()) if _procedures(province, officer))
    return full, next(officer for officer in by_agency.values() if officer != full)


def _procedures(province: PrivateProvince, officer: str) -> list[dict[str, Any]]:
    """What the officer's agency takes dossiers of; a procedure without steps is only told of."""
    with province.client(officer) as client:
        found: list[dict[str, Any]] = client.get("/api/one-stop/v1/procedures").raise_for_status().json()["items"]
    return [procedure for procedure in found if procedure["steps"]]


def reception(province: PrivateProvince, officer: str) -> dict[str, Any]:
    """What an officer types at the counter: a whole dossier in one call."""
    procedure = _procedures(province, officer)[0]
    return {
        "procedure_code": procedure["code"],
        "full_name": "Nguyễn Văn Đo",
        "address": "12 Trần Phú",
        "paper_codes": [paper["code"] for paper in procedure["papers"]],
    }


def receive_one(province: PrivateProvince, officer: str) -> str:
    new = reception(province, officer)
    with province.client(officer) as client:
        return str(client.post("/api/one-stop/v1/dossiers", json=new).raise_for_status().json()["id"])


async def _reading(province: PrivateProvince, officer: str, dossier: str, rounds: int, seconds: float) -> Figure:
    headers = {"authorization": f"Bearer {province.token(officer)}"}
    request = request_bytes("GET", province.url, f"/api/one-stop/v1/dossiers/{dossier}", headers)
    await press(province.url, always(request), connections=READERS, seconds=1)
    looks, rates, slow = await _looks(province), [], []
    for _ in range(rounds):
        outcome = await press(province.url, always(request), connections=READERS, seconds=seconds)
        outcome.refuse_errors("P20")
        rates.append(outcome.rate)
        slow.append(outcome.percentile(0.95))
    noted = await _looks(province) - looks
    beside = {"p95_ms": median(slow), "looks_noted": float(noted)}
    return Figure("P20", "đọc một hồ sơ qua API", median(rates), "lượt/giây", 250, 500, beside=beside)


async def _looks(province: PrivateProvince) -> int:
    connection = await asyncpg.connect(province.database_url("one_stop"))
    try:
        return int(await connection.fetchval("SELECT count(*) FROM evidence WHERE kind = 'dossier-seen'"))
    finally:
        await connection.close()


async def _fill(province: PrivateProvince, dossier: str) -> None:
    connection = await asyncpg.connect(province.database_url("one_stop"))
    try:
        await connection.execute(_COPIES, dossier, DOSSIERS, OPEN)
        await connection.execute("ANALYZE dossier")
    finally:
        await connection.close()


async def _lists(province: PrivateProvince, full: str, empty: str, rounds: int, seconds: float) -> Figure:
    """The slowest twentieth of each list and filter; the worst ratio counts.

    Each officer looks once before: the first page that a process draws compiles its templates (0.8 s), whoever asks for it.
    """
    for officer in (full, empty):
        await press(province.url, always(_list_request(province, officer, "")), connections=2, count=4)
    worst, beside = 0.0, {"full_ms": 0.0, "empty_ms": 0.0}
    for query in LISTS:
        found: dict[str, list[float]] = {full: [], empty: []}
        for _ in range(rounds):
            for officer, slow in found.items():
                request = _list_request(province, officer, query)
                outcome = await press(province.url, always(request), connections=2, seconds=seconds / 2)
                outcome.refuse_errors("P21")
                slow.append(outcome.percentile(0.95))
        one, other = median(found[full]), median(found[empty])
        if one / other > worst:
            worst, beside = one / other, {"full_ms": one, "empty_ms": other}
    return Figure("P21", "danh sách đầy ÷ trống, p95", worst, "×", 2.0, 1.2, True, beside)


def _list_request(province: PrivateProvince, officer: str, query: str) -> bytes:
    headers = {"authorization": f"Bearer {province.token(officer)}", "accept": "text/html"}
    return request_bytes("GET", province.url, f"/mot-cua{query}", headers)


_COPIES = """
INSERT INTO dossier SELECT (jsonb_populate_record(d, jsonb_build_object(
  'id', gen_random_uuid(), 'code', d.code || '-' || n, 'status', CASE WHEN n <= $3 THEN 2 ELSE 10 END,
  'opened_at', d.opened_at - n * interval '1 minute', 'work_due_at', d.work_due_at + (n % 40000 - 20000) * interval '1 minute',
  'finished_at', CASE WHEN n > $3 THEN d.opened_at - n * interval '1 minute' END,
  'search_text', d.search_text || ' ' || n))).*
FROM dossier d, generate_series(1, $2::int) AS n WHERE d.id = $1::uuid
"""
