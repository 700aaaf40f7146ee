"""How refusals and surprises are answered, once for all edges: problem+json (RFC 9457) for programs, a page for people."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import asyncpg
import orjson
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.routing import Match

from shared.core import logs
from shared.core.errors import TEXTS, FieldError, Malformed, NotFound, Refusal, Unavailable
from shared.standards.typed import Unreadable
from shared.storage import evidence
from shared.storage.failing import refusal_for_database
from shared.storage.files import FileAltered, FileMissing
from shared.web.named_faults import KINDS, UNKNOWN
from shared.web.pages import Pages
from shared.web.signposts import Signpost

log = logs.get_logger(__name__)

PROBLEM = "application/problem+json"


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
    return refusal.members | body


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


def plain_problem(status: int, code: str) -> Response:
    """For layers that have no page and no texts of a service."""
    body = {"type": f"urn:lienthong:problem:{code}", "status": status, "code": code, "title": TEXTS[code]}
    return Response(orjson.dumps(body), status, media_type=PROBLEM)


def way_here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def wants_page(request: Request) -> bool:
    path = request.url.path
    return not path.startswith(("/api/", "/internal/", "/oauth/"))


_NOT_EVIDENCE = frozenset({429})
"""A flood of requests is for the gateway's figures; as evidence it would only fill the log."""


async def note_refusal(request: Request, refusal: Refusal) -> bool:
    """Evidence that somebody signed in was refused, from pages and APIs alike: `path/…`, code, status, method.

    In a transaction of its own: the business transaction is rolled back. False when the database did not take it: the log says all of it
    but the path, of which it has the route's pattern, and the answer stays as it was, save in a member that promises more.
    """
    who = request.state.identity
    if not 400 <= refusal.status < 500 or refusal.status in _NOT_EVIDENCE or not who.signed_in:
        return True
    facts: dict[str, object] = {"code": refusal.code, "status": refusal.status, "method": request.method}
    if refusal.about:
        facts["about"] = refusal.about
    try:
        async with request.app.state.database.sessions.begin() as session:
            await evidence.record(session, "refused", f"path{request.url.path}"[:300], who, **facts)
    except (OSError, DBAPIError, PoolTimeout, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
        by = {"actor": f"{who.kind}:{who.subject}", "agency_code": who.agency_code, "on_behalf_of": who.behalf}
        route = getattr(request.scope.get("route"), "path", "-")
        log.error("refusal_not_recorded", error=type(error).__name__, route=route, **by, **facts)
        return False
    return True


_TITLES = {
    401: "Cần đăng nhập",
    403: "Không được phép",
    404: "Không tìm thấy",
    405: "Không mở trực tiếp được trang này",
    413: "Nội dung quá lớn",
    429: "Quá nhiều yêu cầu",
    500: "Hệ thống gặp sự cố",
    503: "Tạm thời gián đoạn",
}


class _Answers:
    """Every refusal and every surprise is answered once: problem+json under /api, a page elsewhere."""

    def __init__(self, pages: Pages, texts: Mapping[str, str], evidence_or_503: bool) -> None:
        self._pages = pages
        self._texts = texts
        self._evidence_or_503 = evidence_or_503

    def answer(self, request: Request, refusal: Refusal) -> Response:
        if not wants_page(request):
            body = problem(refusal, self._texts, request.state.request_id)
            return Response(orjson.dumps(body), refusal.status, media_type=PROBLEM)
        if refusal.code == "password_must_change":
            return Response(status_code=303, headers={"location": Signpost.OFFICERS_ACCOUNT})
        if refusal.code == "post_must_be_chosen":
            target = way_here(request) if request.method == "GET" else "/"
            return Response(
                status_code=303, headers={"location": f"{Signpost.CHOOSE_POST}?tiep={quote(target, safe='')}"}
            )
        if refusal.status == 401 and request.method == "GET":
            target = quote(way_here(request), safe="")
            return Response(status_code=303, headers={"location": f"{Signpost.SIGN_IN}?tiep={target}"})
        return self._pages.render(
            request,
            "error.html",
            refusal.status,
            title=_TITLES.get(refusal.status, "Chưa thực hiện được"),
            sentence=sentence_for(refusal, self._texts),
            fields=[field.sentence for field in refusal.fields],
            status_code=refusal.status,
        )

    async def refused(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)
        if not await note_refusal(request, error) and self._evidence_or_503:
            error = Unavailable("database_unavailable")
        response = self.answer(request, error)
        if retry_after := error.facts.get("retry_after"):
            response.headers["Retry-After"] = str(retry_after)
        return response

    async def invalid(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        if wants_page(request) and any(finding["loc"][0] == "path" for finding in error.errors()):
            # An address that cannot be one is one that is not there.
            return await self.refused(request, NotFound("not_found"))
        return self.answer(request, validation_refusal(error))

    async def http_error(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if isinstance(error.__cause__, Refusal):  # made while the framework was reading the body
            return await self.refused(request, error.__cause__)
        codes = {404: "not_found", 405: "method_not_allowed", 401: "sign_in_required", 403: "not_allowed"}
        if wants_page(request):  # such as the address of a form, opened anew
            codes[405] = "only_for_forms"
        refusal = Malformed(codes.get(error.status_code, "malformed_request"))
        refusal.status = error.status_code
        response = self.answer(request, refusal)
        for name, value in (error.headers or {}).items():
            response.headers[name] = _methods_here(request) if name.lower() == "allow" else value
        return response

    async def database_error(self, request: Request, error: Exception) -> Response:
        refusal = refusal_for_database(error)
        return await self.unexpected(request, error) if refusal is None else self.answer(request, refusal)

    async def file_lost(self, request: Request, error: Exception) -> Response:
        """The store has it no more, or not as it was: the operator's business; nobody is given other bytes."""
        log.error("file_unavailable", error=type(error).__name__, sha256=str(error))
        return self.answer(request, Unavailable("file_unavailable"))

    async def too_deep(self, request: Request, _error: Exception) -> Response:
        return self.answer(request, Malformed("malformed_request"))

    async def unexpected(self, request: Request, error: Exception) -> Response:
        log.error("request_failed", error=type(error).__name__, exc_info=error)
        refusal = Refusal("internal_error")
        refusal.status = 500
        return self.answer(request, refusal)


_METHODS = ("DELETE", "GET", "PATCH", "POST", "PUT")


def _methods_here(request: Request) -> str:
    """Of every route that has this address: the framework names those of the first."""
    routes = request.app.router.routes
    found = [m for m in _METHODS if any(r.matches({**request.scope, "method": m})[0] is Match.FULL for r in routes)]
    return ", ".join([*found, "HEAD"] if "GET" in found else found)


def install_error_handlers(
    app: FastAPI, pages: Pages, texts: Mapping[str, str], *, evidence_or_503: bool = False
) -> None:
    """Every refusal and every surprise of the application is answered in one way.

    `evidence_or_503`: whose refusal the database does not take is told that, and nothing of what was refused.
    """
    answers = _Answers(pages, texts, evidence_or_503)
    app.state.note_refusal = note_refusal
    app.add_exception_handler(Refusal, answers.refused)
    app.add_exception_handler(RequestValidationError, answers.invalid)
    app.add_exception_handler(HTTPException, answers.http_error)
    for kind in (DBAPIError, PoolTimeout, asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
        app.add_exception_handler(kind, answers.database_error)
    app.add_exception_handler(FileMissing, answers.file_lost)
    app.add_exception_handler(FileAltered, answers.file_lost)
    app.add_exception_handler(RecursionError, answers.too_deep)  # what was sent is nested beyond reading
    app.add_exception_handler(Exception, answers.unexpected)


def validation_refusal(error: RequestValidationError) -> Refusal:
    """FastAPI's findings in our words; the library's English never reaches a person."""
    fields = []
    for finding in error.errors():
        where = [str(part) for part in finding["loc"] if part not in ("body", "query", "path", "header")]
        kind, sentence = str(finding["type"]), ""
        if isinstance(unreadable := finding.get("ctx", {}).get("error"), Unreadable):
            kind, sentence = unreadable.code, unreadable.sentence
        fields.append(FieldError("/" + "/".join(where), kind, sentence or KINDS.get(kind, UNKNOWN)))
    refusal = Refusal("invalid_input", fields=fields)
    refusal.status = 422
    return refusal
