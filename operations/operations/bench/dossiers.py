"""Five figures of a dossier's life, each beside what PostgreSQL alone does in the same run: create, take in, move, read, list."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg

from operations.bench import raw
from operations.bench.desk import receive_one, reception, two_officers
from operations.bench.figures import Figure
from operations.bench.filling import DOSSIER, fill_with_copies
from operations.bench.load import NextRequest, Outcome, always, median, press, request_bytes
from operations.demo.declarations import can_declare, declare, load_people
from operations.demo.papers import make_paper
from operations.health import await_settled
from operations.private_province import PrivateProvince
from shared.core import clock
from shared.core.settings import Settings

ROWS = 100_000
DOSSIERS = "/api/one-stop/v1/dossiers"
CLIENTS = 16
TAKEN_IN = 120
"""Dossiers that are taken in during one round, each with its receipt printed."""
MOVED, BEFORE = 2_000, 200
"""Dossiers that are moved in one round, and those before them that do not count: statements are prepared, connections opened."""
DONE_WITHIN = 120.0
"""Seconds for what the figure before has left to the workers."""

Measure = Callable[[], Awaitable[Outcome]]
Raw = Callable[[], float]


async def measure_dossiers(
    province: PrivateProvince, client: str, raw_url: str, rounds: int, seconds: float, say: Callable[[str], None]
) -> list[Figure]:
    """P22 to P26 of docs/performance.md."""
    officer, _ = two_officers(province)
    beside = [raw.transactions_per_second, raw.reads_per_second, raw.lists_per_second]
    writes, reads, lists = (_raw(measure, raw_url, province, seconds) for measure in beside)
    model = await asyncio.to_thread(receive_one, province, officer)
    submission = await asyncio.to_thread(filing, province, client)
    submitting = _posting(province, client, "/api/online-services/v1/submissions", submission)
    counter = _Counter(province, officer, seconds, model)
    settings = Settings(_env_file=None, port=urlsplit(province.url).port)
    figures = []
    for number, name, measure, limit, floor, target in (
        ("P22", "nộp hồ sơ ÷ R_pg", counter.pressing(submitting), writes, 0.04, 0.15),
        ("P24", "thêm một trạng thái (chuyển bước) ÷ R_pg", counter.move, writes, 0.05, 0.2),
        ("P23", "tiếp nhận tại quầy một lần gọi, in giấy hẹn ÷ R_pg", counter.take_in, writes, 0.001, 0.005),
        ("P25", "đọc một hồ sơ, có bằng chứng ÷ R_read", counter.asking(f"/{model}"), reads, 0.01, 0.05),
    ):
        say(f"{number}: {name}")
        await asyncio.to_thread(await_settled, settings, DONE_WITHIN)
        figures.append(await _figure(number, name, measure, limit, rounds, (floor, target)))
    say(f"P26: danh sách 20 hồ sơ theo quyền của một người, {ROWS:,} hồ sơ")
    await _fill(province, model)
    name = f"danh sách 20 hồ sơ, {ROWS:,} dòng ÷ R_list"
    return [*figures, await _figure("P26", name, counter.asking("?limit=20"), lists, rounds, (0.005, 0.02))]


class _Counter:
    """An officer's software at the counter."""

    def __init__(self, province: PrivateProvince, officer: str, seconds: float, model: str) -> None:
        self._province, self._officer, self._seconds, self._model = province, officer, seconds, model

    def pressing(self, send: NextRequest) -> Measure:
        return lambda: press(self._province.url, send, connections=CLIENTS, seconds=self._seconds)

    def asking(self, what: str) -> Measure:
        headers = {"authorization": f"Bearer {self._province.token(self._officer)}"}
        return self.pressing(always(request_bytes("GET", self._province.url, f"{DOSSIERS}{what}", headers)))

    async def take_in(self) -> Outcome:
        send = _posting(self._province, self._officer, DOSSIERS, reception(self._province, self._officer))
        return await press(self._province.url, send, connections=CLIENTS, count=TAKEN_IN)

    async def move(self) -> Outcome:
        """Each of so many that stand at the counter as the model does goes to the next desk."""
        ids = await _copied(self._province, self._model, BEFORE + MOVED)
        requests = [_posting(self._province, self._officer, f"{DOSSIERS}/{dossier}/transfer", {})(0) for dossier in ids]
        before = await press(self._province.url, requests[MOVED:].__getitem__, connections=CLIENTS, count=BEFORE)
        before.refuse_errors("P24")
        return await press(self._province.url, requests.__getitem__, connections=CLIENTS, count=MOVED)


def _raw(measure: Callable[..., float], url: str, province: PrivateProvince, seconds: float) -> Raw:
    return lambda: measure(url, province.folder, max(2, int(seconds)))


async def _figure(
    number: str, name: str, measure: Measure, limit: Raw, rounds: int, bounds: tuple[float, float]
) -> Figure:
    """In turns with the raw limit; the medians are compared."""
    rates, limits, slow = [], [], []
    for _ in range(rounds):
        limits.append(await asyncio.to_thread(limit))
        outcome = await measure()
        outcome.refuse_errors(number)
        rates.append(outcome.rate)
        slow.append(outcome.percentile(0.95))
    rate, raw_rate = median(rates), median(limits)
    beside = {"per_second": rate, "raw_per_second": raw_rate, "p95_ms": median(slow)}
    return Figure(number, name, rate / raw_rate, "×", *bounds, beside=beside)


def _posting(province: PrivateProvince, user: str, path: str, body: dict[str, Any]) -> NextRequest:
    headers = {"authorization": f"Bearer {province.token(user)}", "content-type": "application/json"}
    content = json.dumps(body).encode()

    def request(_: int) -> bytes:
        return request_bytes("POST", province.url, path, headers | {"idempotency-key": uuid4().hex}, content)

    return request


def filing(province: PrivateProvince, client: str) -> dict[str, Any]:
    """A sound submission as an agency's own software files it, its papers uploaded once."""
    person = next(known for known in load_people(province.province_folder).values() if known["kind"] == "citizen")
    api = "/api/online-services/v1"
    with province.client(client) as caller:
        items = caller.get(f"{api}/procedures", params={"limit": 100}).raise_for_status().json()["items"]
        details = (caller.get(f"{api}/procedures/{item['code']}").raise_for_status().json() for item in items)
        procedure = next(one for one in details if one["form"] and can_declare(one["form"]["id"]))
        papers = []
        for paper in (paper for paper in procedure["papers"] if paper["required"]):
            file = ("giay-to.pdf", make_paper(paper["name"], "Đo thử", person["full_name"]), "application/pdf")
            sent = caller.post(f"{api}/files", files={"file": file}).raise_for_status().json()
            papers.append({"paper_code": paper["code"], "file_id": sent["id"]})
    names = ("full_name", "personal_id", "address", "phone", "email")
    return {
        "procedure_code": procedure["code"],
        "agency_code": procedure["agencies"][0]["code"],
        "answers": declare(procedure["form"]["id"], person, clock.local_now().date()),
        "papers": papers,
        "applicant": {"kind": "citizen"} | {name: person[name] for name in names},
    }


async def _copied(province: PrivateProvince, model: str, count: int) -> list[str]:
    """So many dossiers like that one, which differ by their code alone."""
    run = uuid4().hex[:8]
    connection = await asyncpg.connect(province.database_url("one_stop"))
    try:
        changed = {"id": "gen_random_uuid()", "code": f"d.code || '-{run}-' || n"}
        await fill_with_copies(connection, "dossier", model, range(count), changed)
        return [
            str(row["id"]) for row in await connection.fetch("SELECT id FROM dossier WHERE code LIKE $1", f"%-{run}-%")
        ]
    finally:
        await connection.close()


async def _fill(province: PrivateProvince, model: str) -> None:
    connection = await asyncpg.connect(province.database_url("one_stop"))
    try:
        await fill_with_copies(connection, "dossier", model, range(1, ROWS + 1), DOSSIER)
    finally:
        await connection.close()
