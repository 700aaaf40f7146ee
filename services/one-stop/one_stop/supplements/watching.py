"""Supplements that are waited for: the applicant is reminded before the deadline, whoever has the dossier is told when it lapsed."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.hand_on import held_by
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.rules import WAITING, Channel
from one_stop.supplements.rules import remind_at
from shared.access.rights import Role
from shared.contracts.one_stop import SupplementReminded
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.province import this_province
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.storage import evidence
from shared.work import jobs
from shared.work.jobs import Job
from shared.work.steps import sql_set
from shared.work.working_calendar.queries import get_working_time


async def watch(session: AsyncSession, dossier: Dossier, working_time: WorkingTime) -> None:
    """Theo dõi hạn bổ sung. A supplement that came needs no word: the job looks where it stands."""
    if dossier.waits_until is None:
        return
    days = this_province().supplement_reminder_days
    reminded = remind_at(clock.now(), dossier.waits_until, days, working_time)
    due = reminded or _told_of_lapse(dossier.waits_until, working_time)
    await jobs.plan(session, SUPPLEMENT_DEADLINE, str(dossier.id), due)


async def look(session: AsyncSession, key: str) -> None:
    dossier = await session.get(Dossier, UUID(key))
    if dossier is None or dossier.status not in WAITING or dossier.waits_until is None:
        return
    if dossier.lapsed():
        to = held_by(dossier)
        await notify(session, about_loaded("supplement-lapsed", dossier, [to], dossier.waits_until))
        return
    await _remind(session, dossier, dossier.waits_until)
    working_time = await get_working_time(session, dossier.agency_code)
    await jobs.plan(session, SUPPLEMENT_DEADLINE, key, _told_of_lapse(dossier.waits_until, working_time))


async def _remind(session: AsyncSession, dossier: Dossier, deadline: datetime) -> None:
    """Who filed online is told on the portal; of whom was received at the counter the counter is told that he is to be called."""
    online = dossier.channel == Channel.ONLINE
    if online:
        told = SupplementReminded(dossier_id=str(dossier.id), deadline_at=deadline, reminded_at=clock.now())
        await tell(session, told)
    else:
        to = Recipient(agency_code=dossier.received_agency_code, role=Role.COUNTER_OFFICER)
        await notify(session, about_loaded("supplement-to-call", dossier, [to], deadline))
    by = "account" if online else "phone"
    await evidence.record(session, "supplement-reminded", f"dossier/{dossier.id}", "job:supplement-deadline", by=by)


def _told_of_lapse(deadline: datetime, working_time: WorkingTime) -> datetime:
    """As work begins again after the deadline."""
    return working_time.told_after(working_time.local(deadline).date())


async def begin(session: AsyncSession, _key: str) -> None:
    """Supplements that were asked for before they were watched."""
    waiting = select(Dossier).where(text(f"status IN {sql_set(WAITING)}")).order_by(Dossier.id)
    for dossier in await session.scalars(waiting):
        await watch(session, dossier, await get_working_time(session, dossier.agency_code))


SUPPLEMENT_DEADLINE = Job("supplement-deadline", "Nhắc bổ sung hồ sơ, báo quá hạn bổ sung", look)
BEGIN = Job("watch-supplements", "Theo dõi hạn bổ sung của hồ sơ đang chờ", begin, once=True)
