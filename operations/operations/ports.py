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


def free_port_block(size: int) -> int:
    """The first of `size` neighbouring ports that nobody listens on now."""
    for start in range(18_000 + os.getpid() % 997 * 20, 60_000, size):
        if all(is_port_free(port) for port in range(start, start + size)):
            return start
    raise OSError("no block of free ports")
