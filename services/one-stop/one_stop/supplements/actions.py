"""Asking for a supplement, and taking in what the citizen sent."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import (
    add_papers,
    keep_form,
    letterhead,
    load_for_action,
    moved_event,
    note_hand_over,
    save_change,
    search_text_of,
)
from one_stop.dossiers.models import Dossier, DossierPaper
from one_stop.dossiers.rules import Doing, Worker
from one_stop.printing import PrintShop, file_name, supplement_fields
from one_stop.procedures.models import ProcedureVersion
from one_stop.supplements import rules
from one_stop.supplements.models import SupplementRequest
from one_stop.supplements.queries import find_open_request
from one_stop.supplements.rules import Stage, Taken
from one_stop.supplements.schemas import SupplementAsking
from shared import clock, evidence
from shared.contracts.one_stop import SupplementRequested
from shared.contracts.online_services import SupplementFiled
from shared.contracts.values import Applicant, SupplementItem
from shared.identifiers import new_id
from shared.identity import Identity
from shared.outbox import tell
from shared.standards.dossier_status import DossierStatus
from shared.standards.working_time import WORKING_DAY, WorkingTime


class DossierNotHere(Exception):
    """A supplement for a dossier that is not open here (yet): it is tried again later."""


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
    items = [item.value() for item in asking.items]
    rules.check_items(items, askable_fields(dossier, procedure), [paper.code for paper in procedure.papers])
    stage = rules.stage_of(DossierStatus(dossier.status))
    rules.check_times(stage, dossier.supplements_asked, asking.legal_basis)
    number = await take_number()
    now = clock.now()
    deadline = working_time.after(now, procedure.supplement_days * WORKING_DAY) if procedure.supplement_days else None
    dossier.status = DossierStatus.SUPPLEMENT_REQUESTED.value
    if stage is Stage.PROCESSING:
        dossier.paused_at = now
        dossier.supplements_asked += 1
    with session.no_autoflush:
        head = await letterhead(session, dossier.agency_code)
        named = [(item_name(item, procedure), item) for item in items]
        facts = {"reason": asking.reason, "legal_basis": asking.legal_basis, "deadline": deadline, "stage": stage.value}
        data = supplement_fields(head, dossier, number, named, facts, worker.name)
        printed = await prints.print_form(
            "02", dossier.rule_set, data, file_name("phieu-yeu-cau-bo-sung", dossier, now)
        )
    await save_change(session)
    session.add(
        SupplementRequest(
            id=new_id(),
            dossier_id=dossier.id,
            stage=stage.value,
            reason=asking.reason,
            legal_basis=asking.legal_basis,
            items=[item.model_dump() for item in items],
            requested_by=worker.person_id,
            requested_at=now,
            deadline_at=deadline,
            replaced_answers={},
        )
    )
    keep_form(session, dossier, "02", printed, now, worker.name)
    await note_hand_over(
        session, dossier, Doing.REQUEST_SUPPLEMENT, worker, now, (dossier.step_code, dossier.step_name), asking.reason
    )
    await tell(
        session,
        SupplementRequested(
            dossier_id=str(dossier.id),
            reason=asking.reason,
            items=tuple(items),
            requested_at=now,
            deadline_at=deadline,
            notice=printed.file,
        ),
    )
    await evidence.record(
        session, "supplement-requested", f"dossier/{dossier.id}", identity, stage=stage.value, items=len(items)
    )
    return dossier


def askable_fields(dossier: Dossier, procedure: ProcedureVersion) -> set[str]:
    """Fields of the e-form, and any other field the applicant answered."""
    return {str(label["name"]) for label in procedure.field_labels} | set(dossier.answers)


def item_name(item: SupplementItem, procedure: ProcedureVersion) -> str:
    if item.paper_code:
        return next((paper.name for paper in procedure.papers if paper.code == item.paper_code), item.paper_code)
    return procedure.label_of(rules.top_field(item.pointer))


async def take_supplement(session: AsyncSession, event: SupplementFiled, working_time_of: WorkingTime) -> None:
    """Nhận phần bổ sung: only what was asked; the clock goes on from the citizen's own moment."""
    dossier = await lock_dossier(session, UUID(event.submission_id))
    request = await find_open_request(session, dossier.id)
    if request is None or dossier.status != DossierStatus.SUPPLEMENT_REQUESTED:
        await evidence.record(session, "supplement-not-asked", f"dossier/{dossier.id}", "event:supplement-filed")
        return
    taken = rules.taken_of([SupplementItem.model_validate(item) for item in request.items], event.answers, event.papers)
    request.replaced_answers = {name: dossier.answers.get(name) for name in taken.answers}
    request.completed_at = event.filed_at
    dossier.answers = {**dossier.answers, **taken.answers}
    await _replace_papers(session, dossier.id, taken, event)
    _resume(dossier, request, event, working_time_of)
    dossier.search_text = search_text_of(
        dossier.code, Applicant.model_validate(dossier.applicant), dossier.procedure_name
    )
    await save_change(session)
    applicant = Worker("", dossier.applicant_name, dossier.agency_code, frozenset())
    before = dossier.step_code, dossier.step_name
    await note_hand_over(session, dossier, Doing.TAKE_SUPPLEMENT, applicant, event.filed_at, before)
    await tell(session, await moved_event(session, dossier, Doing.TAKE_SUPPLEMENT))
    await evidence.record(
        session, "supplement-taken-in", f"dossier/{dossier.id}", "event:supplement-filed",
        fields=sorted(taken.answers), papers=len(taken.papers), ignored=taken.ignored,
    )  # fmt: skip


async def lock_dossier(session: AsyncSession, dossier_id: UUID) -> Dossier:
    found = (await session.scalars(select(Dossier).where(Dossier.id == dossier_id).with_for_update())).one_or_none()
    if found is None:
        raise DossierNotHere(str(dossier_id))
    return found


def _resume(dossier: Dossier, request: SupplementRequest, event: SupplementFiled, working_time: WorkingTime) -> None:
    if request.stage == Stage.INTAKE:
        # The term has not begun: the counter has its hours anew from the complete answer.
        dossier.status = DossierStatus.SUBMITTED.value
        asked = request.requested_at
        for name in ("intake_due_at", "step_due_at"):
            setattr(dossier, name, rules.due_resumed(getattr(dossier, name), asked, event.filed_at, working_time))
        dossier.work_due_at = dossier.intake_due_at or dossier.work_due_at
        return
    asked = dossier.paused_at or request.requested_at
    dossier.status = DossierStatus.IN_PROGRESS.value
    dossier.due_at = rules.due_resumed(dossier.due_at, asked, event.filed_at, working_time)
    dossier.step_due_at = rules.due_resumed(dossier.step_due_at, asked, event.filed_at, working_time)
    dossier.work_due_at = dossier.due_at or dossier.work_due_at
    dossier.paused_at = None


async def _replace_papers(session: AsyncSession, dossier_id: UUID, taken: Taken, event: SupplementFiled) -> None:
    codes = {paper.paper_code for paper in taken.papers}
    statement = select(DossierPaper).where(
        DossierPaper.dossier_id == dossier_id, DossierPaper.paper_code.in_(codes), DossierPaper.replaced_at.is_(None)
    )
    for old in await session.scalars(statement):
        old.replaced_at = event.filed_at
    add_papers(session, dossier_id, taken.papers, event.filed_at)
