"""What a service may answer, in every shape that HTTP/1.1 knows, and what is read of it (RFC 9112)."""

import asyncio
import contextlib
from dataclasses import dataclass, field

import pytest

from gateway.proxy.answer import Broken

from .test_upstream import LONG, OK, ONE, a_service


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
