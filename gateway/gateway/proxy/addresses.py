"""Where a request goes. The path is normalised once, matched once, and passed on in its one canonical spelling."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import quote, unquote_to_bytes

from shared.core.errors import Malformed
from shared.core.settings import SERVICES

_LONGEST_PATH = 2048
_LONGEST_QUERY = 8192
_PLAIN = re.compile(rb"/[A-Za-z0-9!$&'()*+,\-./:=@_~%]*")
_ESCAPE = re.compile(rb"%(.{0,2})", re.DOTALL)
_HEX = re.compile(rb"[0-9A-Fa-f]{2}")
_REFUSED_BYTES = frozenset(b'/\\;%"<>^`{|}') | frozenset(range(0x20)) | {0x7F}
"""Never written in another way: separators, parameters, a second layer of escapes, control characters."""
_QUERY = re.compile(rb"[\x21-\x7e]*")
UNKNOWN = "/?"
"""The label of a place that is nobody's."""


@dataclass(frozen=True, eq=False)
class Places:
    """Các địa chỉ đã biết, by the first part of a page's path. `/internal` of a service is never among them."""

    services: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    complete: bool = True
    """False while a part has never said where its pages are."""


_NOWHERE = Places()


@dataclass(frozen=True, slots=True)
class Address:
    """Nơi đến của một yêu cầu."""

    path: str
    """Decoded, for matching."""
    canonical: str
    """Escaped again in one way, for passing on."""
    service: str | None
    """None: the gateway itself answers."""
    label: str
    """For logs and figures: the first parts, never a code or an id."""


def read_address(raw_path: bytes, places: Places) -> Address:
    """Raise Malformed for every path that could mean two things to two readers."""
    if len(raw_path) > _LONGEST_PATH:
        raise Malformed("address_too_long")
    return _read(raw_path, places)


def check_query(query: bytes) -> None:
    if len(query) > _LONGEST_QUERY:
        raise Malformed("address_too_long")
    if not _QUERY.fullmatch(query):
        raise Malformed("address_malformed")


@lru_cache(maxsize=4096)
def _read(raw_path: bytes, places: Places) -> Address:
    if not _PLAIN.fullmatch(raw_path):
        raise Malformed("address_malformed")
    for found in _ESCAPE.finditer(raw_path):
        if not _HEX.fullmatch(found[1]) or int(found[1], 16) in _REFUSED_BYTES:
            raise Malformed("address_malformed")
    try:
        path = unquote_to_bytes(raw_path).decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        raise Malformed("address_malformed") from error
    parts = path[1:].split("/")
    if any(part in (".", "..") for part in parts) or "" in parts[:-1]:
        raise Malformed("address_malformed")
    service = _service_for(parts, places)
    return Address(path, quote(path, safe="/-._~!$&'()*+,=:@"), service, _label(parts, service, places))


def _service_for(parts: list[str], places: Places) -> str | None:
    if parts[0] != "api":
        return places.services.get(parts[0])
    if len(parts) < 3 or parts[2] == "openapi.json" or parts[1] not in SERVICES:
        return None
    return parts[1]


def _label(parts: list[str], service: str | None, places: Places) -> str:
    if service is None:
        return f"/{parts[0]}" if parts[0] in places.own else UNKNOWN
    return f"/api/{service}" if parts[0] == "api" else f"/{parts[0]}"


def local_target(target: str | None, default: str = "/") -> str:
    """A place on this site to go on to after signing in; `default` for anything else (open redirects)."""
    if not target or not target.isascii() or not target.isprintable() or len(target) > _LONGEST_PATH:
        return default
    path, _, query = target.partition("?")
    try:
        address = read_address(path.encode(), _NOWHERE)
        check_query(query.encode())
    except Malformed:
        return default
    return address.canonical + (f"?{query}" if query else "")
