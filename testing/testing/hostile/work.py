"""Work of the kinds that a hostile file makes of a library: endless, greedy, crashing. Importable by the child that does it."""

import ctypes
import os
import time
from dataclasses import dataclass
from pathlib import Path

from shared.core.errors import Invalid


@dataclass(frozen=True)
class Finding:
    """A value as services hand it back."""

    size: int
    process: int


def measure(content: bytes) -> Finding:
    return Finding(len(content), os.getpid())


def never_return(mark: str) -> None:
    if mark:
        Path(mark).write_text(str(os.getpid()))
    while True:
        pass


def wait(seconds: float) -> None:
    """Costs nobody a processor."""
    time.sleep(seconds)


def work_on(processor: float) -> None:
    """So many seconds of a processor."""
    while time.process_time() < processor:
        pass


def sleep_for_ever_in_a_library() -> None:
    ctypes.CDLL(None).sleep(1000)


def take_memory() -> int:
    return len(b"x" * 900_000_000)


def crash() -> None:
    ctypes.string_at(0)


def refuse() -> None:
    raise Invalid("file_missing")


def break_down() -> None:
    raise RecursionError


def return_something_that_acts() -> object:
    class Hostile:
        def __reduce__(self) -> tuple[object, ...]:
            return os.system, ("true",)

    return Hostile()
