"""What is entered before its first day: kept, shown, withdrawn while it waits, and done on the day by itself."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Agency, Unit
from mail_directory.people import queries as people
from mail_directory.people.rules import check_reach
from mail_directory.people.telling import today
from mail_directory.rights import RIGHTS, Right
from mail_directory.structure import ahead, moving, queries
from mail_directory.structure.ahead import UnitState
from mail_directory.structure.models import PlannedChange
from mail_directory.structure.moving import Order
from mail_directory.structure.refused import tell_refused
from mail_directory.structure.rules import PLANS, ChangeKind, PlanAct, PlanCase, PlanState
from mail_directory.texts import TEXTS
from shared.access.identity import Identity
from shared.access.rights import callers_of, covers
from shared.core import clock
from shared.core.errors import TEXTS as SHARED_TEXTS
from shared.core.errors import Conflict, NotFound, Refusal
from shared.core.identifiers import new_id
from shared.storage import evidence
from shared.storage.evidence import Acting
from shared.work import jobs
from shared.work.jobs import Job


async def plan(
    session: AsyncSession,
    order: Order,
    kind: ChangeKind,
    unit: Unit,
    *,
    name: str = "",
    unit_kind: str = "",
    post_id: UUID | None = None,
    into_id: UUID | None = None,
) -> PlannedChange:
    """Ghi trước: it waits for its first day. Raises Conflict where the unit will be gone by then, or nothing becomes different."""
    parts, then = [], await ahead.state_on(session, unit, order.first_day)
    if kind == ChangeKind.CHANGE:
        parts = _parts(then, name, unit_kind, post_id)
        name, unit_kind = name if "name" in parts else "", unit_kind if "kind" in parts else ""
        post_id = post_id if "head" in parts else None
    planned = PlannedChange(
        id=new_id(),
        kind=kind,
        unit_id=unit.id,
        into_id=into_id,
        post_id=post_id,
        name=name,
        unit_kind=unit_kind,
        parts=parts,
        first_day=order.first_day,
        reason=order.reason,
        **_ordered(order),
        asked_at=clock.now(),
        state=PLANS.target(PlanAct.PLAN).value,
        refusal="",
    )
    session.add(planned)
    await session.flush()
    midnight = datetime.combine(order.first_day, time(), clock.VIETNAM)
    await jobs.plan(session, PLANNED_CHANGE, str(planned.id), midnight)
    facts = {"planned": str(planned.id), "change": kind.value, "since": order.first_day}
    await evidence.record(session, "unit-change-planned", f"unit/{unit.id}", order.by, **facts)
    return planned


def _ordered(order: Order) -> dict[str, str]:
    """Who entered it, as the evidence of the day will name him."""
    by = {"asked_agency": order.by.agency_code, "asked_post": order.by.post, "asked_for": order.by.on_behalf_of}
    return by | {"asked_by": order.subject}


def _parts(then: UnitState, name: str, kind: str, head: UUID | None) -> list[str]:
    """What becomes different. Raises Conflict where nothing does."""
    wanted = (("name", name, then.name), ("kind", kind, then.kind), ("head", head, then.head))
    parts = [part for part, new, old in wanted if new != old]
    if not parts:
        raise Conflict("unit_unchanged")
    return parts


async def withdraw(session: AsyncSession, who: Identity, planned_id: UUID) -> PlannedChange:
    """Bỏ thay đổi đã ghi trước, also one refused. Raises NotFound, Forbidden out of reach, Conflict once it is done or withdrawn."""
    await jobs.cancel(
        session, PLANNED_CHANGE, str(planned_id)
    )  # first the job, as whoever does it: else each waits for the other
    planned = await queries.get_planned(session, planned_id)
    agency = await people.get_agency(session, planned.unit.agency_code)
    check_reach(who, agency.code, agency.parent_code)
    PLANS.require(PlanAct.WITHDRAW, PlanCase(PlanState(planned.state), callers_of(who)))
    planned.state = PLANS.target(PlanAct.WITHDRAW).value
    await evidence.record(session, "unit-change-withdrawn", f"unit/{planned.unit_id}", who, planned=str(planned.id))
    return planned


def may_see(who: Identity, unit: Unit, agency: Agency) -> bool:
    """Who looks after the agency, and who leads the unit."""
    return covers(who, RIGHTS[Right.SEE_PLANNED_CHANGES], agency.code, agency.parent_code, str(unit.id))


async def do_planned(session: AsyncSession, key: str) -> None:
    """As its day comes, after what was to come before it, whichever a worker takes first."""
    this = await session.get(PlannedChange, UUID(key))
    if this is None:
        raise NotFound("not_found")
    unit = await queries.get_unit(session, this.unit_id, lock=True)
    for earlier in await queries.list_waiting(session, unit.agency_code, this.first_day):
        if earlier.unit_id == unit.id and (earlier.first_day, earlier.asked_at) <= (this.first_day, this.asked_at):
            await _do_one(session, earlier.id)


async def _do_one(session: AsyncSession, planned_id: UUID) -> None:
    """What is not possible any more is kept with the reason, and told to those who can mend it."""
    planned = await queries.get_planned(session, planned_id)
    if planned.state not in PLANS.sources(PlanAct.DO):
        return
    try:
        async with session.begin_nested():
            await _do(session, planned)
        planned.state = PLANS.target(PlanAct.DO).value
    except Refusal as refusal:
        await session.refresh(planned)
        planned.state, planned.refusal = PLANS.target(PlanAct.REFUSE).value, _sentence(refusal)
        told = await tell_refused(session, planned)
        facts = {"planned": str(planned.id), "code": refusal.code, "told": told}
        await evidence.record(session, "unit-change-refused", f"unit/{planned.unit_id}", "job:planned-change", **facts)


async def _do(session: AsyncSession, planned: PlannedChange) -> None:
    by = Acting(f"officer:{planned.asked_by}", planned.asked_agency, planned.asked_post, planned.asked_for)
    order = Order(planned.first_day, planned.reason, planned.asked_by, by)
    unit = await queries.get_unit(session, planned.unit_id, lock=True)
    if not unit.is_open_on(today()):
        raise Conflict("unit_ended")
    if planned.kind == ChangeKind.CHANGE:
        name = planned.name if "name" in planned.parts else unit.name
        unit_kind = planned.unit_kind if "kind" in planned.parts else unit.kind
        head = planned.post_id if "head" in planned.parts else unit.head_post_id
        await moving.change(session, unit, name, unit_kind, head, order)
    elif planned.kind == ChangeKind.MERGE:
        assert planned.into_id is not None
        await moving.merge(session, unit, await queries.get_open_unit(session, unit, planned.into_id), order)
    else:
        assert planned.post_id is not None
        inside = planned.kind == ChangeKind.PLACE
        await moving.move_post(session, unit, planned.post_id, order, inside=inside)


def _sentence(refusal: Refusal) -> str:
    """What is to be mended; the one thing that may be gone meanwhile is the post."""
    if isinstance(refusal, NotFound):
        return TEXTS["planned_post_gone"]
    if refusal.fields:
        return refusal.fields[0].sentence
    return TEXTS.get(refusal.code) or SHARED_TEXTS.get(refusal.code, refusal.code)


PLANNED_CHANGE = Job("planned-change", "Thay đổi đơn vị đã ghi trước đến ngày", do_planned)
