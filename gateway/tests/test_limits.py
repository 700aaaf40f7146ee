"""Rates: alone, over several copies, and without the table they share."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from gateway.limits.limiter import RateLimiter


class Table:
    """What the copies share, in memory; `delay` makes it slow, `broken` out of reach."""

    def __init__(self) -> None:
        self.used: dict[tuple[int, bytes], int] = {}
        self.exchanges = 0
        self.delay = 0.0
        self.broken = False

    async def __call__(self, minute: int, callers: list[bytes], used: list[int]) -> dict[bytes, int]:
        self.exchanges += 1
        await asyncio.sleep(self.delay)
        if self.broken:
            raise OSError
        for caller, amount in zip(callers, used, strict=True):
            self.used[minute, caller] = self.used.get((minute, caller), 0) + amount
        return {caller: self.used[minute, caller] for caller in callers}


@pytest.mark.parametrize("copies", [1, 2, 4, 8])
@pytest.mark.parametrize("quota", [5, 60, 600, 5000])
def test_copies_together_allow_the_quota_and_no_more(copies: int, quota: int) -> None:
    async def run() -> tuple[int, int]:
        table = Table()
        table.delay = 0.001
        limiters = [RateLimiter(table, lambda: 120.0) for _ in range(copies)]

        async def client(limiter: RateLimiter) -> int:
            allowed = 0
            for _ in range(2 * quota // copies + 5):
                allowed += (await limiter.take("a", quota)).allowed
                if allowed % 50 == 0:
                    await asyncio.sleep(0)
            return allowed

        allowed = sum(await asyncio.gather(*(client(limiter) for limiter in limiters)))
        return allowed, table.exchanges

    allowed, exchanges = asyncio.run(run())
    assert quota * 0.95 <= allowed <= quota * 1.05 + copies
    if quota >= 600:
        assert exchanges < quota * copies / 2, "most requests need no exchange"


def test_a_new_minute_starts_a_new_count() -> None:
    async def run() -> None:
        now = 100.0
        limiter = RateLimiter(Table(), lambda: now)
        for remaining in (1, 0):
            assert (await limiter.take("a", 2)).remaining == remaining
        refused = await limiter.take("a", 2)
        assert (refused.allowed, refused.reset) == (False, 20)
        assert limiter.is_exhausted("a")
        assert (await limiter.take("b", 2)).allowed
        now = 121.0
        assert not limiter.is_exhausted("a")
        assert (await limiter.take("a", 2)).allowed

    asyncio.run(run())


def test_without_the_table_each_copy_counts_alone() -> None:
    async def run() -> int:
        table = Table()
        table.broken = True
        limiter = RateLimiter(table, lambda: 120.0)
        return sum([(await limiter.take("a", 100)).allowed for _ in range(300)])

    assert asyncio.run(run()) == 100


def test_the_allowance_is_told_and_its_end_is_429(make_gateway: Any) -> None:
    gateway = make_gateway(anonymous_rate_limit=20)
    with gateway.client() as client:
        answers = [client.get("/mot-cua") for _ in range(45)]
        assert answers[0].headers["ratelimit-policy"] == '"requests";q=20;w=60'
        assert answers[0].headers["ratelimit"].startswith('"requests";r=19;t=')
        refused = [answer for answer in answers if answer.status_code == 429]
        assert len(refused) == 25
        assert "Bạn gửi quá nhiều yêu cầu" in refused[0].text
        assert 1 <= int(refused[0].headers["retry-after"]) <= 60
        problem = client.get("/api/one-stop/v1/x")
        assert (problem.status_code, problem.json()["code"]) == (429, "rate_limited")
        assert client.get("/healthz").status_code == 200
        assert client.get("/static/emblem.svg").status_code == 200


def test_somebody_signed_in_has_an_allowance_of_their_own(make_gateway: Any) -> None:
    gateway = make_gateway(anonymous_rate_limit=5)
    headers = gateway.bearer()
    with gateway.client() as client:
        for _ in range(12):
            client.get("/mot-cua")
        answers = [client.get("/mot-cua", headers=headers) for _ in range(12)]
    assert {answer.status_code for answer in answers} == {200}
    assert "q=3000" in answers[0].headers["ratelimit-policy"]


def test_made_up_tokens_are_counted_against_the_address(make_gateway: Any) -> None:
    gateway = make_gateway(anonymous_rate_limit=10)
    with gateway.client() as client:
        statuses = [
            client.get("/mot-cua", headers={"Authorization": f"Bearer {number:043d}"}).status_code
            for number in range(40)
        ]
    assert statuses[0] == 401
    assert statuses.count(429) >= 10


def test_signing_in_has_a_stricter_rate(make_gateway: Any) -> None:
    gateway = make_gateway(sign_in_rate_limit=5)
    with gateway.client() as client:
        statuses = [
            client.post("/oauth/token", data={"grant_type": "client_credentials"}).status_code for _ in range(15)
        ]
        assert client.get("/mot-cua").status_code == 200
    assert statuses[0] == 401
    assert statuses.count(429) >= 4


def test_two_running_copies_hold_one_rate(make_gateway: Any) -> None:
    quota = 300
    copies = [make_gateway(anonymous_rate_limit=quota) for _ in range(2)]

    def ask(copy: Any) -> int:
        with copy.client() as client:
            return sum(client.get("/mot-cua").status_code == 200 for _ in range(quota))

    with ThreadPoolExecutor(2) as pool:
        allowed = sum(pool.map(ask, copies))
    assert quota * 0.95 <= allowed <= quota * 1.05


def test_one_figure_lifts_all_rates(make_gateway: Any) -> None:
    gateway = make_gateway(rate_limit=500_000)
    with gateway.client() as client:
        assert "q=500000" in client.get("/mot-cua").headers["ratelimit-policy"]
        answer: httpx.Response = client.post("/oauth/token", data={})
    assert "q=500000" in answer.headers["ratelimit-policy"]


def test_only_trusted_proxies_may_name_the_caller(make_gateway: Any) -> None:
    named = {"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}
    strict = make_gateway(anonymous_rate_limit=3)
    with strict.client() as client:
        statuses = [
            client.get("/mot-cua", headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in range(12)
        ]
    assert 429 in statuses
    trusting = make_gateway(anonymous_rate_limit=100, trusted_proxies=["127.0.0.0/8", "198.51.100.0/24"])
    with trusting.client() as client:
        first = client.get("/mot-cua", headers=named).headers["ratelimit"]
        other = client.get("/mot-cua", headers={"X-Forwarded-For": "203.0.113.10"}).headers["ratelimit"]
        forged = client.get("/mot-cua", headers={"X-Forwarded-For": "1.2.3.4, 203.0.113.9"}).headers["ratelimit"]
    assert first.split(";")[1] == other.split(";")[1] == "r=99"
    assert forged.split(";")[1] == "r=98", "the same caller as the first"


def test_what_is_given_back_counts_for_nobody() -> None:
    async def run() -> None:
        now, table = 100.0, Table()
        here, elsewhere = RateLimiter(table, lambda: now), RateLimiter(table, lambda: now)
        for _ in range(20):
            taken = await here.take("a", 3)
            assert taken.allowed
            await here.tell()  # whether or not the others have been told meanwhile
            here.give_back("a")
        await here.tell()
        assert [(await elsewhere.take("a", 3)).allowed for _ in range(4)] == [True, True, True, False]
        here.give_back("never taken")
        now = 200.0
        here.give_back("a")  # of a minute that is over
        assert [(await here.take("a", 3)).allowed for _ in range(4)] == [True, True, True, False]

    asyncio.run(run())
