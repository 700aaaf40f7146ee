"""Request smuggling (threat T4): bytes on a raw socket. One request in is at most one request out, never two."""

import time
from typing import Any

import pytest

HOST = b"Host: localhost\r\n"
SMUGGLED = b"GET /mot-cua/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"

REFUSED = {
    "CL.TE": b"POST /mot-cua/a HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    + SMUGGLED,
    "TE.CL": b"POST /mot-cua/a HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n"
    + SMUGGLED
    + b"\r\n0\r\n\r\n",
    "two lengths": b"POST /mot-cua/a HTTP/1.1\r\n" + HOST + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\nhello",
    "two equal lengths": b"POST /mot-cua/a HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
    "a list of lengths": b"POST /mot-cua/a HTTP/1.1\r\n" + HOST + b"Content-Length: 5, 5\r\n\r\nhello",
    "a signed length": b"POST /mot-cua/a HTTP/1.1\r\n" + HOST + b"Content-Length: +5\r\n\r\nhello",
    "a negative length": b"POST /mot-cua/a HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\nhello",
    "a hexadecimal length": b"POST /mot-cua/a HTTP/1.1\r\n" + HOST + b"Content-Length: 0x5\r\n\r\nhello",
    "a huge length": b"POST /mot-cua/a HTTP/1.1\r\n" + HOST + b"Content-Length: 99999999999999999999\r\n\r\nhello",
    "two encodings": b"POST /mot-cua/a HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "a list of encodings": b"POST /mot-cua/a HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "an unknown encoding": b"POST /mot-cua/a HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a space before the colon": b"POST /mot-cua/a HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "a tab before the colon": b"POST /mot-cua/a HTTP/1.1\r\n" + HOST + b"Content-Length\t: 5\r\n\r\nhello",
    "a bad chunk size": b"POST /mot-cua/a HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    "a negative chunk size": b"POST /mot-cua/a HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nhello\r\n0\r\n\r\n",
    "a huge chunk size": b"POST /mot-cua/a HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nhello\r\n",
    "a chunk that is too long": b"POST /mot-cua/a HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n",
    "a chunk ending in LF": b"POST /mot-cua/a HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n",
    "NUL in a header": b"GET /mot-cua/a HTTP/1.1\r\n" + HOST + b"X-A: b\x00c\r\n\r\n",
    "CR in a header": b"GET /mot-cua/a HTTP/1.1\r\n" + HOST + b"Accept: b\rX-Evil: c\r\n\r\n",
    "NUL in the path": b"GET /mot-cua/\x00a HTTP/1.1\r\n" + HOST + b"\r\n",
    "a bad header name": b"GET /mot-cua/a HTTP/1.1\r\n" + HOST + b"X(A): b\r\n\r\n",
    "a header without colon": b"GET /mot-cua/a HTTP/1.1\r\n" + HOST + b"Nonsense\r\n\r\n",
    "an empty header name": b"GET /mot-cua/a HTTP/1.1\r\n" + HOST + b": x\r\n\r\n",
    "a line folded at the start": b"GET /mot-cua/a HTTP/1.1\r\n X: y\r\n" + HOST + b"\r\n",
    "no host": b"GET /mot-cua/a HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /mot-cua/a HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
    "a host with a path": b"GET /mot-cua/a HTTP/1.1\r\nHost: localhost/evil\r\n\r\n",
    "an empty host": b"GET /mot-cua/a HTTP/1.1\r\nHost: \r\n\r\n",
    "a host with a user": b"GET /mot-cua/a HTTP/1.1\r\nHost: user@localhost\r\n\r\n",
    "two content types": b"GET /mot-cua/a HTTP/1.1\r\n" + HOST + b"Content-Type: a/b\r\nContent-Type: c/d\r\n\r\n",
    "two authorizations": b"GET /mot-cua/a HTTP/1.1\r\n"
    + HOST
    + b"Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n",
    "chunks in HTTP/1.0": b"POST /mot-cua/a HTTP/1.0\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "an unknown version": b"GET /mot-cua/a HTTP/9.9\r\n" + HOST + b"\r\n",
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS on a plain port": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "CONNECT": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n",
    "TRACE": b"TRACE /mot-cua/a HTTP/1.1\r\n" + HOST + b"\r\n",
    "asterisk": b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
    "a path of traversal": b"GET /mot-cua/../internal/operations HTTP/1.1\r\n" + HOST + b"\r\n",
    "an escaped traversal": b"GET /mot-cua/%2e%2e/internal/operations HTTP/1.1\r\n" + HOST + b"\r\n",
    "an escaped slash": b"GET /mot-cua%2f..%2finternal HTTP/1.1\r\n" + HOST + b"\r\n",
    "a double escape": b"GET /mot-cua/%252e%252e/internal HTTP/1.1\r\n" + HOST + b"\r\n",
    "a backslash": b"GET /mot-cua\\..\\internal HTTP/1.1\r\n" + HOST + b"\r\n",
    "a parameter": b"GET /mot-cua/..;/internal HTTP/1.1\r\n" + HOST + b"\r\n",
    "a space in the path": b"GET /mot-cua/ a HTTP/1.1\r\n" + HOST + b"\r\n",
    "a fragment": b"GET /mot-cua#/internal HTTP/1.1\r\n" + HOST + b"\r\n",
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_ambiguous_request_is_refused_and_reaches_nobody(gateway: Any, name: str) -> None:
    answer = gateway.send_raw(REFUSED[name], 1.0)
    for _ in range(100):  # the upstream hears a moment later that the rest will never come
        if not [seen for seen in gateway.upstream.seen if seen.whole]:
            break
        time.sleep(0.02)
    assert not [seen for seen in gateway.upstream.seen if seen.whole], answer
    assert answer == b"" or answer.split(b" ")[1][:1] == b"4", answer[:200]
    assert b"smuggled" not in answer


def test_nothing_internal_is_reached_by_any_name(gateway: Any) -> None:
    for path in (
        b"/internal/operations",
        b"/api/one-stop/internal/operations",
        b"/api/one-stop/../../internal",
        b"//internal/x",
    ):
        gateway.send_raw(b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n", 2)
    assert all(seen.path.startswith("/api/one-stop/internal") for seen in gateway.upstream.seen)


def test_an_absolute_target_means_its_path_here(gateway: Any) -> None:
    gateway.send_raw(b"GET http://evil.example/mot-cua/a HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n", 2)
    assert [seen.path for seen in gateway.upstream.seen] in ([], ["/mot-cua/a"])
    assert all("evil" not in value for seen in gateway.upstream.seen for _, value in seen.headers)


def test_pipelined_requests_are_answered_in_order(gateway: Any) -> None:
    one = b"GET /mot-cua/1 HTTP/1.1\r\n" + HOST + b"\r\n"
    two = b"GET /mot-cua/2 HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
    answer = gateway.send_raw(one + two, 3)
    assert answer.index(b"/mot-cua/1") < answer.index(b"/mot-cua/2")
    assert answer.count(b"HTTP/1.1 200") == 2


def test_a_chunked_body_is_framed_anew(gateway: Any) -> None:
    body = b"5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Trailer: forged\r\n\r\n"
    head = b"POST /mot-cua/a HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: Chunked\r\nConnection: close\r\n\r\n"
    assert gateway.send_raw(head + body, 3).startswith(b"HTTP/1.1 200")
    seen = gateway.upstream.last
    assert seen.body == b"hello world"
    assert (seen.all("transfer-encoding"), seen.all("content-length")) == (["chunked"], [])
    assert not seen.get("x-trailer")


def test_a_body_cut_short_is_never_taken_for_whole(gateway: Any) -> None:
    head = b"POST /mot-cua/a HTTP/1.1\r\n" + HOST + b"Content-Length: 100000\r\n\r\n"
    gateway.send_raw(head + b"x" * 80_000, 0.3)
    assert not [seen for seen in gateway.upstream.seen if seen.whole and seen.body]


def test_a_body_on_a_get_does_not_become_a_request(gateway: Any) -> None:
    data = (
        b"GET /mot-cua/a HTTP/1.1\r\n"
        + HOST
        + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(SMUGGLED)
        + SMUGGLED
    )
    gateway.send_raw(data, 2)
    assert [seen.path for seen in gateway.upstream.seen] == ["/mot-cua/a"]
