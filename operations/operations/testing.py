"""`test`: the whole repository's tests, on private servers."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from operations import coverage
from operations.errors import CannotProceed
from operations.private_province import PREPARED
from operations.private_rabbitmq import find_rabbitmq
from shared.foreign.scanned_pages import is_installed

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first that is there is taken; the one without windows is the same engine at half of the work."""

SPREAD = ("-n", "2", "--dist", "loadscope", "--no-loadscope-reorder")
"""In the groups and the order that `conftest.py` says: by the number of tests the longest would come last."""

_IN_MEMORY = Path("/dev/shm")  # a folder of our own is made in it
_PREFIX = "lienthong-test-"
_IN_USE = "in-use"
_ENOUGH = 8 << 30
"""Bytes that must be free in memory; a whole run leaves less than a third of it behind."""


def _missing() -> list[tuple[str, str]]:
    """What tests need of the machine and do not find, with the command that installs it."""
    present = {
        ("Chromium", "apt-get install chromium-headless-shell"): find_browser() is not None,
        ("RabbitMQ", "apt-get install rabbitmq-server"): find_rabbitmq() is not None,
        ("ClamAV", "apt-get install clamav-daemon"): shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin")
        is not None,
        ("tesseract tiếng Việt", "apt-get install tesseract-ocr tesseract-ocr-vie"): is_installed(),
        ("pdfsig", "apt-get install poppler-utils"): shutil.which("pdfsig") is not None,
    }
    return [part for part, found in present.items() if not found]


def find_browser() -> str | None:
    """Chromium for what is looked at in a real browser: of the machine, or the one named in LIENTHONG_CHROMIUM."""
    found = (shutil.which(name) for name in BROWSERS)
    return os.environ.get("LIENTHONG_CHROMIUM") or next(filter(None, found), None)


def run_tests(root: Path, called_from: Path, arguments: list[str], console: Console) -> int:
    _report_missing(console)
    passed_on = [_as_seen_from(root, called_from, argument) for argument in arguments]
    chosen = any(not argument.startswith("-") for argument in passed_on)
    # Two processes on two cores (four gain nothing); one for a chosen few, whose output is then in order.
    spread = [] if chosen or {"-x", "-s", "--pdb", "-n"} & set(passed_on) else [*SPREAD]
    tests = ["pytest", *spread, "--durations=10", *passed_on]
    with _place() as folder:
        environment = {**os.environ, "TMPDIR": str(folder), PREPARED: str(folder / "prepared")}
        if chosen or passed_on:
            return subprocess.run([sys.executable, "-m", *tests], cwd=root, env=environment, check=False).returncode
        report = folder / "coverage.json"
        command = [sys.executable, "-m", *coverage.measuring(root, report), "-m", *tests]
        code = subprocess.run(command, cwd=root, env=environment, check=False).returncode
        return code or coverage.report(root, report, console)


@contextmanager
def _place() -> Iterator[Path]:
    """Where the tests' servers and files lie while they run: in memory where there is plenty.

    Thousands of databases are made and dropped, each of a thousand files: on a disk that is a sixth of all the time.
    """
    _sweep(_IN_MEMORY)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=_IN_MEMORY if _is_roomy(_IN_MEMORY) else None) as folder:
        Path(folder).chmod(0o711)  # the account that PostgreSQL runs under passes through
        with _held(Path(folder) / _IN_USE) as ours:
            if not ours:
                raise CannotProceed("Một lần chạy khác bắt đầu đúng lúc này: hãy chạy lại.")
            yield Path(folder)


@contextmanager
def _held(file: Path) -> Iterator[bool]:
    """A lock that ends with its process, however that ends; False: somebody else has it."""
    with file.open("a") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def _sweep(place: Path) -> None:
    """A run that was killed leaves its folder: in memory that is a gigabyte until somebody restarts the machine."""
    for file in place.glob(f"{_PREFIX}*/{_IN_USE}"):
        if os.access(file, os.W_OK):
            with _held(file) as abandoned:
                if abandoned:
                    shutil.rmtree(file.parent, ignore_errors=True)


def _is_roomy(folder: Path) -> bool:
    try:
        found = os.statvfs(folder)
    except OSError:
        return False
    runs_programs = not found.f_flag & os.ST_NOEXEC
    free = min(found.f_bavail * found.f_frsize, _available())
    return os.access(folder, os.W_OK) and runs_programs and free >= _ENOUGH


def _report_missing(console: Console) -> None:
    missing = _missing()
    if missing and os.environ.get("CI"):
        names = "; ".join(f"{name} ({command})" for name, command in missing)
        raise CannotProceed(f"Trên CI mọi phép thử phải chạy nhưng máy thiếu {names}.")
    for name, command in missing:
        console.print(f"[yellow]Máy chưa có {name}; phép thử cần đến sẽ không chạy. Cài bằng: {command}[/]")


def _as_seen_from(root: Path, called_from: Path, argument: str) -> str:
    """Paths are meant from where the person stands."""
    path, separator, rest = argument.partition("::")
    if argument.startswith("-") or called_from == root or not (called_from / path).exists():
        return argument
    return f"{(called_from / path).resolve()}{separator}{rest}"


def _available() -> int:
    """Bytes of memory that programs may still take: of the machine's, and no more than a container is given."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    free = next((int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:")), 0)
    limit = Path("/sys/fs/cgroup/memory.max")
    given = limit.read_text().strip() if limit.is_file() else "max"
    return min(free, int(given)) if given.isdecimal() else free
