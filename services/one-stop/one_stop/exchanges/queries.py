"""Reading what was said on a dossier."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.exchanges.models import ApplicantMessage


async def list_messages(session: AsyncSession, dossier_id: UUID) -> list[ApplicantMessage]:
    """As they were written."""
    statement = select(ApplicantMessage).where(ApplicantMessage.dossier_id == dossier_id)
    return list(await session.scalars(statement.order_by(ApplicantMessage.at, ApplicantMessage.id)))
