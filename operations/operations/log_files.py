"""Log files of the processes: rotated by size."""

import shutil
from pathlib import Path

LARGEST = 10 * 2**20
KEPT = 3


def rotate_large(folder: Path, largest: int = LARGEST) -> None:
    """Copy and cut: the writers keep their files open in append mode and need not be told."""
    for log in folder.glob("*.log"):
        if log.stat().st_size <= largest:
            continue
        for number in range(KEPT - 1, 0, -1):
            older = log.with_name(f"{log.name}.{number}")
            if older.exists():
                older.replace(log.with_name(f"{log.name}.{number + 1}"))
        shutil.copyfile(log, log.with_name(f"{log.name}.1"))
        with log.open("r+b") as file:
            file.truncate(0)


def last_lines(log: Path, count: int) -> list[str]:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - 400 * count))
        return file.read().decode(errors="replace").splitlines()[-count:]


def last_line(log: Path) -> str:
    """The last line written, for the one who asks why a process died."""
    try:
        lines = last_lines(log, 5)
    except OSError:
        return ""
    return next((line.strip()[:300] for line in reversed(lines) if line.strip()), "")
