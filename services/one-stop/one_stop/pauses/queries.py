"""Reading pauses."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import IN_WORK
from one_stop.pauses.models import Pause, PauseProposal


async def find_open_pause(session: AsyncSession, dossier_id: UUID) -> Pause | None:
    statement = select(Pause).where(Pause.dossier_id == dossier_id, Pause.resumed_at.is_(None))
    return (await session.scalars(statement)).one_or_none()


async def find_proposal(session: AsyncSession, dossier: Dossier) -> PauseProposal | None:
    """The one that waits for a leader."""
    if dossier.pause_proposed_at is None or dossier.status not in IN_WORK:
        return None
    return await session.get(PauseProposal, dossier.id)
