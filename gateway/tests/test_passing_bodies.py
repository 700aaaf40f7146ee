"""Bodies on their way to a service: streamed, counted, and given up when they are too slow."""

import asyncio
import hashlib
import os
import socket
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from .test_proxy import LARGE, MB, read_all


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
    for begun in (b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", b""):
        with socket.create_connection(("127.0.0.1", gateway.port), timeout=60) as connection:
            connection.sendall(begun)
            assert connection.recv(65536) == b""  # closed by the gateway, not merely silent


def test_an_endless_head_is_cut(gateway: Any) -> None:
    answer = gateway.send_raw(b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 400_000, 3)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 400")
