"""The object store (kho tệp): content-addressed, SHA-256 is the name, a file is never changed.

A directory in the embedded setting, an S3-compatible bucket in production (`LIENTHONG_FILES_URL=s3://bucket/prefix`).
Who may read a file is decided by the service whose record names it; there is no listing and no guessing of names.
"""

import ctypes
import hashlib
import os
import secrets
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import anyio.to_thread
import obstore
from obstore.store import from_url

from shared.batching import Together
from shared.contracts.values import FileReference
from shared.errors import TooLarge
from shared.settings import Settings


class FileMissing(Exception):
    """The store does not hold the content that a record names."""


class FileAltered(Exception):
    """The stored bytes no longer have the SHA-256 that is their name."""


class Folder:
    """A directory of this machine. An accepted file is on disk: written, flushed, named, and the name flushed too.

    Files that come at the same time share the flushes: under load one pair serves dozens of them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # All of them now: a folder made on the way of a file would have to be flushed into its own parent first.
        for number in range(256):
            (folder / f"{number:02x}").mkdir(mode=0o700, parents=True, exist_ok=True)
        with _opened(folder) as handle:
            os.fsync(handle)
        self._drafts = (f"draft-{secrets.token_hex(6)}-{number}" for number in count())
        self._keep = Together(self._keep_together)

    async def put(self, sha256: str, content: bytes) -> None:
        await self._keep((self._folder / _path(sha256), content))

    async def _keep_together(self, files: list[tuple[Path, bytes]]) -> list[None]:
        drafts = [(path.with_name(next(self._drafts)), path, content) for path, content in dict(files).items()]
        await anyio.to_thread.run_sync(self._write, drafts)
        return [None] * len(files)

    def _write(self, files: Sequence[tuple[Path, Path, bytes]]) -> None:
        """Whole under another name, named, and flushed before anybody is told; until then no record names it.

        After a crash a name may have reached the disk before its bytes: nobody relies on it, and who brings them again mends it.
        """
        written: list[Path] = []
        for draft, final, content in files:
            if not _holds(final, content):
                _create(draft, content)
                draft.rename(final)
            written.append(final)
        _flush(written, self._folder)

    async def get(self, sha256: str) -> bytes:
        return await anyio.to_thread.run_sync((self._folder / _path(sha256)).read_bytes)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except FileNotFoundError:
        return False


def _create(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)


def _flush(files: Sequence[Path], folder: Path) -> None:
    """Bring to disk, contents and names: one by one when they are few, the whole file system at once when they are many."""
    if len(files) > 2 and _libc is not None:
        with _opened(folder) as handle:
            if _libc.syncfs(handle):
                raise OSError(ctypes.get_errno(), "syncfs")
        return
    for path in [*files, *dict.fromkeys(file.parent for file in files)]:
        with _opened(path) as handle:
            os.fsync(handle)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDONLY)
    try:
        yield handle
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
        self._place = place

    @classmethod
    def from_settings(cls, settings: Settings) -> "FileStore":
        if settings.files_url:
            return cls(Bucket(settings.files_url))
        return cls(Folder((settings.var / "files").resolve()))

    async def put(self, content: bytes, media_type: str, name: str) -> FileReference:
        """Keep `content`; putting the same bytes twice keeps one copy."""
        sha256 = hashlib.sha256(content).hexdigest()
        await self._place.put(sha256, content)
        return FileReference(sha256=sha256, size=len(content), media_type=media_type, name=name)

    async def get(self, sha256: str) -> bytes:
        """Raise FileMissing or FileAltered; what is returned has that hash."""
        try:
            content = await self._place.get(sha256)
        except FileNotFoundError as error:
            raise FileMissing(sha256) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise FileAltered(sha256)
        return content


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
