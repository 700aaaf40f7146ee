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
from shared.core.settings import Settings

STABLE_AFTER = 60.0
SHORTEST_DELAY = 0.2
LONGEST_DELAY = 30.0
HEALTH_EVERY = 10.0
DOUBTFUL_EVERY = 2.0
WORKER_SETTLED_AFTER = 1.0
START_WITHIN = 60.0
UNHEALTHY_LIMIT = 7  # asked more often once it is silent: half a minute without an answer, and it hangs
SILENT_FOR = 30.0  # a worker that has not beaten for so long hangs


def last_beat(file: Path) -> int:
    """When a worker last touched its file, nanoseconds of Unix time; 0 where it has not yet."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def pause_after(failures: int) -> float:
    """Seconds to wait after so many deaths in a row: doubled each time up to a bound, half of it more or less."""
    return min(LONGEST_DELAY, SHORTEST_DELAY * 2.0 ** (failures - 1)) * random.uniform(0.5, 1.5)


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
        self.heartbeat: Path | None = settings.var / "run" / f"{entry.name}.alive" if entry.background else None
        """A worker has no door to knock at; it touches this file every other second."""
        self.hangs = False
        self._settings = settings_for(entry, settings).model_copy(update={"heartbeat": self.heartbeat})
        self._inherited = inherited
        self._started = 0.0  # monotonic
        self._failures = 0
        self._start_again_at = 0.0
        self._next_health = 0.0
        self._unanswered = 0
        self._beat = 0
        self._beaten_at = 0.0  # monotonic

    def start(self) -> None:
        run = self.entry.load()
        if self.heartbeat is not None:
            self.heartbeat.unlink(missing_ok=True)
        settings = self._settings
        self.pid = fork_child(
            self.entry.name, lambda: run(settings), self.log_file, self._inherited, background=self.entry.background
        )
        self.started_at, self._started = time.time(), time.monotonic()
        self._next_health, self._unanswered, self._beat, self.hangs = self._started, 0, 0, False

    def note_end(self, status: int) -> None:
        """It has ended: plan the next start. Delays double, vary by half, and begin anew after a stable minute."""
        lived = time.monotonic() - self._started
        self.pid = None
        self.last_exit = os.waitstatus_to_exitcode(status)
        self._failures = 1 if lived >= STABLE_AFTER else self._failures + 1
        self._start_again_at = time.monotonic() + pause_after(self._failures)

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
        """None while it is not yet time to ask. After half a minute without a sign of life the process is killed."""
        if self.pid is None or time.monotonic() < self._next_health:
            return None
        healthy = self._answers() if self.entry.health_url else self._beats()
        self.has_been_healthy = self.has_been_healthy or healthy
        pause = HEALTH_EVERY if healthy else DOUBTFUL_EVERY if self.has_been_healthy else 0.1
        self._next_health = time.monotonic() + pause
        hangs_at_start = not self.has_been_healthy and time.monotonic() - self._started > START_WITHIN
        if hangs_at_start or (self.has_been_healthy and self._is_silent()):
            self.hangs = True
            send_signal(self.pid, signal.SIGKILL)
        return healthy

    def _answers(self) -> bool:
        answers = is_healthy(str(self.entry.health_url), 2.0 if self.has_been_healthy else 0.5)
        self._unanswered = 0 if answers else self._unanswered + 1
        return answers

    def _beats(self) -> bool:
        """One that beats and has lived for a second has found its database and the axis."""
        now = time.monotonic()
        beat = last_beat(self.heartbeat) if self.heartbeat is not None else 0
        if beat != self._beat:
            self._beat, self._beaten_at = beat, now
        return self._beat > 0 and now - self._started >= WORKER_SETTLED_AFTER and now - self._beaten_at < HEALTH_EVERY

    def _is_silent(self) -> bool:
        if self.entry.health_url is not None:
            return self._unanswered >= UNHEALTHY_LIMIT
        # A worker that has been started again is silent from its start, not from the last beat of its former life.
        return time.monotonic() - max(self._beaten_at, self._started) > SILENT_FOR

    def last_words(self) -> str:
        """The last line it wrote, for the one who asks why it died."""
        return last_line(self.log_file)
