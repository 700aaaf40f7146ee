"""What is measured, each beside the raw limit of the same run. The numbers P1 ... are those of docs/performance.md."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import asyncpg

from operations.bench import raw, samples
from operations.bench.backlog import measure_relay
from operations.bench.desk import measure_desk
from operations.bench.dossiers import measure_dossiers
from operations.bench.figures import Figure
from operations.bench.lists import measure_lists
from operations.bench.load import Outcome, always, median, press, request_bytes
from operations.bench.signing import measure_signing
from operations.bench.statements import measure_statements
from operations.private_province import PrivateProvince
from operations.private_rabbitmq import PrivateRabbitMQ
from shared.access.identity import HEADER, Identity, IdentityIssuer
from shared.core.province import read_agencies, read_province

CONNECTIONS = 32
FAN_OUT = 20
SENDERS = 64
"""Connections that send packets: packets that come together share a commit, so it takes many at once to see how far it goes."""


@dataclass
class Bench:
    """One run: a private province, its raw limits, and how long each stretch of load lasts."""

    province: PrivateProvince
    broker: PrivateRabbitMQ | None
    rounds: int
    seconds: float
    say: Callable[[str], None]

    def __post_init__(self) -> None:
        """Who sends and who receives: the first client system of the trial, and the agencies beside its own."""
        system = next(row for row in self.province.accounts() if row["role"] == "client-system")
        self.client, self.sender = system["user_name"], system["agency_code"]
        folder = self.province.province_folder
        self.place = read_province(folder).seat
        rows = [row for row in read_agencies(folder) if row["code"] != self.sender]
        self.others = [row["code"] for row in sorted(rows, key=lambda row: row["tier"] != "department")]

    async def measure(self, only: str = "") -> AsyncIterator[list[Figure]]:
        """`only` one of `PARTS`, else everything; what has been measured is given out at once, for a run may be cut short."""
        raw_url = await raw.prepare_database(self.province.database_url("axis").rsplit("/", 1)[0])
        if only in ("", "documents"):
            yield await self._accepting(raw_url)
            yield await self._end_to_end(raw_url)
            yield await self._fan_out(raw_url)
            if self.broker is not None:
                self.say("P4: bộ chuyển tiếp xả hàng chờ sang RabbitMQ")
                yield [await measure_relay(self.province, self.broker.url, self.rounds)]
            yield await self._gateway()
            yield [await self._thousand_callers()]
        if only in ("", "dossiers"):
            self.say("P34: câu lệnh SQL của một lần tiếp nhận, chuyển bước, đọc")
            yield await asyncio.to_thread(measure_statements, self.province, self.client)
            yield await measure_desk(self.province, self.rounds, self.seconds, self.say)
            yield await self._dossiers(raw_url)
        if only in ("", "lists"):
            yield await self._lists()
        if only in ("", "signing"):
            yield [await asyncio.to_thread(measure_signing, self.province, self.sender, self.say)]

    async def _lists(self) -> list[Figure]:
        return await measure_lists(self.province, self.client, self.sender, self.rounds, self.say)

    async def _dossiers(self, raw_url: str) -> list[Figure]:
        return await measure_dossiers(self.province, self.client, raw_url, self.rounds, self.seconds, self.say)

    def _raw_pg(self, raw_url: str) -> float:
        return raw.transactions_per_second(raw_url, self.province.folder, max(2, int(self.seconds)))

    # --- P1: accept a document ------------------------------------------------------------------------------------

    def _packets(self, receivers: list[str]) -> Callable[[int], bytes]:
        run = samples.new_run()
        headers = {"authorization": f"Bearer {self.province.token(self.client)}", "content-type": "application/xml"}
        path = "/api/document-exchange/v1/packets"

        def next_request(number: int) -> bytes:
            return request_bytes(
                "POST",
                self.province.url,
                path,
                headers,
                samples.packet(self.sender, receivers, number, run, self.place),
            )

        return next_request

    async def _accepting(self, raw_url: str) -> list[Figure]:
        self.say("P1: tiếp nhận văn bản qua cổng vào")
        rates, raws = [], []
        # A first stretch that does not count: connections, prepared statements and caches are made then.
        await press(self.province.url, self._packets(self.others[:1]), connections=SENDERS, seconds=2)
        await self._drained()
        for _ in range(self.rounds):
            raws.append(await asyncio.to_thread(self._raw_pg, raw_url))
            outcome = await press(
                self.province.url, self._packets(self.others[:1]), connections=SENDERS, seconds=self.seconds
            )
            outcome.refuse_errors("P1")
            rates.append(outcome.rate)
            await self._drained()
        rate, limit = median(rates), median(raws)
        return [
            Figure("P1", "tiếp nhận ÷ R_pg", rate / limit, "×", 0.15, 0.25, beside={"per_second": rate, "R_pg": limit})
        ]

    async def _drained(self, seconds: float = 300) -> None:
        """Wait until every accepted document is in its inbox and reported."""
        deadline = time.monotonic() + seconds
        connection = await asyncpg.connect(self.province.database_url("document_exchange"))
        try:
            while await connection.fetchval("SELECT EXISTS (SELECT 1 FROM outbox WHERE done_at IS NULL)"):
                if time.monotonic() > deadline:
                    raise TimeoutError("the outbox does not drain")
                await asyncio.sleep(0.05)
        finally:
            await connection.close()

    # --- P2: end to end -------------------------------------------------------------------------------------------

    async def _end_to_end(self, raw_url: str) -> list[Figure]:
        self.say("P2: từ tiếp nhận tới hộp văn bản đến và báo đã đến")
        rates, raws_pg, raws_mq = [], [], []
        for _ in range(self.rounds):
            raws_pg.append(await asyncio.to_thread(self._raw_pg, raw_url))
            if self.broker is not None:
                raws_mq.append(await raw.confirms_per_second(self.broker.url))
            started = time.perf_counter()
            outcome = await press(
                self.province.url, self._packets(self.others[1:2]), connections=SENDERS, seconds=self.seconds * 2
            )
            outcome.refuse_errors("P2")
            await self._drained()
            rates.append(outcome.good / (time.perf_counter() - started))
        rate, limit = median(rates), median(raws_pg)
        found = [
            Figure(
                "P2a", "trọn đường ÷ R_pg", rate / limit, "×", 0.10, 0.20, beside={"per_second": rate, "R_pg": limit}
            )
        ]
        if raws_mq:
            limit = median(raws_mq)
            found.append(
                Figure(
                    "P2b",
                    "trọn đường ÷ R_mq",
                    rate / limit,
                    "×",
                    0.12,
                    0.25,
                    beside={"per_second": rate, "R_mq": limit},
                )
            )
        return found

    # --- P3: fan-out 1 → 20 ---------------------------------------------------------------------------------------

    async def _fan_out(self, raw_url: str) -> list[Figure]:
        receivers = self.others[:FAN_OUT]
        self.say(f"P3: một văn bản tới {len(receivers)} nơi nhận")
        rates, raws = [], []
        for _ in range(self.rounds):
            raws.append(await asyncio.to_thread(self._raw_pg, raw_url))
            started = time.perf_counter()
            outcome = await press(
                self.province.url, self._packets(receivers), connections=CONNECTIONS, seconds=self.seconds
            )
            outcome.refuse_errors("P3")
            await self._drained()
            rates.append(outcome.good * len(receivers) / (time.perf_counter() - started))
        rate, limit = median(rates), median(raws)
        return [
            Figure(
                "P3",
                f"lượt gửi 1→{len(receivers)} ÷ R_pg",
                rate / limit,
                "×",
                0.25,
                0.50,
                beside={"deliveries_per_second": rate, "R_pg": limit},
            )
        ]

    # --- P5, P7: the gateway --------------------------------------------------------------------------------------

    async def _gateway(self) -> list[Figure]:
        self.say("P5, P7: cổng vào so với gọi thẳng dịch vụ")
        code = await self._some_procedure()
        path = f"/api/online-services/v1/procedures/{code}"
        through = request_bytes(
            "GET", self.province.url, path, {"authorization": f"Bearer {self.province.token(self.client)}"}
        )
        service = f"http://127.0.0.1:{self.province.port + 4}"
        issuer = IdentityIssuer(self.province.var / "keys" / "identity.pem")
        system = Identity(
            kind="system", subject="bench", agency_code=self.sender, roles=frozenset({"dossiers", "documents"})
        )
        direct = request_bytes("GET", service, path, {HEADER: issuer.issue(system, "online-services")})
        proxied_rates: list[float] = []
        direct_rates: list[float] = []
        for _ in range(self.rounds):
            for url, request, rates in ((service, direct, direct_rates), (self.province.url, through, proxied_rates)):
                outcome = await press(url, always(request), connections=CONNECTIONS, seconds=self.seconds)
                outcome.refuse_errors("P5")
                rates.append(outcome.rate)
        rate, limit = median(proxied_rates), median(direct_rates)
        figures = [
            Figure(
                "P5",
                "qua cổng vào ÷ gọi thẳng",
                rate / limit,
                "×",
                0.40,
                0.60,
                beside={"per_second": rate, "direct": limit},
            )
        ]
        return figures + await self._added_latency(service, direct, through, rate / 2)

    async def _added_latency(self, service: str, direct: bytes, through: bytes, pace: float) -> list[Figure]:
        """At half load, interleaved: what the gateway adds to the median and to the slowest hundredth."""
        direct_runs: list[Outcome] = []
        proxied_runs: list[Outcome] = []
        for _ in range(self.rounds):
            for url, request, runs in ((service, direct, direct_runs), (self.province.url, through, proxied_runs)):
                runs.append(await press(url, always(request), connections=16, seconds=self.seconds, rate=pace))
        figures = []
        for share, name, floor, target in ((0.5, "p50", 5.0, 3.0), (0.99, "p99", 40.0, 20.0)):
            one = median([run.percentile(share) for run in direct_runs])
            two = median([run.percentile(share) for run in proxied_runs])
            added = max(0.0, two - one)
            figures.append(
                Figure(
                    f"P7 {name}",
                    f"cổng vào thêm vào {name}",
                    added,
                    "ms",
                    floor,
                    target,
                    True,
                    {"direct_ms": one, "proxied_ms": two, "pace": pace},
                )
            )
        return figures

    async def _some_procedure(self) -> str:
        with self.province.client(self.client) as client:
            items: list[dict[str, Any]] = (
                client.get("/api/online-services/v1/procedures").raise_for_status().json()["items"]
            )
        return str(items[0]["code"])

    # --- P13: a thousand callers at once --------------------------------------------------------------------------

    async def _thousand_callers(self) -> Figure:
        self.say("P13: 1.000 kết nối cùng lúc")
        code = await self._some_procedure()
        headers = {"authorization": f"Bearer {self.province.token(self.client)}"}
        request = request_bytes("GET", self.province.url, f"/api/online-services/v1/procedures/{code}", headers)
        outcome = await press(
            self.province.url, lambda _: request, connections=1000, seconds=max(10.0, self.seconds * 3), rate=300
        )
        outcome.refuse_errors("P13")
        slowest = outcome.percentile(0.99)
        # The floor is 100 requests a second with 99 of 100 answered within a second; a slow tail takes its share away.
        value = outcome.rate / 100 if slowest <= 1000 else outcome.rate / 100 * 1000 / slowest
        return Figure(
            "P13",
            "1.000 kết nối ÷ 100 lượt/giây",
            value,
            "×",
            1.0,
            3.0,
            beside={"per_second": outcome.rate, "p99_ms": slowest},
        )
