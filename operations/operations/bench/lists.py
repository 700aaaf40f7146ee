"""Lists at 10,000 and at 1,000,000 rows: dossiers of one desk, documents of one agency; page, filter, search, count."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import asyncpg

from operations.bench import samples
from operations.bench.desk import ROLE, receive_one, two_officers
from operations.bench.figures import Figure
from operations.bench.filling import SEARCHES, fill_agency, spread_dossiers
from operations.bench.load import Outcome, press, request_bytes
from operations.errors import CannotProceed
from operations.private_province import PrivateProvince
from shared.core import clock
from shared.core.province import read_agencies, read_province

FEW, MANY = 10_000, 1_000_000
READERS = 2
CLERK, LEADER = "Văn thư", "Lãnh đạo"

_DOSSIERS, _INBOX, _SENT, _REGISTER, _ARRIVALS = (
    "/api/one-stop/v1/dossiers?limit=20",
    "/api/document-exchange/v1/inbox?limit=20",
    "/api/document-exchange/v1/documents?limit=20",
    "/van-ban/so-van-ban-di?xem=0",
    "/van-ban/so-van-ban-den?xem=0",
)
_STILL = "/api/one-stop/v1/procedures"
"""Its answer has nothing to do with the tables that grow: it tells how busy the machine is."""
_FOUND = f"{_DOSSIERS}&scope=agency"
_KNOWN_BY = {
    "tên": f"{_FOUND}&q=nguyen+van",
    "số định danh": f"{_FOUND}&q=079190{{last:06}}",
    "điện thoại": f"{_FOUND}&q=09{{last:08}}",
}
"""As whoever stands at the counter says who he is."""
LISTS: dict[str, list[str]] = {
    "danh sách": [
        _DOSSIERS, f"{_DOSSIERS}&state=ended", _INBOX, f"{_INBOX}&sort=", _SENT,
        _REGISTER, f"{_REGISTER}&sap_xep=reverse", _ARRIVALS, f"{_ARRIVALS}&sap_xep=reverse",
    ],
    "lọc": [
        f"{_DOSSIERS}&state=overdue", f"{_DOSSIERS}&state=resolved&scope=agency",
        f"{_DOSSIERS}&state=submitted&scope=agency", f"{_INBOX}&status=06", f"{_SENT}&status=sent",
    ],
    "tìm": [
        f"{where}&q={word.replace(' ', '+')}"
        for where in (f"{_DOSSIERS}&scope=agency", f"{_DOSSIERS}&state=ended", _INBOX, _SENT, _REGISTER, _ARRIVALS)
        for word in SEARCHES
    ] + list(_KNOWN_BY.values()),
    "đếm": [f"{where}&limit=1&count=true" for where in (_DOSSIERS, f"{_DOSSIERS}&state=ended", _INBOX, _SENT)],
}  # fmt: skip


@dataclass
class _Times:
    """Milliseconds of one call at both sizes."""

    p50: dict[int, float] = field(default_factory=dict)
    p95: dict[int, float] = field(default_factory=dict)
    beside: dict[int, float] = field(default_factory=dict)
    """p50 of a call that knows no list, in the same moments."""

    @property
    def ratio(self) -> float:
        """How much longer it takes, apart from how much busier the machine was."""
        return (self.p50[MANY] / self.beside[MANY]) / (self.p50[FEW] / self.beside[FEW])


async def measure_lists(
    province: PrivateProvince, client: str, sender: str, rounds: int, say: Callable[[str], None]
) -> list[Figure]:
    """P27 to P32 of docs/performance.md."""
    officer, _ = two_officers(province)
    clerk = next(
        row["user_name"] for row in province.accounts() if row["agency_code"] == sender and CLERK in row["role"]
    )
    models = await _models(province, client, sender, officer)
    times = {path: _Times() for paths in LISTS.values() for path in paths}
    for done, size in ((1, FEW), (FEW, MANY)):
        say(f"Ghi {size:,} hồ sơ, văn bản đến, văn bản đi")
        await fill_agency(province.database_url, sender, range(done, size), models)
        say(f"Danh sách, lọc, tìm, đếm với {size:,} dòng")
        for path in times:
            user = officer if "one-stop" in path else clerk
            beside = await _read(province, officer, _STILL, rounds)
            outcome = await _read(province, user, path.format(last=size - 2), rounds)
            times[path].beside[size] = beside.percentile(0.5)
            times[path].p50[size], times[path].p95[size] = outcome.percentile(0.5), outcome.percentile(0.95)
    for path, found in times.items():
        say(
            f"{path}: p50 {found.p50[FEW]:.1f} → {found.p50[MANY]:.1f} ms, "
            f"p95 {found.p95[FEW]:.1f} → {found.p95[MANY]:.1f} ms, {found.ratio:.2f} ×"
        )
    figures = [_figure(f"P{number}", name, times) for number, name in enumerate(LISTS, 27)]
    return [*figures, *_searches(times), await _report(province)]


def _searches(times: dict[str, _Times]) -> list[Figure]:
    """What the slowest twentieth of each search waits, and how much longer that is than in a hundredth of the rows."""
    return [
        Figure(
            "P32",
            f"tìm theo {name}: 1.000.000 ÷ 10.000 hồ sơ, p95",
            times[path].p95[MANY] / times[path].p95[FEW],
            "×",
            3.0,
            1.5,
            smaller_is_better=True,
            beside={"p95_10k_ms": times[path].p95[FEW], "p95_1M_ms": times[path].p95[MANY]},
        )
        for name, path in _KNOWN_BY.items()
    ]


async def _report(province: PrivateProvince) -> Figure:
    """Biểu II.06a of a year, of the head of the province and who is right below, a million dossiers: asked for, counted, there to be read."""
    rows = read_agencies(province.province_folder)
    top = next(row["code"] for row in rows if not row["parent_code"])
    connection = await asyncpg.connect(province.database_url("one_stop"))
    try:
        await spread_dossiers(connection, [row["code"] for row in rows if row["parent_code"] in ("", top)])
    finally:
        await connection.close()
    leader = next(
        row["user_name"] for row in province.accounts() if row["agency_code"] == top and LEADER in row["role"]
    )
    last = clock.local_now().date()
    days = {"first_day": (last - timedelta(days=360)).isoformat(), "last_day": last.isoformat(), "below": True}
    with province.client(leader) as caller:
        begun = time.monotonic()
        report = caller.post("/api/one-stop/v1/reports", json=days).raise_for_status().json()
        counted = {report["counted"]}
        while report["counted"] < report["agencies"]:
            await asyncio.sleep(0.2)
            report = caller.get(f"/api/one-stop/v1/reports/{report['id']}").raise_for_status().json()
            counted.add(report["counted"])
        took = time.monotonic() - begun
    beside = {"dossiers": report["columns"][0], "agencies": report["agencies"], "counts_seen": len(counted)}
    name = f"báo cáo II.06a một năm, {report['agencies']} cơ quan có 1.000.000 hồ sơ"
    return Figure("P31", name, took, "s", 30, 10, True, beside)


def _figure(number: str, name: str, times: dict[str, _Times]) -> Figure:
    """The call that suffers most from size counts."""
    worst = max((times[path] for path in LISTS[name]), key=lambda found: found.ratio)
    beside = {
        "p50_10k_ms": worst.p50[FEW], "p50_1M_ms": worst.p50[MANY],
        "p95_10k_ms": worst.p95[FEW], "p95_1M_ms": worst.p95[MANY],
    }  # fmt: skip
    return Figure(number, f"{name}: 1.000.000 ÷ 10.000 dòng, p50", worst.ratio, "×", 2.0, 1.2, True, beside)


async def _read(province: PrivateProvince, user: str, path: str, rounds: int) -> Outcome:
    headers = {"authorization": f"Bearer {province.token(user)}"}
    request = request_bytes("GET", province.url, path, headers)
    await press(province.url, lambda _: request, connections=READERS, count=20)
    outcome = await press(province.url, lambda _: request, connections=READERS, count=60 * rounds)
    outcome.refuse_errors(path)
    return outcome


async def _models(province: PrivateProvince, client: str, sender: str, officer: str) -> dict[str, str]:
    """A real dossier, and a real document that the agency sent and one that it received."""
    own = {"dossier": await asyncio.to_thread(receive_one, province, officer)}
    place = read_province(province.province_folder).seat
    packet = samples.packet(sender, [_another(province, sender)], 1, samples.new_run(), place)
    headers = {"content-type": "application/xml"}
    with province.client(client) as caller:
        caller.post("/api/document-exchange/v1/packets", content=packet, headers=headers).raise_for_status()
    connection = await asyncpg.connect(province.database_url("document_exchange"))
    try:
        own["outgoing_document"] = str(
            await connection.fetchval("SELECT id FROM outgoing_document WHERE agency_code = $1 LIMIT 1", sender)
        )
        for _ in range(1200):
            found = await connection.fetchval("SELECT id FROM incoming_document WHERE read_at IS NOT NULL LIMIT 1")
            if found:
                return own | {"incoming_document": str(found)}
            await asyncio.sleep(0.1)
    finally:
        await connection.close()
    raise CannotProceed("Văn bản mẫu không tới nơi nhận.")


def _another(province: PrivateProvince, sender: str) -> str:
    return next(
        row["agency_code"]
        for row in province.accounts()
        if ROLE in row["role"] and row["agency_code"] not in ("", sender)
    )
