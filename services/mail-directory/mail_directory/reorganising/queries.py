"""Plans, and what they touch."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Agency, Unit
from mail_directory.people.models import Post
from mail_directory.reorganising.models import Reorganisation
from mail_directory.reorganising.rules import STEPS, Act, Heir
from shared.core.errors import NotFound


async def get_plan(session: AsyncSession, plan_id: UUID, *, lock: bool = False) -> Reorganisation:
    """Raises NotFound."""
    query = select(Reorganisation).where(Reorganisation.id == plan_id)
    if lock:  # as it is once nobody else changes it
        query = query.with_for_update().execution_options(populate_existing=True)
    found: Reorganisation | None = await session.scalar(query)
    if found is None:
        raise NotFound("not_found")
    return found


async def list_plans(session: AsyncSession, limit: int = 200) -> Sequence[Reorganisation]:
    """The latest day first."""
    query = select(Reorganisation).order_by(Reorganisation.first_day.desc(), Reorganisation.id.desc()).limit(limit)
    return (await session.scalars(query)).all()


async def planned_otherwise(
    session: AsyncSession, plan: Reorganisation, plan_id: UUID | None, *, on_its_day: bool = False
) -> list[str]:
    """Agencies of the plan that another one, not done yet, ends; and those it ends that are to go on with another's work.

    `on_its_day`: what nobody has confirmed stops nothing that somebody has.
    """
    waiting = STEPS.sources(Act.DO) if on_its_day else STEPS.sources(Act.CONFIRM) | STEPS.sources(Act.DO)
    ending, touched = set(plan.ending_codes), {*plan.ending_codes, *plan.heir_codes}
    query = select(Reorganisation).where(
        Reorganisation.state.in_([state.value for state in waiting]),
        or_(
            Reorganisation.ending_codes.overlap(list(touched)),
            Reorganisation.successor_code.in_(ending),
            *[Reorganisation.further.contains([{"code": code}]) for code in ending],
        ),
    )
    if plan_id is not None:
        query = query.where(Reorganisation.id != plan_id)
    others = (await session.scalars(query)).all()
    ended = {code for other in others for code in other.ending_codes}
    going_on = {code for other in others for code in other.heir_codes}
    return sorted((touched & ended) | (ending & going_on))


async def holder_of_code(session: AsyncSession, heir: Heir, plan: Reorganisation) -> str | None:
    """Name of another agency that goes on and has the code of QĐ 20/2020 that this one is to have."""
    query = select(Agency.name).where(
        Agency.code_2020 == heir.code_2020,
        Agency.code.not_in([*plan.ended_codes, heir.code]),
        or_(Agency.valid_to.is_(None), Agency.valid_to >= plan.first_day),
    )
    found: str | None = await session.scalar(query.limit(1))
    return found


async def agencies_by_code(session: AsyncSession, codes: Collection[str]) -> dict[str, Agency]:
    rows = await session.scalars(select(Agency).where(Agency.code.in_(set(codes))).order_by(Agency.sort_key))
    return {agency.code: agency for agency in rows}


async def line_above(session: AsyncSession, agency: Agency) -> list[Agency]:
    """The agency above, the one above that, up to the top."""
    line: list[Agency] = []
    code = agency.parent_code
    while code and code not in {one.code for one in line}:
        found = await session.get(Agency, code)
        if found is None:
            break
        line.append(found)
        code = found.parent_code
    return line


async def open_agencies(session: AsyncSession, day: date) -> Sequence[Agency]:
    query = select(Agency).where(or_(Agency.valid_to.is_(None), Agency.valid_to >= day))
    return (await session.scalars(query.order_by(Agency.sort_key, Agency.code))).all()


def _open_posts(codes: Collection[str], day: date) -> list[object]:
    return [Post.agency_code.in_(codes), or_(Post.valid_to.is_(None), Post.valid_to >= day)]


@dataclass(frozen=True)
class Touched:
    """Những gì của một cơ quan đi theo phương án, in the directory."""

    people: int
    posts: int
    leaders: int
    units: list[str]
    below: list[str]


async def touched(session: AsyncSession, codes: Sequence[str], day: date) -> dict[str, Touched]:
    """Of each agency that ends: people and posts on the day or later, units, and agencies right below it."""
    found = {}
    for code in codes:
        held = _open_posts([code], day)
        count = select(func.count(Post.person_id.distinct()), func.count(Post.id)).where(*held)  # type: ignore[arg-type]
        people, posts = (await session.execute(count)).one()
        leaders = await session.scalar(count.with_only_columns(func.count(Post.id)).where(Post.role == "leader"))
        units = await session.scalars(
            select(Unit.name)
            .where(Unit.agency_code == code, or_(Unit.valid_to.is_(None), Unit.valid_to >= day))
            .order_by(Unit.sort_key)
        )
        below = await session.scalars(
            select(Agency.name)
            .where(Agency.parent_code == code, or_(Agency.valid_to.is_(None), Agency.valid_to >= day))
            .order_by(Agency.sort_key)
        )
        found[code] = Touched(people, posts, leaders or 0, list(units), list(below))
    return found


async def posts_moving(session: AsyncSession, code: str, day: date) -> Sequence[tuple[UUID, UUID, UUID | None]]:
    """Ids of the posts held on the day or later, each with its person's and its unit's, person by person."""
    query = select(Post.id, Post.person_id, Post.unit_id).where(*_open_posts([code], day))  # type: ignore[arg-type]
    rows = await session.execute(query.order_by(Post.person_id, Post.id))
    return [(row.id, row.person_id, row.unit_id) for row in rows]


async def places_of(session: AsyncSession, plan: Reorganisation) -> list[tuple[str, str]]:
    """Of the agency that is split: units by id and agencies right below by code, each with its name; its successors are none of them."""
    return [
        place for code in plan.ending_codes for place in await places_in(session, code, plan.first_day, plan.heir_codes)
    ]


async def places_in(
    session: AsyncSession, code: str, day: date, besides: Collection[str] = ()
) -> list[tuple[str, str]]:
    open_units = Unit.agency_code == code, or_(Unit.valid_to.is_(None), Unit.valid_to >= day)
    units = await session.execute(select(Unit.id, Unit.name).where(*open_units).order_by(Unit.sort_key, Unit.code))
    stand = Agency.parent_code == code, or_(Agency.valid_to.is_(None), Agency.valid_to >= day)
    below = await session.execute(select(Agency.code, Agency.name).where(*stand).order_by(Agency.sort_key))
    return [(str(row.id), row.name) for row in units] + [
        (row.code, row.name) for row in below if row.code not in besides
    ]


@dataclass
class Part:
    """Phần của một cơ quan kế thừa."""

    heir: Heir
    people: set[UUID]
    posts: int
    leaders: int
    places: list[str]
    """Names of its units and of the agencies below it."""
    matters: list[str]


async def _shown_heirs(session: AsyncSession, plan: Reorganisation) -> list[Heir]:
    if plan.rest_code in plan.heir_codes:
        return plan.heirs
    stays = (await agencies_by_code(session, [plan.rest_code]))[plan.rest_code]
    names = stays.name, stays.short_name, stays.collective, stays.code_2020 or ""
    return [*plan.heirs, Heir(stays.code, False, *names, stays.tier, stays.parent_code, stays.mail_domain)]


async def parts_of(session: AsyncSession, plan: Reorganisation) -> list[Part]:
    """What of an agency that is split each successor would have, as it is now; of one that stands, at last what stays."""
    matters = plan.matters.items()
    parts = {
        heir.code: Part(heir, set(), 0, 0, [], [name for name, code in matters if code == heir.code])
        for heir in await _shown_heirs(session, plan)
    }
    held = select(Post.person_id, Post.unit_id, Post.role).where(*_open_posts(plan.ending_codes, plan.first_day))  # type: ignore[arg-type]
    for person_id, unit_id, role in await session.execute(held):
        part = parts[plan.heir_of(unit_id)]
        part.people.add(person_id)
        part.posts, part.leaders = part.posts + 1, part.leaders + (role == "leader")
    for place, name in await places_of(session, plan):
        parts[plan.heir_of(place)].places.append(name)
    return list(parts.values())
