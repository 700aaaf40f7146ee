"""`logs`: the end of the processes' log files, and what comes after."""

import sys
import time
from pathlib import Path

from operations.errors import CannotProceed
from operations.log_files import last_lines


def show(folder: Path, name: str | None, *, follow: bool, lines: int) -> int:
    known = sorted(folder.glob("*.log")) if folder.is_dir() else []
    chosen = [log for log in known if name is None or log.stem == name]
    if not chosen and name is not None:  # its background work may be done in the process that serves
        chosen = [log for log in known if log.stem == name.removesuffix("-worker")]
    if not chosen:
        if name is None or not known:
            raise CannotProceed("Chưa có nhật ký nào: hãy chạy ./lienthong up trước.")
        raise CannotProceed(f"Không có nhật ký {name}; hiện có: {', '.join(log.stem for log in known)}.")
    named = len(chosen) > 1
    places = {}
    for log in chosen:
        places[log] = log.stat().st_size
        for line in last_lines(log, lines):
            _print(log, line, named=named)
    while follow:
        time.sleep(0.3)
        for log in chosen:
            places[log] = _print_new(log, places[log], named=named)
    return 0


def _print_new(log: Path, place: int, *, named: bool) -> int:
    size = log.stat().st_size
    if size < place:  # cut by the rotation
        place = 0
    if size == place:
        return place
    with log.open("rb") as file:
        file.seek(place)
        whole, _, _ = file.read().rpartition(b"\n")
    for line in whole.decode(errors="replace").splitlines():
        _print(log, line, named=named)
    return place + len(whole) + (1 if whole else 0)


def _print(log: Path, line: str, *, named: bool) -> None:
    sys.stdout.write(f"{log.stem}: {line}\n" if named else f"{line}\n")
    sys.stdout.flush()
