"""The supervisor: starts the table of processes, keeps it alive, and stops it in order.

One thread and no event loop, because it forks: a child must inherit neither. It sleeps on a pipe that signals wake.
"""

import os
import select
import signal
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from types import FrameType
from typing import Any

from operations.embedded_postgres import EmbeddedPostgres
from operations.errors import CannotProceed
from operations.log_files import rotate_large
from operations.process_table import Entry
from operations.processes import send_signal
from operations.running import RunFolder
from operations.shared_keeper import SharedKeeper
from operations.supervised_process import SupervisedProcess
from shared.core.settings import Settings

READY_WITHIN = 90.0
DEATHS_AT_START = 3
HOUSEKEEPING_EVERY = 15.0


class StopRequested(Exception):
    """Yêu cầu dừng: Ctrl-C or SIGTERM."""


class Supervisor:
    """Bộ giám sát tiến trình."""

    def __init__(
        self,
        settings: Settings,
        table: Sequence[Entry],
        postgres: EmbeddedPostgres | None = None,
        lock: int | None = None,
        say: Callable[[str], None] = print,
    ) -> None:
        self._settings = settings
        self._postgres = postgres
        self._say = say
        self._run_folder = RunFolder(settings.var)
        self._wake_reading, self._wake_writing = os.pipe()
        os.set_blocking(self._wake_reading, False)
        os.set_blocking(self._wake_writing, False)
        kept = (self._wake_reading, self._wake_writing) + ((lock,) if lock is not None else ())
        self._kept = kept
        self._keeper = SharedKeeper(settings, kept)
        self.processes = [SupervisedProcess(entry, settings, kept) for entry in table]
        self._started_at = time.time()
        self._postgres_failures = 0
        self._postgres_restarts = 0
        self._postgres_again_at = 0.0
        self._next_housekeeping = 0.0
        self._stopping = False
        self._written = ""
        self._is_open = False

    # -- life -----------------------------------------------------------------------------------------------------

    def listen_to_signals(self) -> None:
        """From now on SIGTERM and SIGINT raise StopRequested here, once; more of them do not disturb the stop."""
        signal.set_wakeup_fd(self._wake_writing, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._request_stop)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)

    def _request_stop(self, number: int, frame: FrameType | None) -> None:
        if not self._stopping:
            self._stopping = True
            raise StopRequested

    def take_over(self, settings: Settings, table: Sequence[Entry]) -> None:
        """The preparation is done: these are the settings and the processes."""
        self._settings = settings
        self.processes = [SupervisedProcess(entry, settings, self._kept) for entry in table]

    def start_all(self) -> None:
        """Start in order and wait until every process answers; refuse when one keeps dying."""
        self._keeper.start()
        for process in self.processes:
            process.start()
            self.write_state()
        deadline = time.monotonic() + READY_WITHIN
        while waiting := [process for process in self.processes if not process.has_been_healthy]:
            self._collect_dead()
            for process in waiting:
                if process.failures_in_a_row >= DEATHS_AT_START or time.monotonic() > deadline:
                    raise CannotProceed(
                        f"Tiến trình {process.entry.name} không khởi động được ({process.last_words()}): "
                        f"xem {process.log_file}."
                    )
                process.restart_if_due()
                process.check_health()
            self._sleep(0.05)
        self.write_state()

    def open_door(self) -> None:
        """Nothing is missing any more: whoever waits for `ready` may come in."""
        self._is_open = True
        self.write_state()

    def keep_alive(self) -> None:
        """Until somebody asks to stop."""
        while True:
            self._collect_dead()
            self._keep_postgres_alive()
            if self._keeper.restart_if_dead():
                self._note("khởi động lại người trông tệp lạ")
            for process in self.processes:
                if process.restart_if_due():
                    self._note(f"khởi động lại {process.entry.name} (lần {process.restarts})")
                process.check_health()
            if time.monotonic() >= self._next_housekeeping:
                self._next_housekeeping = time.monotonic() + HOUSEKEEPING_EVERY
                rotate_large(self._settings.var / "logs")
            self.write_state()
            self._sleep(0.5)

    def stop_all(self) -> None:
        """Workers first, then the doors, then the database; within 10 seconds, stragglers by kill -9."""
        self._stopping = True
        workers = [process for process in self.processes if process.entry.background]
        doors = [process for process in reversed(self.processes) if not process.entry.background]
        self._stop_group(workers, 3.0)
        self._stop_group(doors, 3.0)
        if self._postgres is not None:
            self._postgres.stop(patience=3.0)
        self._run_folder.forget_state()

    # -- steps ----------------------------------------------------------------------------------------------------

    def _stop_group(self, group: Sequence[SupervisedProcess], patience: float) -> None:
        for number, limit in ((signal.SIGTERM, patience), (signal.SIGKILL, 1.0)):
            for process in group:
                if process.pid is not None:
                    send_signal(process.pid, number)
            deadline = time.monotonic() + limit
            while any(process.pid for process in group) and time.monotonic() < deadline:
                self._collect_dead()
                self._sleep(0.02)

    def _collect_dead(self) -> None:
        for process in self.processes:
            if process.pid is None:
                continue
            try:
                # By pid, one for one: waiting for any child would take PostgreSQL's end from its owner.
                pid, status = os.waitpid(process.pid, os.WNOHANG)
            except ChildProcessError:
                pid, status = process.pid, 0
            if pid:
                process.note_end(status)
                if not self._stopping:
                    why = "treo, không trả lời, nên bị dừng" if process.hangs else f"đã dừng (mã {process.last_exit})"
                    self._note(f"{process.entry.name} {why}: {process.last_words()}")

    def _keep_postgres_alive(self) -> None:
        postgres = self._postgres
        if postgres is None or postgres.pid is not None or time.monotonic() < self._postgres_again_at:
            return
        self._note("PostgreSQL đã dừng, đang khởi động lại")
        try:
            postgres.start()
            self._postgres_failures = 0
            self._postgres_restarts += 1
        except CannotProceed as refusal:
            self._postgres_failures += 1
            self._postgres_again_at = time.monotonic() + min(30.0, 0.5 * 2**self._postgres_failures)
            self._note(str(refusal))

    def _sleep(self, seconds: float) -> None:
        select.select([self._wake_reading], [], [], seconds)
        try:
            os.read(self._wake_reading, 4096)
        except BlockingIOError:
            pass

    def _note(self, sentence: str) -> None:
        moment = datetime.now(UTC).astimezone().strftime("%H:%M:%S")
        self._say(f"{moment} {sentence}")

    # -- what others read -----------------------------------------------------------------------------------------

    def write_state(self) -> None:
        rows: list[dict[str, Any]] = [
            {
                "name": process.entry.name,
                "pid": process.pid,
                "started_at": process.started_at,
                "restarts": process.restarts,
                "health_url": process.entry.health_url,
                "heartbeat": str(process.heartbeat) if process.heartbeat else None,
            }
            for process in self.processes
        ]
        state = {
            "pid": os.getpid(),
            "started_at": self._started_at,
            "address": self._settings.address,
            "ready": self._is_open,
            "postgres": None
            if self._postgres is None
            else {"pid": self._postgres.pid, "restarts": self._postgres_restarts, "port": self._postgres.port},
            "processes": rows,
        }
        text = repr(state)
        if text != self._written:
            self._run_folder.write_state(state)
            self._written = text
