"""What page and program do alike: the working hours of both agencies first, then the act."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.any_counter import actions
from one_stop.any_counter.schemas import SendingAgain, TakingOver
from one_stop.counter import Counter
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import get_dossier
from one_stop.dossiers.workers import worker_of
from one_stop.intake.across import Times
from shared.access.identity import Identity


async def take(
    counter: Counter, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, taking: TakingOver
) -> Dossier:
    working_time = await counter.times.of(who.agency_code, session)
    return await actions.take_over(session, (who, worker_of(who)), dossier_id, version, taking, working_time)


async def transmit(
    counter: Counter, session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, sending: SendingAgain
) -> Dossier:
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    competent = await counter.times.of(sending.agency_code or dossier.agency_code, session)
    times = Times(competent, await counter.times.of(who.agency_code, session))
    return await actions.send_again(session, (who, worker_of(who)), dossier_id, version, sending, times)
