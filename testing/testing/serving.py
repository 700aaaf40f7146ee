"""An application on a real socket, in a thread of this process: for what cannot be seen through ASGI alone."""

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import uvicorn

from operations.ports import free_port


class Server(uvicorn.Server):
    """uvicorn in a thread, without touching signal handlers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.contextmanager
def serving(app: Any, **options: Any) -> Iterator[int]:
    port = free_port()
    settings = (
        {"host": "127.0.0.1", "log_config": None, "access_log": False, "lifespan": "auto"} | options | {"port": port}
    )
    server = Server(uvicorn.Config(app, **settings))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(500):
        if server.started or not thread.is_alive():
            break
        threading.Event().wait(0.02)
    assert server.started, "the server did not start"
    try:
        yield port
    finally:
        server.should_exit = True
        thread.join(15)
