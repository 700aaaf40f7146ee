"""The object store (kho tệp): content-addressed, SHA-256 is the name, a file is never changed.

A directory in the embedded setting, an S3-compatible bucket in production (`LIENTHONG_FILES_URL=s3://bucket/prefix`).
Who may read a file is decided by the service whose record names it; there is no listing and no guessing of names.
"""

import hashlib
import os
import secrets
from collections.abc import AsyncIterator
from pathlib import Path

import anyio.to_thread
import obstore
from obstore.store import from_url

from shared.contracts.values import FileReference
from shared.errors import TooLarge
from shared.settings import Settings


class FileMissing(Exception):
    """The store does not hold the content that a record names."""


class FileAltered(Exception):
    """The stored bytes no longer have the SHA-256 that is their name."""


class Folder:
    """A directory of this machine. An accepted file is on disk: written, flushed, named, and the name flushed too."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def put(self, sha256: str, content: bytes) -> None:
        await anyio.to_thread.run_sync(self._put, self._folder / _path(sha256), content)

    def _put(self, path: Path, content: bytes) -> None:
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    async def get(self, sha256: str) -> bytes:
        return await anyio.to_thread.run_sync((self._folder / _path(sha256)).read_bytes)


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
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
