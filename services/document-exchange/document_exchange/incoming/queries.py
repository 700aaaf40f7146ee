"""Incoming documents that a person may see; every query about them starts at `visible_to`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, join, literal, or_, select, text, true, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from document_exchange.incoming.models import (
    Assignment,
    CooperatingUnit,
    IncomingDocument,
    IncomingStatus,
    PacketCheck,
    PacketReading,
)
from document_exchange.incoming.rules import MAY_ASSIGN, MAY_VIEW_INCOMING, OPEN, Recall
from document_exchange.registers.rules import document_key
from shared.access.identity import Identity
from shared.access.rights import Reach, Role, reach, unit_led
from shared.core import clock
from shared.core.errors import NotFound
from shared.directory.queries import has_head, has_left
from shared.work.keyset import counted_once
from shared.work.steps import sql_set

UNREAD_ARRIVALS = """
SELECT count(*) AS open, COALESCE(EXTRACT(epoch FROM now() - min(arrived_at)), 0)::float AS oldest_seconds
FROM (SELECT arrived_at FROM incoming_document WHERE read_at IS NULL LIMIT 10000) u
"""


def visible_to(who: Identity) -> Select[IncomingDocument]:
    """Clerk, leader and the agency's own system see all of their agency; a specialist what he was assigned, a head what the unit has."""
    seen: ColumnElement[bool] = true()
    if not sees_all(who):
        seen = IncomingDocument.id.in_(union_all(_given_ids(who), *_ids_of_unit(_unit_seen(who))))
    return of_agency(who).where(seen)


def of_agency(who: Identity) -> Select[IncomingDocument]:
    return select(IncomingDocument).where(held_at(who.agency_code))


def held_at(agency_code: str) -> ColumnElement[bool]:
    """What it has to work on: what came to it, and what it goes on with for an agency that ended."""
    return or_(*_held_at(agency_code))


def _held_at(agency_code: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Each by an index of its own."""
    own = and_(IncomingDocument.addressee_code == agency_code, IncomingDocument.continued_by == "")
    return own, and_(IncomingDocument.continued_by == agency_code, text("incoming_document.continued_by <> ''"))


def sees_all(who: Identity) -> bool:
    """Of the agency."""
    return reach(who, MAY_VIEW_INCOMING) >= Reach.AGENCY


def given_alone(who: Identity) -> bool:
    """He sees no more than he was given."""
    return reach(who, MAY_VIEW_INCOMING) < Reach.UNIT


@dataclass(frozen=True)
class Way:
    """Lối đến văn bản: documents that somebody sees for one reason, in the order of arrival by an index, all of them and in each state."""

    rows: Select[IncomingDocument]
    by_arrival: tuple[Any, ...]
    status: Any
    former: bool
    """They came to an agency whose work this one goes on with: they stand in the words' index under that one's code."""


def ways_to(who: Identity) -> list[Way]:
    """What `visible_to` shows; more than one way may lead to a document."""
    if sees_all(who):
        return ways_by(who, None)
    mine = ways_by(who, Assignment, lambda given: given.person_id == who.desk)
    return mine if given_alone(who) else [*ways_to_unit(who, _unit_seen(who)), *mine]


def ways_to_unit(who: Identity, unit_id: str) -> list[Way]:
    """What the unit leads, and what it co-operates in."""
    led = and_(IncomingDocument.unit_id == unit_id, text("incoming_document.unit_id <> ''"))
    return [
        *ways_by(who, None, lambda _: led),
        *ways_by(who, CooperatingUnit, lambda helping: helping.unit_id == unit_id),
    ]


def ways_by(who: Identity, table: Any, whose: Callable[[Any], ColumnElement[bool]] = lambda _: true()) -> list[Way]:
    """To its own and to those of agencies that ended; by a table of who has them, or by the documents' own indexes."""
    given, rows = IncomingDocument, select(IncomingDocument)
    keys: tuple[Any, ...] = IncomingDocument.arrived_at, IncomingDocument.id
    if table is not None:
        given = aliased(table)
        keys = given.arrived_at, given.incoming_id
        rows = rows.select_from(join(IncomingDocument, given, keys[1] == IncomingDocument.id))
    own, former = _held_at(who.agency_code)
    rows = rows.where(whose(given))
    return [
        Way(rows.where(own), keys, given.status, former=False),
        Way(rows.where(former), keys, given.status, former=True),
    ]


def _unit_seen(who: Identity) -> str:
    return unit_led(who, MAY_VIEW_INCOMING)


def led_by(who: Identity) -> str:
    """The unit whose documents a head gives out; empty for who leads none, or gives out the whole agency's."""
    return unit_led(who, MAY_ASSIGN)


def _given_ids(who: Identity) -> Select[UUID]:
    return select(Assignment.incoming_id).where(Assignment.person_id == who.desk)


def _ids_of_unit(unit_id: str) -> tuple[Select[UUID], Select[UUID]]:
    """What the unit leads or co-operates in; two selects for two indexes."""
    led = aliased(IncomingDocument, name="led")
    # The words without a value name the partial index to every plan.
    return select(led.id).where(led.unit_id == unit_id, text("led.unit_id <> ''")), _ids_with_help_of(unit_id)


def _ids_with_help_of(unit_id: str) -> Select[UUID]:
    return select(CooperatingUnit.incoming_id).where(CooperatingUnit.unit_id == unit_id)


WAITS = text(f"incoming_document.status IN {sql_set(OPEN)} AND incoming_document.recall <> '{Recall.AGREED}'")
IS_URGENT = text(f"incoming_document.priority > 0 AND {WAITS.text}")
"""Said as a text, so that every plan knows that the index of urgent ones is meant."""
IS_NOT_URGENT = text(f"NOT ({IS_URGENT.text})")


def lead_has_left() -> ColumnElement[bool]:
    """Documents whose lead holds no post at the agency any more: somebody else must be assigned."""
    held_by = func.coalesce(func.nullif(IncomingDocument.continued_by, ""), IncomingDocument.addressee_code)
    gone = has_left(Assignment.person_id.expression, held_by, Role.SPECIALIST, Role.LEADER)
    return (
        select(Assignment.incoming_id)
        .where(Assignment.incoming_id == IncomingDocument.id, Assignment.part == "lead", gone)
        .exists()
    )


def wants_a_lead() -> ColumnElement[bool]:
    """Given out, and nobody leads it: its lead left no unit behind, or it lies with a unit that ended or is led by nobody."""
    led = exists().where(Assignment.incoming_id == IncomingDocument.id, Assignment.part == "lead")
    lies_still = or_(
        and_(IncomingDocument.unit_id == "", IncomingDocument.former_lead != ""),
        and_(
            IncomingDocument.unit_id != "",
            ~has_head(IncomingDocument.unit_id.expression, clock.local_now().date()),
        ),
    )
    return and_(~led, lies_still)


async def list_left(session: AsyncSession, incoming: IncomingDocument) -> set[str]:
    """Ids of assigned people who have left the agency."""
    gone = has_left(Assignment.person_id.expression, literal(incoming.held_by), Role.SPECIALIST, Role.LEADER)
    query = select(Assignment.person_id).where(Assignment.incoming_id == incoming.id, gone)
    return set((await session.scalars(query)).all())


async def count_open(session: AsyncSession, who: Identity) -> dict[str, int]:
    """What waits, per status; at most a thousand each are counted, so that it stays cheap."""
    ways = ways_to(who)
    counts = {
        status: counted_once([way.rows.where(way.status == status) for way in ways], IncomingDocument.id)
        for status in sorted(OPEN)
    }
    return dict(zip(counts, (await session.execute(select(*counts.values()))).one(), strict=True))


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


async def list_statuses(
    session: AsyncSession, incoming_id: UUID, after: int = 0, limit: int | None = None
) -> list[IncomingStatus]:
    """The oldest first, from behind `after`."""
    query = (
        select(IncomingStatus)
        .where(IncomingStatus.incoming_id == incoming_id, IncomingStatus.id > after)
        .order_by(IncomingStatus.id)
        .limit(limit)
    )
    return list((await session.scalars(query)).all())


async def list_assignments(session: AsyncSession, incoming_id: UUID) -> list[Assignment]:
    query = (
        select(Assignment)
        .where(Assignment.incoming_id == incoming_id)
        .order_by(Assignment.part.desc(), Assignment.person_name)
    )
    return list((await session.scalars(query)).all())


async def list_cooperating_units(session: AsyncSession, incoming_id: UUID) -> list[CooperatingUnit]:
    query = (
        select(CooperatingUnit)
        .where(CooperatingUnit.incoming_id == incoming_id)
        .order_by(CooperatingUnit.unit_name, CooperatingUnit.unit_id)
    )
    return list((await session.scalars(query)).all())


async def find_part(session: AsyncSession, incoming_id: UUID, person_id: str) -> str:
    """`lead` or `cooperate`; empty for whoever was not assigned."""
    assigned = await session.get(Assignment, (incoming_id, person_id))
    return assigned.part if assigned else ""


async def find_check(session: AsyncSession, packet_sha256: str) -> PacketCheck | None:
    return await session.get(PacketCheck, packet_sha256)


async def list_unread_packets(session: AsyncSession, limit: int) -> list[str]:
    """Packets that arrived and were not read yet, whoever received them; those that failed wait for their turn."""
    waits = exists().where(
        PacketReading.packet_sha256 == IncomingDocument.packet_sha256, PacketReading.due_at > func.now()
    )
    unread = select(IncomingDocument.packet_sha256).where(IncomingDocument.read_at.is_(None), ~waits).limit(limit * 10)
    return sorted(set((await session.scalars(unread)).all()))[:limit]


async def list_senders(session: AsyncSession, packet_sha256: str) -> list[str]:
    """Of a packet that was not read yet."""
    unread = select(IncomingDocument.sender_code).where(
        IncomingDocument.packet_sha256 == packet_sha256, IncomingDocument.read_at.is_(None)
    )
    return sorted(set((await session.scalars(unread)).all()))


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
