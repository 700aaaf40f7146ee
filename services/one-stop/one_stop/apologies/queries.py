"""Reading letters of apology."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.apologies.models import Apology


async def find_apology(session: AsyncSession, dossier_id: UUID) -> Apology | None:
    return await session.get(Apology, dossier_id, populate_existing=True)
