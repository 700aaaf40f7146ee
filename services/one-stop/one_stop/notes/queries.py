"""Reading what the office wrote on a dossier."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.notes.models import FieldCheck


async def list_checks(session: AsyncSession, dossier_id: UUID) -> list[FieldCheck]:
    """The newest first."""
    statement = select(FieldCheck).where(FieldCheck.dossier_id == dossier_id)
    return list(await session.scalars(statement.order_by(FieldCheck.at.desc(), FieldCheck.id)))
