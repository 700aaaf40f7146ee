"""One line for each request, written in groups: the general logger would cost more than the passing on itself."""

import asyncio
import sys
import time
from datetime import UTC, datetime
from typing import IO

import orjson

WRITE_EVERY = 0.25


class AccessLog:
    """Nhật ký truy cập: no address, no name, no code of anybody, only which part was asked and how it went."""

    def __init__(self, stream: IO[str] | None = None) -> None:
        self._stream = stream or sys.stderr
        self._lines: list[bytes] = []
        self._timer: asyncio.TimerHandle | None = None

    def note(
        self, request_id: str, trace: str, method: str, label: str, status: int, caller: str, started: float
    ) -> None:
        self._lines.append(
            orjson.dumps(
                {
                    "event": "request",
                    "level": "info",
                    "timestamp": datetime.now(UTC),
                    "process": "gateway",
                    "request_id": request_id,
                    "trace_id": trace[3:35],
                    "method": method,
                    "route": label,
                    "status": status,
                    "caller": caller,
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                },
                option=orjson.OPT_APPEND_NEWLINE,
            )
        )
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(WRITE_EVERY, self.write)

    def write(self) -> None:
        self._timer = None
        lines, self._lines = self._lines, []
        if lines:
            self._stream.write(b"".join(lines).decode())
            self._stream.flush()
