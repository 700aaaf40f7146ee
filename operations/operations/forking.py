"""Forking: children share what we have imported, and die with us."""

import gc
import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from operations.errors import CannotProceed
from operations.log_files import last_line
from operations.processes import die_with_parent, let_others_go_first, name_this_process


def fork_child(
    name: str, work: Callable[[], None], log_file: Path, inherited: tuple[int, ...] = (), *, background: bool = False
) -> int:
    """Run `work` in a child that logs to a file; `inherited` descriptors stay with the parent. Returns its pid.

    `background`: work that lets whoever waits at a door go first.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    log_file.parent.mkdir(parents=True, exist_ok=True)
    pid = os.fork()
    if pid:
        return pid
    _run_as_child(name, work, log_file, inherited, parent, background)


def _run_as_child(
    name: str, work: Callable[[], None], log_file: Path, inherited: tuple[int, ...], parent: int, background: bool
) -> NoReturn:
    code = 1
    try:
        # The parent's handlers and wake-up pipe are not ours; Ctrl-C in the terminal is the parent's to pass on.
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        os.setsid()
        die_with_parent(signal.SIGKILL)
        if os.getppid() != parent:  # it died before we could ask to be told
            os._exit(1)
        name_this_process(name)
        if background:
            let_others_go_first()
        for descriptor in inherited:
            os.close(descriptor)
        _redirect_to(log_file)
        gc.set_threshold(50_000, 50, 100)  # what was imported is frozen; the rest needs collecting less often
        work()
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)


def _redirect_to(log_file: Path) -> None:
    # Append mode: the supervisor may cut the file to length 0 while we write.
    log = os.open(log_file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640)
    empty = os.open(os.devnull, os.O_RDONLY)
    os.dup2(empty, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    os.close(empty)


class ChildTask:
    """A piece of preparation in a child of its own, so that the memory it took is given back."""

    def __init__(self, name: str, work: Callable[[], object], log_file: Path) -> None:
        self._name = name
        self._log_file = log_file
        self._pipe, writing = os.pipe()

        def reporting() -> None:
            try:
                answer = {"result": work()}
            except CannotProceed as refusal:
                answer = {"refused": str(refusal)}
            os.write(writing, json.dumps(answer).encode())

        self.pid = fork_child(name, reporting, log_file, (self._pipe,))
        os.close(writing)

    def wait(self, limit: float = 600.0) -> Any:
        """Wait for the end and return what the work returned; its refusal becomes ours."""
        deadline = time.monotonic() + limit
        said = b""
        try:
            while time.monotonic() < deadline:
                if select.select([self._pipe], [], [], 0.5)[0]:
                    piece = os.read(self._pipe, 65536)
                    if not piece:
                        break
                    said += piece
            else:
                os.kill(self.pid, signal.SIGKILL)
        finally:
            os.close(self._pipe)
        _, status = os.waitpid(self.pid, 0)
        if status != 0 or not said:
            reason = last_line(self._log_file)
            raise CannotProceed(f"Bước {self._name} không thành công ({reason}): xem {self._log_file}.")
        answer = json.loads(said)
        if "refused" in answer:
            raise CannotProceed(answer["refused"])
        return answer["result"]
