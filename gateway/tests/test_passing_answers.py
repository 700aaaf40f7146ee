"""Answers on their way back: streamed, filtered, sent for again once, and a plain page where they are unsound."""

import asyncio
import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from .test_proxy import MB


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
