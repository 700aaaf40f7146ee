"""What a service may answer, in every shape that HTTP/1.1 knows, and what becomes of the connection (RFC 9112)."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from gateway.proxy.answer import Broken, Slow, Unreachable
from gateway.proxy.upstream import Upstream

OK = b"HTTP/1.1 200 OK\r\n"
ONE = OK + b"Content-Length: 1\r\n\r\na"
LONG = b"x" * 300_000

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextlib.asynccontextmanager
async def a_service(serve: Serve, **limits: Any) -> AsyncIterator[Upstream]:
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    upstream = Upstream(f"http://127.0.0.1:{port}", **{"connect_seconds": 1, "answer_seconds": 2, **limits})
    try:
        yield upstream
    finally:
        upstream.close()
        server.close()


def test_an_end_by_closing_is_only_taken_from_a_clean_end() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(OK + b"\r\nabc")
        await writer.drain()
        await asyncio.sleep(0.05)
        linger = struct.pack("ii", 1, 0)  # the end is a reset
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        writer.transport.abort()

    async def run() -> None:
        async with a_service(serve) as upstream:
            answer = await upstream.ask("GET", "/", [], None)
            assert await answer.piece() == b"abc"
            with pytest.raises(Broken):
                await answer.piece()

    asyncio.run(run())


async def _pieces(count: int, wait: float = 0.0) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield b"x" * 50_000
        await asyncio.sleep(wait)


def test_an_early_answer_to_a_long_upload_is_read_and_ends_the_upload() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 413 Too Large\r\nContent-Length: 1\r\n\r\na")

    async def run() -> None:
        async with a_service(serve) as upstream:
            answer = await upstream.ask("POST", "/", [("content-length", "50000000")], _pieces(1_000, 0.01))
            assert (answer.status, await answer.whole()) == (413, b"a")
            answer.close()
            assert not upstream._kept, "half a request stands on it"

    asyncio.run(run())


def test_an_early_head_whose_body_does_not_come_is_given_up_during_the_upload() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 413 Too Large\r\nContent-Length: 1\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            while await reader.read(65_536):
                pass

    async def run() -> None:
        async with a_service(serve, answer_seconds=0.3) as upstream:
            answer = await upstream.ask("POST", "/", [("content-length", "50000000")], _pieces(1_000, 0.05))
            with pytest.raises(Slow):
                async with asyncio.timeout(3):
                    await answer.piece()

    asyncio.run(run())


def test_empty_pieces_do_not_end_a_body_in_chunks() -> None:
    got = b""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal got
        await reader.readuntil(b"\r\n\r\n")
        got = await reader.readuntil(b"0\r\n\r\n")
        writer.write(ONE)

    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b"", b"a", b"", b"b", b""):
            yield piece

    async def run() -> None:
        async with a_service(serve) as upstream:
            await (await upstream.ask("POST", "/", [], pieces())).whole()
        assert got == b"1\r\na\r\n1\r\nb\r\n0\r\n\r\n"

    asyncio.run(run())


def test_who_leaves_in_mid_answer_gives_the_connection_to_nobody() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if b"/silent" not in head:
            writer.write(OK + b"Content-Length: 9\r\n\r\nabc")
        with contextlib.suppress(ConnectionError):
            assert await reader.read() == b"", "the service learns that nobody waits"

    async def run() -> None:
        async with a_service(serve) as upstream:
            answer = await upstream.ask("GET", "/", [], None)
            await answer.piece()
            answer.close()
            assert not upstream._kept
            with pytest.raises(asyncio.CancelledError):  # noqa: PT012
                waiting = asyncio.create_task(upstream.ask("GET", "/silent", [], None))
                await asyncio.sleep(0.05)
                waiting.cancel()
                await waiting
            assert not upstream._kept

    asyncio.run(run())


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_kept_connection_that_closes_in_a_race(method: str) -> None:
    """The service closes just as the next request is on its way: a question is asked again, an act is not."""
    asked: list[int] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = not asked
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            asked.append(1)
            writer.write(ONE)
            await reader.readuntil(b"\r\n\r\n")
            asked.append(2)
            if first:
                writer.close()
            else:
                writer.write(ONE)

    async def run() -> None:
        async with a_service(serve) as upstream:
            await (await upstream.ask("GET", "/", [], None)).whole()
            if method == "GET":
                assert await (await upstream.ask("GET", "/", [], None)).whole() == b"a"
                assert asked == [1, 2, 1]
            else:
                with pytest.raises(Broken):
                    await upstream.ask("POST", "/", [], b"x")
                assert asked == [1, 2]

    asyncio.run(run())


def test_a_service_is_asked_by_so_many_at_once_and_no_more() -> None:
    at_once = most = 0
    release = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal at_once, most
        with contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                await reader.readuntil(b"\r\n\r\n")
                at_once += 1
                most = max(most, at_once)
                await release.wait()
                at_once -= 1
                writer.write(ONE)

    async def run() -> None:
        async with a_service(serve, most_connections=3, connect_seconds=0.2) as upstream:
            waiting = [asyncio.create_task(upstream.ask("GET", "/", [], None)) for _ in range(5)]
            done, _ = await asyncio.wait(waiting, timeout=0.5)
            assert len(done) == 2, "who finds no room in time is told so"
            for task in done:
                with pytest.raises(Unreachable):
                    task.result()
            release.set()
            for task in waiting:
                if task not in done:
                    assert await (await task).whole() == b"a"
            for _ in range(9):  # each gave its place back
                assert await (await upstream.ask("GET", "/", [], None)).whole() == b"a"
        assert most == 3

    asyncio.run(run())
