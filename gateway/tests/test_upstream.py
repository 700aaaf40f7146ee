"""What a service may answer, in every shape that HTTP/1.1 knows, and what becomes of the connection (RFC 9112)."""

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from gateway.proxy.answer import Broken, Slow, Unreachable
from gateway.proxy.upstream import Upstream

OK = b"HTTP/1.1 200 OK\r\n"
ONE = OK + b"Content-Length: 1\r\n\r\na"
LONG = b"x" * 300_000


@dataclass
class Case:
    """One answer: what is sent, what is read of it, and whether the connection serves the next request."""

    sent: tuple[bytes, ...]
    body: bytes | None = b""
    """None: the answer is refused as unsound."""
    status: int = 200
    method: str = "GET"
    kept: bool = False
    closes: bool = False
    """The service ends the connection behind it."""
    without: tuple[bytes, ...] = ()
    """Headers that must not be told on."""
    headers: dict[bytes, bytes] = field(default_factory=dict)


CASES = {
    "a length": Case((ONE,), b"a", kept=True),
    "a length of nothing": Case((OK + b"Content-Length: 0\r\n\r\n",), kept=True),
    "a length in many pieces": Case((OK, b"Content-Le", b"ngth: 3\r\n\r", b"\na", b"b", b"c"), b"abc", kept=True),
    "a long body": Case((OK + b"Content-Length: 300000\r\n\r\n", LONG), LONG, kept=True),
    "less than its length": Case((OK + b"Content-Length: 5\r\n\r\nabc",), None, closes=True),
    "more than its length": Case((OK + b"Content-Length: 1\r\n\r\nabc",), b"a"),
    "two lengths that differ": Case((OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",), None),
    "a length that is no number": Case((OK + b"Content-Length: a\r\n\r\na",), None),
    "chunks": Case((OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n",), b"abc", kept=True),
    "chunks in pieces": Case(
        (OK + b"Transfer-Encoding: chunked\r\n\r\n1", b"\r\na\r", b"\n0\r\n", b"\r\n"), b"a", kept=True
    ),
    "no chunks at all": Case((OK + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",), kept=True),
    "chunks without an end": Case((OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n",), None, closes=True),
    "a chunk of no size": Case((OK + b"Transfer-Encoding: chunked\r\n\r\nx\r\na\r\n0\r\n\r\n",), None),
    "chunks and a length": Case(
        (OK + b"Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",), None
    ),
    "trailers": Case(
        (OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nLocation: /evil\r\n\r\n",),
        b"a",
        kept=True,
        without=(b"location",),
    ),
    "trailers in a piece of their own": Case(
        (OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n", b"Set-Cookie: a=b\r\n", b"\r\n"),
        b"a",
        kept=True,
        without=(b"set-cookie",),
    ),
    "an end by closing": Case((OK + b"\r\nabc",), b"abc", closes=True),
    "an end by closing, said so": Case((OK + b"Connection: close\r\n\r\n", b"ab", b"c"), b"abc", closes=True),
    "an end by closing with nothing": Case((OK + b"\r\n",), b"", closes=True),
    "closed before it begins": Case((), None, closes=True),
    "closed in the head": Case((OK + b"Content-",), None, closes=True),
    "a length, and then it closes": Case((OK + b"Connection: close\r\nContent-Length: 1\r\n\r\na",), b"a", closes=True),
    "HTTP/1.0": Case((b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na",), b"a"),
    "HTTP/1.0 kept alive": Case(
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\na",), b"a", kept=True
    ),
    "204": Case((b"HTTP/1.1 204 No Content\r\n\r\n",), status=204, kept=True),
    "204 with a body": Case((b"HTTP/1.1 204 No Content\r\nContent-Length: 3\r\n\r\nabc",), status=204),
    "304 with a length": Case((b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n",), status=304, kept=True),
    "304 with a body": Case((b"HTTP/1.1 304 Not Modified\r\nContent-Length: 3\r\n\r\nabc",), status=304),
    "HEAD": Case((OK + b"Content-Length: 5\r\n\r\n",), method="HEAD", headers={b"content-length": b"5"}),
    "HEAD of chunks": Case((OK + b"Transfer-Encoding: chunked\r\n\r\n",), method="HEAD"),
    "HEAD with a body": Case((ONE,), method="HEAD"),
    "100 before the answer": Case((b"HTTP/1.1 100 Continue\r\n\r\n", ONE), b"a", kept=True),
    "103 before the answer": Case(
        (b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + ONE,), b"a", kept=True, without=(b"link",)
    ),
    "100 and nothing more": Case((b"HTTP/1.1 100 Continue\r\n\r\n",), None, closes=True),
    "101": Case((b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n",), None),
    "an answer to nobody behind it": Case((ONE + ONE,), b"a"),
    "a head without end": Case((OK, *(b"X: %b\r\n" % (b"y" * 9_000) for _ in range(8))), None),
    "a head of many headers": Case((OK + b"".join(b"X-%d: yyyyyyyy\r\n" % n for n in range(9_000)) + b"\r\n",), None),
    "a header broken over lines": Case((OK + b"X: a\r\n b\r\nContent-Length: 1\r\n\r\na",), None),
    "a colon after a space": Case((OK + b"Content-Length : 1\r\n\r\na",), None),
    "no HTTP": Case((b"SSH-2.0-OpenSSH_9.2\r\n",), None),
    "another version": Case((b"HTTP/2.0 200 OK\r\nContent-Length: 1\r\n\r\na",), None),
    "a status of two digits": Case((b"HTTP/1.1 20 OK\r\nContent-Length: 1\r\n\r\na",), None),
}

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


@pytest.mark.parametrize("name", CASES)
def test_each_answer_is_read_for_what_it_is(name: str) -> None:
    case, connections = CASES[name], 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            for piece in case.sent:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0.005)
            if case.closes:
                writer.close()
                return
            await reader.readuntil(b"\r\n\r\n")
            writer.write(ONE)

    async def run() -> None:
        async with a_service(serve) as upstream:
            if case.body is None:
                with pytest.raises(Broken):  # noqa: PT012 - the head may be sound and the body not
                    answer = await upstream.ask("POST", "/", [], b"")
                    await answer.whole()
                return
            answer = await upstream.ask(case.method, "/", [], None)
            assert answer.status == case.status
            assert await answer.whole() == case.body
            answer.close()
            names = {name.lower(): value for name, value in answer.headers}
            assert not names.keys() & set(case.without)
            assert case.headers.items() <= names.items()
            await asyncio.sleep(0.02)
            if not case.closes and case.kept:
                assert await (await upstream.ask("POST", "/", [], b"")).whole() == b"a"
            assert (len(upstream._kept) == 1) is case.kept
            assert connections == 1

    asyncio.run(run())


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
