"""The object store (kho tệp): content-addressed, SHA-256 is the name, a file is never changed.

A directory in the embedded setting, an S3-compatible bucket in production (`LIENTHONG_FILES_URL=s3://bucket/prefix`).
Who may read a file is decided by the service whose record names it; there is no listing and no guessing of names.
"""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from shared.contracts.values import FileReference
from shared.errors import TooLarge
from shared.settings import Settings


class FileMissing(Exception):
    """The store does not hold the content that a record names."""


class FileAltered(Exception):
    """The stored bytes no longer have the SHA-256 that is their name."""


class FileStore:
    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    @classmethod
    def from_settings(cls, settings: Settings) -> "FileStore":
        if settings.files_url:
            return cls(from_url(settings.files_url))
        folder = settings.var / "files"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return cls(LocalStore(prefix=Path(folder).resolve()))

    async def put(self, content: bytes, media_type: str, name: str) -> FileReference:
        """Keep `content`; putting the same bytes twice keeps one copy."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = _path(sha256)
        try:
            await obstore.head_async(self._store, path)
        except FileNotFoundError:
            await obstore.put_async(self._store, path, content)
        return FileReference(sha256=sha256, size=len(content), media_type=media_type, name=name)

    async def get(self, sha256: str) -> bytes:
        """Raise FileMissing or FileAltered; what is returned has that hash."""
        try:
            result = await obstore.get_async(self._store, _path(sha256))
        except FileNotFoundError as error:
            raise FileMissing(sha256) from error
        content = bytes(await result.bytes_async())
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
