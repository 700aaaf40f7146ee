"""Changes of issued documents and the answers to them; always reached through a document the caller may see."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.amending.models import ChangeReceiver, IssuedChange
from document_exchange.amending.rules import AnswerState
from document_exchange.packets.packet import BusinessType
from shared.core.errors import NotFound

_MOST = 50


async def list_changes(session: AsyncSession, document_id: UUID) -> Sequence[IssuedChange]:
    """The newest first."""
    query = select(IssuedChange).where(IssuedChange.document_id == document_id).order_by(IssuedChange.id.desc())
    return (await session.scalars(query.limit(_MOST))).all()


async def get_change(session: AsyncSession, document_id: UUID, change_id: UUID, *, lock: bool = False) -> IssuedChange:
    """Raises NotFound, also for one of another document."""
    query = select(IssuedChange).where(IssuedChange.id == change_id, IssuedChange.document_id == document_id)
    query = query.execution_options(populate_existing=True)
    found = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def list_receivers(session: AsyncSession, change_id: UUID, *, lock: bool = False) -> Sequence[ChangeReceiver]:
    query = select(ChangeReceiver).where(ChangeReceiver.change_id == change_id).order_by(ChangeReceiver.position)
    return (await session.scalars(query.with_for_update() if lock else query)).all()


async def list_asked(session: AsyncSession, document_ids: Collection[UUID]) -> set[UUID]:
    """Deliveries of the documents to which a change was ever told."""
    query = (
        select(ChangeReceiver.delivery_id)
        .join(IssuedChange, IssuedChange.id == ChangeReceiver.change_id)
        .where(IssuedChange.document_id.in_(document_ids), ChangeReceiver.delivery_id.is_not(None))
    )
    return {found for found in (await session.scalars(query)).all() if found is not None}


async def list_agreed(session: AsyncSession, document_id: UUID, new_document_id: UUID) -> Sequence[ChangeReceiver]:
    """Who agreed that the one document takes the other's place."""
    query = (
        select(ChangeReceiver)
        .join(IssuedChange, IssuedChange.id == ChangeReceiver.change_id)
        .where(
            IssuedChange.document_id == document_id,
            IssuedChange.new_document_id == new_document_id,
            ChangeReceiver.state == AnswerState.AGREED,
        )
    )
    return (await session.scalars(query)).all()


async def list_waiting(
    session: AsyncSession, document_id: UUID, kind: BusinessType | None = None
) -> Sequence[ChangeReceiver]:
    """Who has yet to answer about the document; locked."""
    query = (
        select(ChangeReceiver)
        .join(IssuedChange, IssuedChange.id == ChangeReceiver.change_id)
        .where(IssuedChange.document_id == document_id, ChangeReceiver.state == AnswerState.WAITING)
        .order_by(ChangeReceiver.change_id, ChangeReceiver.position)
        .with_for_update(of=ChangeReceiver)
        .execution_options(populate_existing=True)
    )
    if kind is not None:
        query = query.where(IssuedChange.kind == int(kind))
    return (await session.scalars(query)).all()


async def count_states(session: AsyncSession, changes: Sequence[IssuedChange]) -> dict[UUID, dict[str, int]]:
    """How many receivers of each change stand where."""
    query = select(ChangeReceiver.change_id, ChangeReceiver.state).where(
        ChangeReceiver.change_id.in_([one.id for one in changes])
    )
    found: dict[UUID, dict[str, int]] = {}
    for change_id, state in (await session.execute(query)).all() if changes else ():
        counts = found.setdefault(change_id, {})
        counts[state] = counts.get(state, 0) + 1
    return found
