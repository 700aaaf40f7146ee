"""OpenAPI 3.1 of each service as a client of the gateway sees it."""

import time
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from gateway.parts import Parts
from gateway.texts import TEXTS
from shared.errors import Unavailable

KEPT_FOR = 60.0

_SECURITY_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "clientSystem": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": {}}},
    },
}
_kept: dict[tuple[int, str], tuple[float, dict[str, Any]]] = {}


async def describe_service(parts: Parts, service: str) -> dict[str, Any]:
    """What the service says of itself, with the paths that lead nowhere from outside left out."""
    key = (id(parts), service)
    kept = _kept.get(key)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    document = await parts.services.read_json(service, "/internal/openapi.json")
    if not isinstance(document, dict):
        raise Unavailable("service_unavailable", service=service)
    document["paths"] = {
        path: item for path, item in document.get("paths", {}).items() if path.startswith(f"/api/{service}/")
    }
    _dress(document, parts, TEXTS[service])
    _kept[key] = (time.monotonic() + KEPT_FOR, document)
    return document


def describe_gateway(app: FastAPI, parts: Parts) -> dict[str, Any]:
    document = get_openapi(title=app.title, version=app.version, routes=app.routes)
    _dress(document, parts, TEXTS["gateway"])
    return document


def _dress(document: dict[str, Any], parts: Parts, title: str) -> None:
    document["openapi"] = "3.1.0"
    document["info"] = {**document.get("info", {}), "title": title}
    document["servers"] = [{"url": parts.settings.address}]
    document.setdefault("components", {})["securitySchemes"] = _SECURITY_SCHEMES
    document["security"] = [{"bearer": []}, {"clientSystem": []}]
