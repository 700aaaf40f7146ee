"""One small upstream that plays all four services: accounts, an echo, and misbehaviour on demand."""

import asyncio
import contextlib
import importlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from shared.access.identity import HEADER, IdentityVerifier
from shared.core.settings import SERVICES
from shared.web.feature import Member
from testing.serving import serving

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


def member_of(service: str) -> Member:
    member: Member = importlib.import_module(f"{service.replace('-', '_')}.features").MEMBER
    return member


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


ACCOUNTS_OF = {"mail-directory": "officer", "online-services": "citizen"}
"""Whose accounts a service owns."""
SAID: dict[str, tuple[bytes, bytes]] = {
    "/readyz": (
        orjson.dumps({"database": "ok", "outbox": {"open": 2, "oldest_seconds": 1.5}, "inbox": {"dead": 1}}),
        b"application/json",
    ),
    "/healthz": (b"{}", b"application/json"),
    "/metrics": (b"lienthong_requests_total 1\n", b"text/plain"),
}
"""What every service says of itself."""


def _calls_of(service: str) -> dict[str, Any]:
    """Its description for programs: one call for everybody, one that nobody outside may know."""
    ours = {"summary": "Xem", "responses": {"200": {"description": "ok"}}}
    hidden = {"responses": {"200": {"description": "no"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": service, "version": "1"},
        "paths": {f"/api/{service}/v1/things": {"get": ours}, "/internal/secret": {"get": hidden}},
    }


@dataclass
class Upstream:
    """Dịch vụ giả cho kiểm thử: accounts, an echo, and misbehaviour on demand."""

    jwks: Path
    url: str = ""
    seen: list[Seen] = field(default_factory=list)
    accounts: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    verify_status: int = 0
    verify_answer: bytes = b"{}"
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
        self.locked: set[str] = set()
        """Names of officers whose accounts the lack of a post has locked."""
        self.away: set[str] = set()
        """Kinds of account whose owner cannot say."""

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

    async def _internal(self, scope: Any, receive: Any, send: Any) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        path, service = scope["path"], scope["state"]["service"]
        if path == "/internal/credentials/verify":
            await self._verify(scope, orjson.loads(body), send)
        elif path.startswith("/internal/identities/"):
            await self._identify(path.rsplit("/", 1)[1], send)
        elif path == "/internal/account-changes":
            self.asked_for_changes += 1
            await reply(send, 200, orjson.dumps(self.changes.get(ACCOUNTS_OF[service], [])))
        elif path == "/internal/openapi.json":
            await reply(send, 200, orjson.dumps(_calls_of(service)))
        elif path == "/internal/description":
            await reply(send, 200, orjson.dumps(self.descriptions[service]))
        elif path == "/internal/search":
            await self._search(scope, send)
        elif path in SAID:
            await reply(send, 200, *SAID[path])
        else:
            await self._operations(scope, send)

    async def _verify(self, scope: Any, asked: dict[str, str], send: Any) -> None:
        service = scope["state"]["service"]
        identity = IdentityVerifier(self.jwks, service).verify(dict(scope["headers"])[HEADER.encode()].decode())
        assert (identity.kind, identity.subject) == ("service", "gateway")
        self.asked_for_changes += 1
        account = self.accounts[ACCOUNTS_OF[service]].get(asked["user_name"])
        if self.verify_status:
            await reply(send, self.verify_status, self.verify_answer)
        elif ACCOUNTS_OF[service] in self.away:
            await reply(send, 500, b"{}")
        elif account is None or asked["password"] != PASSWORD:
            await reply(send, 401, b"{}")
        elif ACCOUNTS_OF[service] == "officer" and asked["user_name"] in self.locked:
            await reply(send, 403, b'{"code": "account_without_post"}')
        else:
            await reply(send, 200, orjson.dumps(account))

    async def _identify(self, subject: str, send: Any) -> None:
        found = [a for group in self.accounts.values() for a in group.values() if a["subject"] == subject]
        status = self.verify_status or (200 if found else 404)
        await reply(send, status, orjson.dumps(found[0] if found else {}))

    async def _search(self, scope: Any, send: Any) -> None:
        seen = Seen("GET", scope["path"], scope["raw_path"], scope["query_string"], self._headers(scope))
        self.seen.append(seen)
        if (answer := self.found.get(scope["state"]["service"])) is None:
            await asyncio.sleep(3)
        await reply(send, 200, orjson.dumps(answer or {"groups": []}))

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


class AsService:
    """The upstream as one named service."""

    def __init__(self, upstream: Upstream, service: str) -> None:
        self._upstream = upstream
        self._service = service

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope.setdefault("state", {})["service"] = self._service
            await self._upstream(scope, receive, send)


@contextlib.contextmanager
def serving_all(upstream: Upstream) -> Iterator[dict[str, str]]:
    """One upstream on a port for each service."""
    with contextlib.ExitStack() as stack:
        urls = {}
        for service in SERVICES:
            port = stack.enter_context(serving(AsService(upstream, service), lifespan="off", timeout_keep_alive=30))
            urls[service] = f"http://127.0.0.1:{port}"
        yield urls
