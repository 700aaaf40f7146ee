"""What is running on this folder: the lock that only one supervisor holds, and what it writes for others to read."""

import fcntl
import json
import os
from pathlib import Path
from typing import Any


class RunFolder:
    """Thư mục trạng thái chạy (`var/run`)."""

    def __init__(self, var: Path) -> None:
        self.folder = var / "run"
        self._lock_file = self.folder / "supervisor.lock"
        self._state_file = self.folder / "supervisor.json"

    def take_lock(self) -> int | None:
        """The descriptor to keep open while running; None when another supervisor holds it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._lock_file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        return handle

    def is_taken(self) -> bool:
        if not self._lock_file.exists():
            return False
        handle = os.open(self._lock_file, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(handle)
        return False

    def write_state(self, state: dict[str, Any]) -> None:
        fresh = self._state_file.with_suffix(".new")
        fresh.write_text(json.dumps(state, ensure_ascii=False, indent=1))
        fresh.replace(self._state_file)

    def read_state(self) -> dict[str, Any] | None:
        """The running supervisor's own account of itself; None when none runs."""
        if not self.is_taken():
            return None
        try:
            state: dict[str, Any] = json.loads(self._state_file.read_text())
        except (OSError, ValueError):
            return {}
        return state

    def forget_state(self) -> None:
        self._state_file.unlink(missing_ok=True)
