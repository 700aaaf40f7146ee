"""Wishes of senders that the caller's agency has to answer; every query is bounded by that agency."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import list_before
from document_exchange.changing.models import SenderChange
from document_exchange.changing.rules import OPEN, ChangeState
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import held_at
from document_exchange.incoming.reference_keys import REFERENCE_KEY, reference_key
from document_exchange.packets.packet import BusinessType
from document_exchange.registers.rules import document_key
from shared.access.identity import Identity
from shared.core.errors import NotFound
from shared.work.keyset import counted_once

_MOST = 50


def changes_of(who: Identity) -> Select[Any]:
    return select(SenderChange).where(SenderChange.agency_code == who.agency_code)


async def get_change(session: AsyncSession, who: Identity, change_id: UUID, *, lock: bool = False) -> SenderChange:
    """Absent and another agency's are the same answer."""
    query = changes_of(who).where(SenderChange.id == change_id).execution_options(populate_existing=True)
    found: SenderChange | None = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def count_open_changes(session: AsyncSession, who: Identity) -> int:
    open_ones = changes_of(who).where(SenderChange.state.in_(sorted(OPEN)))
    return int(await session.scalar(select(counted_once([open_ones], SenderChange.id))) or 0)


async def list_changes_about(session: AsyncSession, incoming_id: UUID) -> Sequence[SenderChange]:
    """Of one arrival, as the one meant or as the one that takes its place; the newest first."""
    about = or_(SenderChange.incoming_id == incoming_id, SenderChange.new_incoming_id == incoming_id)
    query = select(SenderChange).where(about).order_by(SenderChange.arrived_at.desc(), SenderChange.id).limit(_MOST)
    return (await session.scalars(query)).all()


async def find_target(
    session: AsyncSession, addressee_code: str, sender_code: str, document_code: str, reference: str
) -> IncomingDocument | None:
    """The arrival of this sender that is meant, also one that came to an agency whose work this one goes on with: by its identifier, else by
    number and notation; locked.
    """
    codes = [addressee_code, *await list_before(session, addressee_code)]
    own = select(IncomingDocument).where(
        IncomingDocument.addressee_code.in_(codes), IncomingDocument.sender_code == sender_code
    )
    queries = []
    if document_code:
        queries.append(own.where(IncomingDocument.document_key == document_key(document_code)))
    if reference:
        same = text(f"{REFERENCE_KEY} = {reference_key('CAST(:meant AS text)')}").bindparams(meant=reference)
        queries.append(own.where(text("incoming_document.reference <> ''"), same))
    for query in queries:
        newest = query.order_by(IncomingDocument.arrived_at.desc()).limit(1).with_for_update()
        found = (await session.scalars(newest, execution_options={"populate_existing": True})).first()
        if found is not None:
            return found
    return None


async def find_of_another(
    session: AsyncSession, addressee_code: str, sender_code: str, document_code: str
) -> IncomingDocument | None:
    """An arrival under the identifier that somebody else sent."""
    if not document_code:
        return None
    query = select(IncomingDocument).where(
        IncomingDocument.addressee_code == addressee_code,
        IncomingDocument.document_key == document_key(document_code),
        IncomingDocument.sender_code != sender_code,
    )
    return (await session.scalars(query.limit(1))).first()


async def find_of_any(
    session: AsyncSession, addressee_code: str, senders: Collection[str], document_code: str
) -> IncomingDocument | None:
    """The newest arrival under the identifier that one of these senders sent."""
    query = select(IncomingDocument).where(
        IncomingDocument.addressee_code == addressee_code,
        IncomingDocument.sender_code.in_(senders),
        IncomingDocument.document_key == document_key(document_code),
    )
    return (await session.scalars(query.order_by(IncomingDocument.arrived_at.desc()).limit(1))).first()


async def find_delivered(
    session: AsyncSession, delivery_id: UUID, sender_code: str, document_code: str
) -> IncomingDocument | None:
    """What that delivery brought, if it is that document of that sender; locked."""
    query = select(IncomingDocument).where(
        IncomingDocument.delivery_id == delivery_id,
        IncomingDocument.sender_code == sender_code,
        IncomingDocument.document_key == document_key(document_code),
    )
    found = await session.scalars(query.with_for_update(), execution_options={"populate_existing": True})
    return found.one_or_none()


async def list_waiting_for(session: AsyncSession, incoming: IncomingDocument) -> Sequence[SenderChange]:
    """Wishes that came before the document they are about; locked, the oldest first."""
    query = (
        select(SenderChange)
        .where(
            SenderChange.addressee_code == incoming.addressee_code,
            SenderChange.sender_code == incoming.sender_code,
            SenderChange.target_key == incoming.document_key,
            SenderChange.state == ChangeState.UNMATCHED,
        )
        .order_by(SenderChange.arrived_at, SenderChange.id)
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def has_newer_agreed(session: AsyncSession, change: SenderChange) -> bool:
    """Whether an update of the same document that came later was agreed to already: this one would undo it."""
    if change.kind != BusinessType.UPDATE or not change.is_open or change.incoming_id is None:
        return False
    newer = select(SenderChange.id).where(
        SenderChange.incoming_id == change.incoming_id,
        SenderChange.kind == BusinessType.UPDATE,
        SenderChange.state == ChangeState.AGREED,
        SenderChange.arrived_at > change.arrived_at,
    )
    return (await session.scalars(newer.limit(1))).first() is not None


async def list_candidates(session: AsyncSession, who: Identity, change: SenderChange) -> Sequence[IncomingDocument]:
    """Arrivals of the same sender that the clerk may choose from, the newest first."""
    query = (
        select(IncomingDocument)
        .where(
            held_at(who.agency_code),
            IncomingDocument.sender_code == change.sender_code,
            IncomingDocument.id.is_distinct_from(change.new_incoming_id),
        )
        .order_by(IncomingDocument.arrived_at.desc(), IncomingDocument.id)
        .limit(_MOST)
    )
    return (await session.scalars(query)).all()
