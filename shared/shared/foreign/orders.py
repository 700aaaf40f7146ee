"""The line to the keeper: one shared by a whole house, one forked from this process, or, where neither is left, one started anew."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable

from shared.core.errors import Unavailable
from shared.foreign import keeper

_keeper: socket.socket | None = None
_spawned: subprocess.Popen[bytes] | None = None


def start(fork: Callable[[Callable[[], None]], object] | None = None) -> None:
    """Fork the keeper from this process, before it has threads, a loop or connections: they share what is imported.

    What this process forks later shares the keeper too, and its own call does nothing: an order brings all that it needs with it.
    `fork` runs what it is given in a child that ends with us, and again when that child is dead: orders wait meanwhile.
    """
    global _keeper
    if _keeper is not None:
        return
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    def keeping() -> None:
        ours.close()
        keeper.keep(theirs)

    if fork is not None:
        fork(keeping)
    elif os.fork() == 0:
        keeping()
    else:
        theirs.close()
    _keeper = ours


def send(order: bytes, descriptors: list[int]) -> None:
    global _keeper
    for _ in range(2):
        if _keeper is None:
            _keeper = _spawn()
        try:
            socket.send_fds(_keeper, [order], descriptors)
            return
        except OSError:
            _keeper.close()
            _keeper = None
    raise Unavailable("foreign_work_busy", retry_after=5)


def _spawn() -> socket.socket:
    """A keeper of our own making, for a process that has threads already and so cannot be forked safely."""
    global _spawned
    if _spawned is not None:  # the one before, dead or deaf
        _spawned.kill()
        _spawned.wait()
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        _spawned = subprocess.Popen(
            [sys.executable, "-m", "shared.foreign.keeper", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
    return ours
