"""The express way answers as the framework would, and takes only routes that need nothing of it."""

import asyncio
from collections.abc import Callable
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Request, Response

from shared.access.identity import ANONYMOUS, Identity
from shared.core.errors import Conflict, Forbidden
from shared.web.express import ExpressWay

router = APIRouter(prefix="/api")


async def permitted(request: Request) -> Identity:
    if "x-forbidden" in request.headers:
        raise Forbidden("not_allowed")
    return ANONYMOUS


permitted.right = "exchange"  # type: ignore[attr-defined]
Permitted = Annotated[Identity, Depends(permitted)]


@router.post("/things")
async def post_thing(request: Request, who: Permitted) -> Response:
    body = await request.body()
    if body == b"conflict":
        raise Conflict("changed_meanwhile")
    if body == b"broken":
        raise ZeroDivisionError
    return Response(body + request.url.path.encode(), 201)


@router.get("/things/{thing}")
async def read_thing(request: Request, thing: str, who: Permitted) -> Response:
    return Response(thing)


@router.put("/things")
async def put_thing(request: Request) -> Response:
    return Response()


def an_app() -> FastAPI:
    app = FastAPI()
    app.include_router(router)

    async def refused(request: Request, error: Exception) -> Response:
        return Response(str(getattr(error, "code", "")), int(getattr(error, "status", 500)))

    async def unexpected(request: Request, error: Exception) -> Response:
        return Response("surprise", 500)

    for kind in (Conflict, Forbidden):
        app.add_exception_handler(kind, refused)
    app.add_exception_handler(Exception, unexpected)
    return app


def ask(app: object, **request: object) -> tuple[int, str]:
    async def play() -> tuple[int, str]:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            answer = await client.request(**request)  # type: ignore[arg-type]
            return answer.status_code, answer.text

    return asyncio.run(play())


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "POST", "url": "/api/things", "content": b"a"},
        {"method": "POST", "url": "/api/things", "content": b"conflict"},
        {"method": "POST", "url": "/api/things", "content": b"broken"},
        {"method": "POST", "url": "/api/things", "headers": {"x-forbidden": "1"}},
        {"method": "GET", "url": "/api/things"},
        {"method": "GET", "url": "/api/things/7"},
        {"method": "POST", "url": "/api/things/"},
    ],
)
def test_with_and_without_the_framework_the_answer_is_the_same(request_: dict[str, object]) -> None:
    app = an_app()
    assert ask(ExpressWay(app, [router], [post_thing]), **request_) == ask(app, **request_)


@pytest.mark.parametrize("endpoint", [read_thing, put_thing])
def test_a_route_that_needs_more_or_names_no_right_is_no_express_route(endpoint: Callable[..., object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        ExpressWay(an_app(), [router], [endpoint])  # type: ignore[list-item]
