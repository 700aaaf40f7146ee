"""A gateway on a real socket, in front of one small upstream that plays all four services."""

import asyncio
import contextlib
import importlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
import uvicorn

from gateway.descriptions.actions import keep_description
from gateway.features import OWN_PLACES
from gateway.main import create_app, server_options
from gateway.settings import GatewaySettings
from operations.private_cluster import PrivateCluster
from shared.access.identity import HEADER, IdentityVerifier
from shared.core.settings import SERVICES, Settings
from shared.messaging.axis.choice import topology
from shared.messaging.axis.tables import create_schema
from shared.storage.database import Database
from shared.web.feature import Member
from testing.page import PageReader
from testing.unchanged import UnchangedWhenRefused

PASSWORD = "Mat-khau-dung-1"
STILL_MINUTE = time.time() + 86_400
"""All rates of these gateways count in one minute, so that none begins anew between two lines of a test, or is pruned."""
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


def member_of(service: str) -> Member:
    member: Member = importlib.import_module(f"{service.replace('-', '_')}.features").MEMBER
    return member


def csrf_in(page: str) -> str:
    return PageReader(page).csrf


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
        self.reset()

    def reset(self) -> None:
        self.release.set()  # whoever still waits in the test before
        self.seen, self.verify_status, self.pushed, self.answer = [], 0, 0, None
        self.release = threading.Event()
        self.changes: dict[str, list[dict[str, Any]]] = {}
        self.asked_for_changes = 0
        self.descriptions = {service: member_of(service).description.model_dump(mode="json") for service in SERVICES}
        self.found: dict[str, dict[str, Any]] = {}
        """What each service finds by words; a service that is not here answers late."""
        self.overview: dict[str, Any] = {}
        """Said of every service besides the usual."""
        self.letters: dict[str, Any] = {"letters": [], "counts": {}}
        self.accounts = {
            "officer": {"an.nv": dict(OFFICER), "van-hanh": dict(OPERATOR)},
            "citizen": {"binh": dict(CITIZEN)},
        }

    @property
    def last(self) -> Seen:
        return self.seen[-1]

    def identity(self, service: str = "online-services") -> Any:
        return IdentityVerifier(self.jwks, service).verify(self.last.get(HEADER))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        seen = Seen(scope["method"], scope["path"], scope["raw_path"], scope["query_string"], self._headers(scope))
        if scope["path"].startswith("/internal/") or scope["path"] in ("/healthz", "/readyz", "/metrics"):
            await self._internal(scope, receive, send)
            return
        if scope["path"].endswith("/thong-bao/so-moi"):  # the bell of every page asks for it
            await reply(send, 200, b'<span id="so-thong-bao-moi"></span>', b"text/html; charset=utf-8")
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

    @staticmethod
    def _headers(scope: Any) -> list[tuple[str, str]]:
        return [(k.decode(), v.decode("latin-1")) for k, v in scope["headers"]]

    async def _internal(self, scope: Any, receive: Any, send: Any) -> None:  # noqa: C901 - one branch an address
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
            self.asked_for_changes += 1
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
        elif path == "/internal/account-changes":
            kind = {"mail-directory": "officer", "online-services": "citizen"}[scope["state"]["service"]]
            self.asked_for_changes += 1
            await reply(send, 200, orjson.dumps(self.changes.get(kind, [])))
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
        elif path == "/internal/description":
            await reply(send, 200, orjson.dumps(self.descriptions[scope["state"]["service"]]))
        elif path == "/internal/search":
            seen = Seen("GET", path, scope["raw_path"], scope["query_string"], self._headers(scope))
            self.seen.append(seen)
            if (answer := self.found.get(scope["state"]["service"])) is None:
                await asyncio.sleep(3)
            await reply(send, 200, orjson.dumps(answer or {"groups": []}))
        elif path == "/readyz":
            ready = {"database": "ok", "outbox": {"open": 2, "oldest_seconds": 1.5}, "inbox": {"dead": 1}}
            await reply(send, 200, orjson.dumps(ready))
        elif path == "/healthz":
            await reply(send, 200, b"{}")
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
        if scope["path"] == "/internal/operations/letters":
            await reply(send, 200, orjson.dumps(self.letters))
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
                    "error": "unexpected/ValueError: <script>không đọc được</script>",
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
        await reply(send, 200, orjson.dumps(body | self.overview))


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


@contextlib.contextmanager
def serving_all(upstream: Upstream) -> Iterator[dict[str, str]]:
    """One upstream on a port for each service."""
    with contextlib.ExitStack() as stack:
        urls = {}
        for service in SERVICES:
            port = stack.enter_context(serving(AsService(upstream, service), lifespan="off", timeout_keep_alive=30))
            urls[service] = f"http://127.0.0.1:{port}"
        yield urls


@pytest.fixture(scope="session")
def all_services(identity_keys: Path) -> Iterator[tuple[Upstream, dict[str, str]]]:
    """One upstream for the whole session."""
    upstream = Upstream(identity_keys / "identity.jwks.json")
    with serving_all(upstream) as urls:
        yield upstream, urls


@pytest.fixture
def told(identity_keys: Path, make_gateway: "Start") -> Iterator[tuple[Gateway, dict[str, dict[str, Any]]]]:
    """A gateway whose parts say of themselves what the test has them say. They are its own: whoever asks those of the
    session late would hear it after the test."""
    upstream = Upstream(identity_keys / "identity.jwks.json")
    with serving_all(upstream) as urls:
        yield make_gateway(upstream=upstream, service_urls=urls), upstream.descriptions


@pytest.fixture
def upstream(all_services: tuple[Upstream, dict[str, str]]) -> Upstream:
    upstream = all_services[0]
    upstream.reset()
    return upstream


async def keep_descriptions(database_url: str) -> None:
    """As a copy has kept them that ran before, so that a part may be silent or misbehave from the start."""
    database = Database(database_url, "test", size=1)
    for service in SERVICES:
        async with database.sessions.begin() as session:
            await keep_description(session, service, member_of(service).description, OWN_PLACES)
    await database.close()


Start = Callable[..., Gateway]


@pytest.fixture(scope="session")
def start_gateway(
    all_services: tuple[Upstream, dict[str, str]],
    identity_keys: Path,
    compiled_pages: Path,
    tmp_path_factory: pytest.TempPathFactory,
    cluster: PrivateCluster,
) -> Start:
    shared_upstream, urls = all_services

    def start(stack: contextlib.ExitStack, database_url: str = "", **options: Any) -> Gateway:
        upstream = options.pop("upstream", shared_upstream)
        database_url = database_url or cluster.create_service_database("gateway")
        asyncio.run(create_schema(database_url, topology(), {}))
        if options.pop("described", True):
            asyncio.run(keep_descriptions(database_url))
        settings = Settings(
            var=tmp_path_factory.mktemp("var"),
            public_url=options.pop("public_url", ""),
            database_urls={"gateway": database_url, "axis": database_url},
            service_urls=urls | options.pop("service_urls", {}),
            identity_key_file=identity_keys / "identity.pem",
            identity_jwks_file=identity_keys / "identity.jwks.json",
            compiled_pages=compiled_pages,
        )
        door = create_app(settings, GatewaySettings(**{"watch_seconds": 0.5} | options))
        own = door.fastapi  # type: ignore[attr-defined]
        # Inside the door, so that what is passed on to the services, and what the door keeps for later, stay apart.
        own.middleware_stack = UnchangedWhenRefused(own.build_middleware_stack(), own, "gateway")
        door.parts.limiter.clock = lambda: STILL_MINUTE  # type: ignore[attr-defined]
        port = stack.enter_context(serving(door, **server_options(settings)))
        return Gateway(port, upstream, settings, door, database_url)

    return start


@pytest.fixture
def make_gateway(start_gateway: Start, upstream: Upstream) -> Iterator[Start]:
    """A gateway with its own limits; a second call makes a second copy on the same database."""
    with contextlib.ExitStack() as stack:
        databases: list[str] = []

        def make(**options: Any) -> Gateway:
            made = start_gateway(stack, databases[0] if databases else "", **options)
            databases.append(made.database_url)
            return made

        yield make


@pytest.fixture(scope="session")
def lasting_gateway(start_gateway: Start) -> Iterator[Gateway]:
    with contextlib.ExitStack() as stack:
        yield start_gateway(stack)


@pytest.fixture
def gateway(lasting_gateway: Gateway, upstream: Upstream) -> Gateway:
    """The gateway of the session, with nothing left in it from the test before."""
    lasting_gateway.forget()
    return lasting_gateway
