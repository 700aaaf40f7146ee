"""Passing on: what reaches a service, what comes back, and what is left out on both ways."""

import asyncio
import contextlib
import hashlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from shared.access.identity import HEADER, LIFETIME

MB = 1_048_576
LARGE = {"Content-Type": "application/octet-stream"}


async def read_all(receive: Any) -> bytes:
    pieces = []
    while True:
        message = await receive()
        pieces.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(pieces)


def test_a_request_reaches_its_service_with_the_callers_identity(gateway: Any) -> None:
    with gateway.client() as client:
        answer = client.post("/api/one-stop/v1/x?a=1&b=%C3%A2", json={"x": 1}, headers=gateway.bearer())
    seen = gateway.upstream.last
    assert answer.status_code == 200
    assert (seen.method, seen.path, seen.query) == ("POST", "/api/one-stop/v1/x", b"a=1&b=%C3%A2")
    assert seen.body == b'{"x":1}'
    assert seen.all("content-length") == ["7"]
    identity = gateway.upstream.identity("one-stop")
    assert (identity.kind, identity.user_name, identity.agency_code) == ("officer", "an.nv", "000.00.11.H08")
    assert identity.roles == {"specialist"}
    assert identity.session


def test_the_identity_is_for_one_service_and_five_minutes(gateway: Any) -> None:
    from jose import jwt

    with gateway.client() as client:
        headers = gateway.bearer()
        client.get("/api/one-stop/v1/x", headers=headers)
        first = gateway.upstream.last.get(HEADER)
        client.get("/api/one-stop/v1/x", headers=headers)
        assert gateway.upstream.last.get(HEADER) == first
        client.get("/api/document-exchange/v1/x", headers=headers)
    claims = jwt.get_unverified_claims(first)
    assert claims["aud"] == "one-stop"
    assert claims["exp"] - claims["iat"] == LIFETIME
    assert jwt.get_unverified_claims(gateway.upstream.last.get(HEADER))["aud"] == "document-exchange"


FORGED = [
    ("X-Lienthong-Identity", "forged"),
    ("x-lienthong-identity", "forged"),
    ("X-LIENTHONG-IDENTITY", "forged"),
    ("X_Lienthong_Identity", "forged"),
    ("X-Lienthong_Identity", "forged"),
    ("X-Lienthong-Agency", "forged"),
    ("X-Forwarded-For", "forged"),
    ("X-Forwarded-Host", "forged"),
    ("X-Forwarded-Proto", "forged"),
    ("X-Forwarded-User", "forged"),
    ("X-Real-IP", "forged"),
    ("Forwarded", "for=forged"),
    ("Via", "forged"),
    ("X-Request-Id", "forged"),
    ("X-Original-URL", "/forged"),
    ("X-Rewrite-URL", "/forged"),
    ("X-HTTP-Method-Override", "forged"),
    ("Cookie", "forged=1"),
    ("Proxy-Authorization", "forged"),
    ("Remote-User", "forged"),
    ("X-SSL-Client-S-DN", "forged"),
    ("TE", "forged"),
    ("Keep-Alive", "forged"),
    ("Proxy-Connection", "forged"),
    ("Upgrade", "forged"),
    ("Baggage", "forged"),
    ("Tracestate", "forged"),
]


@pytest.mark.parametrize("header", FORGED, ids=lambda pair: pair[0])
def test_no_forged_header_reaches_a_service(gateway: Any, header: tuple[str, str]) -> None:
    with gateway.client() as client:
        client.get("/mot-cua", headers=[header, header])
    for name, value in gateway.upstream.last.headers:
        assert "forged" not in value, (name, value)
        assert "_" not in name
    assert len(gateway.upstream.last.all("x-request-id")) == 1


def test_headers_named_in_connection_do_not_pass(gateway: Any) -> None:
    with gateway.client() as client:
        client.get("/mot-cua", headers={"Connection": "keep-alive, X-Lienthong-Identity", "X-Lienthong-Identity": "x"})
    assert gateway.upstream.last.get(HEADER) != "x"


def test_useful_headers_pass(gateway: Any) -> None:
    wanted = {
        "Accept": "application/json",
        "Accept-Language": "vi",
        "If-Match": '"3"',
        "Idempotency-Key": "12345678",
        "HX-Request": "true",
        "Range": "bytes=0-9",
    }
    with gateway.client() as client:
        client.get("/mot-cua", headers=wanted)
    assert {name: gateway.upstream.last.get(name.lower()) for name in wanted} == wanted
    assert gateway.upstream.last.get("host").startswith("127.0.0.1:")


def test_request_id_and_trace_go_end_to_end(gateway: Any) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with gateway.client() as client:
        answer = client.get("/mot-cua", headers={"traceparent": trace})
        seen = gateway.upstream.last
        assert answer.headers["x-request-id"] == seen.get("x-request-id")
        assert seen.get("traceparent").split("-")[1] == trace.split("-")[1]
        assert seen.get("traceparent") != trace
        client.get("/mot-cua", headers={"traceparent": "nonsense"})
    assert len(gateway.upstream.last.get("traceparent")) == 55


def test_a_large_upload_streams_through_unchanged(gateway: Any) -> None:
    content = os.urandom(20 * MB)

    async def pieces() -> Any:
        for start in range(0, len(content), 300_000):
            yield content[start : start + 300_000]

    async def run() -> httpx.Response:
        async with httpx.AsyncClient(base_url=gateway.url, timeout=30, trust_env=False) as client:
            return await client.post("/api/document-exchange/v1/x", content=pieces(), headers=LARGE)

    answer = asyncio.run(run())
    assert answer.json()["size"] == len(content)
    assert hashlib.sha256(gateway.upstream.last.body).digest() == hashlib.sha256(content).digest()


def test_a_piece_of_a_large_file_passes_with_its_place(gateway: Any) -> None:
    """tus 1.0.0: the place of the piece is in the headers, there and back."""
    place = {"tus-resumable": "1.0.0", "upload-offset": "7", "upload-length": "9", "upload-metadata": "filename YQ=="}
    piece = os.urandom(8 * MB)
    with gateway.client() as client:
        headers = place | {"content-type": "application/offset+octet-stream"}
        answer = client.patch("/api/online-services/v1/x", content=piece, headers=headers)
        assert answer.json()["size"] == len(piece)
        assert {name: gateway.upstream.last.get(name) for name in place} == place

        async def told(scope: Any, receive: Any, send: Any) -> None:
            back = ((b"tus-resumable", b"1.0.0"), (b"upload-offset", b"7"), (b"upload-length", b"9"))
            await gateway.upstream.reply(send, 200, b"{}", b"application/json", *back)

        gateway.upstream.answer = told
        head = client.head("/api/online-services/v1/x").headers
        assert [head.get(name) for name in ("tus-resumable", "upload-offset", "upload-length")] == ["1.0.0", "7", "9"]


def test_who_looks_at_a_file_without_signing_in_pays_for_the_drawing_himself(gateway: Any) -> None:
    with gateway.client() as client:
        client.get("/api/online-services/v1/x?xem=1")
        assert gateway.upstream.last.get("x-lienthong-visitor")
        client.get("/api/online-services/v1/x?trang=1")
        assert not gateway.upstream.last.get("x-lienthong-visitor")


def test_an_upload_is_not_taken_faster_than_the_service_reads(make_gateway: Any) -> None:
    gateway = make_gateway(large_body=256 * MB)
    taken = 0

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        nonlocal taken
        await receive()
        await asyncio.get_running_loop().run_in_executor(None, gateway.upstream.release.wait, 15)
        taken = len(await read_all(receive))
        await gateway.upstream.reply(send, 200, b"{}")

    gateway.upstream.answer = slow
    sent = 0

    async def pieces() -> Any:
        nonlocal sent
        for _ in range(128):
            sent += MB
            yield bytes(MB)

    async def run() -> int:
        async with httpx.AsyncClient(base_url=gateway.url, timeout=30, trust_env=False) as client:
            posting = asyncio.create_task(client.post("/api/document-exchange/v1/x", content=pieces(), headers=LARGE))
            await asyncio.sleep(2)
            held_back = sent
            gateway.upstream.release.set()
            await posting
            return held_back

    held_back = asyncio.run(run())
    assert held_back < 64 * MB  # what fits into the sockets' buffers, and no more
    assert sent == 128 * MB
    assert taken > 120 * MB


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded", "text/plain", ""])
def test_an_ordinary_body_may_have_one_megabyte(gateway: Any, kind: str) -> None:
    with gateway.client() as client:
        headers = {"Content-Type": kind} if kind else {}
        assert client.post("/api/one-stop/v1/x", content=bytes(MB), headers=headers).status_code == 200
        answer = client.post("/api/one-stop/v1/x", content=bytes(MB + 1), headers=headers)
        assert answer.status_code == 413
        assert answer.json()["code"] == "body_too_large"
        page = client.post("/mot-cua/x", content=bytes(MB + 1), headers=headers)
    assert page.status_code == 413
    assert "Nội dung quá lớn" in page.text
    assert "Nội dung gửi lên quá lớn (tối đa 1 MB)" in page.text


def test_a_chunked_body_is_counted(make_gateway: Any) -> None:
    gateway = make_gateway(large_body=3 * MB)

    def pieces(count: int) -> Iterator[bytes]:
        for _ in range(count):
            yield bytes(MB)

    with gateway.client() as client:
        assert client.post("/api/one-stop/v1/x", content=pieces(3), headers=LARGE).status_code == 200
        answer = client.post("/api/one-stop/v1/x", content=pieces(4), headers=LARGE)
    assert answer.status_code == 413
    deadline = time.monotonic() + 30
    while gateway.upstream.last.whole:  # the service learns of it a moment after the caller
        assert time.monotonic() < deadline, "the service must never take a cut body for a whole one"
        time.sleep(0.01)


def test_a_slow_body_is_given_up(make_gateway: Any) -> None:
    gateway = make_gateway(body_seconds=0.5)
    head = b"POST /mot-cua HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\nContent-Length: 90000\r\n\r\nabc"
    answer = gateway.send_raw(head, 3)
    assert answer.startswith(b"HTTP/1.1 408")
    assert "Nội dung gửi lên quá chậm".encode() in answer


def test_a_slow_head_is_given_up(make_gateway: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.http_protocol.GuardedProtocol.head_seconds", 0.5)
    gateway = make_gateway()
    started = time.monotonic()
    assert gateway.send_raw(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", 5) == b""
    assert gateway.send_raw(b"", 5) == b""
    assert time.monotonic() - started < 4


def test_an_endless_head_is_cut(gateway: Any) -> None:
    answer = gateway.send_raw(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 400_000, 3)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")


def test_an_answer_streams_down_piece_by_piece(gateway: Any) -> None:
    async def in_pieces(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": b"first", "more_body": True})
        await asyncio.get_running_loop().run_in_executor(None, gateway.upstream.release.wait, 10)
        await send({"type": "http.response.body", "body": b"second"})

    gateway.upstream.answer = in_pieces
    with gateway.client() as client, client.stream("GET", "/mot-cua") as answer:
        pieces = answer.iter_raw()
        assert next(pieces) == b"first"
        gateway.upstream.release.set()
        assert next(pieces) == b"second"


def test_a_large_download_is_whole(gateway: Any) -> None:
    content = os.urandom(12 * MB)

    async def large(scope: Any, receive: Any, send: Any) -> None:
        await gateway.upstream.reply(send, 200, content, b"application/pdf")

    gateway.upstream.answer = large
    with gateway.client() as client:
        answer = client.get("/mot-cua/tep")
    assert answer.headers["content-length"] == str(len(content))
    assert answer.content == content


def test_a_download_stops_when_the_client_leaves(gateway: Any) -> None:
    left = threading.Event()

    async def endless(scope: Any, receive: Any, send: Any) -> None:
        watch = asyncio.ensure_future(receive())
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(4000):
            if watch.done() and watch.result()["type"] == "http.disconnect":
                left.set()
                return
            if watch.done():
                watch = asyncio.ensure_future(receive())
            await send({"type": "http.response.body", "body": bytes(65536), "more_body": True})
            await asyncio.sleep(0.002)

    gateway.upstream.answer = endless
    with gateway.client() as client, client.stream("GET", "/mot-cua") as answer:
        next(answer.iter_raw())
    assert left.wait(6)


def test_a_broken_answer_never_looks_whole(gateway: Any) -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"200000")]})
        await send({"type": "http.response.body", "body": bytes(100_000), "more_body": True})
        raise RuntimeError("deliberate")

    gateway.upstream.answer = broken
    with gateway.client() as client, pytest.raises(httpx.RemoteProtocolError):
        client.get("/mot-cua")


def test_what_a_service_answers_is_filtered(gateway: Any) -> None:
    async def talkative(scope: Any, receive: Any, send: Any) -> None:
        extra = [
            (b"server", b"secret"),
            (b"x-powered-by", b"secret"),
            (b"set-cookie", b"lt_session=stolen"),
            (b"access-control-allow-origin", b"*"),
            (b"x-frame-options", b"ALLOWALL"),
            (b"etag", b'"1"'),
            (b"content-disposition", b"attachment; filename=a.pdf"),
            (b"content-security-policy", b"sandbox"),
        ]
        await gateway.upstream.reply(send, 200, b"x", b"application/pdf", *extra)

    gateway.upstream.answer = talkative
    with gateway.client() as client:
        answer = client.get("/mot-cua")
    assert "secret" not in str(answer.headers)
    assert "set-cookie" not in answer.headers
    assert "access-control-allow-origin" not in answer.headers
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["etag"] == '"1"'
    policies = answer.headers.get_list("content-security-policy")
    assert any("sandbox" in policy for policy in policies)
    assert any("frame-ancestors 'none'" in policy for policy in policies)


@pytest.mark.parametrize(
    ("location", "passed"),
    [
        (b"/mot-cua/1", "/mot-cua/1"),
        (b"{upstream}/mot-cua/2?a=1", "/mot-cua/2?a=1"),
        (b"http://localhost:8000/mot-cua/3", "/mot-cua/3"),
        (b"//evil.example", None),
        (b"/\\evil.example", None),
        (b"https://evil.example/", None),
        (b"http://localhost:8000.evil.example/", None),
    ],
)
def test_a_redirect_leads_to_this_site(gateway: Any, location: bytes, passed: str | None) -> None:
    base = gateway.settings.service_url("one-stop").encode()

    async def redirect(scope: Any, receive: Any, send: Any) -> None:
        await gateway.upstream.reply(
            send, 303, b"", b"text/plain", (b"location", location.replace(b"{upstream}", base))
        )

    gateway.upstream.answer = redirect
    with gateway.client() as client:
        answer = client.get("/mot-cua")
    assert (answer.status_code, answer.headers.get("location")) == ((303, passed) if passed else (502, None))


class CuttingServer:
    """Answers the first request of a connection and cuts the connection at the second."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            self._note(connection.recv(65536))
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            self._note(connection.recv(65536))

    def _note(self, request: bytes) -> None:
        """Without the gateway's own questions after the service's health."""
        method, _, rest = request.partition(b" ")
        if not rest.startswith((b"/healthz", b"/readyz", b"/internal/")):
            self.requests.append(method)

    def close(self) -> None:
        self._listener.close()


@pytest.fixture
def cutting() -> Iterator[CuttingServer]:
    server = CuttingServer()
    yield server
    server.close()


def test_a_get_is_sent_again_once_when_the_kept_connection_was_dead(make_gateway: Any, cutting: CuttingServer) -> None:
    gateway = make_gateway(service_urls={"one-stop": cutting.url})
    with gateway.client() as client:
        assert client.get("/mot-cua").text == "ok"
        assert client.get("/mot-cua").text == "ok"
    assert cutting.requests == [b"GET", b"GET", b"GET"]


def test_a_post_is_never_sent_twice(make_gateway: Any, cutting: CuttingServer) -> None:
    gateway = make_gateway(service_urls={"one-stop": cutting.url})
    with gateway.client() as client:
        assert client.post("/api/one-stop/v1/x", content=b"1").status_code == 200
        answer = client.post("/api/one-stop/v1/x", content=b"2")
    assert (answer.status_code, answer.json()["code"]) == (502, "service_answer_unsound")
    assert cutting.requests == [b"POST", b"POST"]


BAD_ANSWERS = {
    "not HTTP": b"hello\r\n\r\n",
    "control characters": b"HTTP/1.1 200 OK\r\nContent-Disposition: a\x01b\r\nContent-Length: 0\r\n\r\n",
    "a bare CR": b"HTTP/1.1 200 OK\r\nETag: a\rSet-Cookie: x\r\nContent-Length: 0\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nhello",
    "a length that is no number": b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nhello",
    "an endless header": b"HTTP/1.1 200 OK\r\nETag: " + b"a" * 300_000 + b"\r\n\r\n",
    "less than promised": b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
    "nothing": b"",
}


@pytest.fixture(scope="module")
def misbehaving(start_gateway: Any) -> Iterator[tuple[Any, list[bytes]]]:
    """A gateway whose one-stop answers with the bytes in the list."""
    answer = [b""]
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection, contextlib.suppress(OSError):
                        connection.recv(65536)
                        connection.sendall(answer[0])

        threading.Thread(target=serve, daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        yield start_gateway(stack, service_urls={"one-stop": url}, circuit_failures=1000), answer


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_an_unsound_answer_becomes_a_plain_page(misbehaving: tuple[Any, list[bytes]], name: str) -> None:
    gateway, answer = misbehaving
    answer[0] = BAD_ANSWERS[name]
    with gateway.client() as client:
        page = client.get("/mot-cua")
    assert page.status_code == 502
    assert "vừa gặp sự cố khi trả lời" in page.text
    assert "set-cookie" not in page.headers


def test_an_unknown_method_is_refused(gateway: Any) -> None:
    with gateway.client() as client:
        assert client.request("TRACE", "/mot-cua").status_code == 405
        assert client.request("PROPFIND", "/api/one-stop/v1/x").json()["code"] == "method_unknown"
    assert not gateway.upstream.seen


def test_compressed_requests_are_refused(gateway: Any) -> None:
    with gateway.client() as client:
        answer = client.post("/api/one-stop/v1/x", content=b"x", headers={"Content-Encoding": "gzip"})
    assert answer.status_code == 415


def test_every_answer_carries_the_security_headers(gateway: Any) -> None:
    with gateway.client() as client:
        answers = [
            client.get(path)
            for path in (
                "/",
                "/mot-cua",
                "/static/emblem.svg",
                "/api",
                "/healthz",
                "/nowhere",
                "/mot-cua/../x",
                "/api/x/y/z",
            )
        ]
    for answer in answers:
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], answer.url
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-request-id"]
        assert "server" not in answer.headers
    assert "strict-transport-security" not in answers[0].headers


def test_behind_tls_cookies_are_secure_and_transport_strict(make_gateway: Any) -> None:
    gateway = make_gateway(public_url="https://congdientu.example.vn")
    with gateway.client() as client:
        answer = client.get("/", headers={"Accept": "text/html"})
    assert answer.headers["strict-transport-security"]
    assert "Secure" in answer.headers["set-cookie"]
