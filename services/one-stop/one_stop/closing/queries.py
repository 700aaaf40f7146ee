"""Reading how a dossier ended."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.closing.models import Ending


async def find_ending(session: AsyncSession, dossier_id: UUID) -> Ending | None:
    return await session.get(Ending, dossier_id)
