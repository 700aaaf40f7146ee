"""One process under the supervisor: its life, its deaths, and how long to wait before the next life."""

import os
import random
import signal
import time
from pathlib import Path

from operations.forking import fork_child
from operations.health import is_healthy
from operations.log_files import last_line
from operations.process_table import Entry, settings_for
from operations.processes import send_signal
from shared.settings import Settings

STABLE_AFTER = 60.0
SHORTEST_DELAY = 0.2
LONGEST_DELAY = 30.0
HEALTH_EVERY = 10.0
DOUBTFUL_EVERY = 2.0
WORKER_SETTLED_AFTER = 1.0
UNHEALTHY_LIMIT = 7  # asked more often once it is silent: half a minute without an answer, and it hangs


class SupervisedProcess:
    """Tiến trình được giám sát."""

    def __init__(self, entry: Entry, settings: Settings, inherited: tuple[int, ...] = ()) -> None:
        self.entry = entry
        self.pid: int | None = None
        self.started_at = 0.0
        self.restarts = 0
        self.last_exit: int | None = None
        self.has_been_healthy = False
        self.log_file: Path = settings.var / "logs" / f"{entry.name}.log"
        self._settings = settings_for(entry, settings)
        self._inherited = inherited
        self._started = 0.0  # monotonic
        self._failures = 0
        self._start_again_at = 0.0
        self._next_health = 0.0
        self._unanswered = 0

    def start(self) -> None:
        run = self.entry.load()
        settings = self._settings
        self.pid = fork_child(
            self.entry.name, lambda: run(settings), self.log_file, self._inherited, background=self.entry.background
        )
        self.started_at, self._started = time.time(), time.monotonic()
        self._next_health, self._unanswered = self._started, 0

    def note_end(self, status: int) -> None:
        """It has ended: plan the next start. Delays double, vary by half, and begin anew after a stable minute."""
        lived = time.monotonic() - self._started
        self.pid = None
        self.last_exit = os.waitstatus_to_exitcode(status)
        self._failures = 1 if lived >= STABLE_AFTER else self._failures + 1
        delay = min(LONGEST_DELAY, SHORTEST_DELAY * 2 ** (self._failures - 1)) * random.uniform(0.5, 1.5)
        self._start_again_at = time.monotonic() + delay

    @property
    def failures_in_a_row(self) -> int:
        return self._failures

    def restart_if_due(self) -> bool:
        if self.pid is not None or time.monotonic() < self._start_again_at:
            return False
        self.restarts += 1
        self.start()
        return True

    def check_health(self) -> bool | None:
        """None while it is not yet time to ask. After half a minute without an answer the process is killed."""
        if self.pid is None or time.monotonic() < self._next_health:
            return None
        if self.entry.health_url is None:
            # A worker has no door to knock at: one that has lived for a second has found its database and the axis.
            self.has_been_healthy = self.has_been_healthy or time.monotonic() - self._started >= WORKER_SETTLED_AFTER
            self._next_health = time.monotonic() + (HEALTH_EVERY if self.has_been_healthy else 0.1)
            return self.has_been_healthy
        healthy = is_healthy(self.entry.health_url, 2.0 if self.has_been_healthy else 0.5)
        self.has_been_healthy = self.has_been_healthy or healthy
        pause = HEALTH_EVERY if healthy else DOUBTFUL_EVERY if self.has_been_healthy else 0.1
        self._next_health = time.monotonic() + pause
        self._unanswered = 0 if healthy else self._unanswered + 1
        hangs_at_start = not self.has_been_healthy and time.monotonic() - self._started > 60
        if hangs_at_start or (self.has_been_healthy and self._unanswered >= UNHEALTHY_LIMIT):
            send_signal(self.pid, signal.SIGKILL)
        return healthy

    def last_words(self) -> str:
        """The last line it wrote, for the one who asks why it died."""
        return last_line(self.log_file)
