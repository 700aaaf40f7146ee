"""Dạng xem đã lưu: what a person chose at a list, under a name, for the post in which it was chosen."""

from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Column, Index, MetaData, Table, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.access.identity import Identity
from shared.core.errors import Conflict, FieldError, Invalid, Malformed, NotFound
from shared.core.identifiers import new_id
from shared.standards.typed import clean_line
from shared.storage import evidence
from shared.work.listing import Chosen, Listing

MOST = 30
LONGEST_NAME = 60
_OWN = "list = :list AND person = :person AND post = :post"


def declare(metadata: MetaData) -> None:
    """The table of a service that has lists."""
    view = Table(
        "saved_view",
        metadata,
        Column("id", PgUUID(as_uuid=True), primary_key=True),
        *(Column(name, Text, nullable=False) for name in ("list", "person", "post", "name", "query")),
        Column("is_usual", Boolean, nullable=False),
        UniqueConstraint("list", "person", "post", "name", name="uq_saved_view_name"),
    )
    owner = (view.c.list, view.c.person, view.c.post)
    Index("uq_saved_view_usual", *owner, unique=True, postgresql_where=view.c.is_usual)


def create_v1(op: Any) -> None:
    """Its first shape, for migrations."""
    for statement in _V1.split(";"):
        op.execute(statement)


_V1 = """
CREATE TABLE saved_view (
  id uuid, list text NOT NULL, person text NOT NULL, post text NOT NULL, name text NOT NULL, query text NOT NULL, is_usual boolean NOT NULL,
  CONSTRAINT pk_saved_view PRIMARY KEY (id), CONSTRAINT uq_saved_view_name UNIQUE (list, person, post, name)
);
CREATE UNIQUE INDEX uq_saved_view_usual ON saved_view (list, person, post) WHERE is_usual
"""


def _owner(listing: Listing, who: Identity) -> dict[str, Any]:
    return {"list": listing.name, "person": who.subject, "post": who.post}


async def list_views(session: AsyncSession, listing: Listing, who: Identity) -> list[Any]:
    """`id`, `name`, `query`, `is_usual`; by name."""
    found = text(f"SELECT id, name, query, is_usual FROM saved_view WHERE {_OWN} ORDER BY name, id")  # noqa: S608
    return list(await session.execute(found, _owner(listing, who)))


async def keep_view(session: AsyncSession, who: Identity, chosen: Chosen, name: str, *, usual: bool) -> None:
    """One of the same name takes what is chosen now."""
    name, owner = _named(name), _owner(chosen.listing, who)
    known = {view.name for view in await list_views(session, chosen.listing, who)}
    if name not in known and len(known) >= MOST:
        raise Conflict("too_many_views", most=MOST)
    if usual:
        await _none_usual(session, owner)
    await session.execute(_KEEP, owner | {"id": new_id(), "name": name, "query": chosen.at("").query, "usual": usual})
    await evidence.record(session, "view-saved", f"list/{chosen.listing.name}", who)


def _named(name: str) -> str:
    name = clean_line(name)
    if not name or len(name) > LONGEST_NAME:
        sentence = f"Hãy đặt tên cho dạng xem, không quá {LONGEST_NAME} ký tự."
        raise Invalid("invalid_input", fields=[FieldError("/name", "value_missing", sentence)])
    return name


async def change_view(
    session: AsyncSession, who: Identity, listing: Listing, view_id: UUID, what: str, name: str = ""
) -> None:
    """`drop` it, `rename` it, make it `usual`, or `unusual` again."""
    owner = _owner(listing, who) | {"id": view_id}
    if what not in _CHANGES:
        raise Malformed("malformed_request")
    if what == "rename":
        owner |= {"name": _named(name)}
    if what == "usual":
        await _none_usual(session, owner)
    try:
        async with session.begin_nested():
            changed = (await session.execute(_CHANGES[what], owner)).first()
    except IntegrityError as error:
        raise Conflict("view_name_taken") from error
    if changed is None:
        raise NotFound("not_found")
    await evidence.record(session, "view-changed", f"list/{listing.name}", who, what=what)


async def _none_usual(session: AsyncSession, owner: dict[str, Any]) -> None:
    await session.execute(text(f"UPDATE saved_view SET is_usual = false WHERE {_OWN} AND is_usual"), owner)  # noqa: S608


_KEEP = text(
    "INSERT INTO saved_view (id, list, person, post, name, query, is_usual)"
    " VALUES (:id, :list, :person, :post, :name, :query, :usual)"
    " ON CONFLICT (list, person, post, name) DO UPDATE SET query = EXCLUDED.query, is_usual = EXCLUDED.is_usual"
)
_CHANGES = {
    "rename": text(f"UPDATE saved_view SET name = :name WHERE id = :id AND {_OWN} RETURNING id"),  # noqa: S608
    "drop": text(f"DELETE FROM saved_view WHERE id = :id AND {_OWN} RETURNING id"),  # noqa: S608
    "usual": text(f"UPDATE saved_view SET is_usual = true WHERE id = :id AND {_OWN} RETURNING id"),  # noqa: S608
    "unusual": text(f"UPDATE saved_view SET is_usual = false WHERE id = :id AND {_OWN} RETURNING id"),  # noqa: S608
}
