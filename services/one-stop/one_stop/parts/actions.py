"""Asking other agencies and units, taking a question back, going on without an answer. Actions write; who calls commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import (
    keep_form,
    load_for_action,
    moved_event,
    note_hand_over,
    save_change,
    touch,
)
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import Printed, PrintShop
from one_stop.dossiers.queries import get_own_dossier, list_papers
from one_stop.dossiers.rules import IN_WORK, Doing
from one_stop.dossiers.workers import worker_of
from one_stop.forms.render import PART_ASK
from one_stop.parts.ending import close_part, note_awaited
from one_stop.parts.joining import join_branches
from one_stop.parts.models import DossierPart
from one_stop.parts.queries import get_part, list_parts
from one_stop.parts.rules import STEPS, Asking, AskingCase, PartKind, PartState, part_due
from one_stop.parts.schemas import Asked, Consulting
from one_stop.parts.slips import owner_name, print_slip
from one_stop.parts.telling import tell_branch
from one_stop.parts.watching import watch
from shared.access.identity import Identity
from shared.contracts.one_stop_parts import PartAsked
from shared.contracts.values import AttachedPaper
from shared.core import clock
from shared.core.errors import FieldError, Invalid, PreconditionFailed
from shared.core.formats import vn_datetime
from shared.core.identifiers import new_id
from shared.directory.queries import find_agency, list_units
from shared.messaging.outbox import tell
from shared.storage import evidence
from shared.work.working_calendar.queries import WorkingTimes


@dataclass(frozen=True)
class Office:
    """What asking needs of the process it runs in."""

    prints: PrintShop
    times: WorkingTimes


async def ask_parts(
    session: AsyncSession, office: Office, who: Identity, dossier_id: UUID, version: int | None, asking: Consulting
) -> Dossier:
    """Lấy ý kiến: one part for each agency or unit that is asked, all of them or none."""
    worker = worker_of(who)
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.ASK_PART, version)
    before = await list_parts(session, dossier.id)
    targets = [await name_of_asked(session, dossier, one) for one in asking.targets()]
    refuse_asked(before, targets)
    papers = await papers_for(session, dossier, asking.papers)
    for number, (target, name) in enumerate(targets, len(before) + 1):
        part = new_part(dossier, number, worker, (target, name), asking, papers)
        await _send(session, office, (who, worker), dossier, part, asking.hours)
    await tell(session, await moved_event(session, dossier, Doing.ASK_PART, asked=[name for _, name in targets]))
    return dossier


async def name_of_asked(session: AsyncSession, dossier: Dossier, asked: Asked) -> tuple[Asked, str]:
    """Who is asked, by name; Invalid for what takes nothing, and for asking oneself."""
    today = clock.local_now().date()
    agency = await find_agency(session, asked.agency_code)
    if agency is None or not agency.is_valid_on(today):
        raise _at("/to", "asked_unknown", "Hãy chọn cơ quan, đơn vị đang hoạt động trong danh sách.")
    own = asked.agency_code == dossier.agency_code
    if own and not asked.unit_id:
        raise _at(
            "/to", "asked_itself", "Hồ sơ thuộc chính cơ quan này: hãy chọn cơ quan khác, hoặc một đơn vị trực thuộc."
        )
    if not asked.unit_id:
        return asked, agency.name
    unit = next(
        (unit for unit in await list_units(session, asked.agency_code, today) if unit.id == asked.unit_id), None
    )
    if unit is None:
        raise _at("/to", "asked_unknown", "Hãy chọn cơ quan, đơn vị đang hoạt động trong danh sách.")
    return asked, f"{unit.name}, {agency.name}"


def refuse_asked(before: Sequence[DossierPart], targets: Sequence[tuple[Asked, str]]) -> None:
    waits = {(part.agency_code, part.unit_id) for part in before if part.is_open}
    for target, name in targets:
        if (target.agency_code, target.unit_id) in waits:
            raise _at(
                "/to", "asked_already", f"{name} đang được lấy ý kiến về hồ sơ này: hãy đợi trả lời hoặc thu hồi trước."
            )


async def papers_for(session: AsyncSession, dossier: Dossier, wanted: Sequence[UUID]) -> list[AttachedPaper]:
    """The papers that the asked agency may open; Invalid for what is no paper of this dossier in force."""
    known = {paper.id: paper for paper in await list_papers(session, dossier.id) if paper.replaced_at is None}
    if not set(wanted) <= known.keys():
        raise _at("/papers", "paper_unknown", "Giấy tờ đã chọn không còn trong hồ sơ: hãy tải lại trang và chọn lại.")
    chosen = [known[paper_id] for paper_id in dict.fromkeys(wanted)]
    return [
        AttachedPaper(paper_code=paper.paper_code, paper_name=paper.paper_name, file=paper.reference())
        for paper in chosen
    ]


def _at(pointer: str, code: str, sentence: str) -> Invalid:
    return Invalid("invalid_input", fields=[FieldError(pointer, code, sentence)])


def new_part(
    dossier: Dossier,
    number: int,
    worker: Worker,
    to: tuple[Asked, str],
    asking: Consulting,
    papers: Sequence[AttachedPaper],
    branch: str = "",
) -> DossierPart:
    return DossierPart(
        id=new_id(),
        dossier_id=dossier.id,
        number=number,
        kind=(PartKind.BRANCH if branch else PartKind.CONSULTATION).value,
        branch=branch,
        state=PartState.SENT.value,
        step_name=dossier.step_name,
        asked_by=worker.desk.person_id,
        asked_by_name=worker.name,
        asked_by_title=worker.title,
        agency_code=to[0].agency_code,
        agency_name=to[1],
        unit_id=to[0].unit_id,
        question=asking.question,
        papers=[paper.model_dump(mode="json") for paper in papers],
        asked_at=clock.now(),
        required=asking.required,
        skipped_by_name="",
        skipped_reason="",
        holder_name="",
        conclusion="",
        opinion="",
        answered_by_name="",
        answered_by_title="",
    )


async def ask_one(
    session: AsyncSession, office: Office, who: tuple[Identity, Worker], dossier: Dossier, part: DossierPart, hours: int
) -> None:
    """One part more, and word of it to the applicant."""
    await _send(session, office, who, dossier, part, hours)
    await tell(session, await moved_event(session, dossier, Doing.ASK_PART, asked=[part.agency_name]))


async def _send(
    session: AsyncSession, office: Office, who: tuple[Identity, Worker], dossier: Dossier, part: DossierPart, hours: int
) -> None:
    """Its slip, its event, its line in the history."""
    printed = await send_part(session, office, who, dossier, part, hours)
    await note_awaited(session, dossier)
    await note_part(session, dossier, part, Doing.ASK_PART, who[1], part.asked_at, files=printed)


async def send_part(
    session: AsyncSession, office: Office, who: tuple[Identity, Worker], dossier: Dossier, part: DossierPart, hours: int
) -> Printed:
    """Its term, its slip and its event, which bring it to who is asked."""
    identity, worker = who
    working_time = await office.times.of(part.agency_code, session)
    part.due_at = part_due(part.asked_at, hours, working_time, dossier.due_at)
    session.add(part)
    await watch(session, part, working_time)
    printed = await print_slip(session, office.prints, worker, dossier, part)
    keep_form(session, dossier, PART_ASK, printed, part.asked_at, worker.name, sealed_by=dossier.agency_code)
    agency = await find_agency(session, dossier.agency_code)
    papers = tuple(AttachedPaper.model_validate(paper) for paper in part.papers)
    asked = PartAsked(
        part_id=str(part.id),
        part_kind=part.kind,
        number=part.number,
        dossier_code=dossier.code or "",
        procedure_name=dossier.procedure_name,
        owner_name=owner_name(dossier),
        from_agency_code=dossier.agency_code,
        from_agency_name=agency.name if agency else dossier.agency_code,
        asked_by=part.asked_by_name,
        asked_by_title=part.asked_by_title,
        to_agency_code=part.agency_code,
        to_unit_id=part.unit_id,
        question=part.question,
        papers=papers,
        asked_at=part.asked_at,
        due_at=part.due_at,
        slip=printed.file,
    )
    if not part.is_outside:
        await tell(session, asked)
    facts = {"part": part.number, "to": part.agency_code, "papers": [paper.file.sha256 for paper in papers]}
    await evidence.record(session, "part-asked", f"dossier/{dossier.id}", identity, **facts)
    return printed


async def note_part(
    session: AsyncSession,
    dossier: Dossier,
    part: DossierPart,
    act: Doing,
    worker: Worker,
    at: datetime,
    note: str = "",
    files: Printed | None = None,
    agency_code: str = "",
    outcome: str = "",
) -> None:
    """A line of the dossier's history, which gives the dossier a new version: whoever looks at it must see that it changed."""
    touch(dossier)
    await save_change(session)
    place = dossier.step_code, dossier.step_name
    printed = [files.file] if files else []
    agency = agency_code or dossier.agency_code, part.agency_name
    await note_hand_over(session, dossier, act, worker, at, place, note, outcome, printed, agency)


async def recall_part(
    session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, number: int, reason: str
) -> Dossier:
    """Thu hồi phần việc: what was asked need not be answered any more."""
    worker, now = worker_of(who), clock.now()
    dossier, part = await part_for(session, worker, dossier_id, version, number, Asking.RECALL)
    await close_part(session, part, worker.name, reason, now)
    await note_awaited(session, dossier)
    await note_part(session, dossier, part, Doing.RECALL_PART, worker, now, f"{part.agency_name}: {reason}")
    await evidence.record(session, "part-recalled", f"dossier/{dossier.id}", who, part=number)
    await join_branches(session, dossier)
    return dossier


async def go_on_without(
    session: AsyncSession, who: Identity, dossier_id: UUID, version: int | None, number: int, reason: str
) -> Dossier:
    """Đi tiếp, không chờ phần việc quá hạn: it may still be answered, but the dossier does not wait."""
    worker = worker_of(who)
    dossier, part = await part_for(session, worker, dossier_id, version, number, Asking.GO_ON)
    now = clock.now()
    part.skipped_at, part.skipped_by_name, part.skipped_reason = now, worker.name, reason
    await tell_branch(session, part)
    await note_awaited(session, dossier)
    await note_part(session, dossier, part, Doing.SKIP_PART, worker, now, f"{part.agency_name}: {reason}")
    await evidence.record(session, "part-skipped", f"dossier/{dossier.id}", who, part=number)
    await join_branches(session, dossier)
    return dossier


async def part_for(
    session: AsyncSession, worker: Worker, dossier_id: UUID, version: int | None, number: int, act: Asking
) -> tuple[Dossier, DossierPart]:
    dossier = await get_own_dossier(session, dossier_id, worker.agency_code)
    part = await get_part(session, dossier.id, number)
    STEPS.require(act, case_of(dossier, part, worker))
    if version is not None and version != dossier.version:
        raise PreconditionFailed("changed_meanwhile")
    return dossier, part


def case_of(dossier: Dossier, part: DossierPart, worker: Worker) -> AskingCase:
    """The part as the table of steps sees it."""
    holds = worker.desk.person_id in (dossier.holder_id, part.asked_by)
    agency, due = part.agency_name, vn_datetime(part.due_at)
    fork = part.sent_back_to(dossier.step_code), dossier.status in IN_WORK and part.belongs_to(dossier.step_code)
    known = part.is_late(), part.is_awaited, agency, due, *fork, part.is_outside
    return AskingCase(part.place, worker.roles | worker.given, holds, *known)
