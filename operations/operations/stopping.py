"""`down` and `reset`."""

import shutil
import signal
import time

from rich.console import Console

from operations.errors import CannotProceed
from operations.processes import send_signal
from operations.province import embedded_postgres
from operations.running import RunFolder
from shared.core.settings import Settings

_STOPPED_WITHIN = 20.0


def stop(settings: Settings, console: Console) -> int:
    run_folder = RunFolder(settings.var)
    state = run_folder.read_state()
    if state is None:
        console.print("Liên Thông không chạy.")
        return 0
    pid = state.get("pid")
    if pid is None:
        raise CannotProceed("Hệ thống đang bắt đầu khởi động: hãy thử lại sau vài giây.")
    console.print("Đang dừng ...")
    send_signal(pid, signal.SIGTERM)
    deadline = time.monotonic() + _STOPPED_WITHIN
    while run_folder.is_taken():
        if time.monotonic() > deadline:
            raise CannotProceed(
                f"Bộ giám sát (tiến trình {pid}) chưa dừng sau 20 giây: xem ./lienthong logs supervisor."
            )
        time.sleep(0.05)
    console.print("Đã dừng.")
    return 0


def reset(settings: Settings, console: Console) -> int:
    """Stop, then throw away the state folder. A real database server is not ours to empty."""
    stop(settings, console)
    if not settings.var.exists():
        console.print("Không có gì để xóa.")
        return 0
    postgres = embedded_postgres(settings)
    if postgres is not None:
        postgres.remove()
    for path in settings.var.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    console.print("Đã xóa toàn bộ dữ liệu. Chạy ./lienthong up để bắt đầu lại.")
    if postgres is None:
        console.print(
            "Cơ sở dữ liệu trên máy chủ ngoài không bị xóa: hãy tự xóa các cơ sở dữ liệu lienthong_* nếu cần."
        )
    return 0
