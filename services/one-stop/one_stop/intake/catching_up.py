"""Hồ sơ nộp tại quầy từ trước: once, the portal is told by which numbers their people are known, so that they stand in the accounts.

A stretch of dossiers in each transaction, which also plans the next: stopped in between, it goes on where it was. Told twice, the portal
keeps the same.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import parties_of
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Channel
from shared.contracts.one_stop_aside import PartiesTold
from shared.core import clock
from shared.messaging.outbox import tell
from shared.work.jobs import Job, plan

STRETCH = 500
"""Dossiers that are looked at in one transaction."""
RESTS = timedelta(seconds=2)
"""Whoever waits at a counter goes first."""


async def begin(session: AsyncSession, _key: str) -> None:
    await plan(session, TELL_STRETCH, str(UUID(int=0)), clock.now())


async def tell_stretch(session: AsyncSession, key: str) -> None:
    """After that dossier; ids sort by time. Locked, so that a number that is put right meanwhile is told after this."""
    stretch = select(Dossier.id).where(Dossier.id > UUID(key)).order_by(Dossier.id).limit(STRETCH)
    looked = list(await session.scalars(stretch))
    if not looked:
        return
    old = select(Dossier).where(
        Dossier.id.in_(looked), Dossier.channel == Channel.COUNTER, Dossier.received_at.is_not(None)
    )
    for dossier in await session.scalars(old.order_by(Dossier.id).with_for_update()):
        if parties := parties_of(dossier):
            await tell(session, PartiesTold(dossier_id=str(dossier.id), parties=parties))
    await plan(session, TELL_STRETCH, str(looked[-1]), clock.now() + RESTS)


TELL_STRETCH = Job("tell-parties", "Báo người của hồ sơ nộp tại quầy từ trước", tell_stretch)
BEGIN = Job("begin-to-tell-all-parties", "Bắt đầu báo người của mọi hồ sơ nộp tại quầy từ trước", begin, once=True)
"""By another name than when it told only of what had not ended a year before: where that was done, it is done once more for all."""
