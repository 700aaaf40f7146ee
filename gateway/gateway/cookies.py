"""The gateway's cookies: a session's token, the mark of somebody not signed in, and the mark of a device known to an account."""

from collections.abc import Sequence

SESSION = "lt_session"
VISITOR = "lt_visitor"
DEVICE = "lt_device"
ENDS = "lt_ends"
"""When the session ends at the latest, for the warning before it. The only one that scripts may read; it opens nothing."""


class Cookies:
    """Cookie của cổng: how they are named, read and written. Over TLS no other host, and no plain page, can set one."""

    def __init__(self, *, secure: bool) -> None:
        self._secure = secure

    def name(self, name: str) -> str:
        return f"__Host-{name}" if self._secure and name != ENDS else name

    def read(self, headers: Sequence[str], name: str) -> str:
        return read_cookie(headers, self.name(name))

    def write(self, name: str, value: str, seconds: int | None = None) -> str:
        """Without `seconds` it ends with the browser; 0 ends it now."""
        parts = [f"{self.name(name)}={value}", "Path=/", "SameSite=Lax"]
        if name != ENDS:
            parts.append("HttpOnly")
        if seconds is not None:
            parts.append(f"Max-Age={seconds}")
        if self._secure:
            parts.append("Secure")
        return "; ".join(parts)


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
