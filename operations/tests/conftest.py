"""A supervisor in a process of its own over small stand-in processes, since it forks and takes the signals."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from operations.ports import free_port
from operations.processes import is_alive, send_signal

STAND_INS = """
import http.server, os, signal, sys, time
from pathlib import Path

def serve(settings):
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200); self.end_headers()
        def log_message(self, *arguments):
            pass
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    http.server.HTTPServer(("127.0.0.1", settings.port), Answer).serve_forever()

def work(settings):
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    print("working", flush=True)
    while True:
        settings.heartbeat.touch()
        time.sleep(0.1)

def work_with_a_large_child(settings):
    parent = os.getpid()
    if os.fork() == 0:
        filled = bytearray(b"x") * 64_000_000
        while os.getppid() == parent:
            time.sleep(0.1)
        os._exit(0)
    work(settings)

def open_foreign_files(settings):
    import asyncio
    from shared.foreign import confined
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    confined.start()
    while True:
        settings.heartbeat.touch()
        try:
            (settings.var / "keeper.new").write_text(str(asyncio.run(confined.run(os.getppid))))
            os.replace(settings.var / "keeper.new", settings.var / "keeper")
        except confined.Overrun:  # ended together with its keeper
            pass
        time.sleep(0.05)

def die(settings):
    with (settings.var / "deaths").open("a") as file:
        file.write(f"{time.monotonic()}\\n")
    print("bad luck", file=sys.stderr, flush=True)
    sys.exit(7)

def ignore_stop(settings):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while True:
        settings.heartbeat.touch()
        time.sleep(0.1)
"""

DRIVER = """
import os, sys
from pathlib import Path
from shared.core.settings import Settings
from operations import supervised_process
from operations.embedded_postgres import EmbeddedPostgres
from operations.errors import CannotProceed
from operations.process_table import Entry
from operations.running import RunFolder
from operations.supervisor import StopRequested, Supervisor

var, port, with_postgres, *targets = sys.argv[1:]
supervised_process.HEALTH_EVERY = supervised_process.DOUBTFUL_EVERY = 0.5
supervised_process.SILENT_FOR = 5.0
sys.path.insert(0, var)
settings = Settings(var=Path(var), port=int(port))
table = []
for target in targets:
    name, function = target.split("=")
    health = f"http://127.0.0.1:{port}/healthz" if function == "serve" else None
    table.append(Entry(name, f"stand_ins:{function}", name, health, background=function != "serve"))
postgres = EmbeddedPostgres(Path(var) / "postgres", int(with_postgres), durable=False) if int(with_postgres) else None
lock = RunFolder(settings.var).take_lock()
assert lock is not None
supervisor = Supervisor(settings, table, postgres, lock, lambda line: print(line, flush=True))
supervisor.listen_to_signals()
try:
    if postgres:
        postgres.start()
    supervisor.start_all()
    supervisor.open_door()
    print("ready", flush=True)
    supervisor.keep_alive()
except StopRequested:
    pass
except CannotProceed as refusal:
    print(refusal, flush=True)
    sys.exit(1)
finally:
    supervisor.stop_all()
"""


class RunningSupervisor:
    """Bộ giám sát đang chạy trong phép thử."""

    def __init__(self, var: Path, targets: list[str], postgres_port: int) -> None:
        self.var = var
        self.port = free_port()
        (var / "stand_ins.py").write_text(textwrap.dedent(STAND_INS))
        (var / "driver.py").write_text(textwrap.dedent(DRIVER))
        self.output = var / "output"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, str(var / "driver.py"), str(var), str(self.port), str(postgres_port), *targets],
                stdout=output,
                stderr=output,
            )

    def state(self) -> dict[str, Any]:
        return json.loads((self.var / "run" / "supervisor.json").read_text())

    def pid_of(self, name: str) -> int | None:
        return next(row["pid"] for row in self.state()["processes"] if row["name"] == name)

    def wait_for(self, condition: Callable[[], bool], patience: float = 20.0) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            try:
                if condition():
                    return
            except (OSError, ValueError, KeyError):
                pass
            time.sleep(0.02)
        raise AssertionError(f"waited {patience} s in vain; said: {self.output.read_text()}")

    def wait_until_ready(self) -> None:
        self.wait_for(lambda: "ready" in self.output.read_text().splitlines())

    def stop(self) -> int:
        send_signal(self.process.pid, signal.SIGTERM)
        return self.process.wait(timeout=60)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder the account PostgreSQL runs under may pass through (pytest's own are closed to others)."""
    import shutil
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="lienthong-operations-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def supervise(open_folder: Path) -> Iterator[Callable[..., RunningSupervisor]]:
    """`supervise("web=serve", "worker=work")` runs a supervisor over these; `postgres_port=` adds a database."""
    started: list[RunningSupervisor] = []

    def run(*targets: str, postgres_port: int = 0) -> RunningSupervisor:
        running = RunningSupervisor(open_folder, list(targets), postgres_port)
        started.append(running)
        return running

    yield run
    for running in started:
        pids = [row["pid"] for row in running.state()["processes"]] if running.process.poll() is None else []
        if running.process.poll() is None:
            os.kill(running.process.pid, signal.SIGKILL)
            running.process.wait()
        deadline = time.monotonic() + 5
        while any(pid and is_alive(pid) for pid in pids) and time.monotonic() < deadline:
            time.sleep(0.02)
