"""A bound on work that would otherwise never end: proof that it ends at all, on the slowest machine, and no claim of speed."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDLESS = 120
"""Seconds after which work counts as endless: what these files would cost unguarded is hours."""


@contextmanager
def must_end() -> Iterator[None]:
    """Raise AssertionError in the main thread where the work inside goes on and on."""

    def give_up(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"still at work after {ENDLESS} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(ENDLESS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
