"""A running gateway, asked as people and programs ask it."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx

from gateway.descriptions.actions import keep_description
from gateway.features import OWN_PLACES
from shared.core.settings import SERVICES, Settings
from shared.storage.database import Database
from testing.page import PageReader

from .upstream import PASSWORD, Upstream, member_of


def csrf_in(page: str) -> str:
    return PageReader(page).csrf


@dataclass
class Gateway:
    """A running gateway and what stands behind it."""

    port: int
    upstream: Upstream
    settings: Settings
    door: Any
    database_url: str
    csrf_in = staticmethod(csrf_in)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, **options: Any) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=20, follow_redirects=False, trust_env=False, **options)

    def sign_in(self, user_name: str = "an.nv", **body: Any) -> str:
        with self.client() as client:
            answer = client.post("/api/gateway/v1/sessions", json={"user_name": user_name, "password": PASSWORD} | body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["token"])

    def bearer(self, user_name: str = "an.nv") -> dict[str, str]:
        return {"Authorization": f"Bearer {self.sign_in(user_name)}"}

    @contextlib.contextmanager
    def browser(self, user_name: str | None = None, kind: str = "can-bo") -> Iterator[httpx.Client]:
        """A client with cookies, signed in by the form when a name is given."""
        with self.client(headers={"Accept": "text/html"}) as client:
            if user_name:
                page = client.get("/dang-nhap")
                form = {"csrf_token": csrf_in(page.text), "loai": kind, "user_name": user_name, "password": PASSWORD}
                answer = client.post("/dang-nhap", data=form)
                assert answer.status_code == 303, answer.text
            yield client

    def send_raw(self, data: bytes, patience: float = 5.0) -> bytes:
        """Bytes as they are, and all that comes back until the other side closes or falls silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as connection:
            connection.sendall(data)
            received = b""
            connection.settimeout(patience)
            try:
                while piece := connection.recv(65536):
                    received += piece
            except (TimeoutError, ConnectionResetError):
                pass
            return received

    def execute(self, statement: str, *arguments: Any) -> list[Any]:
        import asyncpg

        async def run() -> list[Any]:
            connection = await asyncpg.connect(self.database_url)
            try:
                return list(await connection.fetch(statement, *arguments))
            finally:
                await connection.close()

        with ThreadPoolExecutor(1) as aside:  # a browser in the test has a loop of its own in this thread
            return aside.submit(asyncio.run, run()).result()

    def forget(self) -> None:
        self.execute(
            "TRUNCATE unsent_form, kept_form, post_choice, sign_in_session, sign_in_failure, rate_window, evidence, client_system"
        )
        parts = self.door.parts
        parts.callers.forget_all()
        parts.limiter.forget_all()
        for circuit in parts.proxy.circuits.values():
            circuit.succeeded()

    def forget_rates(self) -> None:
        self.door.parts.limiter.forget_all()
        self.execute("TRUNCATE rate_window")

    def evidence(self) -> list[str]:
        return [row["kind"] for row in self.execute("SELECT kind FROM evidence ORDER BY id")]


async def keep_descriptions(database_url: str) -> None:
    """As a copy has kept them that ran before, so that a part may be silent or misbehave from the start."""
    database = Database(database_url, "test", size=1)
    for service in SERVICES:
        async with database.sessions.begin() as session:
            await keep_description(session, service, member_of(service).description, OWN_PLACES)
    await database.close()


Start = Callable[..., Gateway]
