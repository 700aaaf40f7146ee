"""The token that a form carries: written differently into every page, because compressed pages must not tell it (BREACH).

What stands in the page is a random pad and the token under it. The plain token is taken as well: programs of tests and old pages
hold it, and it proves the same.
"""

import hmac
import secrets

from fastapi import Request

from shared.core.errors import Forbidden

FIELD = "csrf_token"
"""Name of the hidden form field that carries `Identity.csrf`."""


def mask(token: str) -> str:
    """The token as one page shows it; empty for who has none."""
    if not token:
        return ""
    plain = token.encode()
    pad = secrets.token_bytes(len(plain))
    return (pad + _under(pad, plain)).hex()


def reveal(sent: str) -> str:
    """The token under what a form sent, as it came when it is no masked one."""
    try:
        both = bytes.fromhex(sent) if sent.isascii() else b""
        half = len(both) // 2
        return _under(both[:half], both[half:]).decode("ascii") if half and len(sent) >= 64 else sent
    except ValueError:
        return sent


def proves(sent: object, token: str) -> bool:
    """Does what a form sent carry this person's token?"""
    return bool(token) and isinstance(sent, str) and hmac.compare_digest(reveal(sent).encode(), token.encode())


async def csrf_protected(request: Request) -> None:
    """Every form of a page carries the session's token (router dependency of all `pages.py`)."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    form = await request.form()
    if not proves(form.get(FIELD), request.state.identity.csrf):
        raise Forbidden("form_expired")


def _under(pad: bytes, text: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(pad, text, strict=True))
