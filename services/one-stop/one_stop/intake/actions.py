"""Intake: what opens a dossier, and the counter's three answers to it. Actions write; who calls commits."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.queries import get_province
from one_stop.deadlines.actions import watch
from one_stop.dossiers.actions import (
    add_papers,
    enter_step,
    keep_form,
    limit_hand_over,
    note_hand_over,
    require_action,
    save_change,
    search_text_of,
    set_due,
)
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.due import outcome as outcome_of
from one_stop.dossiers.models import Dossier, DossierPaper
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.queries import get_with_papers
from one_stop.dossiers.receipt import asked_papers
from one_stop.dossiers.rules import STEPS, Channel, Doing
from one_stop.due_dates.queries import promised_words
from one_stop.fees.actions import collect_fee
from one_stop.fees.rules import nothing_due
from one_stop.fees.schemas import Collecting
from one_stop.forms.rule_sets import rule_set_at
from one_stop.intake.across import (
    Times,
    place_at,
    places_of,
    require_known,
    set_off,
    tell_competent,
)
from one_stop.intake.at_once import require_at_once, settle_at_once
from one_stop.intake.checking import case_chosen, case_filed, papers_brought, refuse_caseless, together
from one_stop.intake.declaring import declare
from one_stop.intake.filling import declared, fee_filed, on_paper
from one_stop.intake.queries import get_procedure_here
from one_stop.intake.receipts import Receipts
from one_stop.intake.schemas import CounterReception
from one_stop.intake.telling import received_event
from one_stop.marks.rules import faulty
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import find_last, newest_eform
from shared.access.identity import Identity
from shared.contracts.online_services import SubmissionFiled
from shared.contracts.values import Applicant, ProcedureCase
from shared.core import clock
from shared.core.errors import Conflict
from shared.core.identifiers import new_secret
from shared.messaging.outbox import tell
from shared.standards.calendar_days import VIETNAM_TIME
from shared.standards.working_time import Term, TermUnit, WorkingTime, due_at
from shared.storage import evidence
from shared.storage.gathered import Gathered


class UnknownProcedure(Exception):
    """An event names a procedure or an agency that is not here (yet): it is tried again later."""


def _new_dossier(
    dossier_id: UUID,
    procedure: ProcedureVersion,
    case: ProcedureCase,
    agency_code: str,
    applicant: Applicant,
    opened_at: datetime,
    filled: dict[str, Any],
) -> Dossier:
    first = procedure.workflow()[0]
    dossier = Dossier(
        id=dossier_id,
        rule_set=rule_set_at(opened_at),
        procedure_version_id=procedure.id,
        procedure_code=procedure.code,
        procedure_name=procedure.name,
        sector_name=procedure.sector_name,
        case_code=case.code,
        case_name=case.name,
        agency_code=agency_code,
        received_agency_code=agency_code,
        applicant=applicant.model_dump(mode="json"),
        applicant_name=applicant.full_name,
        lookup_secret=new_secret(),
        opened_at=opened_at,
        step_position=first.position,
        step_code=first.code,
        step_name=first.name,
        step_role=first.role,
        step_since=opened_at,
        holder_name="",
        supplements_asked=0,
        has_draft=False,
        due_provisional=False,
        **filled,
    )
    dossier.search_text = search_text_of(dossier)
    dossier.skipped = procedure.skipped(dossier.answers, case.code)
    return dossier


async def open_dossier(
    session: AsyncSession, event: SubmissionFiled, working_time: WorkingTime, agency_code: str
) -> None:
    """Đưa hồ sơ nộp trực tuyến vào hàng chờ của bộ phận một cửa có thẩm quyền: of the agency chosen, or of who goes on with its work."""
    procedure = await find_last(session, event.procedure_code, agency_code, event.agency_code)
    if procedure is None:
        raise UnknownProcedure(f"{event.procedure_code} at {event.agency_code}")
    province = await get_province(session)
    intake_due = working_time.after(event.filed_at, timedelta(hours=province.online_intake_hours))
    dossier = _new_dossier(
        UUID(event.submission_id),
        procedure,
        case_filed(procedure, event.case_code),
        agency_code,
        event.applicant,
        event.filed_at,
        {
            "status": STEPS.target(Doing.FILE).value,
            "channel": Channel.ONLINE.value,
            "return_channel": event.return_channel,
            "return_address": event.return_address,
            "owner": event.owner.model_dump(mode="json") if event.owner else None,
            "form_id": event.form_id,
            "form_version": event.form_version,
            "answers": event.answers,
            "fee_due": fee_filed(procedure, event),
            "intake_due_at": intake_due,
            "step_due_at": intake_due,
            "work_due_at": intake_due,
        },
    )
    session.add(dossier)
    await session.flush()
    add_papers(session, dossier.id, event.papers, event.filed_at)
    applicant = Worker("", event.applicant.full_name, event.agency_code, frozenset())
    await note_hand_over(session, dossier, Doing.FILE, applicant, event.filed_at, ("", ""))
    await evidence.record(
        session, "dossier-opened", f"dossier/{dossier.id}", "event:submission-filed", procedure=procedure.code
    )


async def accept_dossier(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    take_code: Callable[[], Awaitable[str]],
    working_time: WorkingTime,
) -> Dossier:
    """Tiếp nhận hồ sơ nộp trực tuyến: code, form 01, due time. `take_code` is called when nothing else stands in the way."""
    identity, worker = who
    dossier, brought = await get_with_papers(session, dossier_id, worker.agency_code)
    procedure = await require_action(session, dossier, worker, Doing.ACCEPT, version)
    papers = [paper for paper in brought if paper.replaced_at is None]
    _refuse_faulty(dossier, papers)
    refuse_caseless(dossier, procedure)
    given = asked_papers(procedure, dossier.case_code, [paper.paper_code for paper in papers])
    code = await take_code()
    # Whoever accepts it receives it, also where the agency that it was filed with has become part of this one.
    dossier.received_agency_code = worker.agency_code
    act = Gathered()
    await evidence.record(act, "dossier-accepted", f"dossier/{dossier.id}", identity, code=code)
    times = Times(working_time, working_time)
    await _receive(session, act, Receipts(prints, given), dossier, procedure, worker, code, times)
    return dossier


def _refuse_faulty(dossier: Dossier, papers: Sequence[DossierPaper]) -> None:
    """What an officer found wrong is asked for anew, or found right by an officer, before the receipt says that it came."""
    names = {paper.paper_code: paper.paper_name for paper in papers}
    brought = {paper.paper_code: paper.added_at for paper in sorted(papers, key=lambda paper: paper.added_at)}
    if wrong := faulty(dossier.paper_marks or {}, brought):
        raise Conflict("papers_marked_faulty", papers="; ".join(names[code] for code in wrong))


async def receive_dossier(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    new: CounterReception,
    take: tuple[Callable[[], Awaitable[str]], Callable[[], Awaitable[int]]],
    times: Times,
    note: str = "",
) -> Dossier:
    """Tiếp nhận trực tiếp tại quầy, for the own agency or another. `take`: a code, and a receipt's number, last of all."""
    identity, worker = who
    competent = new.agency_code or worker.agency_code
    procedure = await get_procedure_here(session, new.procedure_code, competent, worker.agency_code)
    await require_known(session, new.helped_agency_code)
    require_at_once(procedure, new, worker.agency_code)
    case = case_chosen(procedure, new.case_code)
    eform = await newest_eform(session, procedure.form_id)
    answers, papers = together(lambda: declare(eform, new), lambda: papers_brought(procedure, case.code, new))
    now = clock.now()
    assert new.dossier_id is not None
    if await session.get(Dossier, new.dossier_id) is not None:
        raise Conflict("dossier_received_already")
    code = await take[0]()
    fees = procedure.fees_due(case.code, new.channel, now.astimezone(VIETNAM_TIME).date())
    filled = on_paper(new, fees, papers, now) | declared(eform, new, answers)
    dossier = _new_dossier(new.dossier_id, procedure, case, competent, new.applicant(), now, filled)
    place_at(dossier, worker.agency_code, new)
    session.add(dossier)
    dossier.code = code
    paid = await _paid(session, prints, who, dossier, procedure, new, take[1])
    receipts = Receipts(prints, papers, paid)
    if new.at_once:
        return await settle_at_once(session, receipts, dossier, procedure, who, new, times.competent, note)
    act = Gathered()
    known = {"code": code, "channel": new.channel}
    known |= {"competent": competent} if competent != worker.agency_code else {}
    await evidence.record(act, "dossier-received", f"dossier/{dossier.id}", identity, **known)
    await _receive(session, act, receipts, dossier, procedure, worker, code, times, note)
    return dossier


async def _paid(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    dossier: Dossier,
    procedure: ProcedureVersion,
    new: CounterReception,
    take_number: Callable[[], Awaitable[int]],
) -> str:
    """Thu phí, lệ phí in the same act; how form 01 says it. Empty where it is left for later."""
    if not new.pays and not nothing_due(dossier.fees(procedure), "at_intake", new.exempt_group):
        return ""
    paying = Collecting(moment="at_intake", exempt_group=new.exempt_group)
    return (await collect_fee(session, prints, who, dossier, procedure, paying, take_number)).words


def _begin(dossier: Dossier, procedure: ProcedureVersion, code: str, times: Times, now: datetime) -> None:
    """What the dossier is from its acceptance on: code, rule-set, term and first desk."""
    terms = dossier.terms(procedure)
    set_off(dossier, now, times.counter)
    due = due_at(dossier.term_from or now, Term(terms.term_amount, TermUnit(terms.term_unit)), times.competent)
    dossier.status = STEPS.target(Doing.ACCEPT).value
    dossier.code, dossier.received_at = code, now
    dossier.rule_set = rule_set_at(now)
    dossier.due_original = due
    dossier.extensions_left = procedure.extension_times
    set_due(dossier, due, times.competent)
    enter_step(dossier, procedure.workflow()[0], now, times.competent)
    limit_hand_over(dossier, times.counter)
    dossier.search_text = search_text_of(dossier)


async def _receive(
    session: AsyncSession,
    act: Gathered,
    receipts: Receipts,
    dossier: Dossier,
    procedure: ProcedureVersion,
    worker: Worker,
    code: str,
    times: Times,
    note: str = "",
) -> None:
    """`act`: what is written besides with what is written here."""
    now, before = clock.now(), (dossier.step_code, dossier.step_name)
    _begin(dossier, procedure, code, times, now)
    with session.no_autoflush:
        places = await places_of(session, dossier)
        printed = await receipts.print_for(session, dossier, procedure, worker, places, now)
    await save_change(session)
    await watch(session, dossier, times.competent, act)
    keep_form(act, dossier, "01", printed, now, worker.name, worker.agency_code)
    outcome = outcome_of(now, dossier.intake_due_at)
    await note_hand_over(act, dossier, Doing.ACCEPT, worker, now, before, note, outcome, [printed.file])
    words = promised_words(dossier, procedure, times.competent)
    await tell(act, received_event(dossier, words, printed.file, places))
    await act.write(session)
    await tell_competent(session, dossier, places)
