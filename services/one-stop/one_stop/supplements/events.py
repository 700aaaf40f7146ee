"""What this feature listens to."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.queries import lock_dossier
from one_stop.supplements.actions import take_supplement
from shared.contracts.event import Event
from shared.contracts.online_services import SupplementFiled
from shared.messaging.inbox import Handler
from shared.work.working_calendar.queries import get_working_time


async def supplement_filed(session: AsyncSession, event: SupplementFiled) -> None:
    dossier = await lock_dossier(session, UUID(event.submission_id))
    await take_supplement(session, event, await get_working_time(session, dossier.agency_code))


HANDLERS: dict[type[Event], Handler] = {SupplementFiled: supplement_filed}
