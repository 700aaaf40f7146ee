"""Asking for a supplement, and taking in what the citizen sent."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.deadlines.actions import watch
from one_stop.dossiers.actions import (
    add_papers,
    keep_form,
    labels_of,
    letterhead,
    load_for_action,
    moved_event,
    note_hand_over,
    save_change,
)
from one_stop.dossiers.cases import LEADER, Worker
from one_stop.dossiers.hand_on import held_by
from one_stop.dossiers.models import Dossier, DossierPaper
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.printing import file_name, matter_of, pause_words, supplement_fields
from one_stop.dossiers.queries import lock_dossier
from one_stop.dossiers.rules import STEPS, Doing
from one_stop.due_dates.actions import end_wait
from one_stop.due_dates.queries import due_words
from one_stop.due_dates.rules import Cause, Move
from one_stop.parts.joining import join_branches
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import get_version
from one_stop.procedures.rules import title_of
from one_stop.supplements import rules
from one_stop.supplements.models import SupplementRequest
from one_stop.supplements.queries import count_requests, find_open_request
from one_stop.supplements.rules import Stage, Taken
from one_stop.supplements.schemas import SupplementAsking, SupplementTaking
from one_stop.supplements.watching import watch as watch_supplement
from shared.access.identity import Identity
from shared.contracts.one_stop import SupplementRequested
from shared.contracts.online_services import SupplementFiled
from shared.contracts.values import FileReference, SupplementItem
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.identifiers import new_id
from shared.directory.queries import find_colleague
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.standards.dossier_status import DossierStatus
from shared.standards.working_time import TermUnit, WorkingTime, end_of_working_days
from shared.storage import evidence

USUAL_DAYS = 30
"""Working days to answer in where the procedure names none: every wait has an end."""


async def request_supplement(
    session: AsyncSession,
    prints: PrintShop,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    asking: SupplementAsking,
    take_number: Callable[[], Awaitable[int]],
    working_time: WorkingTime,
) -> Dossier:
    """Yêu cầu bổ sung, hoàn thiện hồ sơ (mẫu 02): the clock stops."""
    identity, worker = who
    dossier, procedure, _ = await load_for_action(session, dossier_id, worker, Doing.REQUEST_SUPPLEMENT, version)
    labels = await labels_of(session, dossier, procedure)
    items = _checked_items(dossier, procedure, labels, asking)
    stage = rules.stage_of(DossierStatus(dossier.status))
    approver = await _check_times(session, dossier, stage, asking)
    number, now = await take_number(), clock.now()
    deadline = end_of_working_days(now, procedure.supplement_days or USUAL_DAYS, working_time)
    _stop_the_clock(dossier, stage, now, deadline)
    named = [(item_name(item, procedure, labels), item) for item in items]
    pause = pause_words(dossier.terms(procedure).term_unit) if stage is Stage.PROCESSING else ""
    said = {"reason": asking.reason, "legal_basis": asking.legal_basis, "approver": approver}
    facts = said | {"deadline": deadline, "stage": stage.value, "pause": pause}
    with session.no_autoflush:
        head = await letterhead(session, dossier.agency_code)
        data = supplement_fields(head, matter_of(dossier), number, named, facts, worker.named)
        printed = await prints.print_form(
            "02", dossier.rule_set, data, file_name("phieu-yeu-cau-bo-sung", dossier, now)
        )
    await save_change(session)
    session.add(_new_request(dossier, stage, asking, items, approver, worker, now, deadline))
    keep_form(session, dossier, "02", printed, now, worker.name, dossier.agency_code)
    here, act, files = (dossier.step_code, dossier.step_name), Doing.REQUEST_SUPPLEMENT, [printed.file]
    await note_hand_over(session, dossier, act, worker, now, here, asking.reason, files=files)
    await watch_supplement(session, dossier, working_time)
    await tell(session, _as_told(dossier, asking, items, now, deadline, printed.file))
    kept = {"stage": stage.value, "items": len(items)}
    await evidence.record(session, "supplement-requested", f"dossier/{dossier.id}", identity, **kept)
    return dossier


def _checked_items(
    dossier: Dossier, procedure: ProcedureVersion, labels: list[dict[str, Any]], asking: SupplementAsking
) -> list[SupplementItem]:
    items = [item.value() for item in asking.items]
    papers = [paper.code for paper in procedure.papers_of(dossier.case_code)]
    rules.check_items(items, askable_fields(dossier, labels), papers)
    return items


def _as_told(
    dossier: Dossier,
    asking: SupplementAsking,
    items: list[SupplementItem],
    now: datetime,
    deadline: datetime,
    notice: FileReference,
) -> SupplementRequested:
    return SupplementRequested(
        dossier_id=str(dossier.id),
        reason=asking.reason,
        items=tuple(items),
        requested_at=now,
        deadline_at=deadline,
        notice=notice,
    )


async def _check_times(session: AsyncSession, dossier: Dossier, stage: Stage, asking: SupplementAsking) -> str:
    """Full name and title of the leader who approved; empty where nobody had to."""
    before = await count_requests(session, dossier.id, stage.value)
    rules.check_times(stage, before, asking.legal_basis, asking.approver_id)
    if not asking.approver_id:
        return ""
    leader = await find_colleague(session, dossier.agency_code, asking.approver_id, LEADER)
    if leader is None:
        sentence = "Hãy chọn người duyệt trong danh sách lãnh đạo của cơ quan."
        raise Invalid("invalid_input", fields=[FieldError("/approver_id", "approver_unknown", sentence)])
    return f"{leader.full_name}, {leader.title}" if leader.title else leader.full_name


def _stop_the_clock(dossier: Dossier, stage: Stage, now: datetime, deadline: datetime) -> None:
    dossier.status = STEPS.target(Doing.REQUEST_SUPPLEMENT).value
    dossier.waits_until = dossier.work_due_at = deadline
    if stage is Stage.PROCESSING:
        dossier.paused_at = now
        dossier.supplements_asked += 1


def _new_request(
    dossier: Dossier,
    stage: Stage,
    asking: SupplementAsking,
    items: list[SupplementItem],
    approver: str,
    worker: Worker,
    now: datetime,
    deadline: datetime,
) -> SupplementRequest:
    return SupplementRequest(
        id=new_id(),
        dossier_id=dossier.id,
        stage=stage.value,
        reason=asking.reason,
        legal_basis=asking.legal_basis,
        approved_by=asking.approver_id,
        approved_by_name=approver,
        items=[item.model_dump() for item in items],
        requested_by=worker.person_id,
        requested_at=now,
        deadline_at=deadline,
        replaced_answers={},
    )


def askable_fields(dossier: Dossier, labels: list[dict[str, Any]]) -> set[str]:
    """Fields of the form this dossier was filed with, and any other field the applicant answered."""
    return {str(label["name"]) for label in labels} | set(dossier.answers)


def item_name(item: SupplementItem, procedure: ProcedureVersion, labels: list[dict[str, Any]]) -> str:
    if item.paper_code:
        return next((paper.name for paper in procedure.papers if paper.code == item.paper_code), item.paper_code)
    return title_of(labels, rules.top_field(item.pointer))


async def take_supplement(session: AsyncSession, event: SupplementFiled, working_time: WorkingTime) -> None:
    """Nhận phần bổ sung: only what was asked; the clock goes on from the citizen's own moment."""
    dossier = await lock_dossier(session, UUID(event.submission_id))
    subject, source = f"dossier/{dossier.id}", "event:supplement-filed"
    request = await find_open_request(session, dossier.id)
    if request is None or dossier.status != DossierStatus.SUPPLEMENT_REQUESTED:
        await evidence.record(session, "supplement-not-asked", subject, source)
        return
    taken = rules.taken_of([SupplementItem.model_validate(item) for item in request.items], event.answers, event.papers)
    if not taken.answers and not taken.papers:
        # Nothing of what was asked for: the dossier goes on waiting, and the counter can still act.
        await evidence.record(session, "supplement-empty", subject, source, ignored=taken.ignored)
        return
    await _replace_papers(session, dossier.id, taken, event)
    applicant = Worker("", dossier.applicant_name, dossier.agency_code, frozenset())
    await _resume(session, dossier, request, taken.answers, event.filed_at, working_time)
    await _tell_taken(session, dossier, applicant, event.filed_at, "", working_time)
    if dossier.holder_id:
        answered = about_loaded("dossier-answered", dossier, [held_by(dossier)], dossier.due_at)
        await notify(session, answered)
    await evidence.record(
        session, "supplement-taken-in", subject, source,
        fields=sorted(taken.answers), papers=len(taken.papers), ignored=taken.ignored,
    )  # fmt: skip


async def receive_supplement(
    session: AsyncSession,
    who: tuple[Identity, Worker],
    dossier_id: UUID,
    version: int | None,
    brought: SupplementTaking,
    working_time: WorkingTime,
) -> Dossier:
    """Nhận bổ sung tại quầy, through whatever channel the dossier came: the clock goes on from now."""
    identity, worker = who
    dossier, procedure, _ = await load_for_action(session, dossier_id, worker, Doing.TAKE_SUPPLEMENT, version)
    request = await find_open_request(session, dossier.id)
    if request is None:
        raise Conflict("supplement_not_asked")
    items = [SupplementItem.model_validate(item) for item in request.items]
    absent = rules.check_brought(items, brought.papers, brought.answers, brought.note)
    labels = await labels_of(session, dossier, procedure)
    given = [item_name(item, procedure, labels) for item in items if item not in absent]
    missing = [item_name(item, procedure, labels) for item in absent]
    note = "; ".join(("Đã nhận: " + ", ".join(given), *(["Chưa có: " + ", ".join(missing)] if missing else [])))
    now = clock.now()
    answers = {name: text for name, text in brought.answers.items() if text}
    await _resume(session, dossier, request, answers, now, working_time)
    await _tell_taken(session, dossier, worker, now, f"{note}. {brought.note}".strip(), working_time)
    await evidence.record(
        session, "supplement-taken-in", f"dossier/{dossier.id}", identity,
        fields=sorted(answers), papers=len(brought.papers), absent=len(absent), channel="counter",
    )  # fmt: skip
    return dossier


async def _tell_taken(
    session: AsyncSession, dossier: Dossier, by: Worker, at: datetime, note: str, working_time: WorkingTime
) -> None:
    before = dossier.step_code, dossier.step_name
    await note_hand_over(session, dossier, Doing.TAKE_SUPPLEMENT, by, at, before, note)
    procedure = await get_version(session, dossier.procedure_version_id)
    words = await due_words(session, dossier, procedure, working_time)
    await tell(session, await moved_event(session, dossier, Doing.TAKE_SUPPLEMENT, words))
    await join_branches(session, dossier)


async def _resume(
    session: AsyncSession,
    dossier: Dossier,
    request: SupplementRequest,
    answers: Mapping[str, object],
    at: datetime,
    working_time: WorkingTime,
) -> None:
    """The dossier goes on with the new answers, its deadlines moved by the time it waited."""
    request.replaced_answers = {name: dossier.answers.get(name) for name in answers}
    request.completed_at = at
    dossier.answers = {**dossier.answers, **answers}
    procedure = await get_version(session, dossier.procedure_version_id)
    dossier.skipped = procedure.skipped(dossier.answers, dossier.case_code)
    dossier.waits_until = None
    asked = dossier.paused_at or request.requested_at
    if request.stage == Stage.INTAKE:
        # The term has not begun: the counter has its hours anew from the complete answer.
        dossier.status = DossierStatus.SUBMITTED.value
        hours = TermUnit.WORKING_HOURS
        dossier.intake_due_at = rules.due_resumed(dossier.intake_due_at, asked, at, hours, working_time)
        dossier.step_due_at = rules.due_resumed(dossier.step_due_at, asked, at, hours, working_time)
    else:
        dossier.status = DossierStatus.IN_PROGRESS.value
        procedure = await get_version(session, dossier.procedure_version_id)
        await end_wait(session, dossier, procedure, Move(Cause.SUPPLEMENT, since=asked, until=at), working_time)
    dossier.work_due_at = dossier.step_due_at or dossier.due_at or dossier.work_due_at
    await save_change(session)
    await watch(session, dossier, working_time)


async def _replace_papers(session: AsyncSession, dossier_id: UUID, taken: Taken, event: SupplementFiled) -> None:
    codes = {paper.paper_code for paper in taken.papers}
    statement = select(DossierPaper).where(
        DossierPaper.dossier_id == dossier_id, DossierPaper.paper_code.in_(codes), DossierPaper.replaced_at.is_(None)
    )
    for old in await session.scalars(statement):
        old.replaced_at = event.filed_at
    add_papers(session, dossier_id, taken.papers, event.filed_at)
