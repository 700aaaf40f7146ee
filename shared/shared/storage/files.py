"""The object store (kho tệp): content-addressed, SHA-256 is the name, a file is never changed.

A directory in the embedded setting, an S3-compatible bucket in production (`LIENTHONG_FILES_URL=s3://bucket/prefix`).
Who may read a file is decided by the service whose record names it; there is no listing and no guessing of names.
"""

import asyncio
import ctypes
import hashlib
import os
import secrets
import sys
from collections.abc import AsyncIterator, Sequence
from itertools import count
from pathlib import Path

import anyio.to_thread
import obstore
from obstore.store import from_url

from shared.contracts.values import FileReference
from shared.core import context
from shared.core.batching import Together
from shared.core.errors import TooLarge
from shared.core.settings import Settings


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
        _flush([folder])
        self._drafts = (f"draft-{secrets.token_hex(6)}-{number}" for number in count())
        self._flushed = Together(self._flush_together)

    async def put(self, sha256: str, content: bytes) -> None:
        final = self.folder / _path(sha256)
        draft = final.with_name(next(self._drafts))
        if len(content) <= _SMALL:
            _write(draft, final, content)
        else:
            await anyio.to_thread.run_sync(_write, draft, final, content)
        await self._flushed(final)

    async def _flush_together(self, files: list[Path]) -> list[None]:
        await anyio.to_thread.run_sync(_flush, [*files, *dict.fromkeys(file.parent for file in files)])
        return [None] * len(files)

    async def get(self, sha256: str) -> bytes:
        return await anyio.to_thread.run_sync((self.folder / _path(sha256)).read_bytes)


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

    async def put(self, sha256: str, content: bytes) -> None:
        try:
            await obstore.head_async(self._store, _path(sha256))
        except FileNotFoundError:
            await obstore.put_async(self._store, _path(sha256), content)

    async def get(self, sha256: str) -> bytes:
        return bytes(await (await obstore.get_async(self._store, _path(sha256))).bytes_async())


class FileStore:
    """Kho tệp của một tiến trình."""

    def __init__(self, place: Folder | Bucket) -> None:
        self.place = place

    @classmethod
    def from_settings(cls, settings: Settings) -> "FileStore":
        if settings.files_url:
            return cls(Bucket(settings.files_url))
        return cls(Folder((settings.var / "files").resolve()))

    async def put(self, content: bytes, media_type: str, name: str) -> FileReference:
        """Keep `content`; putting the same bytes twice keeps one copy.

        Within a request's transaction it waits for the commit: a refused request leaves no file behind.
        """
        reference = refer_to(content, media_type, name)
        waiting = context.waiting_files.get()
        if waiting is None:
            await self.place.put(reference.sha256, content)
        else:
            waiting[reference.sha256] = content
        return reference

    async def put_waiting(self) -> None:
        """Store what waited; called before the commit, so that no record ever names a file that is not there."""
        waiting = context.waiting_files.get() or {}
        await asyncio.gather(*(self.place.put(sha256, content) for sha256, content in waiting.items()))

    async def get(self, sha256: str) -> bytes:
        """Raise FileMissing or FileAltered; what is returned has that hash."""
        if waiting := (context.waiting_files.get() or {}).get(sha256):
            return waiting
        try:
            content = await self.place.get(sha256)
        except FileNotFoundError as error:
            raise FileMissing(sha256) from error
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


def _path(sha256: str) -> str:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise FileMissing(sha256)
    return f"{sha256[:2]}/{sha256}"
