"""Named selects over units and the posts that lie in them."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Unit
from mail_directory.people.models import Delegation, Person, Post, UnitStay
from mail_directory.structure.models import PlannedChange
from mail_directory.structure.rules import PLANS, PlanAct
from shared.core.errors import FieldError, Invalid, NotFound


async def get_unit(session: AsyncSession, unit_id: UUID, *, lock: bool = False) -> Unit:
    """Raises NotFound."""
    query = select(Unit).where(Unit.id == unit_id)
    if lock:  # as it is once nobody else changes it, whatever was read before
        query = query.with_for_update().execution_options(populate_existing=True)
    unit: Unit | None = await session.scalar(query)
    if unit is None:
        raise NotFound("not_found")
    return unit


async def get_open_unit(session: AsyncSession, beside: Unit, unit_id: UUID | None) -> Unit:
    """Another unit of the same agency that takes people and work, until this transaction ends. Raises Invalid for one that is not there."""
    unit: Unit | None = await session.get(Unit, unit_id, with_for_update={"read": True}) if unit_id else None
    if unit is None or unit.id == beside.id or unit.agency_code != beside.agency_code or unit.valid_to is not None:
        sentence = "Hãy chọn một đơn vị khác đang hoạt động của cơ quan."
        raise Invalid("invalid_input", fields=[FieldError("/into_id", "unit_unknown", sentence)])
    return unit


async def get_planned(session: AsyncSession, planned_id: UUID) -> PlannedChange:
    """Locked, as it stands then. Raises NotFound."""
    query = select(PlannedChange).where(PlannedChange.id == planned_id).with_for_update(of=PlannedChange)
    planned: PlannedChange | None = await session.scalar(query.execution_options(populate_existing=True))
    if planned is None:
        raise NotFound("not_found")
    return planned


async def list_planned(session: AsyncSession, unit_id: UUID) -> Sequence[PlannedChange]:
    """What waits for this unit or could not happen, and what another brings into it; the next first. Done ones are history."""
    query = (
        select(PlannedChange)
        .where(or_(PlannedChange.unit_id == unit_id, PlannedChange.into_id == unit_id))
        .where(PlannedChange.state.in_([state.value for state in PLANS.sources(PlanAct.WITHDRAW)]))
        .order_by(PlannedChange.first_day, PlannedChange.id)
        .limit(100)
    )
    return (await session.scalars(query)).all()


async def list_waiting(session: AsyncSession, agency_code: str, until: date) -> Sequence[PlannedChange]:
    """What is to happen in the agency's units by that day, in the order in which it will: by day, and of one day as it was entered."""
    query = (
        select(PlannedChange)
        .join(Unit, Unit.id == PlannedChange.unit_id)
        .where(Unit.agency_code == agency_code, PlannedChange.first_day <= until)
        .where(PlannedChange.state.in_([state.value for state in PLANS.sources(PlanAct.DO)]))
        .order_by(PlannedChange.first_day, PlannedChange.asked_at, PlannedChange.id)
    )
    return (await session.scalars(query)).all()


async def code_is_taken(session: AsyncSession, agency_code: str, code: str) -> bool:
    return await session.scalar(select(Unit.id).where(Unit.agency_code == agency_code, Unit.code == code)) is not None


async def find_last_move(session: AsyncSession, post_id: UUID) -> date | None:
    """The last day of where the post lay before; None when it was never moved."""
    return await session.scalar(select(func.max(UnitStay.valid_to)).where(UnitStay.post_id == post_id))


async def workers_in(session: AsyncSession, posts: Collection[UUID], day: date) -> Sequence[UUID]:
    """Ids of who holds the posts, and of whom the holders let work in them on a day."""
    lent = (
        Delegation.post_id.in_(posts),
        Delegation.ended_at.is_(None),
        Delegation.valid_from <= day,
        Delegation.valid_to >= day,
    )
    both = union(select(Post.person_id).where(Post.id.in_(posts)), select(Delegation.delegate_id).where(*lent))
    return (await session.scalars(both)).all()


async def holder_of(session: AsyncSession, post_id: UUID) -> UUID | None:
    """Id of the person."""
    found: UUID | None = await session.scalar(select(Post.person_id).where(Post.id == post_id))
    return found


async def posts_of_agency(session: AsyncSession, agency_code: str, day: date) -> Sequence[tuple[Post, Person]]:
    """Posts held on a day or later, with who holds them, by name."""
    query = (
        select(Post, Person)
        .join(Person, Person.id == Post.person_id)
        .where(Post.agency_code == agency_code, or_(Post.valid_to.is_(None), Post.valid_to >= day))
        .order_by(Person.sort_key, Post.id)
    )
    return [(post, person) for post, person in (await session.execute(query)).all()]
