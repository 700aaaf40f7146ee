"""Các nhánh song song gặp nhau: with the last answer the dossier goes on by itself, once; or with whatever else held it last."""

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines.actions import forget
from one_stop.dossiers.actions import enter_step, moved_event, note_hand_over, save_change
from one_stop.dossiers.cases import BY_ITSELF, SPECIALIST, Worker
from one_stop.dossiers.due import outcome, step_due
from one_stop.dossiers.hand_on import enter_at, held_by
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.rules import IN_WORK, Doing
from one_stop.parts.ending import end_parts
from one_stop.parts.queries import last_left, list_parts
from one_stop.parts.rules import PartState
from one_stop.procedures.queries import get_version
from one_stop.procedures.rules import Step, StepAction, step_after
from one_stop.results.queries import list_results
from one_stop.results.telling import finished
from shared.core import clock
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.standards.dossier_status import DossierStatus
from shared.storage import evidence
from shared.work.working_calendar.queries import get_working_time


async def join_branches(session: AsyncSession, dossier: Dossier) -> None:
    """Who calls holds the dossier's row. Without effect while a branch is out, came back or was recalled, or the clock stands still,
    and once it was given back to the fork, until a branch that is awaited was given again."""
    if dossier.status not in IN_WORK or dossier.paused or dossier.transit or dossier.awaits:
        return
    steps = (await get_version(session, dossier.procedure_version_id)).workflow()
    parts = [one for one in await list_parts(session, dossier.id) if one.belongs_to(dossier.step_code) and one.required]
    done = [one.place is PartState.ANSWERED or one.skipped_at is not None for one in parts]
    following = step_after(steps, dossier.step_position, dossier.skipped)
    if not steps[dossier.step_position].forks or not done or not all(done) or following is None:
        return
    left = await last_left(session, dossier.id, dossier.step_code)
    if left is None or any(one.asked_at >= left for one in parts):
        await _go_on(session, dossier, following)


async def _go_on(session: AsyncSession, dossier: Dossier, following: Step) -> None:
    """To the next step; a specialist who looked after the branches keeps it, as with every other move."""
    now, working_time = clock.now(), await get_working_time(session, dossier.agency_code)
    before, late = (dossier.step_code, dossier.step_name), outcome(now, dossier.step_due_at)
    if StepAction.RETURN_RESULT in following.actions:
        await _finish(session, dossier, following)
        return
    held = dossier.holder_id, dossier.holder_name, dossier.unit_id
    await enter_at(session, dossier, following, now, working_time, None)
    if following.role == SPECIALIST and not dossier.step_agency_code:
        dossier.holder_id, dossier.holder_name, dossier.unit_id = held
    await save_change(session)
    by = Worker("", BY_ITSELF, dossier.agency_code, frozenset())
    await note_hand_over(session, dossier, Doing.JOIN, by, now, before, outcome=late)
    await tell(session, await moved_event(session, dossier, Doing.JOIN))
    await notify(session, about_loaded("dossier-assigned", dossier, [held_by(dossier)], dossier.step_due_at))
    await evidence.record(session, "branches-joined", f"dossier/{dossier.id}", "event:part-progressed", step=before[0])


async def _finish(session: AsyncSession, dossier: Dossier, following: Step) -> None:
    """Hồ sơ liên thông xong cả nhóm: the first result was signed before, the last part is back, the counter has it."""
    now, working_time = clock.now(), await get_working_time(session, dossier.agency_code)
    before, late = (dossier.step_code, dossier.step_name), outcome(now, dossier.step_due_at)
    results = await list_results(session, dossier.id)
    dossier.status, dossier.finished_at = DossierStatus.RESOLVED.value, now
    dossier.result_outcome = results[0].outcome
    enter_step(dossier, following, now, working_time)
    dossier.holder_id, dossier.holder_name, dossier.unit_id = None, "", ""
    dossier.step_due_at = dossier.work_due_at = step_due(now, following, working_time, None)
    await end_parts(session, dossier, "Các phần của hồ sơ liên thông đã xong.")
    await save_change(session)
    by = Worker("", BY_ITSELF, dossier.agency_code, frozenset())
    await note_hand_over(session, dossier, Doing.JOIN, by, now, before, outcome=late)
    await tell(session, finished(dossier, results, dossier.agency_code))
    await forget(session, dossier)
    await evidence.record(session, "branches-joined", f"dossier/{dossier.id}", "event:part-progressed", step=before[0])
