"""Opaque positions in a list: where the last page ended."""

import base64

import orjson

from shared.core.errors import Malformed


def write(*parts: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([str(part) for part in parts])).decode().rstrip("=")


def read(cursor: str, length: int) -> list[str]:
    """Raise Malformed for anything we did not write."""
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        raise Malformed("bad_cursor") from None
    if not isinstance(parts, list) or len(parts) != length or not all(isinstance(p, str) for p in parts):
        raise Malformed("bad_cursor")
    return parts
