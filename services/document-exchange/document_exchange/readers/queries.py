"""Arrivals that a person may read without having to do with them; what he has to do with is `incoming.queries`."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.openness import may_be_shown, open_to_agency
from document_exchange.incoming.queries import Way, of_agency, sees_all, visible_to, ways_by, ways_to
from document_exchange.readers.models import IncomingReader
from shared.access.identity import Identity
from shared.core.errors import NotFound


def _mine(who: Identity) -> list[str]:
    return [f"person:{who.desk}", *([f"unit:{who.unit}"] if who.unit else [])]


async def read_incoming(session: AsyncSession, who: Identity, incoming_id: UUID) -> tuple[IncomingDocument, bool]:
    """The document, and whether he has to do with it; absent and not readable are the same answer."""
    this = IncomingDocument.id == incoming_id
    found = (await session.scalars(visible_to(who).where(this))).one_or_none()
    if found is not None:
        return found, True
    named = exists().where(IncomingReader.incoming_id == IncomingDocument.id, IncomingReader.whose.in_(_mine(who)))
    opened = of_agency(who).where(this, or_(open_to_agency(), and_(named, may_be_shown())))
    found = (await session.scalars(opened)).one_or_none() if who.kind == "officer" else None
    if found is None:
        raise NotFound("not_found")
    return found, False


def ways_to_read(who: Identity) -> list[Way]:
    """All that the caller may open: what he has to do with, what the agency opened, what he or his unit may read."""
    ways = ways_to(who)
    if sees_all(who) or who.kind != "officer":
        return ways
    opened = [replace(way, rows=way.rows.where(open_to_agency())) for way in ways_by(who, None)]
    given = [way for whose in _mine(who) for way in _given(who, whose)]
    return [*ways, *opened, *given]


def _given(who: Identity, whose: str) -> list[Way]:
    ways = ways_by(who, IncomingReader, lambda reader: reader.whose == whose)
    return [replace(way, rows=way.rows.where(may_be_shown())) for way in ways]


async def list_readers(session: AsyncSession, incoming_id: UUID) -> list[IncomingReader]:
    query = (
        select(IncomingReader)
        .where(IncomingReader.incoming_id == incoming_id)
        .order_by(IncomingReader.name, IncomingReader.whose)
    )
    return list((await session.scalars(query)).all())
