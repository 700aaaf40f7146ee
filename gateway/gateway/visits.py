"""One request at the door: what is known of it so far, where it comes from, and whether it may be a browser's doing."""

import time
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from starlette.types import Scope

from gateway.limits.rules import Decision
from gateway.parts import Parts
from gateway.proxy.addresses import Address
from gateway.proxy.headers import RequestHead
from gateway.sessions.callers import NOBODY, Caller
from shared.access.identity import Confirmation
from shared.core.errors import Forbidden, Refusal
from shared.core.identifiers import new_id

SAFE = frozenset(("GET", "HEAD", "OPTIONS"))


class MethodUnknown(Refusal):
    status = 405


class Visit:
    """Một lượt gọi: what is known about one request so far."""

    __slots__ = (
        "address",
        "caller",
        "confirmation",
        "decision",
        "head",
        "method",
        "request_id",
        "reserved",
        "set_visitor",
        "started",
        "status",
        "trace",
        "via",
    )

    def __init__(self, scope: Scope) -> None:
        self.started = time.perf_counter()
        self.method: str = scope["method"]
        self.request_id = new_id().hex
        self.trace = ""
        self.head: RequestHead | None = None
        self.address: Address | None = None
        self.caller: Caller = NOBODY
        self.confirmation: Confirmation = ""
        self.via = ""
        """`bearer`, `cookie`, `visitor`, or nothing."""
        self.set_visitor = ""
        self.decision: Decision | None = None
        self.reserved = ""
        """The allowance that comes back should this be refused."""
        self.status = 0


def check_origin(visit: Visit, own: str) -> None:
    """Unsafe requests that a browser sends by itself must come from our own pages."""
    head = visit.head
    assert head is not None
    assert visit.address is not None
    if visit.method in SAFE or visit.via == "bearer":
        return
    if head.fetch_site:
        fine = head.fetch_site in ("same-origin", "none")
    elif head.origin:
        fine = urlsplit(head.origin).netloc.lower() in (head.host, own)
    else:
        # No browser of today sends neither. Forms carry their own token besides; calls of the API do not.
        fine = visit.via != "cookie" or not visit.address.path.startswith("/api/")
    if not fine:
        raise Forbidden("cross_site_refused")


def client_address(scope: Scope, head: RequestHead, parts: Parts) -> str:
    """The caller's address; what X-Forwarded-For says only as far as those who say it are trusted."""
    text = scope["client"][0] if scope.get("client") else ""
    trusted = parts.limits.trusted_proxies
    if not trusted:
        return one_caller(text)
    for name in (text, *(part.strip() for part in reversed(head.forwarded_for.split(",")) if part.strip())):
        try:
            address = ip_address(name)
        except ValueError:
            break
        text = name
        if not any(address in network for network in trusted if network.version == address.version):
            break
    return one_caller(text)


@lru_cache(maxsize=4096)
def one_caller(text: str) -> str:
    """An IPv6 network of 64 bits counts as one, for it is one household."""
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped) if address.ipv4_mapped else address.exploded[:19]
    return str(address)


def is_near(scope: Scope, head: RequestHead) -> bool:
    """From this very machine, and not handed on by a proxy on it."""
    try:
        return ip_address(scope["client"][0]).is_loopback and not head.forwarded_for
    except (KeyError, TypeError, ValueError):
        return False
