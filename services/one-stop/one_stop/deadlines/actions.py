"""Jobs for each dossier with a term: the holder is told a working day ahead, holder and leaders when it is late; whoever answers for it
when so much of the term is used up.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines import handing_over
from one_stop.deadlines.recipients import answering_for, held_by
from one_stop.deadlines.rules import next_look, shares_at
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.rules import IN_WORK
from one_stop.due_dates.queries import list_moves
from shared.access.rights import Role
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.province import this_province
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.storage.gathered import Gathered, Into
from shared.work import jobs
from shared.work.jobs import Job
from shared.work.steps import sql_set
from shared.work.working_calendar.queries import get_working_time


async def watch(
    session: AsyncSession, dossier: Dossier, working_time: WorkingTime, act: Gathered | None = None
) -> None:
    """Theo dõi hạn trả: planned with the due time, and again whenever it is set anew. `act`: with what else is written."""
    if dossier.due_at is None:
        return
    planned = act or Gathered()
    due = next_look(clock.now(), dossier.due_at, working_time)
    await jobs.plan(planned, DEADLINE, str(dossier.id), due)
    await _plan_share(planned, dossier, await _shares_of(session, dossier, working_time))
    await handing_over.watch(planned, dossier, working_time)
    if act is None:
        await planned.write(session)


async def forget(session: AsyncSession, dossier: Dossier) -> None:
    """Nothing is due any more."""
    for job in (DEADLINE, TERM_USED, handing_over.HAND_OVER):
        await jobs.cancel(session, job, str(dossier.id))


async def look(session: AsyncSession, key: str) -> None:
    """Where the dossier stands at this moment decides: a term that stopped meanwhile is nobody's worry, one that moved is met later."""
    dossier = await session.get(Dossier, UUID(key))
    if dossier is None or not _runs(dossier) or dossier.due_at is None:
        return
    now, working_time = clock.now(), await get_working_time(session, dossier.agency_code)
    if now >= dossier.due_at:
        await _tell(session, "dossier-late", dossier, held_by(dossier))
        await _tell(session, "dossier-late-here", dossier, Recipient(agency_code=dossier.agency_code, role=Role.LEADER))
        return
    coming = next_look(now, dossier.due_at, working_time)
    if coming == dossier.due_at:
        await _tell(session, "dossier-due-soon", dossier, held_by(dossier))
    await jobs.plan(session, DEADLINE, key, coming)


async def look_at_share(session: AsyncSession, key: str) -> None:
    """Of several that went by while nobody looked, the last is told; one that is late is told of by the other job."""
    dossier = await session.get(Dossier, UUID(key))
    if dossier is None or not _runs(dossier) or dossier.due_at is None or clock.now() >= dossier.due_at:
        return
    shares = await _shares_of(session, dossier, await get_working_time(session, dossier.agency_code))
    used = [share for share, at in shares.items() if at <= clock.now()]
    if used:
        to = await answering_for(session, dossier)
        share = f"{used[-1]} %"
        await notify(session, about_loaded("dossier-term-used", dossier, to, dossier.due_at, share=share))
    await _plan_share(session, dossier, shares)


def _runs(dossier: Dossier) -> bool:
    """Accepted, not waiting for the applicant, nothing signed."""
    return dossier.status in IN_WORK and not dossier.paused


async def _shares_of(session: AsyncSession, dossier: Dossier, working_time: WorkingTime) -> dict[int, datetime]:
    assert dossier.counted_from is not None, "only an accepted dossier has a term"
    assert dossier.due_at is not None
    # Nothing has moved what is due as it was promised.
    moves = [] if dossier.due_at == dossier.due_original else await list_moves(session, dossier.id)
    shares = this_province().term_warnings
    return shares_at(dossier.counted_from, dossier.due_at, [move.value() for move in moves], shares, working_time)


async def _plan_share(into: Into, dossier: Dossier, shares: dict[int, datetime]) -> None:
    coming = min((at for at in shares.values() if at > clock.now()), default=None)
    if coming is not None:
        await jobs.plan(into, TERM_USED, str(dossier.id), coming)
    else:
        await jobs.cancel(into, TERM_USED, str(dossier.id))


async def _tell(session: AsyncSession, kind: str, dossier: Dossier, to: Recipient) -> None:
    await notify(session, about_loaded(kind, dossier, [to], dossier.due_at))


async def begin(session: AsyncSession, _key: str) -> None:
    """Dossiers that were accepted before terms were watched in this way."""
    times: dict[str, WorkingTime] = {}
    running = select(Dossier).where(text(f"status IN {sql_set(IN_WORK)}"), Dossier.received_at.is_not(None))
    for dossier in await session.scalars(running.order_by(Dossier.id)):
        if dossier.agency_code not in times:
            times[dossier.agency_code] = await get_working_time(session, dossier.agency_code)
        await watch(session, dossier, times[dossier.agency_code])


DEADLINE = Job("dossier-deadline", "Báo hồ sơ sắp đến hạn, quá hạn", look)
TERM_USED = Job("dossier-term-used", "Báo hồ sơ đã dùng phần lớn thời hạn", look_at_share)
BEGIN = Job("watch-terms", "Theo dõi thời hạn của hồ sơ đang giải quyết", begin, once=True)
