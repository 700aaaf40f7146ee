"""Incoming documents that a person may see; every query about them starts at `visible_to`."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, literal, not_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import has_left
from document_exchange.incoming.models import Assignment, IncomingDocument, IncomingStatus, PacketCheck, PacketReading
from document_exchange.keyset import Position
from document_exchange.registers.rules import document_key
from document_exchange.search import has_words
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core.errors import NotFound

UNREAD_ARRIVALS = """
SELECT count(*) AS open, COALESCE(EXTRACT(epoch FROM now() - min(arrived_at)), 0)::float AS oldest_seconds
FROM (SELECT arrived_at FROM incoming_document WHERE read_at IS NULL LIMIT 10000) u
"""


def visible_to(who: Identity) -> Select[IncomingDocument]:
    """Clerk, leader and the agency's own system see all of their agency; a specialist what he was assigned."""
    seen = (
        true()
        if who.kind == "system" or who.roles & {Role.RECORDS_CLERK, Role.LEADER}
        else IncomingDocument.id.in_(select(Assignment.incoming_id).where(Assignment.person_id == who.subject))
    )
    return select(IncomingDocument).where(IncomingDocument.addressee_code == who.agency_code, seen)


_OPEN = ("01", "03", "04", "05")
_WAITS = and_(IncomingDocument.status.in_(_OPEN), IncomingDocument.recall != "agreed")
_IS_URGENT = and_(IncomingDocument.priority > 0, _WAITS)


@dataclass(frozen=True)
class Wanted:
    """Điều kiện của danh sách văn bản đến."""

    statuses: Sequence[str] = ()
    recall: str = ""
    words: str = ""
    without_people: bool = False
    """Only what is in the hands of somebody who has left."""


def _wanted(who: Identity, wanted: Wanted) -> Select[IncomingDocument]:
    query = visible_to(who).where(*has_words(IncomingDocument.folded, wanted.words))
    if wanted.statuses:
        query = query.where(IncomingDocument.status.in_(wanted.statuses))
    if wanted.recall:
        query = query.where(IncomingDocument.recall == wanted.recall)
    if wanted.without_people:
        query = query.where(_WAITS, lead_has_left())
    return query


async def list_incoming(
    session: AsyncSession, who: Identity, wanted: Wanted, *, after: Position | None = None, limit: int = 50
) -> list[IncomingDocument]:
    """Newest arrival first, for programs that remember how far they have read."""
    return await _newest(session, _wanted(who, wanted), after, limit)


async def list_urgent_first(
    session: AsyncSession, who: Identity, wanted: Wanted, *, after: Position | None = None, limit: int = 50
) -> list[IncomingDocument]:
    """For people: what is urgent and still to be done (QĐ 28/2018 Điều 6, 10), then the newest arrival first."""
    found: list[IncomingDocument] = []
    if after is None or after.rank:
        query = _wanted(who, wanted).where(_IS_URGENT)
        order = tuple_(IncomingDocument.priority, IncomingDocument.arrived_at, IncomingDocument.id)
        if after is not None:
            query = query.where(order < (after.rank, after.moment, after.id))
        columns = (IncomingDocument.priority, IncomingDocument.arrived_at, IncomingDocument.id)
        query = query.order_by(*(column.desc() for column in columns)).limit(limit)
        found = list((await session.scalars(query)).all())
        after = None
    if len(found) < limit:
        found += await _newest(session, _wanted(who, wanted).where(not_(_IS_URGENT)), after, limit - len(found))
    return found


def rank_of(incoming: IncomingDocument) -> int:
    """Where the document stands in `list_urgent_first`."""
    waits = incoming.status in _OPEN and incoming.recall != "agreed"
    return incoming.priority if waits else 0


async def _newest(
    session: AsyncSession, query: Select[IncomingDocument], after: Position | None, limit: int
) -> list[IncomingDocument]:
    if after is not None:
        query = query.where(tuple_(IncomingDocument.arrived_at, IncomingDocument.id) < (after.moment, after.id))
    query = query.order_by(IncomingDocument.arrived_at.desc(), IncomingDocument.id.desc()).limit(limit)
    return list((await session.scalars(query)).all())


def lead_has_left() -> ColumnElement[bool]:
    """Documents whose lead holds no post at the agency any more: somebody else must be assigned."""
    gone = has_left(
        Assignment.person_id.expression, IncomingDocument.addressee_code.expression, Role.SPECIALIST, Role.LEADER
    )
    return (
        select(Assignment.incoming_id)
        .where(Assignment.incoming_id == IncomingDocument.id, Assignment.part == "lead", gone)
        .exists()
    )


async def list_left(session: AsyncSession, incoming: IncomingDocument) -> set[str]:
    """Ids of assigned people who have left the agency."""
    gone = has_left(Assignment.person_id.expression, literal(incoming.addressee_code), Role.SPECIALIST, Role.LEADER)
    query = select(Assignment.person_id).where(Assignment.incoming_id == incoming.id, gone)
    return set((await session.scalars(query)).all())


async def count_open(session: AsyncSession, who: Identity) -> dict[str, int]:
    """What waits, per status; at most a thousand each are counted, so that it stays cheap."""
    counts: dict[str, int] = {}
    for status in ("01", "03", "04", "05"):
        inner = visible_to(who).where(IncomingDocument.status == status).limit(1000).subquery()
        counts[status] = int((await session.execute(select(func.count()).select_from(inner))).scalar_one())
    return counts


async def get_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, *, lock: bool = False
) -> IncomingDocument:
    """Absent and not visible are the same answer."""
    query = visible_to(who).where(IncomingDocument.id == incoming_id).execution_options(populate_existing=True)
    if lock:
        query = query.with_for_update()
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def find_incoming(
    session: AsyncSession, addressee_code: str, sender_code: str, document_code: str
) -> IncomingDocument | None:
    """The one row that a sender, an identifier and an addressee may have."""
    query = select(IncomingDocument).where(
        IncomingDocument.addressee_code == addressee_code,
        IncomingDocument.sender_code == sender_code,
        IncomingDocument.document_key == document_key(document_code),
    )
    return (await session.scalars(query)).one_or_none()


async def list_statuses(session: AsyncSession, incoming_id: UUID) -> list[IncomingStatus]:
    query = select(IncomingStatus).where(IncomingStatus.incoming_id == incoming_id).order_by(IncomingStatus.id)
    return list((await session.scalars(query)).all())


async def list_assignments(session: AsyncSession, incoming_id: UUID) -> list[Assignment]:
    query = (
        select(Assignment)
        .where(Assignment.incoming_id == incoming_id)
        .order_by(Assignment.part.desc(), Assignment.person_name)
    )
    return list((await session.scalars(query)).all())


async def find_check(session: AsyncSession, packet_sha256: str) -> PacketCheck | None:
    return await session.get(PacketCheck, packet_sha256)


async def list_unread_packets(session: AsyncSession, limit: int) -> list[str]:
    """Packets that arrived and were not read yet, whoever received them; those that failed wait for their turn."""
    waits = exists().where(
        PacketReading.packet_sha256 == IncomingDocument.packet_sha256, PacketReading.due_at > func.now()
    )
    unread = select(IncomingDocument.packet_sha256).where(IncomingDocument.read_at.is_(None), ~waits).limit(limit * 10)
    return sorted(set((await session.scalars(unread)).all()))[:limit]


async def claim_packet(session: AsyncSession, packet_sha256: str) -> str | None:
    """The sender, when this transaction alone reads the packet and nobody has read it meanwhile."""
    lock = select(func.pg_try_advisory_xact_lock(func.hashtextextended(packet_sha256, 0)))
    if not (await session.execute(lock)).scalar_one():
        return None
    unread = select(IncomingDocument.sender_code).where(
        IncomingDocument.packet_sha256 == packet_sha256, IncomingDocument.read_at.is_(None)
    )
    return (await session.scalars(unread.limit(1))).first()


async def has_failed(session: AsyncSession, packet_sha256: str) -> bool:
    """Reading it was tried in vain: its next turn is the worker's."""
    return await session.get(PacketReading, packet_sha256) is not None
