"""What changes a dossier: opened, accepted, refused, received at the counter. Actions write; who calls commits."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from one_stop.agencies.queries import find_agency, get_province
from one_stop.dossiers import rules
from one_stop.dossiers.models import Dossier, DossierPaper, HandOver, PrintedForm
from one_stop.dossiers.queries import get_dossier, list_papers
from one_stop.dossiers.rules import Channel, Doing, Worker
from one_stop.dossiers.schemas import CounterReception
from one_stop.printing import Letterhead, Printed, PrintShop, file_name, receipt_data, refusal_data
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import find_current, get_version
from one_stop.procedures.rules import Step
from shared import clock, evidence
from shared.contracts.one_stop import DossierMoved, DossierReceived, DossierRefused
from shared.contracts.online_services import SubmissionFiled
from shared.contracts.values import Applicant, AttachedPaper, StepTaken
from shared.errors import Conflict, FieldError, Invalid, PreconditionFailed
from shared.identifiers import new_id, new_secret
from shared.identity import Identity
from shared.outbox import tell
from shared.standards.dossier_status import DossierStatus
from shared.standards.vietnamese import fold
from shared.standards.working_time import Term, TermUnit, WorkingTime, due_at


class UnknownProcedure(Exception):
    """An event names a procedure or an agency that is not here (yet): it is tried again later."""


async def load_for_action(
    session: AsyncSession, dossier_id: UUID, worker: Worker, action: Doing, version: int | None
) -> tuple[Dossier, ProcedureVersion, list[Step]]:
    """The dossier if this officer may do this now; refuses otherwise. `version` is what the officer was looking at."""
    dossier = await get_dossier(session, dossier_id, worker.agency_code)
    procedure = await get_version(session, dossier.procedure_version_id)
    steps = procedure.workflow()
    rules.require_allowed(action, dossier.standing(), steps, worker)
    if version is not None and version != dossier.version:
        raise PreconditionFailed("changed_meanwhile")
    return dossier, procedure, steps


async def save_change(session: AsyncSession) -> None:
    """Write what was decided; of two officers who decided at once, the second is refused."""
    try:
        await session.flush()
    except StaleDataError as error:
        raise Conflict("dossier_taken_meanwhile") from error
    except IntegrityError as error:
        raise Conflict("dossier_received_already") from error


def enter_step(dossier: Dossier, step: Step, at: datetime, working_time: WorkingTime) -> None:
    dossier.step_position = step.position
    dossier.step_code = step.code
    dossier.step_name = step.name
    dossier.step_role = step.role
    dossier.step_since = at
    dossier.step_due_at = rules.step_due(at, step, working_time, dossier.due_at)
    dossier.holder_id = None
    dossier.holder_name = ""


async def note_hand_over(
    session: AsyncSession, dossier: Dossier, action: Doing, by: Worker, at: datetime, before: tuple[str, str], note: str = "", outcome: str = ""
) -> None:
    """One line of the timeline. After `save_change`: its number is the dossier's version. `before`: step code and name."""
    session.add(
        HandOver(
            id=new_id(),
            dossier_id=dossier.id,
            number=dossier.version,
            action=action,
            at=at,
            by_id=by.person_id,
            by_name=by.name,
            agency_code=dossier.agency_code,
            from_step=before[0],
            from_step_name=before[1],
            to_step=dossier.step_code,
            to_step_name=dossier.step_name,
            to_holder_id=dossier.holder_id,
            to_holder_name=dossier.holder_name,
            status=dossier.status,
            due_at=dossier.step_due_at,
            outcome=outcome,
            note=note,
        )
    )


async def letterhead(session: AsyncSession, agency_code: str) -> Letterhead:
    agency = await find_agency(session, agency_code)
    parent = await find_agency(session, agency.parent_code) if agency and agency.parent_code else None
    return Letterhead(await get_province(session), agency, parent, agency_code)


def keep_form(session: AsyncSession, dossier: Dossier, form_no: str, printed: Printed, at: datetime, by: str) -> None:
    session.add(
        PrintedForm(
            id=new_id(),
            dossier_id=dossier.id,
            form_no=form_no,
            sha256=printed.file.sha256,
            size=printed.file.size,
            file_name=printed.file.name,
            snapshot=printed.snapshot,
            made_at=at,
            made_by=by,
        )
    )


def add_papers(session: AsyncSession, dossier_id: UUID, papers: tuple[AttachedPaper, ...], at: datetime) -> None:
    for paper in papers:
        session.add(
            DossierPaper(
                id=new_id(),
                dossier_id=dossier_id,
                paper_code=paper.paper_code,
                paper_name=paper.paper_name,
                sha256=paper.file.sha256,
                size=paper.file.size,
                media_type=paper.file.media_type,
                file_name=paper.file.name,
                added_at=at,
            )
        )


def search_text_of(code: str | None, applicant: Applicant, procedure_name: str) -> str:
    return fold(f"{code or ''} {applicant.full_name} {procedure_name}")


def _new_dossier(
    dossier_id: UUID, procedure: ProcedureVersion, agency_code: str, applicant: Applicant, opened_at: datetime, filled: dict[str, Any]
) -> Dossier:
    first = procedure.workflow()[0]
    return Dossier(
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
        search_text=search_text_of(None, applicant, procedure.name),
        **filled,
    )


async def open_dossier(session: AsyncSession, event: SubmissionFiled, working_time: WorkingTime) -> None:
    """Đưa hồ sơ nộp trực tuyến vào hàng chờ của bộ phận một cửa có thẩm quyền."""
    procedure = await find_current(session, event.procedure_code)
    if procedure is None or event.agency_code not in {agency.agency_code for agency in procedure.agencies}:
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
            "status": DossierStatus.SUBMITTED.value,
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
    await evidence.record(session, "dossier-opened", f"dossier/{dossier.id}", "event:submission-filed", procedure=procedure.code)


async def accept_dossier(
    session: AsyncSession, prints: PrintShop, who: tuple[Identity, Worker], dossier_id: UUID, version: int | None, code: str, working_time: WorkingTime
) -> Dossier:
    """Tiếp nhận hồ sơ nộp trực tuyến: code, form 01, due time. `code` was reserved for this dossier."""
    identity, worker = who
    dossier, procedure, _ = await load_for_action(session, dossier_id, worker, Doing.ACCEPT, version)
    given = [paper.paper_code for paper in await list_papers(session, dossier.id) if paper.replaced_at is None]
    await _receive(session, prints, dossier, procedure, given, worker, code, working_time)
    await evidence.record(session, "dossier-accepted", f"dossier/{dossier.id}", identity, code=code)
    return dossier


async def receive_dossier(
    session: AsyncSession, prints: PrintShop, who: tuple[Identity, Worker], new: CounterReception, take_code: Callable[[], Awaitable[str]], working_time: WorkingTime
) -> Dossier:
    """Tiếp nhận trực tiếp tại quầy. `take_code` is called when nothing else stands in the way."""
    identity, worker = who
    procedure = await find_current(session, new.procedure_code)
    if procedure is None or worker.agency_code not in {agency.agency_code for agency in procedure.agencies}:
        raise Invalid("invalid_input", fields=[FieldError("/procedure_code", "procedure_not_here", "Cơ quan của bạn không giải quyết thủ tục này.")])
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
            "status": DossierStatus.ACCEPTED.value,
            "channel": Channel.COUNTER.value,
            "return_channel": new.return_channel,
            "owner": None,
            "form_id": "",
            "form_version": 0,
            "answers": {"content": new.content} if new.content else {},
            "fee_due": procedure.fee,
            "work_due_at": now,
        },
    )
    session.add(dossier)
    await _receive(session, prints, dossier, procedure, new.paper_codes, worker, code, working_time)
    await evidence.record(session, "dossier-received", f"dossier/{dossier.id}", identity, code=code, channel="counter")
    return dossier


def _check_papers(procedure: ProcedureVersion, given: list[str]) -> None:
    """A receipt says that the dossier is complete (NĐ 118/2025, Điều 17), so every required paper must have come."""
    known = {paper.code: paper for paper in procedure.papers}
    if any(code not in known for code in given):
        raise Invalid("invalid_input", fields=[FieldError("/paper_codes", "paper_unknown", "Thành phần hồ sơ không thuộc thủ tục này.")])
    absent = [paper.name for paper in procedure.papers if paper.required and paper.code not in given]
    if absent:
        sentence = "Hồ sơ còn thiếu: " + "; ".join(absent) + "."
        raise Invalid("invalid_input", fields=[FieldError("/paper_codes", "papers_missing", sentence)])


async def _receive(
    session: AsyncSession, prints: PrintShop, dossier: Dossier, procedure: ProcedureVersion, given: list[str], worker: Worker, code: str, working_time: WorkingTime
) -> None:
    now = clock.now()
    before = dossier.step_code, dossier.step_name
    due = due_at(now, Term(procedure.term_amount, TermUnit(procedure.term_unit)), working_time)
    dossier.status = DossierStatus.ACCEPTED.value
    dossier.code = code
    dossier.received_at = now
    dossier.due_original = dossier.due_at = dossier.work_due_at = due
    enter_step(dossier, procedure.workflow()[0], now, working_time)
    dossier.search_text = search_text_of(code, Applicant.model_validate(dossier.applicant), procedure.name)
    with session.no_autoflush:
        head = await letterhead(session, dossier.agency_code)
        data = receipt_data(head, dossier, procedure, given, worker.name, prints.address)
        printed = await prints.print_form("01", dossier.rule_set, data, file_name("giay-tiep-nhan", dossier, now))
    await save_change(session)
    keep_form(session, dossier, "01", printed, now, worker.name)
    await note_hand_over(session, dossier, Doing.ACCEPT, worker, now, before, outcome=rules.outcome(now, dossier.intake_due_at))
    await tell(
        session,
        DossierReceived(
            dossier_id=str(dossier.id),
            code=code,
            procedure_code=dossier.procedure_code,
            procedure_name=dossier.procedure_name,
            agency_code=dossier.agency_code,
            applicant_name=dossier.applicant_name,
            lookup_secret=dossier.lookup_secret,
            received_at=now,
            due_at=due,
            receipt=printed.file,
        ),
    )


async def refuse_dossier(
    session: AsyncSession, prints: PrintShop, who: tuple[Identity, Worker], dossier_id: UUID, version: int | None, reason: str, number: int
) -> Dossier:
    """Từ chối tiếp nhận, with form 03."""
    identity, worker = who
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.REFUSE, version)
    now = clock.now()
    dossier.status = DossierStatus.REFUSED.value
    with session.no_autoflush:
        head = await letterhead(session, dossier.agency_code)
        data = refusal_data(head, dossier, number, reason, worker.name)
        printed = await prints.print_form("03", dossier.rule_set, data, file_name("phieu-tu-choi", dossier, now))
    await save_change(session)
    keep_form(session, dossier, "03", printed, now, worker.name)
    before = dossier.step_code, dossier.step_name
    await note_hand_over(session, dossier, Doing.REFUSE, worker, now, before, reason, rules.outcome(now, dossier.intake_due_at))
    await tell(session, DossierRefused(dossier_id=str(dossier.id), reason=reason, refused_at=now, notice=printed.file))
    await evidence.record(session, "dossier-refused", f"dossier/{dossier.id}", identity)
    return dossier


async def moved_event(session: AsyncSession, dossier: Dossier, action: Doing) -> DossierMoved:
    """What the citizen sees of the step the dossier is at now."""
    agency = await find_agency(session, dossier.agency_code)
    return DossierMoved(
        dossier_id=str(dossier.id),
        status=dossier.status,
        step=StepTaken(
            code=dossier.step_code,
            name=dossier.step_name,
            agency_code=dossier.agency_code,
            agency_name=agency.name if agency else "",
            holder_name=dossier.holder_name,
            due_at=dossier.step_due_at,
        ),
        action=action,
        due_at=dossier.due_at,
        moved_at=clock.now(),
    )
