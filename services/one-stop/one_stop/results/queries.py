"""Reading results."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.results.models import DossierResult, RecalledResult


async def is_number_taken(session: AsyncSession, number_key: str, dossier_id: UUID, position: int) -> bool:
    """Another result has it, drafted or signed, of this dossier too; or a recalled one of any dossier."""
    other = (DossierResult.dossier_id != dossier_id) | (DossierResult.position != position)
    statement = select(DossierResult.dossier_id).where(DossierResult.number_key == number_key, other)
    recalled = select(RecalledResult.dossier_id).where(RecalledResult.number_key == number_key)
    return (await session.scalars(statement.union_all(recalled))).first() is not None


async def find_result(session: AsyncSession, dossier_id: UUID) -> DossierResult | None:
    """The first, which bears the conclusion."""
    return await session.get(DossierResult, (dossier_id, 0))


async def list_results(session: AsyncSession, dossier_id: UUID) -> list[DossierResult]:
    """All of a dossier, the first one first."""
    statement = select(DossierResult).where(DossierResult.dossier_id == dossier_id)
    return list(await session.scalars(statement.order_by(DossierResult.position)))


async def lock_results(session: AsyncSession, dossier_id: UUID) -> list[DossierResult]:
    """As they stand now, whatever was read before: numbers come and go by events and by a job. Nobody else writes them meanwhile."""
    statement = select(DossierResult).where(DossierResult.dossier_id == dossier_id).order_by(DossierResult.position)
    return list(await session.scalars(statement.with_for_update().execution_options(populate_existing=True)))


async def list_recalled(session: AsyncSession, dossier_id: UUID) -> list[RecalledResult]:
    statement = select(RecalledResult).where(RecalledResult.dossier_id == dossier_id)
    return list(await session.scalars(statement.order_by(RecalledResult.recalled_at)))
