"""Reading results."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.results.models import DossierResult


async def find_result(session: AsyncSession, dossier_id: UUID) -> DossierResult | None:
    return await session.get(DossierResult, dossier_id)
