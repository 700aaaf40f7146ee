"""One job for each dossier with a term: the holder is told a working day ahead, holder and leaders when it is late."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines.rules import next_look
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from shared.access.rights import Role
from shared.contracts.values import Recipient
from shared.core import clock
from shared.notifying.raising import notify
from shared.standards.dossier_status import DossierStatus
from shared.standards.working_time import WorkingTime
from shared.work import jobs
from shared.work.jobs import Job
from shared.work.working_calendar.queries import get_working_time

_RUNNING = frozenset({DossierStatus.ACCEPTED, DossierStatus.IN_PROGRESS})
"""The term runs: accepted, not waiting for the applicant, nothing signed."""


async def watch(session: AsyncSession, dossier: Dossier, working_time: WorkingTime) -> None:
    """Theo dõi hạn trả: planned with the due time, and again whenever it is set anew."""
    if dossier.due_at is not None:
        due = next_look(clock.now(), dossier.due_at, working_time)
        await jobs.plan(session, DEADLINE, str(dossier.id), due)


async def forget(session: AsyncSession, dossier: Dossier) -> None:
    """Nothing is due any more."""
    await jobs.cancel(session, DEADLINE, str(dossier.id))


async def look(session: AsyncSession, key: str) -> None:
    """Where the dossier stands at this moment decides: a term that stopped meanwhile is nobody's worry, one that moved is met later."""
    dossier = await session.get(Dossier, UUID(key))
    if dossier is None or dossier.due_at is None or dossier.status not in _RUNNING:
        return
    now, working_time = clock.now(), await get_working_time(session, dossier.agency_code)
    if now >= dossier.due_at:
        await _tell(session, "dossier-late", dossier, _held_by(dossier))
        await _tell(session, "dossier-late-here", dossier, Recipient(agency_code=dossier.agency_code, role=Role.LEADER))
        return
    coming = next_look(now, dossier.due_at, working_time)
    if coming == dossier.due_at:
        await _tell(session, "dossier-due-soon", dossier, _held_by(dossier))
    await jobs.plan(session, DEADLINE, key, coming)


def _held_by(dossier: Dossier) -> Recipient:
    """Who has it; as long as nobody took it, everybody who might."""
    return Recipient(person_id=dossier.holder_id or "", agency_code=dossier.agency_code, role=dossier.step_role)


async def _tell(session: AsyncSession, kind: str, dossier: Dossier, to: Recipient) -> None:
    told = about_loaded(kind, dossier, [to], dossier.due_at)
    await notify(session, told)


DEADLINE = Job("dossier-deadline", "Báo hồ sơ sắp đến hạn, quá hạn", look)
