"""Quét mã độc: ClamAV's daemon, asked by its INSTREAM command (clamd(8)) over TCP or a local socket. One connection a file."""

import asyncio
import struct
from contextlib import suppress
from urllib.parse import urlsplit

CONNECT_SECONDS = 3.0
SCAN_SECONDS = 60.0
_PIECE = 262_144


class ScannerAway(Exception):
    """The scanner does not answer, or not on this file: it is asked again later."""


class Clamd:
    """`url`: `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("tcp", "unix") or not (parts.hostname if parts.scheme == "tcp" else parts.path):
            raise ValueError("LIENTHONG_CLAMD_URL is tcp://host:port or unix:///path")
        self._path = parts.path if parts.scheme == "unix" else ""
        self._host, self._port = parts.hostname or "", parts.port or 3310

    async def scan(self, content: bytes) -> str:
        """The name of what was found; empty when nothing was. Raise ScannerAway."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                reader, writer = await self._connect()
            try:
                async with asyncio.timeout(SCAN_SECONDS):
                    answer = await self._ask(reader, writer, content)
            finally:
                writer.close()
        except (OSError, asyncio.IncompleteReadError) as error:
            raise ScannerAway(f"{type(error).__name__}: {error}") from error
        return _found(answer)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._path:
            return await asyncio.open_unix_connection(self._path)
        return await asyncio.open_connection(self._host, self._port)

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, content: bytes) -> str:
        answer = asyncio.ensure_future(reader.readuntil(b"\0"))  # it may say why it hangs up before the end
        with suppress(ConnectionError):
            writer.write(b"zINSTREAM\0")
            for place in range(0, len(content), _PIECE):
                piece = content[place : place + _PIECE]
                writer.write(struct.pack(">I", len(piece)) + piece)
                await writer.drain()
            writer.write(struct.pack(">I", 0))
            await writer.drain()
        return (await answer)[:-1].decode("utf-8", "replace")


def _found(answer: str) -> str:
    """`stream: OK`, `stream: <name> FOUND`; all else (`... ERROR`) is no verdict."""
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return ""
    if not said.endswith(" FOUND"):
        raise ScannerAway(answer[:200])
    return said.removesuffix(" FOUND")
