"""A gateway on a real socket, in front of one small upstream that plays all four services."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import uvicorn

from gateway.main import create_app, server_options
from gateway.settings import GatewaySettings
from shared.identity import HEADER, IdentityVerifier, make_keys
from shared.settings import SERVICES, Settings

PASSWORD = "Mat-khau-dung-1"
OFFICER = {
    "subject": "0197aaaa-0000-7000-8000-000000000001",
    "name": "Nguyễn Văn An",
    "user_name": "an.nv",
    "agency_code": "000.00.11.H08",
    "agency_name": "Sở Thông tin và Truyền thông",
    "title": "Chuyên viên",
    "roles": ["specialist"],
}
OPERATOR = OFFICER | {"subject": "0197aaaa-0000-7000-8000-000000000002", "user_name": "van-hanh", "roles": ["operator"]}
CITIZEN = {"subject": "0197bbbb-0000-7000-8000-000000000001", "name": "Trần Thị Bình", "user_name": "binh", "roles": []}


async def reply(
    send: Any, status: int, body: bytes, kind: bytes = b"application/json", *headers: tuple[bytes, bytes]
) -> None:
    head = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *headers]
    await send({"type": "http.response.start", "status": status, "headers": head})
    await send({"type": "http.response.body", "body": body})


def csrf_in(page: str) -> str:
    return page.split('name="csrf_token" value="')[1].split('"')[0]


@dataclass
class Seen:
    """One request as the upstream saw it."""

    method: str
    path: str
    raw_path: bytes
    query: bytes
    headers: list[tuple[str, str]]
    body: bytes = b""
    whole: bool = True

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    def get(self, name: str) -> str:
        return ", ".join(self.all(name))


@dataclass
class Upstream:
    """Dịch vụ giả cho kiểm thử: accounts, an echo, and misbehaviour on demand."""

    jwks: Path
    url: str = ""
    seen: list[Seen] = field(default_factory=list)
    accounts: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    verify_status: int = 0
    pushed: int = 0
    release: threading.Event = field(default_factory=threading.Event)
    answer: Callable[[Any, Any, Any], Any] | None = None
    reply = staticmethod(reply)

    def __post_init__(self) -> None:
        self.accounts = {
            "officer": {"an.nv": OFFICER, "van-hanh": OPERATOR},
            "citizen": {"binh": CITIZEN},
        }

    @property
    def last(self) -> Seen:
        return self.seen[-1]

    def identity(self, service: str = "online-services") -> Any:
        return IdentityVerifier(self.jwks, service).verify(self.last.get(HEADER))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        headers = [(k.decode(), v.decode("latin-1")) for k, v in scope["headers"]]
        seen = Seen(scope["method"], scope["path"], scope["raw_path"], scope["query_string"], headers)
        if scope["path"].startswith("/internal/") or scope["path"] in ("/readyz", "/metrics"):
            await self._internal(scope, receive, send)
            return
        self.seen.append(seen)
        if self.answer is not None:
            await self.answer(scope, receive, send)
            return
        pieces = []
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                seen.whole = False
                return
            pieces.append(message.get("body", b""))
            self.pushed += len(pieces[-1])
            if not message.get("more_body"):
                break
        seen.body = b"".join(pieces)
        await reply(send, 200, orjson.dumps({"path": scope["path"], "size": len(seen.body)}))

    async def _internal(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        path = scope["path"]
        if path == "/internal/credentials/verify":
            asked = orjson.loads(body)
            identity = IdentityVerifier(self.jwks, scope["state"]["service"]).verify(
                dict(scope["headers"])[HEADER.encode()].decode()
            )
            assert (identity.kind, identity.subject) == ("service", "gateway")
            kind = {"mail-directory": "officer", "online-services": "citizen"}[scope["state"]["service"]]
            account = self.accounts[kind].get(asked["user_name"])
            if self.verify_status:
                await reply(send, self.verify_status, b"{}")
            elif account is None or asked["password"] != PASSWORD:
                await reply(send, 401, b"{}")
            else:
                await reply(send, 200, orjson.dumps(account))
        elif path.startswith("/internal/identities/"):
            subject = path.rsplit("/", 1)[1]
            found = [a for group in self.accounts.values() for a in group.values() if a["subject"] == subject]
            status = self.verify_status or (200 if found else 404)
            await reply(send, status, orjson.dumps(found[0] if found else {}))
        elif path == "/internal/openapi.json":
            service = scope["state"]["service"]
            document = {
                "openapi": "3.1.0",
                "info": {"title": service, "version": "1"},
                "paths": {
                    f"/api/{service}/v1/things": {
                        "get": {"summary": "Xem", "responses": {"200": {"description": "ok"}}}
                    },
                    "/internal/secret": {"get": {"responses": {"200": {"description": "no"}}}},
                },
            }
            await reply(send, 200, orjson.dumps(document))
        elif path == "/readyz":
            ready = {"database": "ok", "outbox": {"open": 2, "oldest_seconds": 1.5}, "inbox": {"dead": 1}}
            await reply(send, 200, orjson.dumps(ready))
        elif path == "/metrics":
            await reply(send, 200, b"lienthong_requests_total 1\n", b"text/plain")
        else:
            await self._operations(scope, send)

    async def _operations(self, scope: Any, send: Any) -> None:
        identity = IdentityVerifier(self.jwks, scope["state"]["service"]).verify(
            dict(scope["headers"])[HEADER.encode()].decode()
        )
        if "operator" not in identity.roles:
            await reply(send, 403, b"{}")
            return
        if scope["method"] == "POST":
            self.seen.append(Seen("POST", scope["path"], scope["raw_path"], b"", []))
            await reply(send, 404 if "dead-letters/00000000" in scope["path"] else 200, b"{}")
            return
        letters = []
        if scope["state"]["service"] == "one-stop":
            letters = [
                {
                    "event_id": "0197cccc-0000-7000-8000-000000000001",
                    "source": "/online-services",
                    "subject": "submission/1",
                    "sequence": 1,
                    "type": "online-services.submission-filed.v1",
                    "attempts": 12,
                    "error": "ValueError: <script>không đọc được</script>",
                    "received_at": "2026-11-22T01:02:03+00:00",
                    "body": '{"specversion":"1.0","data":{"a":"<b>"}}',
                }
            ]
        body = {
            "service": scope["state"]["service"],
            "outbox": {"unpublished": 1, "open": 3, "oldest_seconds": 2.5},
            "inbox": {"done": 7, "dead": len(letters)},
            "dead_letters": letters,
            "poison": [],
        }
        await reply(send, 200, orjson.dumps(body))


class Server(uvicorn.Server):
    """uvicorn in a thread, without touching signal handlers."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


class AsService:
    """The upstream as one named service."""

    def __init__(self, upstream: Upstream, service: str) -> None:
        self._upstream = upstream
        self._service = service

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope.setdefault("state", {})["service"] = self._service
            await self._upstream(scope, receive, send)


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    make_keys(folder / "identity.pem", folder / "identity.jwks.json", bits=2048)
    return folder


@pytest.fixture
def upstream(key_folder: Path) -> Upstream:
    return Upstream(key_folder / "identity.jwks.json")


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

    def browser(self, user_name: str | None = None, kind: str = "can-bo") -> httpx.Client:
        """A client with cookies, signed in by the form when a name is given."""
        client = self.client(headers={"Accept": "text/html"})
        if user_name:
            page = client.get("/dang-nhap")
            form = {"csrf_token": csrf_in(page.text), "loai": kind, "user_name": user_name, "password": PASSWORD}
            answer = client.post("/dang-nhap", data=form)
            assert answer.status_code == 303, answer.text
        return client

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

        return asyncio.run(run())

    def evidence(self) -> list[str]:
        return [row["kind"] for row in self.execute("SELECT kind FROM evidence ORDER BY id")]


@pytest.fixture
def make_gateway(
    upstream: Upstream, key_folder: Path, tmp_path: Path, service_database: Callable[[str], str]
) -> Iterator[Callable[..., Gateway]]:
    with contextlib.ExitStack() as stack:
        urls: dict[str, str] = {}
        databases: list[str] = []

        def make(**limits: Any) -> Gateway:
            if not urls:
                for service in SERVICES:
                    port = stack.enter_context(
                        serving(AsService(upstream, service), lifespan="off", timeout_keep_alive=30)
                    )
                    urls[service] = f"http://127.0.0.1:{port}"
            services = limits.pop("service_urls", {})
            public_url = limits.pop("public_url", "")
            if not databases:
                databases.append(service_database("gateway"))
            settings = Settings(
                var=tmp_path,
                public_url=public_url,
                database_urls={"gateway": databases[0], "axis": databases[0]},
                service_urls=urls | services,
                identity_key_file=key_folder / "identity.pem",
                identity_jwks_file=key_folder / "identity.jwks.json",
            )
            door = create_app(settings, GatewaySettings(**limits))
            options = server_options(settings)
            port = stack.enter_context(serving(door, **options))
            return Gateway(port, upstream, settings, door, databases[0])

        yield make


@pytest.fixture
def gateway(make_gateway: Callable[..., Gateway]) -> Gateway:
    return make_gateway()
