"""Reading pauses."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.pauses.models import Pause


async def find_open_pause(session: AsyncSession, dossier_id: UUID) -> Pause | None:
    statement = select(Pause).where(Pause.dossier_id == dossier_id, Pause.resumed_at.is_(None))
    return (await session.scalars(statement)).one_or_none()
