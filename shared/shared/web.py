"""The web frame of every service: who calls, which request, what a refusal looks like. Pure ASGI, no BaseHTTPMiddleware."""

import asyncio
import hmac
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Any

import asyncpg
import orjson
import uvicorn
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import context, logs
from shared.database import Database
from shared.errors import TEXTS, FieldError, Forbidden, Malformed, NotFound, Refusal, TooLarge, Unavailable
from shared.identity import ANONYMOUS, HEADER, IdentityVerifier, InvalidToken
from shared.outbox import Waker
from shared.pages import CSRF_FIELD, Pages
from shared.settings import Settings

log = logs.get_logger(__name__)

SMALL_BODY = 1_048_576
LARGE_BODY = 60 * 1_048_576
"""Requests with files: a dossier's papers or a 50 MB packet, and their envelope."""

SLOW = 1.0
"""Seconds after which a request gets a line in the service's own log."""

PROBLEM = "application/problem+json"


class RequestFrame:
    """Outermost layer: identity from the gateway's token, request id, trace, body limit, metrics, one log line."""

    def __init__(self, app: ASGIApp, verifier: IdentityVerifier, metrics: "Metrics") -> None:
        self._app = app
        self._verifier = verifier
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        headers = dict(scope["headers"])
        request_id = headers.get(b"x-request-id", b"").decode("ascii", "replace")[:64]
        trace = context.child_traceparent(headers.get(b"traceparent", b"").decode("ascii", "replace"))
        tokens = context.request_id.set(request_id), context.traceparent.set(trace)
        state = scope.setdefault("state", {})
        state["request_id"] = request_id
        state["identity"] = ANONYMOUS
        status = 500

        async def send_noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            if token := headers.get(HEADER.encode()):
                try:
                    state["identity"] = self._verifier.verify(token.decode("ascii", "replace"))
                except InvalidToken:
                    log.warning("identity_refused")
                    await _plain_problem(401, "sign_in_required")(scope, receive, send_noting)
                    return
            await self._app(scope, _limited(receive, headers), send_noting)
        finally:
            seconds = time.perf_counter() - started
            self._metrics.note(scope, status, seconds)
            if status >= 500 or seconds > SLOW:  # the gateway has a line for every request
                log.warning(
                    "request",
                    method=scope["method"],
                    path=_safe_path(scope),
                    status=status,
                    ms=round(seconds * 1000, 1),
                )
            context.request_id.reset(tokens[0])
            context.traceparent.reset(tokens[1])


def _safe_path(scope: Scope) -> str:
    """The route's pattern, never the path with a person's codes in it."""
    route = scope.get("route")
    return str(getattr(route, "path", "")) or "-"


def _limited(receive: Receive, headers: Mapping[bytes, bytes]) -> Receive:
    kind = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
    limit = (
        LARGE_BODY
        if kind in (b"multipart/form-data", b"application/octet-stream", b"application/xml", b"application/pdf")
        else SMALL_BODY
    )
    taken = 0

    async def receive_limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > limit:
            raise TooLarge("body_too_large", limit=f"{limit // 1_048_576} MB")
        return message

    return receive_limited


class Metrics:
    """Prometheus figures of one process."""

    def __init__(self, service: str) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "lienthong_requests", "Requests", ["service", "method", "status"], registry=self.registry
        )
        self._seconds = Histogram("lienthong_request_seconds", "Time to answer", ["service"], registry=self.registry)
        self._service = service

    def note(self, scope: Scope, status: int, seconds: float) -> None:
        method = (
            scope["method"]
            if scope["method"] in ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
            else "OTHER"
        )
        self._requests.labels(self._service, method, str(status)).inc()
        self._seconds.labels(self._service).observe(seconds)


def problem(refusal: Refusal, texts: Mapping[str, str], request_id: str) -> dict[str, Any]:
    """RFC 9457 body: stable `code`, Vietnamese `title`, the fields at fault as JSON pointers."""
    body: dict[str, Any] = {
        "type": f"urn:lienthong:problem:{refusal.code}",
        "status": refusal.status,
        "code": refusal.code,
        "title": sentence_for(refusal, texts),
        "request_id": request_id,
    }
    if refusal.fields:
        body["errors"] = [{"pointer": f.pointer, "code": f.code, "detail": f.sentence} for f in refusal.fields]
    return body


def sentence_for(refusal: Refusal, texts: Mapping[str, str]) -> str:
    sentence = (
        texts.get(refusal.code)
        or TEXTS.get(refusal.code)
        or TEXTS["internal_error" if refusal.status >= 500 else "invalid_input"]
    )
    try:
        return sentence % refusal.facts if refusal.facts else sentence
    except (KeyError, ValueError, TypeError):
        return sentence


def _plain_problem(status: int, code: str) -> ASGIApp:
    body = {"type": f"urn:lienthong:problem:{code}", "status": status, "code": code, "title": TEXTS[code]}
    return Response(orjson.dumps(body), status, media_type=PROBLEM)


def wants_page(request: Request) -> bool:
    path = request.url.path
    return not path.startswith(("/api/", "/internal/", "/oauth/"))


async def csrf_protected(request: Request) -> None:
    """Every form of a page carries the session's token (router dependency of all `pages.py`)."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    identity = request.state.identity
    form = await request.form()
    sent = form.get(CSRF_FIELD)
    if not identity.csrf or not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), identity.csrf.encode()):
        raise Forbidden("form_expired")


_RECORDED = frozenset({401, 403, 404})
"""Refusals of somebody signed in that are worth a trace: absent and forbidden look the same to the caller, not to us."""

_REFUSED = """
INSERT INTO evidence (kind, subject, actor, agency_code, request_id, facts) VALUES ('refused', $1, $2, $3, $4, $5::jsonb)
"""


async def _record_refusal(request: Request, refusal: Refusal) -> None:
    """In a transaction of its own: the business transaction is rolled back. Failing to record never changes the answer."""
    who = request.state.identity
    facts = orjson.dumps({"code": refusal.code, "status": refusal.status, "method": request.method}).decode()
    subject = f"route{request.url.path}"[:300]
    try:
        pool = await request.app.state.database.hot()
        await pool.execute(
            _REFUSED, subject, f"{who.kind}:{who.subject}", who.agency_code, request.state.request_id, facts, timeout=5
        )
    except (AttributeError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
        log.error("refusal_not_recorded", error=type(error).__name__)


_TITLES = {
    401: "Cần đăng nhập",
    403: "Không được phép",
    404: "Không tìm thấy",
    413: "Nội dung quá lớn",
    429: "Quá nhiều yêu cầu",
    500: "Hệ thống gặp sự cố",
    503: "Tạm thời gián đoạn",
}


def install_error_handlers(app: FastAPI, pages: Pages, texts: Mapping[str, str]) -> None:
    """Answer every refusal and every surprise once: problem+json under /api, a page elsewhere."""

    def answer(request: Request, refusal: Refusal) -> Response:
        if wants_page(request):
            if refusal.status == 401 and request.method == "GET":
                target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
                from urllib.parse import quote

                return Response(status_code=303, headers={"location": f"/dang-nhap?tiep={quote(target, safe='')}"})
            return pages.render(
                request,
                "error.html",
                refusal.status,
                title=_TITLES.get(refusal.status, "Chưa thực hiện được"),
                sentence=sentence_for(refusal, texts),
                fields=[field.sentence for field in refusal.fields],
                status_code=refusal.status,
            )
        return Response(
            orjson.dumps(problem(refusal, texts, request.state.request_id)), refusal.status, media_type=PROBLEM
        )

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        response = answer(request, error)
        if retry_after := error.facts.get("retry_after"):
            response.headers["Retry-After"] = str(retry_after)
        return response

    async def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return answer(request, validation_refusal(error))

    async def http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        codes = {404: "not_found", 405: "method_not_allowed", 401: "sign_in_required", 403: "not_allowed"}
        refusal = Malformed(codes.get(error.status_code, "malformed_request"))
        refusal.status = error.status_code
        response = answer(request, refusal)
        for name, value in (error.headers or {}).items():
            response.headers[name] = value
        return response

    async def database_error(request: Request, error: Exception) -> Response:
        refusal = refusal_for_database(error)
        if refusal is None:
            return await unexpected(request, error)
        return answer(request, refusal)

    async def unexpected(request: Request, error: Exception) -> Response:
        log.error("request_failed", error=type(error).__name__, exc_info=error)
        refusal = Refusal("internal_error")
        refusal.status = 500
        return answer(request, refusal)

    app.add_exception_handler(Refusal, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(HTTPException, http_error)
    for kind in (DBAPIError, PoolTimeout, asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
        app.add_exception_handler(kind, database_error)
    app.add_exception_handler(Exception, unexpected)


def refusal_for_database(error: Exception) -> Refusal | None:
    """503 when the database is away; bad text (NUL bytes, numbers out of range) is the sender's fault; else None."""
    original = getattr(error, "orig", None) or error
    cause = getattr(original, "__cause__", None) or original
    state = str(getattr(cause, "sqlstate", "") or getattr(original, "sqlstate", "") or "")
    if state.startswith("22"):
        return Malformed("malformed_request")
    if state.startswith(("08", "53", "57")) or state == "25006":
        return Unavailable("database_unavailable")
    if isinstance(cause, asyncpg.InterfaceError | ConnectionError | OSError | TimeoutError | PoolTimeout) or isinstance(
        original, OSError
    ):
        return Unavailable("database_unavailable")
    if isinstance(cause, asyncpg.DataError) or "DataError" in type(original).__name__:
        return Malformed("malformed_request")
    return None


_KINDS = {
    "missing": "Hãy nhập mục này.",
    "string_too_short": "Nội dung quá ngắn.",
    "string_too_long": "Nội dung quá dài.",
    "string_pattern_mismatch": "Nội dung chưa đúng định dạng.",
    "extra_forbidden": "Mục này không được phép gửi.",
    "enum": "Hãy chọn một giá trị trong danh sách.",
    "literal_error": "Hãy chọn một giá trị trong danh sách.",
    "greater_than_equal": "Số quá nhỏ.",
    "less_than_equal": "Số quá lớn.",
    "uuid_parsing": "Mã định danh chưa đúng định dạng.",
    "json_invalid": "Không đọc được JSON.",
}


def validation_refusal(error: RequestValidationError) -> Refusal:
    """FastAPI's findings in our words; the library's English never reaches a person."""
    fields = []
    for finding in error.errors():
        where = [str(part) for part in finding["loc"] if part not in ("body", "query", "path", "header")]
        kind = str(finding["type"])
        fields.append(FieldError("/" + "/".join(where), kind, _KINDS.get(kind, "Nội dung chưa hợp lệ.")))
    refusal = Refusal("invalid_input", fields=fields)
    refusal.status = 422
    return refusal


def health_routes(service: str, metrics: Metrics) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "alive", "service": service}

    @router.get("/readyz")
    async def readyz(request: Request) -> Response:
        body: dict[str, Any] = {"service": service, "database": "ok", "outbox": {}, "inbox": {}}
        status = HTTPStatus.OK
        try:
            pool = await request.app.state.database.hot()
            body["outbox"] = dict(await pool.fetchrow(_OUTBOX_LAG))
            body["inbox"] = {row["state"]: row["n"] for row in await pool.fetch(_INBOX_STATES)}
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
            body["database"] = "unavailable"
            status = HTTPStatus.SERVICE_UNAVAILABLE
        return Response(orjson.dumps(body), status, media_type="application/json")

    @router.get("/metrics")
    async def prometheus() -> Response:
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return router


_OUTBOX_LAG = """
SELECT count(*) AS open, COALESCE(EXTRACT(epoch FROM now() - min(created_at)), 0)::float AS oldest_seconds
FROM (SELECT created_at FROM outbox WHERE done_at IS NULL LIMIT 10000) o
"""
_INBOX_STATES = "SELECT state, count(*) AS n FROM inbox WHERE state IN ('waiting', 'retry', 'dead') GROUP BY state"


def create_service(
    service: str,
    database_name: str,
    settings: Settings,
    *,
    routers: Sequence[APIRouter],
    page_routers: Sequence[APIRouter] = (),
    templates: Path,
    texts: Mapping[str, str],
    title: str,
    province_name: str = "tỉnh Bình Định",
    on_start: Callable[[FastAPI], Any] | None = None,
) -> ASGIApp:
    """The whole web application of a service. `app.state` holds settings, database, pages, waker, files."""
    from shared.files import FileStore
    from shared.operations import operations_routes

    metrics = Metrics(service)
    pages = Pages(templates, texts, embedded=settings.embedded, province_name=province_name)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.database = Database(settings.url_for(database_name), f"{service}-web")
        app.state.waker = Waker(settings.url_for(database_name))
        app.state.files = FileStore.from_settings(settings)
        resting = asyncio.create_task(app.state.database.rest())
        if on_start is not None:
            await on_start(app)
        yield
        resting.cancel()
        await app.state.waker.close()
        await app.state.database.close()

    app = FastAPI(
        title=title, version="1", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url="/internal/openapi.json"
    )
    app.state.settings = settings
    app.state.pages = pages
    for router in (*routers, health_routes(service, metrics), operations_routes(service)):
        app.include_router(router)
    from fastapi import Depends

    for router in page_routers:
        app.include_router(router, dependencies=[Depends(csrf_protected)], include_in_schema=False)
    install_error_handlers(app, pages, texts)
    framed = RequestFrame(app, IdentityVerifier(settings.identity_jwks, service), metrics)
    framed.fastapi = app  # type: ignore[attr-defined]
    return framed


def run_web(service: str, create_app: Callable[[Settings], ASGIApp], settings: Settings) -> None:
    """Serve one service until SIGTERM; `create_app(settings)` does the work."""
    logs.configure(f"{service}-web", settings.log_level)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.service_port(service),
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_keep_alive=30,  # longer than the gateway keeps an idle connection, so that it never writes into a closing one
        timeout_graceful_shutdown=5,
    )


def page_of(request: Request) -> Pages:
    pages: Pages = request.app.state.pages
    return pages


def not_found() -> NotFound:
    return NotFound("not_found")
