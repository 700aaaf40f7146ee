"""Reading results."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.results.models import DossierResult


async def is_number_taken(session: AsyncSession, number_key: str, dossier_id: UUID) -> bool:
    """Another dossier's result has it, drafted or signed."""
    statement = select(DossierResult.dossier_id).where(
        DossierResult.number_key == number_key, DossierResult.dossier_id != dossier_id
    )
    return (await session.scalars(statement)).first() is not None


async def find_result(session: AsyncSession, dossier_id: UUID) -> DossierResult | None:
    return await session.get(DossierResult, dossier_id)
