"""Chuyển hồ sơ đã tiếp nhận: the counter is told before it must have handed over, counter and leaders when it has not.

Nghị định 118/2025/NĐ-CP, Điều 18 khoản 2; the due time is that of the counter's own step (`dossiers.due.hand_over_by`).
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines.recipients import counter_of, leaders_of
from one_stop.deadlines.rules import LAST_HOUR, left_at
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.rules import IN_WORK
from one_stop.unit_lists.queries import find_waiting, list_receivers
from shared.contracts.values import Recipient
from shared.core import clock
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.storage.gathered import Into
from shared.work import jobs
from shared.work.jobs import Job


async def watch(into: Into, dossier: Dossier, working_time: WorkingTime) -> None:
    """What has gone on needs no word: the job looks where it stands."""
    if not _waits_at_counter(dossier) or dossier.step_due_at is None:
        return
    soon = left_at(dossier.step_since, dossier.step_due_at, LAST_HOUR, working_time)
    due = soon if soon > clock.now() else dossier.step_due_at
    await jobs.plan(into, HAND_OVER, str(dossier.id), due)


async def look(session: AsyncSession, key: str) -> None:
    dossier = await session.get(Dossier, UUID(key))
    if dossier is None or not _waits_at_counter(dossier) or dossier.paused or dossier.step_due_at is None:
        return
    if clock.now() >= dossier.step_due_at:
        to = [counter_of(dossier), leaders_of(dossier), *await _asked_to_take_in(session, dossier)]
        await notify(session, about_loaded("hand-over-late", dossier, to, dossier.step_due_at))
        return
    # What the counter has handed over by list waits for the unit's word alone.
    to = await _asked_to_take_in(session, dossier) or [counter_of(dossier)]
    await notify(session, about_loaded("hand-over-due-soon", dossier, to, dossier.step_due_at))
    await jobs.plan(session, HAND_OVER, key, dossier.step_due_at)


def _waits_at_counter(dossier: Dossier) -> bool:
    return dossier.status in IN_WORK and dossier.step_position == 0


async def _asked_to_take_in(session: AsyncSession, dossier: Dossier) -> list[Recipient]:
    """Lãnh đạo, chuyên viên of the unit that a list was made out to and that has not signed it."""
    made = await find_waiting(session, dossier.id)
    if made is None:
        return []
    people = await list_receivers(session, made.agency_code, made.unit_id, made.by_id)
    return [Recipient(person_id=one.id, agency_code=made.agency_code) for one in people]


HAND_OVER = Job("hand-over-deadline", "Báo hồ sơ đã tiếp nhận chưa chuyển đơn vị giải quyết", look)
