"""What this feature listens to."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.queries import heir_of
from one_stop.agencies.rules import Matter
from one_stop.intake.actions import open_dossier
from one_stop.procedures.models import ProcedureVersion
from shared.contracts.event import Event
from shared.contracts.online_services import SubmissionFiled
from shared.messaging.inbox import Handler
from shared.work.working_calendar.queries import get_working_time


async def submission_filed(session: AsyncSession, event: SubmissionFiled) -> None:
    current = ProcedureVersion.code == event.procedure_code, ProcedureVersion.current
    sector = await session.scalar(select(ProcedureVersion.sector_name).where(*current)) or ""
    heir = await heir_of(session, event.agency_code, Matter(event.procedure_code, sector))
    await open_dossier(session, event, await get_working_time(session, heir), heir)


HANDLERS: dict[type[Event], Handler] = {SubmissionFiled: submission_filed}
