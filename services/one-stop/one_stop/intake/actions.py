"""Intake: what opens a dossier, and the counter's three answers to it. Actions write; who calls commits."""

from collections.abc import Awaitable, Callable
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
    letterhead,
    load_for_action,
    note_hand_over,
    save_change,
    search_text_of,
    set_due,
)
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.due import outcome as outcome_of
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.printing import file_name, receipt_fields, refusal_fields
from one_stop.dossiers.queries import list_papers
from one_stop.dossiers.rules import STEPS, Channel, Doing
from one_stop.dossiers.schemas import CounterReception
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import find_current, find_last
from shared.access.identity import Identity
from shared.contracts.one_stop import DossierReceived, DossierRefused
from shared.contracts.online_services import SubmissionFiled
from shared.contracts.values import Applicant, FileReference
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.formats import vn_date
from shared.core.identifiers import new_secret
from shared.messaging.outbox import tell
from shared.standards.working_time import Term, TermUnit, WorkingTime, due_at
from shared.storage import evidence


class UnknownProcedure(Exception):
    """An event names a procedure or an agency that is not here (yet): it is tried again later."""


def _new_dossier(
    dossier_id: UUID,
    procedure: ProcedureVersion,
    agency_code: str,
    applicant: Applicant,
    opened_at: datetime,
    filled: dict[str, Any],
) -> Dossier:
    first = procedure.workflow()[0]
    dossier = Dossier(
        id=dossier_id,
        rule_set=procedure.rule_set,
        procedure_version_id=procedure.id,
        procedure_code=procedure.code,
        procedure_name=procedure.name,
        sector_name=procedure.sector_name,
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
    return dossier


async def open_dossier(session: AsyncSession, event: SubmissionFiled, working_time: WorkingTime) -> None:
    """Đưa hồ sơ nộp trực tuyến vào hàng chờ của bộ phận một cửa có thẩm quyền."""
    procedure = await find_last(session, event.procedure_code, event.agency_code)
    if procedure is None:
        raise UnknownProcedure(f"{event.procedure_code} at {event.agency_code}")
    province = await get_province(session)
    intake_due = working_time.after(event.filed_at, timedelta(hours=province.online_intake_hours))
    dossier = _new_dossier(
        UUID(event.submission_id),
        procedure,
        event.agency_code,
        event.applicant,
        event.filed_at,
        {
            "status": STEPS.target(Doing.FILE).value,
            "channel": Channel.ONLINE.value,
            "return_channel": event.return_channel,
            "owner": event.owner.model_dump(mode="json") if event.owner else None,
            "form_id": event.form_id,
            "form_version": event.form_version,
            "answers": event.answers,
            "fee_due": event.fee_due,
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
    code: str,
    working_time: WorkingTime,
) -> Dossier:
    """Tiếp nhận hồ sơ nộp trực tuyến: code, form 01, due time. `code` was reserved for this dossier."""
    identity, worker = who
    dossier, procedure, _ = await load_for_action(session, dossier_id, worker, Doing.ACCEPT, version)
    given = [paper.paper_code for paper in await list_papers(session, dossier.id) if paper.replaced_at is None]
    await _receive(session, prints, dossier, procedure, given, worker, code, working_time)
    await evidence.record(session, "dossier-accepted", f"dossier/{dossier.id}", identity, code=code)
    return dossier


async def receive_dossier(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    new: CounterReception,
    take_code: Callable[[], Awaitable[str]],
    working_time: WorkingTime,
) -> Dossier:
    """Tiếp nhận trực tiếp tại quầy. `take_code` is called when nothing else stands in the way."""
    identity, worker = who
    procedure = await _procedure_here(session, new.procedure_code, worker.agency_code)
    _check_papers(procedure, new.paper_codes)
    now = clock.now()
    assert new.dossier_id is not None
    if await session.get(Dossier, new.dossier_id) is not None:
        raise Conflict("dossier_received_already")
    code = await take_code()
    dossier = _new_dossier(
        new.dossier_id,
        procedure,
        worker.agency_code,
        new.applicant(),
        now,
        {
            "status": STEPS.target(Doing.ACCEPT).value,
            "channel": Channel.COUNTER.value,
            "return_channel": new.return_channel,
            "owner": owner.model_dump(mode="json") if (owner := new.owner()) else None,
            "form_id": "",
            "form_version": 0,
            "answers": {"content": new.content} if new.content else {},
            "fee_due": procedure.fee,
            "sets": new.sets,
            "work_due_at": now,
        },
    )
    session.add(dossier)
    await _receive(session, prints, dossier, procedure, new.paper_codes, worker, code, working_time)
    await evidence.record(session, "dossier-received", f"dossier/{dossier.id}", identity, code=code, channel="counter")
    return dossier


async def _procedure_here(session: AsyncSession, code: str, agency_code: str) -> ProcedureVersion:
    """What is offered today at this agency; raises Conflict when it has ended, Invalid when it is another's."""
    procedure = await find_current(session, code)
    if procedure is None and (last := await find_last(session, code, agency_code)) is not None:
        raise Conflict("procedure_ended", name=last.name, day=vn_date(last.ended_at or clock.now()))
    if procedure is None or agency_code not in {agency.agency_code for agency in procedure.agencies}:
        sentence = "Cơ quan của bạn không giải quyết thủ tục này."
        raise Invalid("invalid_input", fields=[FieldError("/procedure_code", "procedure_not_here", sentence)])
    return procedure


def _check_papers(procedure: ProcedureVersion, given: list[str]) -> None:
    """A receipt says that the dossier is complete (NĐ 118/2025, Điều 17), so every required paper must have come."""
    known = {paper.code: paper for paper in procedure.papers}
    if any(code not in known for code in given):
        raise Invalid(
            "invalid_input",
            fields=[FieldError("/paper_codes", "paper_unknown", "Thành phần hồ sơ không thuộc thủ tục này.")],
        )
    absent = [paper.name for paper in procedure.papers if paper.required and paper.code not in given]
    if absent:
        sentence = "Hồ sơ còn thiếu: " + "; ".join(absent) + "."
        raise Invalid("invalid_input", fields=[FieldError("/paper_codes", "papers_missing", sentence)])


async def _receive(
    session: AsyncSession,
    prints: PrintShop,
    dossier: Dossier,
    procedure: ProcedureVersion,
    given: list[str],
    worker: Worker,
    code: str,
    working_time: WorkingTime,
) -> None:
    now = clock.now()
    before = dossier.step_code, dossier.step_name
    due = due_at(now, Term(procedure.term_amount, TermUnit(procedure.term_unit)), working_time)
    dossier.status = STEPS.target(Doing.ACCEPT).value
    dossier.code = code
    dossier.received_at = now
    dossier.due_original = due
    set_due(dossier, due, working_time)
    enter_step(dossier, procedure.workflow()[0], now, working_time)
    dossier.search_text = search_text_of(dossier)
    with session.no_autoflush:
        head = await letterhead(session, dossier.agency_code)
        data = receipt_fields(head, dossier, procedure, given, worker.named, prints.address)
        printed = await prints.print_form("01", dossier.rule_set, data, file_name("giay-tiep-nhan", dossier, now))
    await save_change(session)
    await watch(session, dossier, working_time)
    keep_form(session, dossier, "01", printed, now, worker.name)
    await note_hand_over(
        session,
        dossier,
        Doing.ACCEPT,
        worker,
        now,
        before,
        outcome=outcome_of(now, dossier.intake_due_at),
        files=[printed.file],
    )
    await tell(session, _received(dossier, code, now, due, printed.file))


def _received(dossier: Dossier, code: str, now: datetime, due: datetime, receipt: FileReference) -> DossierReceived:
    return DossierReceived(
        dossier_id=str(dossier.id),
        code=code,
        procedure_code=dossier.procedure_code,
        procedure_name=dossier.procedure_name,
        agency_code=dossier.agency_code,
        applicant_name=dossier.applicant_name,
        lookup_secret=dossier.lookup_secret,
        received_at=now,
        due_at=due,
        due_provisional=dossier.due_provisional,
        receipt=receipt,
    )


async def refuse_dossier(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    reason: str,
    number: int,
) -> Dossier:
    """Từ chối tiếp nhận, with form 03."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.REFUSE, version)
    now = clock.now()
    dossier.status = STEPS.target(Doing.REFUSE).value
    dossier.waits_until = None
    with session.no_autoflush:
        head = await letterhead(session, dossier.agency_code)
        data = refusal_fields(head, dossier, number, reason, worker.named)
        printed = await prints.print_form("03", dossier.rule_set, data, file_name("phieu-tu-choi", dossier, now))
    await save_change(session)
    keep_form(session, dossier, "03", printed, now, worker.name)
    before = dossier.step_code, dossier.step_name
    await note_hand_over(
        session,
        dossier,
        Doing.REFUSE,
        worker,
        now,
        before,
        reason,
        outcome_of(now, dossier.intake_due_at),
        [printed.file],
    )
    await tell(session, DossierRefused(dossier_id=str(dossier.id), reason=reason, refused_at=now, notice=printed.file))
    await evidence.record(session, "dossier-refused", f"dossier/{dossier.id}", identity)
    return dossier
