"""Rates that hold over all copies of the gateway, without a round trip per request.

Each copy counts alone and exchanges counts with a table: at a caller's first request of a minute, each time a 64th of
what is left has been used, and every half second. It waits for the exchange only when a 32nd of what is left is untold.
So up to eight copies together keep the quota to within a few hundredths, and the busiest caller's minute costs a few
hundred exchanges, however many requests it has. When the table is out of reach each copy goes on counting alone: a
caller may then get as many times the quota as there are copies, which is better than refusing everybody.
"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable

import asyncpg

from gateway.limits.rules import WINDOW, Count, Decision
from shared.core.logs import get_logger

log = get_logger(__name__)

TELL_EVERY = 0.5
PATIENCE = 1.0
LEAVE_ALONE = 5.0
MOST_CALLERS = 200_000

Exchange = Callable[[int, list[bytes], list[int]], Awaitable[dict[bytes, int]]]
"""(minute, callers, requests since the last exchange) → requests of all copies in that minute."""


class RateLimiter:
    """Hạn mức yêu cầu."""

    def __init__(self, exchange: Exchange, clock: Callable[[], float] = time.time) -> None:
        """`clock`: which minute it is; how long to wait for the table is no matter of the clock on the wall."""
        self._exchange = exchange
        self.clock = clock
        self._counts: dict[bytes, Count] = {}
        self._untold: set[bytes] = set()
        self._telling: asyncio.Task[None] | None = None
        self._alone_until = 0.0

    async def take(self, caller: str, quota: int) -> Decision:
        """Count one request of `caller`, or refuse it."""
        key = hashlib.blake2b(caller.encode(), digest_size=16).digest()
        now = self.clock()
        minute = int(now) // WINDOW
        reset = WINDOW - int(now) % WINDOW
        count = self._counts.get(key)
        if count is None or count.minute != minute:
            if len(self._counts) >= MOST_CALLERS:
                self._counts.clear()
            count = self._counts[key] = Count(minute, quota)
        if count.must_wait and count.left > 0 and time.monotonic() >= self._alone_until:
            self._untold.add(key)
            await self._wait_for_exchange()
        if count.left <= 0:
            return Decision(False, quota, 0, reset)
        count.own += 1
        self._untold.add(key)
        if count.should_tell(time.monotonic()):
            self._start_telling()
        return Decision(True, quota, count.left, reset)

    def give_back(self, caller: str) -> None:
        """What `take` has counted in this minute did not count after all."""
        key = hashlib.blake2b(caller.encode(), digest_size=16).digest()
        count = self._counts.get(key)
        if count is not None and count.minute == int(self.clock()) // WINDOW and count.shared + count.own > 0:
            count.own -= 1  # below zero: less than the others have been told
            self._untold.add(key)

    def is_exhausted(self, caller: str) -> bool:
        """Without counting: has this caller been refused in this minute?"""
        count = self._counts.get(hashlib.blake2b(caller.encode(), digest_size=16).digest())
        return count is not None and count.minute == int(self.clock()) // WINDOW and count.left <= 0

    def forget_all(self) -> None:
        self._counts.clear()
        self._untold.clear()

    async def _wait_for_exchange(self) -> None:
        # One that is under way may have left before our last requests were counted: then a second one tells them.
        for _ in range(2):
            task = self._start_telling()
            if task is None:
                return
            await asyncio.wait([task], timeout=PATIENCE)

    def _start_telling(self) -> asyncio.Task[None] | None:
        if self._telling is None or self._telling.done():
            if not self._untold or time.monotonic() < self._alone_until:
                return None
            self._telling = asyncio.create_task(self.tell())
        return self._telling

    async def tell(self) -> None:
        """Exchange counts once, for all callers with something untold."""
        keys, self._untold = self._untold, set()
        by_minute: dict[int, list[bytes]] = {}
        for key in sorted(keys):
            count = self._counts.get(key)
            if count is not None:
                by_minute.setdefault(count.minute, []).append(key)
        for minute, callers in by_minute.items():
            sent = [self._counts[key].own for key in callers]
            try:
                async with asyncio.timeout(PATIENCE):
                    used = await self._exchange(minute, callers, sent)
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("rates_counted_alone", error=type(error).__name__)
                self._alone_until = time.monotonic() + LEAVE_ALONE
                self._untold.update(callers)
                return
            for key, own in zip(callers, sent, strict=True):
                count = self._counts.get(key)
                if count is not None and count.minute == minute:
                    count.shared = used.get(key, count.shared + own)
                    count.own -= own
                    count.heard_at = time.monotonic()
                    if count.own:
                        self._untold.add(key)

    async def run(self) -> None:
        """Tell twice a second, forget past minutes."""
        while True:
            await asyncio.sleep(TELL_EVERY)
            if self._untold:
                task = self._start_telling()
                if task is not None:
                    await asyncio.wait([task])
            minute = int(self.clock()) // WINDOW
            for key in [key for key, count in self._counts.items() if count.minute < minute]:
                del self._counts[key]
