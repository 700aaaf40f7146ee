"""The object store (kho tệp): content-addressed, SHA-256 is the name, a file is never changed.

What people bring lies apart until it has been scanned (`shared.work.scanning`), and apart for good where something was found: so no
service hands it out, whichever of them has its name.

A directory in the embedded setting, an S3-compatible bucket in production (`LIENTHONG_FILES_URL=s3://bucket/prefix`).
Who may read a file is decided by the service whose record names it; there is no listing and no guessing of names.
"""

import asyncio
import ctypes
import hashlib
import os
import secrets
import sys
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress
from enum import StrEnum
from itertools import count
from pathlib import Path

import anyio.to_thread
import obstore
from obstore.store import from_url

from shared.contracts.values import FileReference
from shared.core import context
from shared.core.batching import Together
from shared.core.errors import Conflict, TooLarge
from shared.core.settings import Settings

UNSCANNED = "unscanned"
QUARANTINE = "quarantine"
_APART = (UNSCANNED, QUARANTINE)


class FileState(StrEnum):
    """Tình trạng quét mã độc."""

    CLEAN = "clean"  # dùng được
    SCANNING = "scanning"  # đang quét
    INFECTED = "infected"  # có mã độc, đã cách ly


class FileMissing(Exception):
    """The store does not hold the content that a record names."""


class FileAltered(Exception):
    """The stored bytes no longer have the SHA-256 that is their name."""


_SMALL = 65_536
"""Files up to this size are written on the spot: handing them to a thread costs several times the writing."""


class Folder:
    """A directory of this machine. An accepted file is on disk: whole under its name, and both flushed.

    Files that come at the same time share the flush: under load one serves dozens of them. After a crash a name may have
    reached the disk before its bytes; no record names it then, and who brings them again mends it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # All of them now: a folder made on the way of a file would have to be flushed into its own parent first.
        for number in range(256):
            (folder / f"{number:02x}").mkdir(mode=0o700, parents=True, exist_ok=True)
        for part in _APART:
            (folder / part).mkdir(mode=0o700, exist_ok=True)
        _flush([folder])
        self._drafts = (f"draft-{secrets.token_hex(6)}-{number}" for number in count())
        self._flushed = Together(self._flush_together)

    async def put(self, sha256: str, content: bytes, part: str = "") -> None:
        final = self.folder / _path(sha256, part)
        draft = final.with_name(next(self._drafts))
        if len(content) <= _SMALL:
            _write(draft, final, content)
        else:
            await anyio.to_thread.run_sync(_write, draft, final, content)
        await self._flushed(final)

    async def _flush_together(self, files: list[Path]) -> list[None]:
        await anyio.to_thread.run_sync(_flush, [*files, *dict.fromkeys(file.parent for file in files)])
        return [None] * len(files)

    async def get(self, sha256: str, part: str = "") -> bytes:
        return await anyio.to_thread.run_sync((self.folder / _path(sha256, part)).read_bytes)

    async def has(self, sha256: str, part: str = "") -> bool:
        return (self.folder / _path(sha256, part)).exists()

    async def move(self, sha256: str, part: str, to: str) -> None:
        """Raise FileNotFoundError when it is not there."""
        source, final = self.folder / _path(sha256, part), self.folder / _path(sha256, to)
        await anyio.to_thread.run_sync(source.replace, final)
        await anyio.to_thread.run_sync(_flush, [final.parent, source.parent])


def _write(draft: Path, final: Path, content: bytes) -> None:
    """Nobody ever sees half a file under its name."""
    if _holds(final, content):
        return
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)
    draft.rename(final)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False


def _flush(paths: Sequence[Path]) -> None:
    """Bring to disk: one by one when they are few, the whole file system at once when they are many."""
    many = len(paths) > 4 and _libc is not None
    for path in paths[:1] if many else paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            if many and _libc is not None:
                if _libc.syncfs(handle):
                    raise OSError(ctypes.get_errno(), "syncfs")
            else:
                os.fsync(handle)
        finally:
            os.close(handle)


# Linux has it; elsewhere every file is flushed by itself.
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class Bucket:
    """An S3-compatible store."""

    def __init__(self, url: str) -> None:
        self._store = from_url(url)

    async def put(self, sha256: str, content: bytes, part: str = "") -> None:
        if not await self.has(sha256, part):
            await obstore.put_async(self._store, _path(sha256, part), content)

    async def get(self, sha256: str, part: str = "") -> bytes:
        return bytes(await (await obstore.get_async(self._store, _path(sha256, part))).bytes_async())

    async def has(self, sha256: str, part: str = "") -> bool:
        try:
            await obstore.head_async(self._store, _path(sha256, part))
        except FileNotFoundError:
            return False
        return True

    async def move(self, sha256: str, part: str, to: str) -> None:
        """Raise FileNotFoundError when it is not there."""
        await obstore.copy_async(self._store, _path(sha256, part), _path(sha256, to))
        await obstore.delete_async(self._store, _path(sha256, part))


class FileStore:
    """Kho tệp của một tiến trình."""

    def __init__(self, place: Folder | Bucket, *, scans: bool = False) -> None:
        self.place = place
        self.scans = scans
        """Whether what people bring is scanned before anybody gets it."""

    @classmethod
    def from_settings(cls, settings: Settings) -> "FileStore":
        scans = bool(settings.clamd_url)
        if settings.files_url:
            return cls(Bucket(settings.files_url), scans=scans)
        return cls(Folder((settings.var / "files").resolve()), scans=scans)

    async def put(self, content: bytes, media_type: str, name: str, *, part: str = "") -> FileReference:
        """Keep `content`; putting the same bytes twice keeps one copy.

        Within a request's transaction it waits for the commit: a refused request leaves no file behind.
        """
        reference = refer_to(content, media_type, name)
        waiting = context.waiting_files.get()
        if waiting is None:
            await self.place.put(reference.sha256, content, part)
        else:
            waiting[part, reference.sha256] = content
        return reference

    async def put_waiting(self) -> None:
        """Store what waited; called before the commit, so that no record ever names a file that is not there."""
        waiting = context.waiting_files.get() or {}
        await asyncio.gather(*(self.place.put(sha256, content, part) for (part, sha256), content in waiting.items()))

    async def get(self, sha256: str) -> bytes:
        """Raise FileMissing or FileAltered, and Conflict where it lies apart; what is returned has that hash."""
        try:
            return await self._read(sha256, "")
        except FileNotFoundError as error:
            await self._refuse_apart(sha256)
            raise FileMissing(sha256) from error

    async def get_to_work_on(self, sha256: str) -> bytes:
        """As `get`, also before it has been scanned: for the scanner, and for work that hands it to nobody."""
        for part in ("", *_APART):
            with suppress(FileNotFoundError):
                return await self._read(sha256, part)
        raise FileMissing(sha256)

    async def release(self, sha256: str) -> None:
        """Nothing was found: everybody who has the right gets it."""
        with suppress(FileNotFoundError):  # released before
            await self.place.move(sha256, UNSCANNED, "")

    async def quarantine(self, sha256: str) -> None:
        """Cách ly: nobody gets it any more."""
        for part in ("", UNSCANNED):
            with suppress(FileNotFoundError):
                await self.place.move(sha256, part, QUARANTINE)

    async def states(self, found: Iterable[str]) -> dict[str, FileState]:
        """Of those that cannot be had."""
        if not self.scans:
            return {}
        states = {sha256: await self._state(sha256) for sha256 in set(found)}
        return {sha256: state for sha256, state in states.items() if state is not FileState.CLEAN}

    async def _state(self, sha256: str) -> FileState:
        if (UNSCANNED, sha256) in (context.waiting_files.get() or {}):
            return FileState.SCANNING
        if await self.place.has(sha256):
            return FileState.CLEAN
        if await self.place.has(sha256, QUARANTINE):
            return FileState.INFECTED
        return FileState.SCANNING if await self.place.has(sha256, UNSCANNED) else FileState.CLEAN

    async def _refuse_apart(self, sha256: str) -> None:
        state = await self._state(sha256)
        if state is not FileState.CLEAN:
            raise Conflict("file_infected") if state is FileState.INFECTED else Conflict("file_scanning")

    async def _read(self, sha256: str, part: str) -> bytes:
        if waiting := (context.waiting_files.get() or {}).get((part, sha256)):
            return waiting
        content = await self.place.get(sha256, part)
        if hashlib.sha256(content).hexdigest() != sha256:
            raise FileAltered(sha256)
        return content


def refer_to(content: bytes, media_type: str, name: str) -> FileReference:
    """What a record keeps of a file: its name in the store is its hash."""
    return FileReference(
        sha256=hashlib.sha256(content).hexdigest(), size=len(content), media_type=media_type, name=name
    )


async def read_limited(chunks: AsyncIterator[bytes], limit: int) -> bytes:
    """Read at most `limit` bytes, or refuse."""
    parts: list[bytes] = []
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise TooLarge("body_too_large", limit=f"{limit // 1_048_576} MB")
        parts.append(chunk)
    return b"".join(parts)


def _path(sha256: str, part: str = "") -> str:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise FileMissing(sha256)
    return f"{part or sha256[:2]}/{sha256}"
