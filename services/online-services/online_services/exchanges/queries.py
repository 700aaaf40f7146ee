"""Reading what was written on a dossier."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.exchanges.models import DossierMessage
from shared.contracts.values import FileReference
from shared.core.errors import NotFound


async def list_messages(session: AsyncSession, dossier_id: UUID) -> list[DossierMessage]:
    """As they were written; whose dossier it is was asked before."""
    statement = select(DossierMessage).where(DossierMessage.dossier_id == dossier_id)
    return list(await session.scalars(statement.order_by(DossierMessage.at, DossierMessage.id)))


async def get_attached(session: AsyncSession, dossier_id: UUID, message_id: UUID, place: int) -> FileReference:
    message = await session.get(DossierMessage, message_id)
    if message is None or message.dossier_id != dossier_id or not 0 <= place < len(message.files):
        raise NotFound("not_found")
    return message.attached[place]
