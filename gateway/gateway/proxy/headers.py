"""Which headers pass, both ways. What is not on a list does not pass, so no spelling of an identity header can."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from shared.core.errors import Malformed, Refusal, UnsupportedKind

_FORWARDED = frozenset(
    b"accept accept-language content-type content-disposition content-digest repr-digest idempotency-key if-match "
    b"if-none-match if-modified-since if-unmodified-since if-range range prefer hx-request hx-target hx-trigger "
    b"hx-trigger-name hx-boosted hx-current-url hx-prompt hx-history-restore-request "
    b"tus-resumable upload-length upload-offset upload-metadata".split()
)
_ONCE = _FORWARDED - {b"accept", b"accept-language", b"prefer"} | frozenset(
    b"host content-length transfer-encoding authorization origin content-encoding".split()
)
"""Twice would mean two things to two readers."""

_RETURNED = frozenset(
    b"content-type content-length content-disposition content-language content-range content-encoding accept-ranges "
    b"etag last-modified cache-control vary retry-after www-authenticate allow link content-digest repr-digest "
    b"idempotent-replay deprecation sunset preference-applied location hx-redirect hx-location hx-push-url "
    b"hx-replace-url hx-refresh hx-retarget hx-reselect hx-reswap hx-trigger hx-trigger-after-settle "
    b"hx-trigger-after-swap content-security-policy tus-resumable upload-length upload-offset upload-expires".split()
)
_LOCAL_ADDRESSES = frozenset((b"location", b"hx-redirect", b"hx-push-url", b"hx-replace-url"))

_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_HOST = re.compile(rb"(?:[A-Za-z0-9.\-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_LENGTH = re.compile(rb"[0-9]{1,15}")
_LARGE_KINDS = frozenset(
    (
        b"multipart/form-data",
        b"application/octet-stream",
        b"application/offset+octet-stream",
        b"application/xml",
        b"application/pdf",
    )
)


@dataclass(slots=True)
class RequestHead:
    """What the gateway reads from a request's headers, and what it passes on."""

    forwarded: list[tuple[str, str]] = field(default_factory=list)
    host: str = ""
    length: int | None = None
    chunked: bool = False
    large: bool = False
    """Of a kind that carries files."""
    cookies: list[str] = field(default_factory=list)
    authorization: str = ""
    origin: str = ""
    fetch_site: str = ""
    traceparent: str = ""
    forwarded_for: str = ""
    accept: str = ""
    takes_gzip: bool = False

    @property
    def has_body(self) -> bool:
        return self.chunked or bool(self.length)


def read_head(headers: list[tuple[bytes, bytes]], http_version: str) -> RequestHead:
    """Raise Malformed where a framing or identity question has two answers."""
    head = RequestHead()
    seen: set[bytes] = set()
    for name, value in headers:
        if name in _ONCE:
            if name in seen:
                raise Malformed("header_repeated")
            seen.add(name)
        if name in _FORWARDED:
            head.forwarded.append((name.decode(), _text(value)))
            if name == b"content-type":
                head.large = value.split(b";")[0].strip().lower() in _LARGE_KINDS
            elif name == b"accept":
                head.accept = _text(value)
        elif name in _READERS:
            _READERS[name](head, value)
    if b"host" not in seen:
        raise Malformed("host_missing")
    if head.chunked and (head.length is not None or http_version == "1.0"):
        raise Malformed("framing_ambiguous")
    return head


def _text(value: bytes) -> str:
    if _CONTROL.search(value) or not value.isascii():
        raise Malformed("header_malformed")
    return value.decode("ascii")


def _read_host(head: RequestHead, value: bytes) -> None:
    if not _HOST.fullmatch(value):
        raise Malformed("host_malformed")
    head.host = value.decode().lower()


def _read_length(head: RequestHead, value: bytes) -> None:
    if not _LENGTH.fullmatch(value):
        raise Malformed("framing_ambiguous")
    head.length = int(value)


def _read_transfer(head: RequestHead, value: bytes) -> None:
    if value.lower() != b"chunked":
        raise Malformed("framing_ambiguous")
    head.chunked = True


def _read_encoding(head: RequestHead, value: bytes) -> None:
    if value.strip().lower() not in (b"", b"identity"):
        raise UnsupportedKind("content_encoding_unsupported")


def _read_trace(head: RequestHead, value: bytes) -> None:
    head.traceparent = value.decode("ascii", "replace")


def _read_accepted(head: RequestHead, value: bytes) -> None:
    for choice in value.lower().split(b","):
        coding, _, weight = choice.partition(b";")
        if coding.strip() == b"gzip":
            head.takes_gzip = not re.fullmatch(rb"\s*q=0(?:\.0*)?\s*", weight)


_READERS: dict[bytes, Callable[[RequestHead, bytes], None]] = {
    b"host": _read_host,
    b"content-length": _read_length,
    b"transfer-encoding": _read_transfer,
    b"content-encoding": _read_encoding,
    b"traceparent": _read_trace,
    b"accept-encoding": _read_accepted,
    b"cookie": lambda head, value: head.cookies.append(value.decode("latin-1")),
    b"authorization": lambda head, value: setattr(head, "authorization", value.decode("latin-1")),
    b"origin": lambda head, value: setattr(head, "origin", value.decode("latin-1")),
    b"sec-fetch-site": lambda head, value: setattr(head, "fetch_site", value.decode("latin-1")),
    b"x-forwarded-for": lambda head, value: setattr(
        head, "forwarded_for", f"{head.forwarded_for},{value.decode('latin-1')}".lstrip(",")
    ),
}


class BadAnswer(Refusal):
    """The service's answer cannot be passed on."""

    status = 502


def answer_headers(raw: Sequence[tuple[bytes, bytes]], upstream: bytes, own: bytes) -> list[tuple[bytes, bytes]]:
    """Headers of a service's answer that reach the client. Addresses in them must lead to this site."""
    kept: list[tuple[bytes, bytes]] = []
    for original, value in raw:
        name = original.lower()
        if name not in _RETURNED:
            continue
        if _CONTROL.search(value):
            raise BadAnswer("service_answer_unsound")
        if name in _LOCAL_ADDRESSES:
            value = _local(value, upstream, own)
        kept.append((name, value))
    return kept


def _local(value: bytes, upstream: bytes, own: bytes) -> bytes:
    for prefix in (upstream, own):
        if value == prefix or value.startswith(prefix + b"/"):
            value = value[len(prefix) :] or b"/"
    if value in (b"true", b"false") or (value[:1] == b"/" and value[1:2] not in (b"/", b"\\")):
        return value
    raise BadAnswer("service_answer_unsound")
