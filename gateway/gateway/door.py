"""The front door: the outermost ASGI layer. Reads the head, finds out who calls, limits, and sends on."""

import time
from urllib.parse import quote, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.allowances import settle, use_allowance
from gateway.answers import answer_late, answer_refusal, lead_to
from gateway.compressing import compressing
from gateway.cookies import SESSION, VISITOR
from gateway.http_protocol import Neighbours
from gateway.parts import Parts
from gateway.proxy.addresses import UNKNOWN, check_query, read_address
from gateway.proxy.forwarding import Passage
from gateway.proxy.headers import read_head
from gateway.proxy.upload import ClientGone, Upload
from gateway.sessions.callers import NOBODY, Caller
from gateway.sessions.visitors import is_visitor, new_visitor
from gateway.sign_in.confirming import confirm, token_for
from gateway.unsent.guard import Passed, Posted, TurnedAway
from gateway.visits import MethodUnknown, Visit, check_origin, client_address, is_near
from shared.access.identity import ANONYMOUS
from shared.core import context
from shared.core.errors import Refusal, TooMany, Unauthenticated, Unavailable
from shared.core.logs import get_logger
from shared.web.head_requests import as_get
from shared.web.signposts import Signpost

log = get_logger(__name__)

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
VISITOR_SECONDS = 2 * 24 * 3600
_LIGHT = frozenset(("/static", "/healthz", "/readyz", "/metrics", "/favicon.ico"))
"""Cheap, and no matter of who asks: counted by address alone."""
_WITHOUT_POST = frozenset((Signpost.CHOOSE_POST, Signpost.SIGN_IN, Signpost.SIGN_OUT))
"""Forms of an officer who has to choose the post in which he works."""
_LOOKS = b"xem="
"""In the address of whoever looks at a page of a file, which the service draws (`shared.web.viewer`)."""
_FOR_OPERATORS = frozenset(("/readyz", "/metrics"))

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


class FrontDoor:
    """Cửa vào duy nhất của hệ thống."""

    def __init__(self, own: ASGIApp, parts: Parts) -> None:
        self._own = own
        self.parts = parts
        self.neighbours = Neighbours(parts.limits.most_connections, parts.limits.trusted_proxies)
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
        visit.address = read_address(scope["raw_path"], self.parts.known.places)
        check_query(scope["query_string"])
        head = visit.head = read_head(scope["headers"], scope["http_version"])
        visit.trace = context.child_traceparent(head.traceparent)
        context.traceparent.set(visit.trace)
        client = client_address(scope, head, self.parts)
        try:
            await self._admit(visit, client)
        except TooMany as refusal:
            scope["state"]["identity"] = visit.caller.identity
            refusal.facts["kept_at"] = await self._keep(visit, scope, client, receive)
            raise
        state = scope["state"]
        state["identity"], state["address"], state["via"] = visit.caller.identity, client, visit.via
        if head.takes_gzip:
            send = compressing(visit, send)
        posted = self._posted(visit, scope, client) if visit.method == "POST" else None
        passed = Passed(receive)
        if posted is not None and visit.caller.identity.must_choose and posted.path not in _WITHOUT_POST:
            # The post in which this was typed has ended: it waits until its owner has said in which one to send it.
            place = await self._keep(visit, scope, client, receive)
            await lead_to(f"{Signpost.CHOOSE_POST}?tiep={quote(place or '/', safe='')}", 303, scope, send)
            return
        if posted is not None:
            looked = await self.parts.forms.look(posted, receive)
            if isinstance(looked, TurnedAway):
                await self._turn_away(visit, looked, scope, receive, send)
                return
            passed = await confirm(self.parts, visit, posted, looked, receive)
            send = self._noting(visit, posted, passed, send)
        try:
            await self._pass_on(visit, scope, passed, send)
        except BaseException:
            if posted is not None and passed.finishing is not None:
                await self.parts.forms.note_answer(posted, passed, 500, redirected=False)
            raise

    async def _pass_on(self, visit: Visit, scope: Scope, passed: Passed, send: Send) -> None:
        address, head = visit.address, visit.head
        assert address is not None
        assert head is not None
        if address.service is None:
            if address.label == UNKNOWN and not self.parts.known.places.complete:
                raise Unavailable("places_not_known_yet", retry_after=2)
            await self._answer_here(visit, scope, passed, send)
            return
        token = token_for(self.parts, visit, address.service)
        passage = Passage(visit.method, address, scope["query_string"], head, visit.request_id, visit.trace, token)
        if not address.label.startswith("/api"):
            passage.navigation = self.parts.known.header(visit.caller.identity)
        looks = _LOOKS in scope["query_string"]
        if (head.large or looks) and not visit.caller.identity.subject:
            passage.visitor = self.parts.keys.mark("visitor-files", scope["state"]["address"]).hex()[:32]
        await self.parts.proxy.forward(passage, passed.receive, send)

    async def _admit(self, visit: Visit, client: str) -> None:
        assert visit.address is not None
        label = visit.address.label
        if label not in _LIGHT:
            await self._find_caller(visit, client)
            check_origin(visit, self._netloc)
            await use_allowance(self.parts, visit, client)
            return
        decision = await self.parts.limiter.take(f"light:{client}", self.parts.limits.light_rate)
        if not decision.allowed:
            raise TooMany("rate_limited", retry_after=decision.reset)
        if label in _FOR_OPERATORS:
            try:
                await self._find_caller(visit, client)
            except Unavailable:
                visit.caller = NOBODY  # what says that the database is away must not need it

    async def _answer_here(self, visit: Visit, scope: Scope, passed: Passed, send: Send) -> None:
        address, head = visit.address, visit.head
        assert address is not None
        assert head is not None
        if len(address.path) > 1 and address.path.endswith("/"):
            query = scope["query_string"].decode("ascii")
            await lead_to(address.canonical.rstrip("/") + (f"?{query}" if query else ""), 307, scope, send)
            return
        scope["path"], scope["raw_path"] = address.path, address.canonical.encode()
        scope["state"]["near"] = is_near(scope, head)
        if passed.finishing is not None:
            scope["headers"] = [(n, v) for n, v in scope["headers"] if n not in (b"content-type", b"content-length")]
            scope["headers"] += [(n.encode(), v.encode()) for n, v in head.forwarded if n == "content-type"]
        upload = Upload(passed.receive, head, self.parts.limits.small_body, self.parts.limits.body_seconds)
        upload.check_length()
        await self._own(*as_get(scope, upload.receive, send))

    # --- forms that come too late ---

    def _posted(self, visit: Visit, scope: Scope, client: str) -> Posted | None:
        address, head = visit.address, visit.head
        if visit.via == "bearer" or address is None or head is None:
            return None
        query = scope["query_string"].decode("ascii")
        target = address.canonical + (f"?{query}" if query else "")
        posted = Posted(address.path, target, head, visit.caller, client)
        return posted if posted.is_form else None

    async def _keep(self, visit: Visit, scope: Scope, client: str, receive: Receive) -> str:
        """Where what was typed can be sent later by somebody who is too fast now; empty when nothing is kept."""
        posted = self._posted(visit, scope, client) if visit.method == "POST" else None
        kept = await self.parts.forms.keep(posted, receive) if posted is not None else None
        if kept is None:
            return ""
        visit.set_visitor = visit.set_visitor or kept.visitor
        return kept.location

    async def _turn_away(self, visit: Visit, away: TurnedAway, scope: Scope, receive: Receive, send: Send) -> None:
        visit.set_visitor = visit.set_visitor or away.visitor
        if away.refused:
            await answer_late(self.parts.pages, away.location, {**scope, "app": self._own}, receive, send)
        else:
            await lead_to(away.location, 303, scope, send)

    def _noting(self, visit: Visit, posted: Posted, passed: Passed, send: Send) -> Send:
        """What the answer means for the kept form is written before the answer goes out."""

        async def send_noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                status, names = message["status"], {name for name, _ in message.get("headers", ())}
                redirected = 300 <= status < 400 or b"hx-redirect" in names
                await self.parts.forms.note_answer(posted, passed, status, redirected=redirected)
            await send(message)

        return send_noting

    async def _find_caller(self, visit: Visit, client: str) -> None:
        head, callers = visit.head, self.parts.callers
        assert head is not None
        assert visit.address is not None
        if head.authorization and visit.address.path != "/oauth/token":
            scheme, _, token = head.authorization.partition(" ")
            visit.via = "bearer"
            caller = await self._by_token(token.strip(), client) if scheme.lower() == "bearer" else None
            if caller is None or caller.kind == "browser":
                await use_allowance(self.parts, visit, client)
                raise Unauthenticated("invalid_token")
            visit.caller = caller
            return
        if token := self.parts.cookies.read(head.cookies, SESSION):
            caller = await self._by_token(token, client)
            if caller is not None and caller.kind == "browser":
                visit.caller, visit.via = caller, "cookie"
                return
        visitor = self.parts.cookies.read(head.cookies, VISITOR)
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

    def _dressed(self, visit: Visit, send: Send) -> Send:
        """Every answer leaves with the security headers, the request id and the caller's allowance."""

        async def send_dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                visit.status = message["status"]
                settle(self.parts, visit)
                headers = list(message.get("headers", ()))
                if not any(name == b"cache-control" for name, _ in headers):
                    headers.append((b"cache-control", b"no-store"))
                headers += self._security
                headers.append((b"x-request-id", visit.request_id.encode()))
                if (decision := visit.decision) is not None:
                    headers.append((b"ratelimit-policy", b'"requests";q=%d;w=60' % decision.quota))
                    headers.append((b"ratelimit", b'"requests";r=%d;t=%d' % (decision.remaining, decision.reset)))
                if visit.set_visitor:
                    cookie = self.parts.cookies.write(VISITOR, visit.set_visitor, VISITOR_SECONDS)
                    headers.append((b"set-cookie", cookie.encode()))
                message["headers"] = headers
            await send(message)

        return send_dressed

    def _note(self, visit: Visit) -> None:
        label = visit.address.label if visit.address else "/?"
        service = (visit.address.service if visit.address else None) or "gateway"
        method = visit.method if visit.method in METHODS else "OTHER"
        self.parts.figures.note(service, method, visit.status, time.perf_counter() - visit.started)
        if label not in _LIGHT:
            self.parts.access_log.note(
                visit.request_id, visit.trace, method, label, visit.status, visit.caller.identity.kind, visit.started
            )
