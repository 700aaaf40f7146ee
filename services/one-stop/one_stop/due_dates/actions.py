"""Moving a due date: the one way, whatever the cause, so that the history is whole. Actions write; who calls commits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import set_due
from one_stop.dossiers.due import step_due
from one_stop.dossiers.models import Dossier
from one_stop.due_dates.models import DueMove
from one_stop.due_dates.queries import due_words
from one_stop.due_dates.rules import Cause, Move, moved
from one_stop.procedures.models import ProcedureVersion
from shared.contracts.one_stop import DueMoved
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.identifiers import new_id
from shared.messaging.outbox import tell
from shared.standards.working_time import TermUnit, WorkingTime, due_after_pause
from shared.work.working_calendar.queries import get_working_time


def move_due(
    session: AsyncSession,
    dossier: Dossier,
    procedure: ProcedureVersion,
    move: Move,
    at: datetime,
    working_time: WorkingTime,
) -> None:
    """Dời ngày hẹn trả. `due_original` stays for ever; what figures compare with (`due_owed`) no apology moves."""
    unit, before = TermUnit(dossier.terms(procedure).term_unit), dossier.due_at
    if before is None:
        return
    set_due(dossier, moved(before, move, unit, working_time), working_time)
    if move.cause is Cause.APOLOGY:
        dossier.due_owed = dossier.due_owed or before
    elif dossier.due_owed is not None:
        dossier.due_owed = moved(dossier.due_owed, move, unit, working_time)
    note_move(session, dossier, move, at, before)


def note_move(
    session: AsyncSession,
    dossier: Dossier,
    move: Move,
    at: datetime,
    before: datetime | None,
    decision_id: UUID | None = None,
) -> None:
    session.add(
        DueMove(
            id=new_id(),
            dossier_id=dossier.id,
            cause=move.cause.value,
            at=at,
            since=move.since,
            until=move.until,
            amount=move.amount or None,
            set_to=move.set_to,
            words=move.words,
            due_before=before,
            due_after=dossier.due_at,
            decision_id=decision_id,
        )
    )


async def step_times(session: AsyncSession, dossier: Dossier, own: WorkingTime) -> WorkingTime:
    """By which the hours of its present step run: of the agency that does it, which may be another than has the dossier (`own`)."""
    if not dossier.step_agency_code:
        return own
    with session.no_autoflush:
        return await get_working_time(session, dossier.step_agency_code)


async def end_wait(
    session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion, wait: Move, working_time: WorkingTime
) -> None:
    """Tính tiếp thời hạn after whatever wait: the dossier is due later in the term's unit, its step by the working time of who does it."""
    assert wait.since is not None
    assert wait.until is not None
    step_due = dossier.step_due_at
    if step_due is not None:
        there = await step_times(session, dossier, working_time)
        step_due = due_after_pause(step_due, wait.since, wait.until, TermUnit.WORKING_HOURS, there)
    move_due(session, dossier, procedure, wait, wait.until, working_time)
    dossier.step_due_at = min(step_due, dossier.due_at) if step_due and dossier.due_at else step_due
    dossier.paused_at = dossier.waits_until = None
    dossier.work_due_at = dossier.step_due_at or dossier.due_at or dossier.work_due_at


async def tell_due(
    session: AsyncSession,
    dossier: Dossier,
    procedure: ProcedureVersion,
    cause: str,
    reason: str,
    working_time: WorkingTime,
    notice: FileReference | None = None,
) -> None:
    """Báo ngày hẹn trả: what happened to it, why it is now what it is, and the letter if there is one."""
    assert dossier.due_at is not None, "only an accepted dossier has a due time"
    await tell(
        session,
        DueMoved(
            dossier_id=str(dossier.id),
            status=dossier.status,
            cause=cause,
            reason=reason,
            due_at=dossier.due_at,
            due_provisional=dossier.due_provisional,
            due_words=await due_words(session, dossier, procedure, working_time),
            expected_until=dossier.waits_until,
            moved_at=clock.now(),
            notice=notice,
        ),
    )


async def give_step_its_hours(
    session: AsyncSession, dossier: Dossier, procedure: ProcedureVersion, at: datetime, working_time: WorkingTime
) -> None:
    """With more time for the whole, the present step has its own hours anew, never later than the dossier."""
    step = procedure.workflow()[dossier.step_position]
    there = await step_times(session, dossier, working_time)
    dossier.step_due_at = dossier.work_due_at = step_due(at, step, there, dossier.due_at)
