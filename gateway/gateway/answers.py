"""Answers that the gateway gives in place of a service: problem+json for programs, a plain page for people."""

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from gateway.texts import TEXTS
from shared.core.errors import Forbidden, Refusal
from shared.web.pages import Pages
from shared.web.problems import PROBLEM, note_refusal, problem, sentence_for, wants_page

_HEADINGS = {
    400: "Không đọc được yêu cầu",
    403: "Không được phép",
    405: "Không nhận cách gọi này",
    408: "Gửi quá chậm",
    413: "Nội dung quá lớn",
    415: "Không nhận dạng nội dung này",
    429: "Bạn thao tác quá nhanh",
    502: "Phần này đang gặp sự cố",
    503: "Phần này đang tạm ngừng",
    504: "Phần này trả lời quá chậm",
}
_CLOSING = frozenset((400, 408, 413))
"""After these the rest of the request may still be under way: the connection cannot be used again."""


async def lead_to(place: str, status: int, scope: Scope, send: Send) -> None:
    """On to another place of this site, never by what the caller's Host says; htmx is told in its own way."""
    if (b"hx-request", b"true") in scope["headers"]:
        headers, status = [(b"hx-redirect", place.encode())], 200
    else:
        headers = [(b"location", place.encode())]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def answer_late(pages: Pages, place: str, scope: Scope, receive: Receive, send: Send) -> None:
    """A form whose page was not made for this caller's session was not done; what was typed waits at `place`, or for another."""
    request = Request(scope, receive)
    await note_refusal(request, Forbidden("form_expired"))
    response = pages.render(request, "bieu_mau/late.html", 403, title="Biểu mẫu đã hết hiệu lực", place=place)
    await response(scope, receive, send)


async def answer_refusal(pages: Pages, refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    """Say what was refused and what to mend, once, in the caller's form."""
    request = Request(scope, receive)
    sentence = sentence_for(refusal, TEXTS)
    response: Response
    if wants_page(request):
        response = pages.render(
            request,
            "refusal.html",
            refusal.status,
            title=_HEADINGS.get(refusal.status, "Có lỗi xảy ra"),
            sentence=sentence,
            status_code=refusal.status,
            kept_at=refusal.facts.get("kept_at", ""),
        )
    else:
        body = problem(refusal, TEXTS, request.state.request_id)
        response = Response(orjson.dumps(body), refusal.status, media_type=PROBLEM)
    if retry_after := refusal.facts.get("retry_after"):
        response.headers["Retry-After"] = str(retry_after)
    if refusal.code == "invalid_token":
        response.headers["WWW-Authenticate"] = 'Bearer realm="lienthong", error="invalid_token"'
    if refusal.status in _CLOSING:
        response.headers["Connection"] = "close"
    await response(scope, receive, send)
