"""Due times that rested on a year without a calendar are counted again when it comes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines.actions import watch
from one_stop.dossiers.actions import moved_event, note_hand_over, save_change, set_due
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.due import step_due
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import IN_WORK, STEPS, Doing
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import get_version
from one_stop.supplements.models import SupplementRequest
from one_stop.supplements.queries import list_requests
from one_stop.supplements.rules import Stage, due_resumed
from shared.core import clock
from shared.core.formats import vn_datetime
from shared.messaging.outbox import tell
from shared.standards.working_time import Term, TermUnit, WorkingTime, due_at
from shared.storage import evidence
from shared.work.working_calendar.queries import get_working_time


async def recount_provisional(session: AsyncSession) -> None:
    """Tính lại ngày hẹn trả tạm tính: with a trace on the dossier, and told to whoever was told the first date."""
    await session.flush()
    open_ones = Dossier.status.in_([status.value for status in STEPS.sources(Doing.RECOUNT)])
    statement = select(Dossier).where(Dossier.due_provisional, open_ones).order_by(Dossier.id).with_for_update()
    for dossier in await session.scalars(statement):
        working_time = await get_working_time(session, dossier.agency_code)
        procedure = await get_version(session, dossier.procedure_version_id)
        before = dossier.due_at
        due = _due_of(dossier, procedure, await list_requests(session, dossier.id), working_time)
        set_due(dossier, due, working_time)
        if dossier.due_provisional and due == before:
            continue
        _move_step(dossier, procedure, before, working_time)
        await save_change(session)
        await watch(session, dossier, working_time)
        await _tell(session, dossier, before)


def _due_of(
    dossier: Dossier, procedure: ProcedureVersion, requests: list[SupplementRequest], working_time: WorkingTime
) -> datetime:
    """From the beginning: the term from acceptance, and each pause in the term's own unit."""
    unit = TermUnit(procedure.term_unit)
    assert dossier.received_at is not None, "only an accepted dossier has a due time"
    due = due_at(dossier.received_at, Term(procedure.term_amount, unit), working_time)
    for request in requests:
        if request.stage == Stage.PROCESSING and request.completed_at is not None:
            due = due_resumed(due, request.requested_at, request.completed_at, unit, working_time) or due
    return due


def _move_step(
    dossier: Dossier, procedure: ProcedureVersion, before: datetime | None, working_time: WorkingTime
) -> None:
    """A step is due with its own hours, never later than the dossier."""
    if dossier.step_due_at is None or dossier.due_at is None or dossier.status not in IN_WORK:
        return
    if dossier.step_due_at == before:
        step = procedure.workflow()[dossier.step_position]
        dossier.step_due_at = step_due(dossier.step_since, step, working_time, dossier.due_at)
    dossier.work_due_at = dossier.step_due_at = min(dossier.step_due_at, dossier.due_at)


async def _tell(session: AsyncSession, dossier: Dossier, before: datetime | None) -> None:
    note = f"{vn_datetime(before) if before else '–'} → {vn_datetime(dossier.due_at) if dossier.due_at else '–'}"
    calendar = Worker("", "Lịch làm việc", dossier.agency_code, frozenset())
    place = dossier.step_code, dossier.step_name
    await note_hand_over(session, dossier, Doing.RECOUNT, calendar, clock.now(), place, note)
    await tell(session, await moved_event(session, dossier, Doing.RECOUNT))
    await evidence.record(
        session, "due-recounted", f"dossier/{dossier.id}", "seeding", provisional=dossier.due_provisional
    )
