"""Kho gói tin: the object store, and before it the database, where small packets wait for it.

A small packet is accepted by one commit and nothing else; the worker puts it into the object store a moment later. So
accepting waits for no second flush and for no second machine.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable

from shared.storage.database import Database
from shared.storage.files import FileAltered, FileMissing, FileStore

SMALL = 65_536
"""Bytes up to which a packet may wait in the database, and is read on the spot: what is in it is bounded by its size."""

_FIND = "SELECT content FROM waiting_packet WHERE sha256 = $1"
_WAITING = "SELECT sha256, content FROM waiting_packet ORDER BY sha256 LIMIT $1"
_STORED = "DELETE FROM waiting_packet WHERE sha256 = ANY($1)"


class PacketStore(FileStore):
    """Every file of this service, the waiting packets among them."""

    def __init__(self, files: FileStore, database: Database) -> None:
        super().__init__(files.place, scans=files.scans)
        self._database = database

    async def get(self, sha256: str) -> bytes:
        """As in FileStore: raise FileMissing or FileAltered; what is returned has that hash."""
        return await self._wherever(sha256, super().get)

    async def get_to_work_on(self, sha256: str) -> bytes:
        return await self._wherever(sha256, super().get_to_work_on)

    async def _wherever(self, sha256: str, stored: Callable[[str], Awaitable[bytes]]) -> bytes:
        try:
            return await stored(sha256)
        except FileMissing:
            content: bytes | None = await (await self._database.hot()).fetchval(_FIND, sha256)
        if content is None:
            return await stored(sha256)  # stored between the two looks, or nowhere
        if hashlib.sha256(content).hexdigest() != sha256:
            raise FileAltered(sha256)
        return content

    async def store_waiting(self, limit: int = 200) -> None:
        """Put what waits into the object store, then forget it here. Two workers at once do no harm."""
        pool = await self._database.hot()
        while waiting := await pool.fetch(_WAITING, limit):
            await asyncio.gather(*(self.place.put(row["sha256"], row["content"]) for row in waiting))
            await pool.execute(_STORED, [row["sha256"] for row in waiting])
