"""Các nhánh của một bước song song: parts that the procedure itself gives out, taken back with the dossier, given again when they came back."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value

from one_stop.dossiers.actions import load_for_action, moved_event
from one_stop.dossiers.hand_on import agency_at
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.queries import list_papers
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.workers import worker_of
from one_stop.parts.actions import (
    Office,
    ask_one,
    case_of,
    name_of_asked,
    new_part,
    papers_for,
    refuse_asked,
    send_part,
)
from one_stop.parts.ending import awaited_words, close_part
from one_stop.parts.queries import get_part, list_parts
from one_stop.parts.rules import STEPS, Asking
from one_stop.parts.schemas import Asked, AskingAgain, Consulting
from one_stop.parts.telling import tell_branch
from one_stop.procedures.branches import OUTSIDE, Branch
from one_stop.procedures.queries import get_version
from shared.access.identity import Identity
from shared.core import clock
from shared.directory.queries import find_agency, list_units
from shared.messaging.outbox import tell
from shared.storage import evidence


async def open_branches(session: AsyncSession, office: Office, who: Identity, dossier_id: UUID) -> None:
    """After it came to the fork: a part for each branch at once. What the move wrote is its line in the history."""
    dossier = await session.get_one(Dossier, dossier_id, populate_existing=True)
    step = (await get_version(session, dossier.procedure_version_id)).steps[dossier.step_position]
    if not step.branches():
        return
    worker, before = worker_of(who), await list_parts(session, dossier.id)
    papers = await papers_for(
        session, dossier, [one.id for one in await list_papers(session, dossier.id) if not one.replaced_at]
    )
    asked: list[str] = []
    for number, branch in enumerate(step.branches(), len(before) + 1):
        place = await _place_of(session, dossier, branch)
        asking = Consulting(to=[place[0]], question=branch.name, hours=branch.hours, required=branch.required)
        part = new_part(dossier, number, worker, place, asking, papers, branch.key)
        for former in before:
            if former.branch == branch.key and former.replaced_by is None:
                former.replaced_by = number
        await send_part(session, office, (who, worker), dossier, part, branch.hours)
        await tell_branch(session, part)
        asked.append(part.agency_name)
    await _write_awaited(session, dossier)
    await tell(session, await moved_event(session, dossier, Doing.ASK_PART, asked=asked))


async def close_branches(session: AsyncSession, who: Identity, dossier_id: UUID, step_code: str, reason: str) -> None:
    """After it was given back from the fork: nobody goes on with a branch of it."""
    dossier = await session.get_one(Dossier, dossier_id, populate_existing=True)
    for part in await list_parts(session, dossier.id):
        if part.is_open and part.belongs_to(step_code):
            await close_part(session, part, worker_of(who).name, reason, clock.now())
            await evidence.record(session, "part-recalled", f"dossier/{dossier.id}", who, part=part.number)
    await _write_awaited(session, dossier)


async def ask_again(
    session: AsyncSession,
    office: Office,
    who: Identity,
    dossier_id: UUID,
    version: int | None,
    number: int,
    again: AskingAgain,
) -> Dossier:
    """Giao lại nhánh song song: a new part in its place, there or elsewhere, with what is to be done now."""
    worker = worker_of(who)
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.ASK_PART, version)
    former = await get_part(session, dossier.id, number)
    STEPS.require(Asking.AGAIN, case_of(dossier, former, worker))
    before = await list_parts(session, dossier.id)
    same = former.is_outside and again.to.agency_code == former.agency_code
    target = (again.to, former.agency_name) if same else await name_of_asked(session, dossier, again.to)
    refuse_asked(before, [target])
    asking = Consulting(to=[again.to], question=again.question, hours=again.hours, required=former.required)
    papers = await papers_for(
        session, dossier, [one.id for one in await list_papers(session, dossier.id) if not one.replaced_at]
    )
    part = new_part(dossier, len(before) + 1, worker, target, asking, papers, former.branch)
    former.replaced_by = part.number
    await ask_one(session, office, (who, worker), dossier, part, again.hours)
    await tell_branch(session, part)
    return dossier


async def _place_of(session: AsyncSession, dossier: Dossier, branch: Branch) -> tuple[Asked, str]:
    """Who does the branch, by name. What is there no more is done by the agency itself, so that nothing is lost."""
    today, own = clock.local_now().date(), dossier.agency_code
    home = await find_agency(session, own)
    home_name = home.name if home else own
    if branch.outside:
        return Asked(agency_code=f"{OUTSIDE}{branch.key}"), branch.outside
    if branch.unit:
        for unit in await list_units(session, own, today):
            if unit.name.casefold() == branch.unit.casefold():
                return Asked(agency_code=own, unit_id=unit.id), f"{unit.name}, {home_name}"
        return Asked(agency_code=own), home_name
    code = await agency_at(session, dossier, branch.of)
    agency = await find_agency(session, code)
    if agency is None or not agency.is_valid_on(today):
        return Asked(agency_code=own), home_name
    return Asked(agency_code=code), agency.name


async def _write_awaited(session: AsyncSession, dossier: Dossier) -> None:
    """The move has given the dossier its new version, and answered with it: this belongs to it and gives no other."""
    await session.flush()
    words = awaited_words(dossier.step_code, await list_parts(session, dossier.id))
    await session.execute(update(Dossier).where(Dossier.id == dossier.id).values(awaits=words))
    set_committed_value(dossier, "awaits", words)
