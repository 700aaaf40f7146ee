"""The simulators of `simulators/`, each started as the program it is, on a free port."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from testing.members import ROOT


@dataclass(frozen=True)
class MessageGateway:
    """A running provider of short messages."""

    url: str
    """Where messages go."""
    place: str

    def behave(self, *following: str, always: str = "ok") -> None:
        orders = {"next": list(following), "always": always}
        httpx.post(f"{self.place}/behave", json=orders).raise_for_status()

    def delivered(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = httpx.get(f"{self.place}/delivered").json()["delivered"]
        return found

    def calls(self) -> int:
        return int(httpx.get(f"{self.place}/delivered").json()["calls"])


@contextmanager
def message_gateway(key: str = "khoa") -> Iterator[MessageGateway]:
    program = [sys.executable, str(ROOT / "simulators" / "message_gateway.py"), "--port", "0", "--key", key]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            place = running.stdout.readline().strip()
            assert place.startswith("http://127.0.0.1:"), "the simulator did not start"
            yield MessageGateway(f"{place}/send", place)
        finally:
            running.terminate()
            running.wait(10)
