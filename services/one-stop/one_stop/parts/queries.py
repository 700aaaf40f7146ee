"""Reading the parts of a dossier; the dossier's own door has been passed before."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import HandOver
from one_stop.parts.models import DossierPart
from shared.core.errors import NotFound


async def list_parts(session: AsyncSession, dossier_id: UUID) -> list[DossierPart]:
    found = select(DossierPart).where(DossierPart.dossier_id == dossier_id).order_by(DossierPart.number)
    return list(await session.scalars(found))


async def get_part(session: AsyncSession, dossier_id: UUID, number: int) -> DossierPart:
    found = select(DossierPart).where(DossierPart.dossier_id == dossier_id, DossierPart.number == number)
    part = (await session.scalars(found)).one_or_none()
    if part is None:
        raise NotFound("not_found")
    return part


async def last_left(session: AsyncSession, dossier_id: UUID, step_code: str) -> datetime | None:
    """When the dossier went from this step to another, the last time; None while it never did."""
    found = select(func.max(HandOver.at)).where(
        HandOver.dossier_id == dossier_id, HandOver.from_step == step_code, HandOver.to_step != step_code
    )
    return await session.scalar(found)
