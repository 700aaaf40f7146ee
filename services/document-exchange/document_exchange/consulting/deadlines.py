"""Hạn cho ý kiến: one job for each request that waits. Before its term whoever answers is told; late, the drafter too, each once."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.consulting.models import OpinionRequest
from document_exchange.consulting.notifications import answerers_of, tell, tell_drafter
from document_exchange.consulting.rules import OpinionState
from shared.core import clock
from shared.work import jobs
from shared.work.jobs import Job
from shared.work.working_calendar.queries import get_working_time


def _waits(row: OpinionRequest) -> bool:
    return row.state == OpinionState.ASKED and row.closed_at is None and row.late_told_at is None


async def watch(session: AsyncSession, row: OpinionRequest) -> None:
    """Planned for the next morning on which somebody is told; again with every change of term or state."""
    if not _waits(row):
        await jobs.cancel(session, OPINION_DEADLINE, str(row.id))
        return
    time = await get_working_time(session, row.agency_code)
    soon, late = time.told_before(row.due_on), time.told_after(row.due_on)
    await jobs.plan(session, OPINION_DEADLINE, str(row.id), soon if soon > clock.now() else late)


async def look(session: AsyncSession, key: str) -> None:
    """How the request stands at this moment decides."""
    row = await session.get(OpinionRequest, UUID(key), with_for_update=True)
    if row is None or not _waits(row):
        return
    time, now = await get_working_time(session, row.agency_code), clock.now()
    soon, late = time.told_before(row.due_on), time.told_after(row.due_on)
    if now >= late:
        await _tell_late(session, row)
        return
    if soon <= now and clock.local_now().date() <= row.due_on:
        await tell(session, "opinion-due-soon", row, await answerers_of(session, row))
    await jobs.plan(session, OPINION_DEADLINE, key, soon if soon > now else late)


async def _tell_late(session: AsyncSession, row: OpinionRequest) -> None:
    """The drafter hears it once for all that are late with the same term."""
    others = select(OpinionRequest.id).where(
        OpinionRequest.document_id == row.document_id,
        OpinionRequest.due_on == row.due_on,
        OpinionRequest.late_told_at.is_not(None),
    )
    told_already = row.document_id is not None and await session.scalar(others.limit(1)) is not None
    row.late_told_at = clock.now()
    await tell(session, "opinion-late", row, await answerers_of(session, row))
    if not told_already:
        await tell_drafter(session, "opinion-late-here", row)


OPINION_DEADLINE = Job("opinion-deadline", "Báo hạn cho ý kiến về dự thảo sắp đến, đã quá", look)
