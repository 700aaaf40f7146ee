"""What /proc tells about processes: alive or zombie, parents, start time, memory."""

import ctypes
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_NAME = 15
_BACKGROUND = 5
"""Niceness of background work: a third of the processor that a door gets, yet never nothing."""
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(number: signal.Signals = signal.SIGTERM) -> None:
    """Called in a fresh child: the kernel sends it this signal when its parent dies, even by kill -9."""
    _libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0)


def name_this_process(name: str) -> None:
    """The name `ps` and `top` show; the kernel keeps 15 characters."""
    _libc.prctl(_PR_SET_NAME, name.encode()[:15], 0, 0, 0)


def let_others_go_first() -> None:
    """For work in the background: whoever waits at a door gets the processor before it.

    Where the kernel groups processes by session (autogroup), a process's own niceness counts only within its session, so the
    session gets it too.
    """
    os.nice(_BACKGROUND)
    with suppress(OSError):  # a kernel without groups
        Path("/proc/self/autogroup").write_text(str(_BACKGROUND))


def _stat_fields(pid: int) -> tuple[str, list[str]] | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return None
    # The command stands in brackets and may itself hold spaces and brackets.
    command = text[text.index("(") + 1 : text.rindex(")")]
    return command, text[text.rindex(")") + 2 :].split()


def is_alive(pid: int) -> bool:
    """A zombie has ended already and only waits to be collected."""
    found = _stat_fields(pid)
    return found is not None and found[1][0] not in "ZX"


def command_name(pid: int) -> str:
    found = _stat_fields(pid)
    return found[0] if found else ""


def command_line(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        return []


def parent_of(pid: int) -> int:
    found = _stat_fields(pid)
    return int(found[1][1]) if found else 0


def start_ticks(pid: int) -> int:
    """Clock ticks between boot and the start of the process: with the pid it names a process for good."""
    found = _stat_fields(pid)
    return int(found[1][19]) if found else 0


def started_at(pid: int) -> float | None:
    """Unix time of the start of the process."""
    ticks = start_ticks(pid)
    if not ticks:
        return None
    uptime = float(Path("/proc/uptime").read_text().split()[0])
    return time.time() - uptime + ticks / os.sysconf("SC_CLK_TCK")


def descendants(pid: int) -> list[int]:
    """The whole tree below a process, nearest first."""
    children: dict[int, list[int]] = {}
    for entry in (path.name for path in Path("/proc").iterdir()):
        if entry.isdigit():
            children.setdefault(parent_of(int(entry)), []).append(int(entry))
    found: list[int] = []
    queue = list(children.get(pid, []))
    while queue:
        current = queue.pop(0)
        found.append(current)
        queue.extend(children.get(current, []))
    return found


def memory_in_kb(pid: int) -> int:
    """PSS: shared pages are divided among those who share them, so the sum over processes is the truth."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    # Another account's process in a container without the right to trace: private pages are the nearest figure.
    try:
        resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[1:3]
    except OSError:
        return 0
    return (int(resident) - int(shared)) * os.sysconf("SC_PAGE_SIZE") // 1024


def send_signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
