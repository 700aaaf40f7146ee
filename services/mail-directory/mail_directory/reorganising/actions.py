"""Plans are drawn up by one person, confirmed by another and done on their day by themselves. Who calls commits."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from mail_directory.people.telling import today
from mail_directory.reorganising import effects, queries
from mail_directory.reorganising.checking import check, check_above
from mail_directory.reorganising.models import Reorganisation
from mail_directory.reorganising.reading import read_plan
from mail_directory.reorganising.refused import tell_refused
from mail_directory.reorganising.rules import STEPS, Act, Case, Kind, State
from mail_directory.reorganising.schemas import NewReorganisation
from mail_directory.rights import Right
from mail_directory.texts import TEXTS
from shared.access.identity import Identity
from shared.access.rights import callers_of
from shared.core import clock
from shared.core.errors import PreconditionFailed, Refusal
from shared.storage import evidence
from shared.work import jobs
from shared.work.jobs import Job


async def draw_up(session: AsyncSession, who: Identity, new: NewReorganisation) -> Reorganisation:
    """Lập phương án. Raises Invalid with the fields at fault, Forbidden where the caller is not above the agencies."""
    plan = await read_plan(session, new)
    plan.drawn_by, plan.drawn_by_name = who.subject, who.name
    plan.drawn_agency, plan.drawn_post, plan.drawn_at = who.agency_code, who.post, clock.now()
    await _one_at_a_time(session)
    await check(session, plan)
    await check_above(session, who, plan, Right.REORGANISE)
    plan.places = {
        place: plan.places[place] for place, _ in await queries.places_of(session, plan) if place in plan.places
    }
    session.add(plan)
    await session.flush()
    await _record(session, "reorganisation-drawn-up", plan, who)
    return plan


async def confirm(session: AsyncSession, who: Identity, plan_id: UUID, version: int) -> Reorganisation:
    """Xác nhận: from now on it waits for its day. Raises Conflict for whoever drew it up, Invalid where something has changed since."""
    await _one_at_a_time(session)
    plan = await _to_decide(session, who, plan_id, version, Act.CONFIRM, Right.CONFIRM_REORGANISATION)
    await check(session, plan, plan.id)
    plan.state = STEPS.target(Act.CONFIRM).value
    by = evidence.acting(who)
    plan.confirmed_by, plan.confirmed_by_name, plan.confirmed_at = who.subject, who.name, clock.now()
    plan.confirmed_agency, plan.confirmed_post, plan.confirmed_for = by.agency_code, by.post, by.on_behalf_of
    await _save(session)
    midnight = datetime.combine(plan.first_day, time(), clock.VIETNAM)
    await jobs.plan(session, REORGANISE, str(plan.id), midnight)
    await _record(session, "reorganisation-confirmed", plan, who)
    return plan


async def withdraw(session: AsyncSession, who: Identity, plan_id: UUID, version: int) -> Reorganisation:
    """Bỏ phương án, as long as it has not been done."""
    await jobs.cancel(
        session, REORGANISE, str(plan_id)
    )  # first the job, as whoever does it: else each waits for the other
    plan = await _to_decide(session, who, plan_id, version, Act.WITHDRAW, Right.CONFIRM_REORGANISATION)
    plan.state = STEPS.target(Act.WITHDRAW).value
    await _save(session)
    await _record(session, "reorganisation-withdrawn", plan, who)
    return plan


async def _one_at_a_time(session: AsyncSession) -> None:
    """Two plans that cannot both happen are not drawn up or confirmed at the same moment: whoever comes second sees the first."""
    await session.execute(select(func.pg_advisory_xact_lock(func.hashtext("reorganisation"))))


async def _to_decide(
    session: AsyncSession, who: Identity, plan_id: UUID, version: int, act: Act, right: Right
) -> Reorganisation:
    plan = await queries.get_plan(session, plan_id, lock=True)
    await check_above(session, who, plan, right)
    STEPS.require(act, Case(State(plan.state), callers_of(who), plan.drawn_by == who.subject, plan.first_day < today()))
    if plan.version != version:
        raise PreconditionFailed("changed_meanwhile")
    return plan


async def _save(session: AsyncSession) -> None:
    try:
        await session.flush()
    except StaleDataError as error:
        raise PreconditionFailed("changed_meanwhile") from error


async def _record(session: AsyncSession, kind: str, plan: Reorganisation, who: Identity) -> None:
    heirs: str | list[str] = plan.heir_codes if plan.further else plan.successor_code
    left = "parted" if plan.kind == Kind.PART else "ends"
    facts = {"plan": plan.kind, left: plan.ending_codes, "successor": heirs, "since": plan.first_day}
    document = {"document": plan.document_number, "dated": plan.document_date.isoformat()}
    await evidence.record(session, kind, f"reorganisation/{plan.id}", who, **facts, **document)


async def reorganise(session: AsyncSession, key: str) -> None:
    """As its day comes. What is not possible any more is kept with the reason, and told to those who can mend it."""
    plan = await queries.get_plan(session, UUID(key), lock=True)
    if State(plan.state) not in STEPS.sources(Act.DO):
        return
    subject = f"reorganisation/{plan.id}"
    try:
        async with session.begin_nested():
            await check(session, plan, plan.id, on_its_day=True)
            moved = await effects.take_effect(session, plan)
    except Refusal as refusal:
        await session.refresh(plan)
        plan.state, plan.refusal = STEPS.target(Act.REFUSE).value, _sentence(refusal)
        told = await tell_refused(session, plan)
        await evidence.record(
            session, "reorganisation-refused", subject, "job:reorganise", code=refusal.code, told=told
        )
        return
    plan.state, plan.done_at, plan.moved = STEPS.target(Act.DO).value, clock.now(), moved
    await evidence.record(session, "reorganisation-done", subject, plan.confirmed, moved=moved)


def _sentence(refusal: Refusal) -> str:
    return refusal.fields[0].sentence if refusal.fields else TEXTS.get(refusal.code, refusal.code)


REORGANISE = Job("reorganise", "Phương án sắp xếp cơ quan đến ngày có hiệu lực", reorganise)
