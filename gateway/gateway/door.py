"""The front door: the outermost ASGI layer. Reads the head, finds out who calls, limits, and sends on."""

import time
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.answers import answer_refusal
from gateway.cookies import SESSION, VISITOR, read_cookie, set_cookie
from gateway.limits.rules import Decision
from gateway.parts import Parts
from gateway.proxy.addresses import Address, check_query, read_address
from gateway.proxy.forwarding import Passage
from gateway.proxy.headers import RequestHead, read_head
from gateway.proxy.upload import ClientGone
from gateway.sessions.callers import NOBODY, Caller
from gateway.sessions.visitors import is_visitor, new_visitor
from shared import context
from shared.errors import Forbidden, Refusal, TooLarge, TooMany, Unauthenticated
from shared.identifiers import new_id
from shared.identity import ANONYMOUS
from shared.logs import get_logger

log = get_logger(__name__)

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
VISITOR_SECONDS = 30 * 24 * 3600
_UNLIMITED = frozenset(("/static", "/healthz", "/readyz", "/metrics"))
_SIGN_IN_PATHS = frozenset(("/dang-nhap", "/oauth/token", "/api/gateway/v1/sessions"))

CONTENT_POLICY = b"default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
_SECURITY = [
    (b"content-security-policy", CONTENT_POLICY),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_STRICT_TRANSPORT = (b"strict-transport-security", b"max-age=31536000")


class MethodUnknown(Refusal):
    status = 405


class Visit:
    """Một lượt gọi: what is known about one request so far."""

    __slots__ = (
        "address",
        "caller",
        "decision",
        "head",
        "method",
        "request_id",
        "set_visitor",
        "started",
        "status",
        "trace",
        "via",
    )

    def __init__(self, scope: Scope) -> None:
        self.started = time.perf_counter()
        self.method: str = scope["method"]
        self.request_id = new_id().hex
        self.trace = ""
        self.head: RequestHead | None = None
        self.address: Address | None = None
        self.caller: Caller = NOBODY
        self.via = ""
        """`bearer`, `cookie`, `visitor`, or nothing."""
        self.set_visitor = ""
        self.decision: Decision | None = None
        self.status = 0


class FrontDoor:
    """Cửa vào duy nhất của hệ thống."""

    def __init__(self, own: ASGIApp, parts: Parts) -> None:
        self._own = own
        self.parts = parts
        self._security = [*_SECURITY, _STRICT_TRANSPORT] if parts.secure else list(_SECURITY)
        self._netloc = urlsplit(parts.settings.address).netloc.lower()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._receive_visit(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._own(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _receive_visit(self, scope: Scope, receive: Receive, send: Send) -> None:
        visit = Visit(scope)
        state = scope.setdefault("state", {})
        state["request_id"] = visit.request_id
        state["identity"] = ANONYMOUS
        tokens = context.request_id.set(visit.request_id), context.traceparent.set("")
        dressed = self._dressed(visit, send)
        try:
            await self._handle(visit, scope, receive, dressed)
        except Refusal as refusal:
            if not visit.status:
                await answer_refusal(self.parts.pages, refusal, scope, receive, dressed)
        except ClientGone:
            visit.status = visit.status or 499
        except Exception as error:
            log.error("request_failed", error=type(error).__name__, exc_info=error)
            if not visit.status:
                broken = Refusal("internal_error")
                broken.status = 500
                await answer_refusal(self.parts.pages, broken, scope, receive, dressed)
        finally:
            self._note(visit)
            context.request_id.reset(tokens[0])
            context.traceparent.reset(tokens[1])

    async def _handle(self, visit: Visit, scope: Scope, receive: Receive, send: Send) -> None:
        if visit.method not in METHODS:
            raise MethodUnknown("method_unknown")
        address = visit.address = read_address(scope["raw_path"])
        check_query(scope["query_string"])
        head = visit.head = read_head(scope["headers"], scope["http_version"])
        visit.trace = context.child_traceparent(head.traceparent)
        context.traceparent.set(visit.trace)
        client = _client_address(scope, head, self.parts)
        if address.label not in _UNLIMITED:
            await self._find_caller(visit, client)
            _check_origin(visit, self._netloc)
            await self._limit(visit, client)
        scope["state"]["identity"] = visit.caller.identity
        if address.service is None:
            scope["path"], scope["raw_path"] = address.path, address.canonical.encode()
            scope["state"]["address"] = client
            scope["state"]["via"] = visit.via
            await self._own(scope, _bounded(receive, self.parts.limits.small_body), send)
            return
        token = self.parts.callers.token_for(visit.caller, address.service) if visit.caller is not NOBODY else ""
        passage = Passage(visit.method, address, scope["query_string"], head, visit.request_id, visit.trace, token)
        await self.parts.proxy.forward(passage, receive, send)

    async def _find_caller(self, visit: Visit, client: str) -> None:
        head, callers = visit.head, self.parts.callers
        assert head is not None
        assert visit.address is not None
        if head.authorization and visit.address.path != "/oauth/token":
            scheme, _, token = head.authorization.partition(" ")
            visit.via = "bearer"
            caller = await self._by_token(token.strip(), client) if scheme.lower() == "bearer" else None
            if caller is None or caller.kind == "browser":
                await self._limit(visit, client)
                raise Unauthenticated("invalid_token")
            visit.caller = caller
            return
        if token := read_cookie(head.cookies, SESSION):
            caller = await self._by_token(token, client)
            if caller is not None and caller.kind == "browser":
                visit.caller, visit.via = caller, "cookie"
                return
        visitor = read_cookie(head.cookies, VISITOR)
        if is_visitor(visitor):
            visit.caller, visit.via = callers.visitor(visitor), "visitor"
        elif visit.method == "GET" and "text/html" in head.accept and not visit.address.label.startswith("/api"):
            visit.set_visitor = new_visitor()
            visit.caller, visit.via = callers.visitor(visit.set_visitor), "visitor"

    async def _by_token(self, token: str, client: str) -> Caller | None:
        callers, limiter = self.parts.callers, self.parts.limiter
        known, caller = callers.kept(token)
        if known:
            return caller
        # Made-up tokens must not buy an address more questions to the database than it has requests.
        guesses = f"guesses:{client}"
        if not callers.was_known(token) and limiter.is_exhausted(guesses):
            raise TooMany("rate_limited", retry_after=60 - int(time.time()) % 60)
        caller = await callers.by_token(token)
        if caller is None:
            await limiter.take(guesses, self.parts.limits.rate_for("anonymous"))
        return caller

    async def _limit(self, visit: Visit, client: str) -> None:
        limits, limiter, identity = self.parts.limits, self.parts.limiter, visit.caller.identity
        assert visit.address is not None
        name = f"{identity.kind}:{identity.subject}" if identity.signed_in else f"anonymous:{client}"
        decision = visit.decision = await limiter.take(name, limits.rate_for(identity.kind))
        if decision.allowed and visit.method == "POST" and visit.address.path in _SIGN_IN_PATHS:
            stricter = await limiter.take(f"sign-in:{client}", limits.rate_for_sign_in)
            if stricter.remaining < decision.remaining:
                decision = visit.decision = stricter
        if not decision.allowed:
            self.parts.figures.note_limited(identity.kind)
            raise TooMany("rate_limited", retry_after=decision.reset)

    def _dressed(self, visit: Visit, send: Send) -> Send:
        """Every answer leaves with the security headers, the request id and the caller's allowance."""

        async def send_dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                visit.status = message["status"]
                headers = list(message.get("headers", ()))
                if not any(name == b"cache-control" for name, _ in headers):
                    headers.append((b"cache-control", b"no-store"))
                headers += self._security
                headers.append((b"x-request-id", visit.request_id.encode()))
                if (decision := visit.decision) is not None:
                    headers.append((b"ratelimit-policy", b'"requests";q=%d;w=60' % decision.quota))
                    headers.append((b"ratelimit", b'"requests";r=%d;t=%d' % (decision.remaining, decision.reset)))
                if visit.set_visitor:
                    cookie = set_cookie(VISITOR, visit.set_visitor, secure=self.parts.secure, seconds=VISITOR_SECONDS)
                    headers.append((b"set-cookie", cookie.encode()))
                message["headers"] = headers
            await send(message)

        return send_dressed

    def _note(self, visit: Visit) -> None:
        label = visit.address.label if visit.address else "/?"
        service = (visit.address.service if visit.address else None) or "gateway"
        method = visit.method if visit.method in METHODS else "OTHER"
        self.parts.figures.note(service, method, visit.status, time.perf_counter() - visit.started)
        if label not in _UNLIMITED:
            self.parts.access_log.note(
                visit.request_id, visit.trace, method, label, visit.status, visit.caller.identity.kind, visit.started
            )


def _check_origin(visit: Visit, own: str) -> None:
    """Unsafe requests that a browser sends by itself must come from our own pages."""
    head = visit.head
    assert head is not None
    assert visit.address is not None
    if visit.method in SAFE or visit.via == "bearer":
        return
    if head.fetch_site:
        fine = head.fetch_site in ("same-origin", "none")
    elif head.origin:
        fine = urlsplit(head.origin).netloc.lower() in (head.host, own)
    else:
        # No browser of today sends neither. Forms carry their own token besides; calls of the API do not.
        fine = visit.via != "cookie" or not visit.address.path.startswith("/api/")
    if not fine:
        raise Forbidden("cross_site_refused")


def _client_address(scope: Scope, head: RequestHead, parts: Parts) -> str:
    """The caller's address; what X-Forwarded-For says only as far as those who say it are trusted."""
    text = scope["client"][0] if scope.get("client") else ""
    trusted = parts.limits.trusted_proxies
    if not trusted:
        return _one_caller(text)
    for name in (text, *(part.strip() for part in reversed(head.forwarded_for.split(",")) if part.strip())):
        try:
            address = ip_address(name)
        except ValueError:
            break
        text = name
        if not any(address in network for network in trusted if network.version == address.version):
            break
    return _one_caller(text)


@lru_cache(maxsize=4096)
def _one_caller(text: str) -> str:
    """An IPv6 network of 64 bits counts as one, for it is one household."""
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped) if address.ipv4_mapped else address.exploded[:19]
    return str(address)


def _bounded(receive: Receive, limit: int) -> Receive:
    taken = 0

    async def receive_bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise TooLarge("body_too_large", limit=f"{limit // 1_048_576} MB")
        return message

    return receive_bounded
