"""`up`: in the foreground until Ctrl-C, or in the background; a second one finds the first."""

import os
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console

from operations.account_list import FIRST_PASSWORDS_STAY
from operations.checks import check_folder
from operations.errors import CannotProceed
from operations.province import AlreadyRunning, run_province
from operations.running import RunFolder
from shared.core.settings import Settings

_READY_WITHIN = 300.0


def start(settings: Settings, console: Console, *, background: bool, detached: bool) -> int:
    run_folder = RunFolder(settings.var)
    if not detached and run_folder.is_taken():
        return _show_running(run_folder, console)
    if background:
        return _start_in_background(settings, run_folder, console)
    log = settings.var / "logs" / "supervisor.log"

    def say(line: str) -> None:
        console.print(line, markup=False)
        if not detached and log.parent.is_dir():  # detached, the console is this very file
            with log.open("a") as file:
                file.write(line + "\n")

    console.print("Liên Thông đang khởi động ...")
    try:
        return run_province(settings, say, lambda ready: _welcome(ready, console, detached=detached))
    except AlreadyRunning:
        return _show_running(run_folder, console)


def _welcome(settings: Settings, console: Console, *, detached: bool) -> None:
    console.print(f"\n[bold green]Liên Thông đã sẵn sàng tại {settings.address}[/]")
    console.print("  Tài khoản dùng thử:   ./lienthong accounts")
    console.print("  Xem trạng thái:       ./lienthong status")
    console.print("  Diễn thử hai việc:    ./lienthong demo")
    console.print("  Dừng lại:             " + ("./lienthong down" if detached else "Ctrl-C hoặc ./lienthong down"))
    if settings.embedded:
        console.print("  [yellow]Đây là bản nhúng để dùng thử, phát triển và kiểm thử; chưa dùng cho hồ sơ thật.[/]")
        console.print(f"  [yellow]{FIRST_PASSWORDS_STAY}[/]")


def _show_running(run_folder: RunFolder, console: Console) -> int:
    """Wait for the other one when it is still starting."""
    deadline = time.monotonic() + _READY_WITHIN
    while (state := run_folder.read_state()) is not None and time.monotonic() < deadline:
        if state.get("ready"):
            console.print(f"Liên Thông đang chạy sẵn tại {state['address']} (tiến trình {state['pid']}).")
            return 0
        time.sleep(0.2)
    raise CannotProceed("Một lệnh up khác đang chạy nhưng chưa sẵn sàng: xem ./lienthong logs supervisor.")


def _start_in_background(settings: Settings, run_folder: RunFolder, console: Console) -> int:
    check_folder(settings.var)
    log = settings.var / "logs" / "supervisor.log"
    with log.open("ab") as file:
        shown = file.tell()
        process = subprocess.Popen(
            [sys.executable, "-m", "operations", "up", "--detached"],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
            env=os.environ | {"LIENTHONG_VAR": str(settings.var), "PYTHONUNBUFFERED": "1"},
        )
    while True:
        ended = process.poll()
        ready = (run_folder.read_state() or {}).get("ready", False)
        shown = _show_new_lines(log, shown)
        if ended is not None:
            return ended
        if ready:
            time.sleep(0.1)
            _show_new_lines(log, shown)
            return 0
        time.sleep(0.1)


def _show_new_lines(log: Path, shown: int) -> int:
    with log.open("rb") as file:
        file.seek(shown)
        text = file.read().decode(errors="replace")
        sys.stdout.write(text)
        sys.stdout.flush()
        return file.tell()
