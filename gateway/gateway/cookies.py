"""The two cookies: a session's token, and the mark of somebody not signed in."""

from collections.abc import Sequence

SESSION = "lt_session"
VISITOR = "lt_visitor"


def read_cookie(headers: Sequence[str], name: str) -> str:
    """The cookie's value; empty when absent, or when two different ones came (one would be somebody else's doing)."""
    found = {
        value.strip()
        for header in headers
        for pair in header.split(";")
        for key, equals, value in [pair.partition("=")]
        if equals and key.strip() == name
    }
    return found.pop() if len(found) == 1 else ""


def set_cookie(name: str, value: str, *, secure: bool, seconds: int | None = None) -> str:
    """Without `seconds` it ends with the browser."""
    parts = [f"{name}={value}", "Path=/", "HttpOnly", "SameSite=Lax"]
    if seconds is not None:
        parts.append(f"Max-Age={seconds}")
    if secure:
        parts.append("Secure")
    return "; ".join(parts)
