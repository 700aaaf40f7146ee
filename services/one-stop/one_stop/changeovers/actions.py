"""Moving open dossiers to the version in force, some in each transaction: with history, evidence and a notice to who holds them."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.changeovers.models import Changeover
from one_stop.changeovers.queries import list_running, running_under
from one_stop.changeovers.rules import Running, Stay, Target, why_stays
from one_stop.dossiers.actions import note_hand_over, save_change, touch
from one_stop.dossiers.cases import CATALOGUE, Worker
from one_stop.dossiers.hand_on import held_by, stay_at
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.rules import Doing
from one_stop.due_dates.queries import list_moves
from one_stop.due_dates.rules import due_of
from one_stop.procedures.models import ProcedureVersion
from one_stop.procedures.queries import find_current
from one_stop.recounting.actions import Reason, recount
from shared.core import clock
from shared.notifying.raising import notify
from shared.standards.working_time import Term, TermUnit
from shared.storage import evidence
from shared.work.jobs import Job, plan
from shared.work.working_calendar.queries import get_working_time

AT_ONCE = 50
"""Dossiers of one transaction: whoever works on one of them waits no longer."""


async def plan_moving(session: AsyncSession, change_id: UUID, code: str) -> None:
    """Chuyển các hồ sơ chuyển được, from now on, by a worker."""
    await plan(session, MOVE_OPEN, f"{change_id}/{code}", clock.now())


async def move_open(session: AsyncSession, key: str) -> None:
    """Chuyển hồ sơ sang phiên bản đang có hiệu lực. Each is decided once; those that come later run under it anyway."""
    change, code = key.split("/", 1)
    change_id, version = UUID(change), await find_current(session, code)
    if version is None:
        return
    decided = exists().where(Changeover.change_id == change_id, Changeover.dossier_id == Dossier.id)
    query = select(Dossier).where(running_under(code), Dossier.procedure_version_id != version.id, ~decided)
    held = query.order_by(Dossier.id).limit(AT_ONCE).with_for_update()
    dossiers = list(await session.scalars(held, execution_options={"populate_existing": True}))
    target = Target.of(version.row(), version.field_labels)
    for dossier, one in zip(dossiers, await list_running(session, dossiers), strict=True):
        await _decide(session, change_id, dossier, one, version, target)
    if len(dossiers) == AT_ONCE:
        await plan(session, MOVE_OPEN, key, clock.now())


MOVE_OPEN = Job("move-open-dossiers", "Chuyển hồ sơ đang giải quyết sang quy trình mới", move_open)


async def _decide(
    session: AsyncSession,
    change_id: UUID,
    dossier: Dossier,
    one: Running,
    version: ProcedureVersion,
    target: Target,
) -> None:
    stay = why_stays(one, target) or await _late_at_once(session, dossier, version)
    row = Changeover(
        change_id=change_id,
        dossier_id=dossier.id,
        dossier_code=dossier.code or "",
        step_name=dossier.step_name,
        moved=stay is None,
        stay=stay.value if stay else "",
        due_before=dossier.due_at,
        due_after=dossier.due_at,
        at=clock.now(),
    )
    session.add(row)
    if stay is None:
        await _move(session, change_id, dossier, version, target)
        row.due_after = dossier.due_at


async def _late_at_once(session: AsyncSession, dossier: Dossier, version: ProcedureVersion) -> Stay | None:
    """A shorter term is better for the applicant, unless it makes him a date that has passed."""
    if dossier.counted_from is None or dossier.due_at is None:
        return Stay.NOT_IN_WORK
    working_time = await get_working_time(session, dossier.agency_code)
    moves = [move.value() for move in await list_moves(session, dossier.id)]
    own = dossier.terms(version)
    term = Term(own.term_amount, TermUnit(own.term_unit))
    due = due_of(dossier.counted_from, term, moves, working_time)
    if due > dossier.due_at:
        return Stay.TERM_LONGER
    return Stay.LATE_AT_ONCE if due < clock.now() <= dossier.due_at else None


async def _move(
    session: AsyncSession, change_id: UUID, dossier: Dossier, version: ProcedureVersion, target: Target
) -> None:
    before, place = dossier.procedure_version_id, (dossier.step_code, dossier.step_name)
    position, _ = target.steps[dossier.step_code]
    step = version.workflow()[position]
    dossier.procedure_version_id, dossier.procedure_name = version.id, version.name
    dossier.case_name = version.case(dossier.case_code).name
    dossier.sector_name, dossier.skipped = version.sector_name, version.skipped(dossier.answers, dossier.case_code)
    dossier.step_position, dossier.step_name = position, step.name
    await stay_at(session, dossier, step)
    touch(dossier)
    await save_change(session)
    catalogue = Worker("", CATALOGUE, dossier.agency_code, frozenset())
    note = f"Phiên bản {version.version} của thủ tục"
    await note_hand_over(session, dossier, Doing.CHANGE_OVER, catalogue, clock.now(), place, note)
    # The term that is left is counted by the new version: earlier, or as it was promised.
    await recount(session, Dossier.id == dossier.id, Reason("procedure-change", change_id))
    await notify(session, about_loaded("dossier-changed-over", dossier, [held_by(dossier)], dossier.step_due_at))
    facts = {"change": str(change_id), "before": str(before), "after": str(version.id)}
    await evidence.record(session, "dossier-changed-over", f"dossier/{dossier.id}", "procedure-change", **facts)
