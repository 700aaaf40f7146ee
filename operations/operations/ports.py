"""TCP ports on the loopback interface."""

import os
import socket


def free_port() -> int:
    """A port nobody listens on now; the one who binds it later must be ready to be refused and ask again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_port_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket() as probe:
        # A port whose last connections are in TIME_WAIT counts as free, as it does for the servers.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


class PortBlock:
    """Neighbouring ports of one province, its own from now until `close`, whoever else looks for some at the same time.

    The last one is held for that: nobody else finds the block free before the province's processes have opened theirs. All lie
    below those that the system gives to outgoing connections (from 32,768 on): one of these would stand in a process's place.
    """

    SIZE = 40
    _FIRST, _BEHIND = 18_000, 32_720

    def __init__(self) -> None:
        blocks = range(self._FIRST, self._BEHIND, self.SIZE)
        mine = os.getpid() % len(blocks)
        for start in (*blocks[mine:], *blocks[:mine]):
            held = _hold(start + self.SIZE - 1)
            if held is None:
                continue
            if all(is_port_free(port) for port in range(start, start + self.SIZE - 1)):
                self.first, self._held = start, held
                return
            held.close()
        raise OSError("no block of free ports")

    def close(self) -> None:
        self._held.close()


def _hold(port: int) -> socket.socket | None:
    held = socket.socket()
    try:
        held.bind(("127.0.0.1", port))
        held.listen(1)
    except OSError:
        held.close()
        return None
    return held
