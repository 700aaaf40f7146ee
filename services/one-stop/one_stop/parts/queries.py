"""Reading the parts of a dossier; the dossier's own door has been passed before."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

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
