"""Thông báo as a list: what a person was told, as a file and on paper like every list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Text, column, select, table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID

from shared.access.identity import Identity
from shared.notifying.sentences import our_sentences, say
from shared.work.listing import REVERSE, Chosen, Column, Listing, Stretch

_KEPT = table(
    "notification",
    column("id", PgUUID(as_uuid=True)),
    column("person", Text),
    column("kind", Text),
    column("facts", JSONB),
    column("at", DateTime(timezone=True)),
    column("read_at", DateTime(timezone=True)),
).c


@dataclass(frozen=True)
class Told:
    """Một thông báo, in words."""

    id: UUID
    title: str
    text: str
    at: datetime
    read_at: datetime | None

    @classmethod
    def of(cls, row_id: UUID, kind: str, facts: dict[str, str], at: datetime, read_at: datetime | None) -> "Told":
        said = say(our_sentences(), kind, facts)
        return cls(row_id, said.title, said.text, at, read_at)


def _stretches(who: Identity, _: Chosen) -> list[Stretch]:
    """Ids sort by time."""
    return [Stretch(select(_KEPT.id).where(_KEPT.person == who.subject), (_KEPT.id,), descending=True)]


_ROW: tuple[Any, ...] = (_KEPT.id, _KEPT.kind, _KEPT.facts, _KEPT.at, _KEPT.read_at)


def notices(name: str, path: str) -> Listing:
    """Of whoever keeps accounts."""
    return Listing(
        name=name,
        title="Thông báo",
        path=path,
        columns=(
            Column("at", "Lúc", lambda row: row.at),
            Column("title", "Thông báo", lambda row: row.title, width=50),
            Column("text", "Nội dung", lambda row: row.text, width=90),
            Column("read", "Đã đọc lúc", lambda row: row.read_at),
        ),
        rows=select(*_ROW),
        id=_KEPT.id,
        stretches=_stretches,
        shape=Told.of,
        orders={"": "Mới trước", REVERSE: "Cũ trước"},
    )
