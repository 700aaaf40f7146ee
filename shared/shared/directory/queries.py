"""Who is there: agencies and what became of them, their people by role and unit."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shared.access.rights import Role
from shared.core.errors import Conflict
from shared.directory.models import Agency, Person, PersonPost, Unit
from shared.standards.signing_authority import authority_lines, post_of_head


@dataclass(frozen=True)
class Colleague:
    """Cán bộ của một cơ quan, in one post."""

    id: str
    full_name: str
    title: str
    unit: str
    """Name of the unit; empty for none."""
    unit_id: str
    kind: str
    """Of the post: `main`, `concurrent` or `acting`."""


async def find_agency(session: AsyncSession, code: str) -> Agency | None:
    return await session.get(Agency, code)


def name_of(code: str) -> Select[str]:
    """Of an agency: what a filter by its code says."""
    return select(Agency.name).where(Agency.code == code)


async def get_agency(session: AsyncSession, code: str) -> Agency:
    """Of an agency that is known to be there, such as one's own: what is missing is its copy, which the axis has yet to bring."""
    found = await session.get(Agency, code)
    if found is None:
        raise Conflict("agency_not_here_yet", agency=code)
    return found


def agencies_on(day: date) -> Select[Agency]:
    """Agencies that take something new on a day, in Vietnamese order within their tier."""
    return (
        select(Agency)
        .where(Agency.valid_from <= day, or_(Agency.valid_to.is_(None), Agency.valid_to >= day))
        .order_by(Agency.tier.desc(), Agency.sort_key, Agency.code)
    )


async def list_agencies(session: AsyncSession, day: date, besides: str = "") -> list[Agency]:
    return list((await session.scalars(agencies_on(day).where(Agency.code != besides))).all())


async def list_closed(session: AsyncSession, day: date, codes: Collection[str]) -> set[str]:
    """Those of the agencies that existed on the platform and ended; an agency outside is none of them."""
    query = select(Agency.code).where(Agency.code.in_(set(codes)), Agency.valid_to < day)
    return set((await session.scalars(query)).all())


async def names_of(session: AsyncSession, codes: Collection[str]) -> dict[str, str]:
    """Name per code; codes that nobody knows are left out."""
    rows = await session.execute(select(Agency.code, Agency.name).where(Agency.code.in_(set(codes))))
    return {row.code: row.name for row in rows}


async def list_successors(session: AsyncSession, code: str) -> list[str]:
    """Who does the agency's work afterwards, then who does that one's, however often it was merged or renamed."""
    line: list[str] = []
    place = await find_agency(session, code)
    while place is not None and place.successor_code and place.successor_code not in (code, *line):
        line.append(place.successor_code)
        place = await find_agency(session, place.successor_code)
    return line


def codes_before(code: str, day: date) -> Select[str]:
    """Agencies that ended before that day and whose work this one does now, directly or through another: what `list_successors` leads from."""
    line = (
        select(Agency.code)
        .where(Agency.successor_code == code, Agency.valid_to < day)
        .cte("codes_before", recursive=True)
    )
    further = select(Agency.code).join(line, Agency.successor_code == line.c.code).where(Agency.valid_to < day)
    return select(line.union(further).c.code)


def codes_below(code: str) -> Select[str]:
    """Agencies below this one, at every level."""
    line = select(Agency.code).where(Agency.parent_code == code).cte("codes_below", recursive=True)
    further = select(Agency.code).join(line, Agency.parent_code == line.c.code)
    return select(line.union(further).c.code)


async def list_colleagues(session: AsyncSession, agency_code: str, *roles: str, unit_id: str = "") -> list[Colleague]:
    """Active people of the agency, or of one unit of it, who hold one of the roles, each once; by given name."""
    query = _colleagues(agency_code, roles, unit_id).order_by(Person.sort_key, Person.full_name, Person.id)
    found: dict[str, Colleague] = {}
    for row in await session.execute(query):
        found.setdefault(row.id, Colleague(*row))
    return list(found.values())


async def find_colleague(
    session: AsyncSession, agency_code: str, person_id: str, *roles: str, unit_id: str = ""
) -> Colleague | None:
    """One of them, or None. He holds the post until this transaction ends: who leaves at the same moment is waited for, or finds
    what he was given meanwhile and gives it back.
    """
    query = _colleagues(agency_code, roles, unit_id).where(Person.id == person_id)
    row = (await session.execute(query.with_for_update(key_share=True, read=True, of=PersonPost))).first()
    return Colleague(*row) if row else None


def _colleagues(agency_code: str, roles: Collection[str], unit_id: str) -> "Select[str, str, str, str, str, str]":
    query = (
        select(Person.id, Person.full_name, PersonPost.title, PersonPost.unit, PersonPost.unit_id, PersonPost.kind)
        .join(PersonPost, PersonPost.person_id == Person.id)
        .where(PersonPost.agency_code == agency_code, PersonPost.role.in_(roles), Person.active)
    )
    return query.where(PersonPost.unit_id == unit_id) if unit_id else query


async def list_units(session: AsyncSession, agency_code: str, day: date) -> list[Unit]:
    """Units of the agency that take work on a day, in Vietnamese order."""
    query = select(Unit).where(Unit.agency_code == agency_code, _stands(Unit, day)).order_by(Unit.sort_key, Unit.id)
    return list((await session.scalars(query)).all())


async def list_led_units(session: AsyncSession, agency_code: str, day: date) -> set[str]:
    """Ids of its units that somebody at work leads."""
    query = select(Unit.id).where(Unit.agency_code == agency_code, has_head(Unit.id.expression, day))
    return set((await session.scalars(query)).all())


async def find_head(session: AsyncSession, unit_id: str, day: date) -> Colleague | None:
    """Người đứng đầu đơn vị: who holds the post that leads it, as long as unit, post and account stand; None for no unit."""
    if not unit_id:
        return None
    query = (
        select(Person.id, Person.full_name, PersonPost.title, PersonPost.unit, PersonPost.unit_id, PersonPost.kind)
        .join(PersonPost, PersonPost.person_id == Person.id)
        .join(Unit, and_(Unit.id == PersonPost.unit_id, Unit.head_post_id == PersonPost.post_id))
        .where(Unit.id == unit_id, Unit.head_post_id != "", _stands(Unit, day), Person.active)
    )
    row = (await session.execute(query)).first()
    return Colleague(*row) if row else None


def has_head(unit_id: ColumnElement[str], day: date) -> ColumnElement[bool]:
    """True for rows whose unit stands and has somebody at work to lead it."""
    post, person, unit = aliased(PersonPost), aliased(Person), aliased(Unit)
    led = (
        select(unit.id)
        .join(post, and_(post.unit_id == unit.id, post.post_id == unit.head_post_id))
        .join(person, person.id == post.person_id)
        .where(unit.id == unit_id, unit.head_post_id != "", _stands(unit, day), person.active)
    )
    return led.exists()


def _stands(unit: type[Unit], day: date) -> ColumnElement[bool]:
    return and_(unit.valid_from <= day, or_(unit.valid_to.is_(None), unit.valid_to >= day))


async def authority_of(
    session: AsyncSession, person_id: str, agency_code: str, role: str, unknown: str, delegate: str | None = None
) -> tuple[str, ...]:
    """Quyền hạn, chức vụ above a signature given in the person's post; `unknown` is the title of a post that has none.

    A leader who signs from inside a unit signs by order of the agency's head, where one is known; the others in the name of the
    collective, where the agency works as one. `delegate`: as of `authority_lines`.
    """
    post = await session.get(PersonPost, (person_id, agency_code, role))
    title, kind, inside = (post.title, post.kind, post.unit_id) if post and post.title else (unknown, "", "")
    if role != Role.LEADER:
        return authority_lines(title, kind, delegate=delegate)
    head = await title_of_head(session, agency_code) if inside else ""
    agency = None if inside else await find_agency(session, agency_code)
    return authority_lines(title, kind, head=head, delegate=delegate, collective=agency.collective if agency else "")


async def title_of_head(session: AsyncSession, agency_code: str) -> str:
    """Of the leader above all units; deputies and who acts as head name the same post."""
    query = (
        select(PersonPost.title)
        .join(Person, Person.id == PersonPost.person_id)
        .where(
            PersonPost.agency_code == agency_code,
            PersonPost.role == Role.LEADER,
            PersonPost.unit_id == "",
            PersonPost.title != "",
            Person.active,
        )
        .order_by(PersonPost.title, Person.id)
    )
    return post_of_head((await session.scalars(query)).first() or "")


def has_left(person_id: ColumnElement[str], agency_code: ColumnElement[str], *roles: str) -> ColumnElement[bool]:
    """True for rows whose person holds none of the roles at that agency any more: moved, post ended, account closed."""
    post, person = aliased(PersonPost), aliased(Person)  # whatever the rows are, also people
    at_work = (
        select(post.person_id)
        .join(person, person.id == post.person_id)
        .where(post.person_id == person_id, post.agency_code == agency_code, post.role.in_(roles), person.active)
        .exists()
    )
    return ~at_work
