"""The signing port beside a service under test: the real one, started when somebody first asks for a signature."""

import select
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import uvicorn

from shared.core.settings import SERVICES, Settings
from shared.messaging import proof
from shared.signing.authority import SigningAuthority
from shared.signing.opening import open_authority
from shared.signing.store_keys import add_store_key
from signing.main import create_app


def authority_in(var: Path) -> SigningAuthority:
    """The authority whose public parts lie in `var/authority` and whose keys in `var/signing`."""
    settings = Settings(_env_file=None, var=var, public_url="http://localhost:8000")
    add_store_key(settings.signing_store_key, only_first=True)
    return open_authority(settings)


class WaitingPort:
    """Listens at once; opens its store and its database when the first call has come."""

    def __init__(self, var: Path, identity_jwks: Path, database: Callable[[str], str]) -> None:
        self._var, self._jwks, self._database = var, identity_jwks, database
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._ours, self._theirs = socket.socketpair()
        self._server: uvicorn.Server | None = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        if self._server is not None:
            self._server.should_exit = True
        self._ours.send(b".")
        self._thread.join()
        for held in (self._socket, self._ours, self._theirs):
            held.close()

    def _serve(self) -> None:
        ready, _, _ = select.select([self._socket, self._theirs], [], [])
        if self._theirs in ready:
            return
        proof.make_keys(self._var / "keys", SERVICES)
        add_store_key(self._var / "keys" / "signing-store.key", only_first=True)
        settings = Settings(
            _env_file=None,
            var=self._var,
            public_url="http://localhost:8000",
            identity_jwks_file=self._jwks,
            database_urls={"signing": self._database("signing")},
        )
        application = create_app(settings)
        self._server = uvicorn.Server(uvicorn.Config(application, log_config=None, access_log=False, loop="asyncio"))
        self._server.run(sockets=[self._socket])
