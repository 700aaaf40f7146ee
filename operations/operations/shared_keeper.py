"""One keeper of foreign work (`shared.foreign`) for all processes of a province: four of them would be some 15 MB more at rest."""

import os
from collections.abc import Callable
from contextlib import suppress

from operations.forking import fork_child
from shared.core.settings import Settings
from shared.foreign import confined


class SharedKeeper:
    """Người trông chung. Orders of the processes wait in its line while it is dead, so its next life takes them."""

    def __init__(self, settings: Settings, inherited: tuple[int, ...]) -> None:
        self.pid: int | None = None
        self._log = settings.var / "logs" / "keeper.log"
        self._inherited = inherited
        self._keeping: Callable[[], None] | None = None

    def start(self) -> None:
        """Before the first process, which then finds it there; once in the life of the supervisor."""
        confined.start(self._fork)

    def restart_if_dead(self) -> bool:
        if self.pid is None or self._keeping is None:
            return False
        with suppress(ChildProcessError):
            if os.waitpid(self.pid, os.WNOHANG) == (0, 0):
                return False
        self._fork(self._keeping)
        return True

    def _fork(self, keeping: Callable[[], None]) -> None:
        self._keeping = keeping
        self.pid = fork_child("keeper", keeping, self._log, self._inherited)
