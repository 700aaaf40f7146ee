"""Due times are counted again when the calendar has changed: a year got one, a day was added or removed, an office has other hours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.queries import get_province
from one_stop.deadlines.actions import watch
from one_stop.dossiers.actions import moved_event, note_hand_over, save_change, set_due
from one_stop.dossiers.cases import CALENDAR, Worker
from one_stop.dossiers.due import hand_over_by
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import IN_WORK, NEW, STEPS, Doing
from one_stop.due_dates.actions import note_move, step_times
from one_stop.due_dates.queries import due_words, list_moves
from one_stop.due_dates.rules import Cause, Move, due_of
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import get_version
from one_stop.recounting.rules import Given, step_due_of
from one_stop.supplements.queries import list_requests
from one_stop.supplements.rules import Stage
from shared.core import clock
from shared.core.formats import vn_datetime
from shared.core.province import this_province
from shared.messaging.outbox import tell
from shared.standards.working_time import Term, TermUnit, WorkingTime, due_after_pause
from shared.storage import evidence
from shared.work.working_calendar.queries import get_working_time


@dataclass(frozen=True)
class Reason:
    """Vì sao tính lại: who is named in the evidence, and the decision whose report lists what moved."""

    actor: str
    decision_id: UUID | None = None


async def recount_provisional(session: AsyncSession) -> None:
    """Tính lại ngày hẹn trả tạm tính: with a trace on the dossier, and told to whoever was told the first date."""
    await recount(session, Dossier.due_provisional.is_(True), Reason("seeding"))


async def recount(session: AsyncSession, which: ColumnElement[bool], reason: Reason) -> None:
    """Tính lại of the open ones among them; one whose dates stay is left as it is."""
    await session.flush()
    open_ones = Dossier.status.in_([status.value for status in STEPS.sources(Doing.RECOUNT)])
    times: dict[str, WorkingTime] = {}
    statement = select(Dossier).where(which, open_ones).order_by(Dossier.id).with_for_update()
    for dossier in (await session.scalars(statement)).all():
        code = dossier.agency_code
        times[code] = times.get(code) or await get_working_time(session, code)
        if dossier.counted_from is None:
            await _recount_answer(session, dossier, times[code], reason)
        else:
            await _recount_term(session, dossier, dossier.counted_from, times[code], reason)


async def _recount_term(
    session: AsyncSession, dossier: Dossier, counted_from: datetime, working_time: WorkingTime, reason: Reason
) -> None:
    procedure = await get_version(session, dossier.procedure_version_id)
    before, step_before, provisional = dossier.due_at, dossier.step_due_at, dossier.due_provisional
    kept = await list_moves(session, dossier.id)
    terms = dossier.terms(procedure)
    moves, term = [move.value() for move in kept], Term(terms.term_amount, TermUnit(terms.term_unit))
    set_due(dossier, due_of(counted_from, term, moves, working_time), working_time)
    if dossier.due_owed is not None:
        dossier.due_owed = due_of(counted_from, term, moves, working_time, owed=True)
    anew = [move.at for move in kept if move.cause in (Cause.EXTENSION, Cause.APOLOGY)]
    _move_step(dossier, procedure, moves, anew, await step_times(session, dossier, working_time))
    if dossier.due_at == before and dossier.step_due_at == step_before and dossier.due_provisional == provisional:
        return
    if dossier.due_at == before and dossier.due_provisional == provisional:
        await _kept_quietly(session, dossier, working_time, reason)
        return
    note_move(session, dossier, Move(Cause.RECOUNT), clock.now(), before, reason.decision_id)
    await save_change(session)
    await watch(session, dossier, working_time)
    await _tell(session, dossier, before, await due_words(session, dossier, procedure, working_time), reason)


def _move_step(
    dossier: Dossier,
    procedure: ProcedureVersion,
    moves: Sequence[Move],
    anew: Sequence[datetime],
    working_time: WorkingTime,
) -> None:
    """A step is due with its own hours, by the working time of who does it, never later than the dossier."""
    if dossier.step_due_at is None or dossier.due_at is None or dossier.status not in IN_WORK:
        return
    since, position = dossier.step_since, dossier.step_position
    at_counter = position == 0 and since in (dossier.received_at, dossier.counted_from)
    next_day_after = this_province().working_time.hand_over_next_day_after
    limit = hand_over_by(since, next_day_after, working_time) if at_counter else None
    given = Given(since, timedelta(hours=procedure.workflow()[position].hours), limit)
    dossier.step_due_at = min(step_due_of(given, moves, anew, working_time), dossier.due_at)
    if dossier.paused_at is None:
        dossier.work_due_at = dossier.step_due_at


async def _recount_answer(session: AsyncSession, dossier: Dossier, working_time: WorkingTime, reason: Reason) -> None:
    """Hạn trả lời tiếp nhận: the counter's hours from when it was filed, without what it waited for a supplement."""
    if dossier.intake_due_at is None:
        return
    hours = (await get_province(session)).online_intake_hours
    due = working_time.after(dossier.opened_at, timedelta(hours=hours))
    for request in await list_requests(session, dossier.id):
        if request.stage == Stage.INTAKE and request.completed_at is not None:
            asked, came = request.requested_at, request.completed_at
            due = due_after_pause(due, asked, came, TermUnit.WORKING_HOURS, working_time)
    if due == dossier.intake_due_at:
        return
    dossier.intake_due_at = dossier.step_due_at = due
    if dossier.status in NEW:
        dossier.work_due_at = due
    await save_change(session)
    await _record(session, dossier, reason)


async def _kept_quietly(session: AsyncSession, dossier: Dossier, working_time: WorkingTime, reason: Reason) -> None:
    """Its step alone is due at another time: nothing that the applicant was told."""
    await save_change(session)
    await watch(session, dossier, working_time)
    await _record(session, dossier, reason)


async def _tell(
    session: AsyncSession, dossier: Dossier, before: datetime | None, words: tuple[str, ...], reason: Reason
) -> None:
    note = f"{vn_datetime(before) if before else '–'} → {vn_datetime(dossier.due_at) if dossier.due_at else '–'}"
    calendar = Worker("", CALENDAR, dossier.agency_code, frozenset())
    place = dossier.step_code, dossier.step_name
    await note_hand_over(session, dossier, Doing.RECOUNT, calendar, clock.now(), place, note)
    await tell(session, await moved_event(session, dossier, Doing.RECOUNT, words))
    await _record(session, dossier, reason)


async def _record(session: AsyncSession, dossier: Dossier, reason: Reason) -> None:
    facts = {"provisional": dossier.due_provisional, "decision": reason.decision_id}
    await evidence.record(session, "due-recounted", f"dossier/{dossier.id}", reason.actor, **facts)
