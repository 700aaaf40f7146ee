"""A dossier goes from the counter that received it to the agency that decides, and back. Actions write; who calls commits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.any_counter.schemas import SendingAgain, SendingBack, TakingOver
from one_stop.deadlines.actions import watch
from one_stop.dossiers.actions import (
    enter_step,
    limit_hand_over,
    load_for_action,
    moved_event,
    note_hand_over,
    save_change,
    set_due,
)
from one_stop.dossiers.cases import SENT_BACK, Worker
from one_stop.dossiers.due import outcome
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.rules import Doing
from one_stop.due_dates.queries import due_words
from one_stop.intake.across import Times, places_of, set_off, tell_competent
from one_stop.intake.queries import get_procedure_here
from one_stop.procedures.models import ProcedureVersion
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.formats import vn_datetime
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.standards.working_time import Term, TermUnit, WorkingTime, due_at
from shared.storage import evidence


async def take_over(
    session: AsyncSession,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    taking: TakingOver,
    working_time: WorkingTime,
) -> Dossier:
    """Nhận hồ sơ từ quầy tiếp nhận: from now on its term counts, and it goes its way as if it had been received here."""
    identity, worker = who
    dossier, procedure, _ = await load_for_action(session, dossier_id, worker, Doing.TAKE_OVER, version)
    now, handed_in_time = clock.now(), outcome(clock.now(), dossier.step_due_at)
    before, promised = (dossier.step_code, dossier.step_name), dossier.due_at
    dossier.transit, dossier.term_from = "", now
    _count(dossier, procedure, now, working_time)
    await save_change(session)
    await watch(session, dossier, working_time)
    moved = f"Hẹn trả {vn_datetime(dossier.due_at)}, dự kiến trước đó {vn_datetime(promised)}"
    note = ". ".join(filter(None, (moved, taking.note)))
    await note_hand_over(session, dossier, Doing.TAKE_OVER, worker, now, before, note, handed_in_time)
    words = await due_words(session, dossier, procedure, working_time)
    await tell(session, await moved_event(session, dossier, Doing.TAKE_OVER, words))
    from_counter = {"received_by": dossier.received_agency_code}
    await evidence.record(session, "dossier-taken-over", f"dossier/{dossier.id}", identity, **from_counter)
    return dossier


def _count(dossier: Dossier, procedure: ProcedureVersion, now: datetime, working_time: WorkingTime) -> None:
    """The date on form 01 was expected; this one is what the agency answers for."""
    terms = dossier.terms(procedure)
    due = due_at(now, Term(terms.term_amount, TermUnit(terms.term_unit)), working_time)
    dossier.due_original = due
    set_due(dossier, due, working_time)
    enter_step(dossier, procedure.workflow()[0], now, working_time)
    limit_hand_over(dossier, working_time)


async def send_back(
    session: AsyncSession, who: tuple[Identity, Worker], dossier_id: UUID, version: int | None, sending: SendingBack
) -> Dossier:
    """Trả lại quầy tiếp nhận: nothing of it is decided; that counter mends what is said and sends it again."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.SEND_BACK, version)
    now, before = clock.now(), (dossier.step_code, dossier.step_name)
    dossier.transit = SENT_BACK
    await save_change(session)
    await note_hand_over(session, dossier, Doing.SEND_BACK, worker, now, before, sending.reason)
    to = [Recipient(agency_code=dossier.received_agency_code, role=Role.COUNTER_OFFICER)]
    names = await places_of(session, dossier)
    await notify(session, about_loaded("dossier-sent-back", dossier, to, None, agency=names.competent))
    await evidence.record(session, "dossier-sent-back", f"dossier/{dossier.id}", identity)
    return dossier


async def send_again(
    session: AsyncSession,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    sending: SendingAgain,
    times: Times,
) -> Dossier:
    """Chuyển lại cơ quan có thẩm quyền, the same or another of the procedure; the term still waits for it to be there.

    Where it turns out that the own agency decides it, it is there: it goes its way as if it had been received for nobody else.
    """
    identity, worker = who
    dossier, procedure, _ = await load_for_action(session, dossier_id, worker, Doing.SEND_AGAIN, version)
    now, before = clock.now(), (dossier.step_code, dossier.step_name)
    to_another = sending.agency_code not in ("", dossier.agency_code)
    if to_another:
        await get_procedure_here(session, procedure.code, sending.agency_code, worker.agency_code)
        dossier.agency_code = sending.agency_code
    set_off(dossier, now, times.counter)
    if dossier.agency_code == worker.agency_code:
        dossier.transit, dossier.term_from = "", now
    assert dossier.term_from is not None
    terms = dossier.terms(procedure)
    due = due_at(dossier.term_from, Term(terms.term_amount, TermUnit(terms.term_unit)), times.competent)
    dossier.due_original = due
    set_due(dossier, due, times.competent)
    enter_step(dossier, procedure.workflow()[0], now, times.competent)
    limit_hand_over(dossier, times.counter)
    await save_change(session)
    await watch(session, dossier, times.competent)
    places = await places_of(session, dossier)
    note = ". ".join(filter(None, (f"Chuyển đến {places.competent}" if to_another else "", sending.reason)))
    await note_hand_over(session, dossier, Doing.SEND_AGAIN, worker, now, before, note)
    words = await due_words(session, dossier, procedure, times.competent)
    await tell(session, await moved_event(session, dossier, Doing.SEND_AGAIN, words))
    await tell_competent(session, dossier, places)
    to = dossier.agency_code
    await evidence.record(session, "dossier-sent-again", f"dossier/{dossier.id}", identity, competent=to)
    return dossier
