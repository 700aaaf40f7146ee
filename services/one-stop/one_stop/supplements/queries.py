"""Reading supplement requests."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.supplements.models import SupplementRequest


async def find_open_request(session: AsyncSession, dossier_id: UUID) -> SupplementRequest | None:
    statement = select(SupplementRequest).where(
        SupplementRequest.dossier_id == dossier_id, SupplementRequest.completed_at.is_(None)
    )
    return (await session.scalars(statement.with_for_update())).one_or_none()


async def list_requests(session: AsyncSession, dossier_id: UUID) -> list[SupplementRequest]:
    statement = select(SupplementRequest).where(SupplementRequest.dossier_id == dossier_id)
    return list(await session.scalars(statement.order_by(SupplementRequest.requested_at, SupplementRequest.id)))
