"""What a request carries through the code it causes: its id, its W3C trace context, the files it will have kept, who waits for it."""

import re
import secrets
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
traceparent: ContextVar[str] = ContextVar("traceparent", default="")
waiting_files: ContextVar[dict[tuple[str, str], bytes] | None] = ContextVar("waiting_files", default=None)
"""Contents by part of the store and SHA-256 that are stored when the request's transaction is about to be committed; None outside one."""
caller: ContextVar[str] = ContextVar("caller", default="")
"""Who pays for heavy work: the account, else the visitor as the gateway tells visitors apart; empty for our own work."""
identity_token: ContextVar[str] = ContextVar("identity_token", default="")
"""The token by which the gateway said who asks: what the signing port wants to see of the person who signs."""
until_gone: ContextVar[Callable[[], Awaitable[None]] | None] = ContextVar("until_gone", default=None)
"""Waits until whoever made the request has left; None where nobody could."""

_TRACEPARENT = re.compile(r"^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$")


def child_traceparent(parent: str | None) -> str:
    """A new span under `parent` (W3C Trace Context 1), or the root of a new trace when there is no sound parent."""
    match = _TRACEPARENT.match(parent or "")
    if match is None or match[1] == "0" * 32:
        return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
    return f"00-{match[1]}-{secrets.token_hex(8)}-{match[3]}"
