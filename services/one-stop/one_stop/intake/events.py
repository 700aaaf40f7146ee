"""What this feature listens to."""

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.queries import heir_of
from one_stop.intake.actions import open_dossier
from shared.contracts.event import Event
from shared.contracts.online_services import SubmissionFiled
from shared.messaging.inbox import Handler
from shared.work.working_calendar.queries import get_working_time


async def submission_filed(session: AsyncSession, event: SubmissionFiled) -> None:
    heir = await heir_of(session, event.agency_code)
    await open_dossier(session, event, await get_working_time(session, heir), heir)


HANDLERS: dict[type[Event], Handler] = {SubmissionFiled: submission_filed}
