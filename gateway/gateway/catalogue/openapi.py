"""OpenAPI 3.1 of each service as a client of the gateway sees it."""

import time
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from gateway.parts import Parts
from gateway.texts import TEXTS
from shared.core.errors import Unavailable

KEPT_FOR = 60.0

_SECURITY_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "clientSystem": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "/oauth/token",
                "scopes": {
                    "dossiers": "Nộp và theo dõi hồ sơ",
                    "documents": "Gửi, nhận văn bản",
                    "directory": "Tra cứu danh bạ",
                    "parts": "Nhận và trả lời phần việc liên thông",
                },
            }
        },
    },
}
_ALWAYS = {
    "401": "Chưa xác thực: thiếu mã truy cập, hoặc mã đã hết hạn",
    "403": "Người gọi không được phép làm việc này",
    "429": "Quá nhiều yêu cầu; chờ số giây ghi ở Retry-After",
}
_WITH_BODY = {"413": "Nội dung gửi lên quá lớn", "415": "Loại nội dung không được nhận"}
_PROBLEM = {
    "type": "object",
    "description": "Lời từ chối (RFC 9457).",
    "required": ["type", "status", "code", "title"],
    "properties": {
        "type": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Ổn định, dành cho phần mềm"},
        "title": {"type": "string", "description": "Câu dành cho người đọc"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
"""What the door and every service answer when they refuse (`shared.web.problems`)."""
_METHODS = ("get", "post", "put", "patch", "delete")
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
    document["components"].setdefault("schemas", {})["Refusal"] = _PROBLEM
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
    for item in document["paths"].values():
        for operation in (item[method] for method in _METHODS if method in item):
            known = _ALWAYS | (_WITH_BODY if "requestBody" in operation else {})
            for status, meaning in known.items():
                operation["responses"].setdefault(status, {"description": meaning, "content": content})
