"""/api: what programs can call (OpenAPI 3.1) and hear (AsyncAPI 3)."""

from functools import lru_cache
from typing import Any

import orjson
from fastapi import APIRouter, FastAPI, Request, Response

from gateway.auth import MayReadCatalogue
from gateway.catalogue.asyncapi import describe_events
from gateway.catalogue.openapi import describe_gateway, describe_service
from gateway.parts import parts_of
from gateway.texts import TEXTS
from shared.contracts import registered_events
from shared.core.errors import Unavailable
from shared.core.settings import SERVICES
from shared.web.application import not_found, page_of

router = APIRouter(include_in_schema=False)

JSON = "application/json"


@router.get("/api")
async def show_catalogue(request: Request, who: MayReadCatalogue) -> Response:
    """A page for people; the same as JSON for programs that ask for it."""
    entries = [await _entry(request, name) for name in ("gateway", *SERVICES)]
    events = [
        {"type": type_, "title": event.summary, "publisher": event.publisher()}
        for type_, event in sorted(_events().items())
    ]
    if JSON in request.headers.get("accept", "") and "text/html" not in request.headers.get("accept", ""):
        body = {"services": entries, "asyncapi": "/api/asyncapi.json", "token": "/oauth/token", "events": events}
        return Response(orjson.dumps(body), media_type=JSON, headers={"Vary": "Accept"})
    response = page_of(request).render(
        request,
        "catalogue/page.html",
        title="Giao diện lập trình",
        entries=entries,
        events=events,
        address=parts_of(request).settings.address,
    )
    response.headers["Vary"] = "Accept"
    return response


@router.get("/api/asyncapi.json")
async def read_asyncapi(who: MayReadCatalogue) -> Response:
    return Response(_asyncapi(), media_type=JSON, headers={"Cache-Control": "public, max-age=60"})


@router.get("/api/{name}/openapi.json")
async def read_openapi(name: str, request: Request, who: MayReadCatalogue) -> Response:
    if name != "gateway" and name not in SERVICES:
        raise not_found()
    document = await _document(request, name)
    return Response(orjson.dumps(document), media_type=JSON, headers={"Cache-Control": "public, max-age=60"})


async def _document(request: Request, name: str) -> dict[str, Any]:
    app: FastAPI = request.app
    if name == "gateway":
        return describe_gateway(app, parts_of(request))
    return await describe_service(parts_of(request), name)


async def _entry(request: Request, name: str) -> dict[str, Any]:
    """One part of the list; a service that is down is still listed, without its calls."""
    calls: list[dict[str, str]] = []
    available = True
    try:
        for path, item in (await _document(request, name))["paths"].items():
            calls += [
                {"method": method.upper(), "path": path, "title": str(operation.get("summary", ""))}
                for method, operation in item.items()
                if isinstance(operation, dict)
            ]
    except Unavailable:
        available = False
    return {
        "name": name,
        "title": TEXTS[name],
        "openapi": f"/api/{name}/openapi.json",
        "available": available,
        "calls": calls,
    }


@lru_cache(maxsize=1)
def _asyncapi() -> bytes:
    return orjson.dumps(describe_events())


def _events() -> dict[str, Any]:
    return dict(registered_events())
