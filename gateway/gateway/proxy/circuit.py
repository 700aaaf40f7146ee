"""A service that fails again and again is left in peace for a while, so that the rest works on."""

import time
from collections.abc import Callable

LONGEST_REST = 30.0


class Circuit:
    """Cầu dao của một dịch vụ: closed → open after failures in a row → one probe → closed, or open twice as long."""

    def __init__(self, failures: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = failures
        self._seconds = seconds
        self._clock = clock
        self._failures = 0
        self._rest = seconds
        self._open_until = 0.0
        self._probing = False
        self._silent = False

    @property
    def is_doubtful(self) -> bool:
        """It failed at the last request, or does not answer whether it is alive: nobody should wait long."""
        return self._silent or self._failures > 0

    def note_life(self, *, answers: bool) -> None:
        self._silent = not answers

    @property
    def is_open(self) -> bool:
        return self._open_until > 0

    def enter(self) -> bool:
        """May a request go through now? While open, one probe at a time once the rest is over."""
        if not self._open_until:
            return True
        if self._probing or self._clock() < self._open_until:
            return False
        self._probing = True
        return True

    def retry_after(self) -> int:
        return max(1, round(self._open_until - self._clock()))

    def succeeded(self) -> None:
        self._failures = 0
        self._open_until = 0.0
        self._rest = self._seconds
        self._probing = False

    def failed(self) -> None:
        self._failures += 1
        if self._probing:
            self._rest = min(self._rest * 2, LONGEST_REST)
        elif self._failures < self._limit:
            return
        self._probing = False
        self._open_until = self._clock() + self._rest

    def gave_up(self) -> None:
        """The client went away before there was an answer: nothing was learnt."""
        self._probing = False
