"""Guiding and refusing at the counter: a slip with its number and a line of the register, no dossier and no code."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import letterhead
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.print_shop import Printed, PrintShop
from one_stop.dossiers.printing import Matter, refusal_fields, supplement_fields
from one_stop.forms.rule_sets import rule_set_at
from one_stop.intake.checking import case_chosen
from one_stop.intake.queries import get_procedure_here
from one_stop.procedures.cases import matter_words
from one_stop.procedures.models import ProcedureVersion
from one_stop.supplements.rules import Stage, check_items
from one_stop.walk_ins.models import WalkIn
from one_stop.walk_ins.queries import find_guided, lock_walk_in
from one_stop.walk_ins.schemas import Guiding, TurningAway
from shared.access.identity import Identity
from shared.contracts.values import SupplementItem
from shared.core import clock
from shared.core.errors import Conflict
from shared.core.formats import vn_date
from shared.core.identifiers import new_id
from shared.storage import evidence
from shared.storage.words import searchable

TakeNumber = Callable[[], Awaitable[int]]


async def guide(
    session: AsyncSession, prints: PrintShop, who: tuple[Identity, Worker], typed: Guiding, take_number: TakeNumber
) -> WalkIn:
    """Hướng dẫn hoàn thiện hồ sơ (mẫu 02): once, with everything that is missing, unless a law allows more."""
    identity, worker = who
    competent = typed.agency_code or worker.agency_code
    procedure = await get_procedure_here(session, typed.procedure_code, competent, worker.agency_code)
    items = [SupplementItem(paper_code=item.paper_code, note=item.note) for item in typed.items]
    case = case_chosen(procedure, typed.case_code)
    names = {paper.code: paper.name for paper in procedure.papers_of(case.code)}
    check_items(items, (), names)
    await _refuse_twice(session, worker.agency_code, typed)
    walk_in = _line(typed, procedure, worker, "02", [{"name": names[i.paper_code], "note": i.note} for i in items])
    walk_in.number = await take_number()
    head = await letterhead(session, worker.agency_code)
    facts = {"reason": typed.reason, "legal_basis": typed.legal_basis, "deadline": None, "pause": ""}
    facts["stage"] = Stage.INTAKE.value
    named = [(names[item.paper_code], item) for item in items]
    data = supplement_fields(head, _matter(typed, procedure), walk_in.number, named, facts, worker.named)
    await _keep(session, identity, walk_in, await _print(prints, walk_in, data, "phieu-huong-dan"), "walk-in-guided")
    return walk_in


async def turn_away(
    session: AsyncSession, prints: PrintShop, who: tuple[Identity, Worker], typed: TurningAway, take_number: TakeNumber
) -> WalkIn:
    """Từ chối tiếp nhận tại quầy (mẫu 03)."""
    identity, worker = who
    competent = typed.agency_code or worker.agency_code
    procedure = await get_procedure_here(session, typed.procedure_code, competent, worker.agency_code)
    await _refuse_repeat(session, typed)
    walk_in = _line(typed, procedure, worker, "03", [])
    walk_in.number = await take_number()
    head = await letterhead(session, worker.agency_code)
    data = refusal_fields(head, _matter(typed, procedure), walk_in.number, typed.reason, worker.named)
    data |= {"legal_basis": typed.legal_basis}
    await _keep(session, identity, walk_in, await _print(prints, walk_in, data, "phieu-tu-choi"), "walk-in-refused")
    return walk_in


async def come_back(session: AsyncSession, worker: Worker, walk_in_id: UUID) -> WalkIn:
    """The line from which a dossier is about to be received; one line leads to one dossier."""
    walk_in = await lock_walk_in(session, walk_in_id, worker.agency_code)
    if walk_in.dossier_id is not None:
        raise Conflict("walk_in_received", number=str(walk_in.snapshot["number"]))
    return walk_in


def lead_on(walk_in: WalkIn, dossier: Dossier) -> None:
    walk_in.dossier_id = dossier.id


def told_before(walk_in: WalkIn) -> str:
    """For the dossier's history."""
    done = "hướng dẫn" if walk_in.form_no == "02" else "từ chối"
    return f"Đã {done} tại quầy ngày {vn_date(walk_in.at)}, phiếu số {walk_in.snapshot['number']}"


async def _refuse_twice(session: AsyncSession, agency_code: str, typed: Guiding) -> None:
    await _refuse_repeat(session, typed)
    before = await find_guided(session, agency_code, typed.procedure_code, typed.person_number, typed.walk_in_id)
    if before is not None and not typed.legal_basis:
        raise Conflict("guided_already", number=str(before.snapshot["number"]), day=vn_date(before.at))


async def _refuse_repeat(session: AsyncSession, typed: TurningAway) -> None:
    if typed.dossier_id and await session.get(WalkIn, typed.dossier_id) is not None:
        raise Conflict("walk_in_written_already")


def _line(
    typed: TurningAway, procedure: ProcedureVersion, worker: Worker, form_no: str, items: list[dict[str, Any]]
) -> WalkIn:
    now = clock.now()
    return WalkIn(
        id=typed.dossier_id or new_id(),
        agency_code=worker.agency_code,
        form_no=form_no,
        year=now.astimezone(clock.VIETNAM).year,
        rule_set=rule_set_at(now),
        procedure_code=procedure.code,
        procedure_name=procedure.name,
        applicant_name=typed.full_name,
        applicant_number=typed.person_number,
        typed=typed.model_dump(mode="json", exclude={"dossier_id", "walk_in_id", "reason", "legal_basis", "items"}),
        items=items,
        reason=typed.reason,
        legal_basis=typed.legal_basis,
        at=now,
        by_id=worker.person_id,
        by_name=worker.name,
        post=worker.post,
        actor_title=worker.title,
        on_behalf_of=worker.behalf,
        search_text=searchable(
            " ".join((typed.full_name, typed.person_number, typed.phone, typed.owner_name, procedure.name))
        ),
    )


def _matter(typed: TurningAway, procedure: ProcedureVersion) -> Matter:
    # Somebody may be turned away before anybody knows which case it would be.
    return Matter(
        "", matter_words(procedure.name, procedure.case(typed.case_code).name), typed.applicant(), typed.owner()
    )


async def _print(prints: PrintShop, walk_in: WalkIn, data: dict[str, Any], stem: str) -> Printed:
    at: datetime = walk_in.at.astimezone(clock.VIETNAM)
    return await prints.print_form(walk_in.form_no, walk_in.rule_set, data, f"{stem}-{at:%y%m%d-%H%M%S}.pdf")


async def _keep(session: AsyncSession, identity: Identity, walk_in: WalkIn, printed: Printed, kind: str) -> None:
    file = printed.file
    walk_in.sha256, walk_in.size, walk_in.file_name = file.sha256, file.size, file.name
    walk_in.snapshot = printed.snapshot
    session.add(walk_in)
    await session.flush()
    number = str(printed.snapshot["number"])
    await evidence.record(session, kind, f"walk-in/{walk_in.id}", identity, number=number, items=len(walk_in.items))
