"""Tệp tải lên dở dang: what has arrived of a file that comes in pieces, in the service's own tables, so that any copy goes on.

A piece is kept whole or not at all, with the offset it belongs to. When the last has come, the service takes the whole file in as any
other (`shared.web.resumable`), the pieces go, and the answer stays for who did not hear it. Or it waits in them for the form that names it.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Index, LargeBinary, MetaData, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession

from shared.core import clock
from shared.core.errors import Conflict, NotFound, TooLarge
from shared.core.identifiers import new_id
from shared.standards.file_kinds import LARGEST_REQUEST
from shared.work.jobs import Job, every

KEPT = timedelta(hours=24)
"""After the last piece; then it counts as abandoned."""
MOST = 50
MOST_BYTES = 2 * LARGEST_REQUEST
"""Of one owner, as many as two presses of files hold; a further one takes the place of those that have rested longest."""


def declare(metadata: MetaData) -> None:
    """Of a service that takes files in pieces."""
    upload = Table(
        "unfinished_upload",
        metadata,
        Column("id", PgUUID(as_uuid=True), primary_key=True),
        Column("owner", Text, nullable=False),
        Column("about", JSONB, nullable=False),
        Column("length", BigInteger, nullable=False),
        Column("received", BigInteger, nullable=False),
        Column("answer", LargeBinary),
        Column("changed_at", DateTime(timezone=True), nullable=False),
    )
    Index("ix_unfinished_upload_owner", upload.c.owner, upload.c.changed_at)
    Index("ix_unfinished_upload_changed_at", upload.c.changed_at)
    Table(
        "upload_piece",
        metadata,
        Column(
            "upload_id",
            PgUUID(as_uuid=True),
            ForeignKey("unfinished_upload.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        Column("starts_at", BigInteger, primary_key=True),
        Column("content", LargeBinary, nullable=False),
    )


def create_v1(op: Any) -> None:
    """Their first shape, for migrations."""
    for statement in _V1.split(";"):
        op.execute(statement)


_V1 = """
CREATE TABLE unfinished_upload (
  id uuid, owner text NOT NULL, about jsonb NOT NULL, length bigint NOT NULL, received bigint NOT NULL, answer bytea,
  changed_at timestamptz NOT NULL, CONSTRAINT pk_unfinished_upload PRIMARY KEY (id)
);
CREATE INDEX ix_unfinished_upload_owner ON unfinished_upload (owner, changed_at);
CREATE INDEX ix_unfinished_upload_changed_at ON unfinished_upload (changed_at);
CREATE TABLE upload_piece (
  upload_id uuid, starts_at bigint, content bytea NOT NULL, CONSTRAINT pk_upload_piece PRIMARY KEY (upload_id, starts_at),
  CONSTRAINT fk_upload_piece_upload_id_unfinished_upload FOREIGN KEY (upload_id) REFERENCES unfinished_upload (id) ON DELETE CASCADE
)
"""


@dataclass(frozen=True)
class Unfinished:
    """Một lần tải lên."""

    id: UUID
    owner: str
    about: Mapping[str, str]
    """What the client said of the file: its name, and what it is for."""
    length: int
    received: int
    """Bytes."""
    answer: bytes | None
    """Of the service, once the file is whole."""
    changed_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.changed_at + KEPT

    @property
    def is_whole(self) -> bool:
        """Nothing lacks, and nobody has taken it yet."""
        return self.received == self.length and self.answer is None


_MAKE_ROOM = text(
    "DELETE FROM unfinished_upload WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER held AS place,"
    " sum(CASE WHEN answer IS NULL THEN length ELSE 0 END) OVER held AS size FROM unfinished_upload WHERE owner = :owner"
    " WINDOW held AS (ORDER BY changed_at DESC, id DESC)) AS held WHERE place > :kept OR size > :room)"
)
_ONE_AFTER_THE_OTHER = text("SELECT pg_advisory_xact_lock(hashtextextended('unfinished_upload ' || :owner, 0))")
_BEGIN = text(
    "INSERT INTO unfinished_upload (id, owner, about, length, received, changed_at)"
    " VALUES (:id, :owner, CAST(:about AS jsonb), :length, 0, :now)"
)
_FIND = (
    "SELECT id, owner, about, length, received, answer, changed_at FROM unfinished_upload"
    " WHERE id = :id AND owner = :owner AND changed_at > :after"
)
_LOCK = text(f"{_FIND} FOR UPDATE")
_LOOK = text(_FIND)
_ADD = text("INSERT INTO upload_piece (upload_id, starts_at, content) VALUES (:id, :offset, :content)")
_GROWN = text("UPDATE unfinished_upload SET received = :received, changed_at = :now WHERE id = :id")
_PIECES = text("SELECT content FROM upload_piece WHERE upload_id = :id ORDER BY starts_at")
_ANSWERED = text("UPDATE unfinished_upload SET answer = :answer WHERE id = :id")
_DROP_PIECES = text("DELETE FROM upload_piece WHERE upload_id = :id")
_DROP = text("DELETE FROM unfinished_upload WHERE id = :id AND owner = :owner")
_FORGET = text("DELETE FROM unfinished_upload WHERE changed_at <= :before")


async def begin(session: AsyncSession, owner: str, about: Mapping[str, str], length: int) -> Unfinished:
    """Bắt đầu tải lên."""
    begun = Unfinished(new_id(), owner, about, length, 0, None, clock.now())
    await session.execute(_ONE_AFTER_THE_OTHER, {"owner": owner})
    await session.execute(_MAKE_ROOM, {"owner": owner, "kept": MOST - 1, "room": MOST_BYTES - length})
    row = {"id": begun.id, "owner": owner, "about": orjson.dumps(about).decode(), "length": length}
    await session.execute(_BEGIN, row | {"now": begun.changed_at})
    return begun


async def get_own(session: AsyncSession, owner: str, upload_id: UUID, *, lock: bool = False) -> Unfinished:
    """Absent, somebody else's and abandoned answer alike."""
    asked = {"id": upload_id, "owner": owner, "after": clock.now() - KEPT}
    row = (await session.execute(_LOCK if lock else _LOOK, asked)).first()
    if row is None:
        raise NotFound("upload_unknown")
    return Unfinished(**row._mapping)


async def add_piece(session: AsyncSession, upload: Unfinished, offset: int, content: bytes) -> bool:
    """Whether the file is whole now. `upload` is locked; a piece for another place than the next is refused."""
    if offset != upload.received:
        raise Conflict("upload_offset", offset=upload.received)
    received = offset + len(content)
    if received > upload.length:
        raise TooLarge("upload_longer", length=upload.length)
    if content:
        await session.execute(_ADD, {"id": upload.id, "offset": offset, "content": content})
        await session.execute(_GROWN, {"id": upload.id, "received": received, "now": clock.now()})
    return received == upload.length and upload.answer is None


async def whole(session: AsyncSession, upload: Unfinished) -> bytes:
    return b"".join((await session.execute(_PIECES, {"id": upload.id})).scalars())


async def pieces(session: AsyncSession, upload: Unfinished) -> AsyncIterator[bytes]:
    """In their order, one at a time in memory."""
    async for row in await session.stream(_PIECES, {"id": upload.id}):
        yield row.content


async def finish(session: AsyncSession, upload: Unfinished, answer: bytes) -> None:
    """The service has the file; its answer is kept as long as an unfinished one would be."""
    await session.execute(_ANSWERED, {"id": upload.id, "answer": answer})
    await session.execute(_DROP_PIECES, {"id": upload.id})


async def drop(session: AsyncSession, upload: Unfinished) -> None:
    """Bỏ tải lên."""
    await session.execute(_DROP, {"id": upload.id, "owner": upload.owner})


async def _forget(session: AsyncSession, _key: str) -> None:
    await session.execute(_FORGET, {"before": clock.now() - KEPT})


FORGET = Job("forget-unfinished-uploads", "Xóa tệp tải lên dở dang", _forget, every(timedelta(hours=1)))
