"""Người của hồ sơ nộp tại quầy: by which number they are known, as it was told last."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.tracking.letting_know import let_owner_know
from online_services.tracking.models import CounterParty, TrackedDossier
from shared.contracts.one_stop_aside import PartiesTold
from shared.contracts.values import DossierParty
from shared.standards.dossier_status import SETTLED


async def keep_parties(session: AsyncSession, dossier: TrackedDossier, parties: Sequence[DossierParty]) -> None:
    """As they are told now: who was named by mistake does not see it any more."""
    await session.execute(delete(CounterParty).where(CounterParty.dossier_id == dossier.id))
    session.add_all(CounterParty(dossier_id=dossier.id, **party.model_dump()) for party in parties)


async def note_parties(session: AsyncSession, event: PartiesTold) -> None:
    """Of one received before its people were told. Told again, nothing changes and nobody hears of it twice."""
    dossier = await session.get(TrackedDossier, UUID(event.dossier_id), with_for_update=True)
    if dossier is None or dossier.code is None:
        return
    known = await session.scalar(select(CounterParty.dossier_id).where(CounterParty.dossier_id == dossier.id).limit(1))
    await keep_parties(session, dossier, event.parties)
    await session.flush()
    if known is None and dossier.status not in SETTLED:
        await let_owner_know(session, dossier.id, "counter-dossier-listed", code=dossier.code)
