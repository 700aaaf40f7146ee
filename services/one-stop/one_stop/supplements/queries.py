"""Reading supplement requests."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.supplements.models import SupplementRequest


async def find_open_request(session: AsyncSession, dossier_id: UUID) -> SupplementRequest | None:
    statement = select(SupplementRequest).where(
        SupplementRequest.dossier_id == dossier_id, SupplementRequest.completed_at.is_(None)
    )
    return (await session.scalars(statement.with_for_update())).one_or_none()


async def count_requests(session: AsyncSession, dossier_id: UUID, stage: str) -> int:
    """How often the applicant has been asked at this stage."""
    statement = select(func.count()).where(SupplementRequest.dossier_id == dossier_id, SupplementRequest.stage == stage)
    return (await session.scalar(statement)) or 0


async def list_requests(session: AsyncSession, dossier_id: UUID) -> list[SupplementRequest]:
    statement = select(SupplementRequest).where(SupplementRequest.dossier_id == dossier_id)
    return list(await session.scalars(statement.order_by(SupplementRequest.requested_at, SupplementRequest.id)))
