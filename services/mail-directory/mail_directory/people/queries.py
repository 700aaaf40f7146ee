"""Named selects over agencies and people."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, and_, cast, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from mail_directory.agencies.models import Agency, Unit
from mail_directory.people.models import Credential, Delegation, Person, Post, UnitStay
from shared.access.identity import Identity
from shared.access.reaching import agencies_of
from shared.access.rights import Power, Reach, Role, Row, reach
from shared.core.errors import FieldError, Invalid, NotFound
from shared.standards.typed import Unreadable, read_phone
from shared.storage.words import has_words

PAGE = 50


async def list_agencies(session: AsyncSession, text: str = "", limit: int = PAGE) -> Sequence[Agency]:
    """In Vietnamese order; `text` is matched without case and diacritics."""
    query = select(Agency).order_by(Agency.sort_key, Agency.code).limit(limit)
    query = query.where(*has_words(Agency.folded, text))
    return (await session.scalars(query)).all()


async def get_agency(session: AsyncSession, code: str) -> Agency:
    agency = await session.get(Agency, code)
    if agency is None:
        raise NotFound("not_found")
    return agency


async def list_below(session: AsyncSession, code: str) -> Sequence[Agency]:
    return (await session.scalars(select(Agency).where(Agency.parent_code == code).order_by(Agency.sort_key))).all()


async def list_units(session: AsyncSession, code: str, day: date) -> Sequence[Unit]:
    """Units of an agency open on a day, in Vietnamese order."""
    query = select(Unit).where(Unit.agency_code == code, or_(Unit.valid_to.is_(None), Unit.valid_to >= day))
    return (await session.scalars(query.order_by(Unit.sort_key, Unit.code))).all()


async def find_open_unit(session: AsyncSession, agency_code: str, unit_id: UUID | None, day: date) -> Unit | None:
    """The unit for a post at the agency, open until this transaction ends; None where none was asked for.

    Raises Invalid for one that is not there.
    """
    if unit_id is None:
        return None
    unit: Unit | None = await session.get(Unit, unit_id, with_for_update={"read": True})
    if unit is None or unit.agency_code != agency_code or not unit.is_open_on(day):
        sentence = "Hãy chọn một đơn vị đang hoạt động của cơ quan đã chọn."
        raise Invalid("invalid_input", fields=[FieldError("/unit_id", "unit_unknown", sentence)])
    return unit


async def list_units_of(session: AsyncSession, codes: Sequence[str], day: date) -> Sequence[tuple[Unit, str]]:
    """Units of several agencies open on a day, with the agency's short name."""
    query = (
        select(Unit, Agency.short_name)
        .join(Agency, Agency.code == Unit.agency_code)
        .where(Unit.agency_code.in_(codes), or_(Unit.valid_to.is_(None), Unit.valid_to >= day))
        .order_by(Agency.sort_key, Unit.sort_key, Unit.code)
    )
    return [(unit, name) for unit, name in await session.execute(query)]


async def list_merged_into(session: AsyncSession, unit_ids: Sequence[UUID]) -> dict[UUID | None, list[UUID]]:
    """Units that were merged into each of these, however often in turn."""
    found: dict[UUID | None, list[UUID]] = {}
    line = {unit_id: unit_id for unit_id in unit_ids}
    while line:
        rows = await session.execute(select(Unit.id, Unit.successor_id).where(Unit.successor_id.in_(line)))
        line = {unit_id: line[into] for unit_id, into in rows if into in line}
        for unit_id, into in line.items():
            found.setdefault(into, []).append(unit_id)
    return found


async def list_agencies_merged_into(session: AsyncSession, codes: Sequence[str], day: date) -> dict[str, list[str]]:
    """Agencies that ended before a day and whose work, or a part of it, each of these does now, however often in turn."""
    found: dict[str, list[str]] = {}
    for into in dict.fromkeys(codes):
        line, seen = [into], {into}
        while line:
            ended = select(Agency.code).where(Agency.valid_to < day, Agency.code.not_in(seen))
            their = or_(Agency.successor_code.in_(line), Agency.further_successors.overlap(line))
            line = list(await session.scalars(ended.where(their).order_by(Agency.code)))
            seen |= set(line)
            if line:
                found.setdefault(into, []).extend(line)
    return found


async def list_reached(session: AsyncSession, who: Identity, row: Row) -> Sequence[Agency]:
    """Agencies that the right reaches as a whole; none where it goes no further than a unit."""
    if reach(who, row) < Reach.AGENCY:
        return []
    reached = select(Agency).where(agencies_of(who, row, Agency.code.expression, Agency.parent_code.expression))
    return (await session.scalars(reached.order_by(Agency.sort_key, Agency.code))).all()


def _people() -> Select[Person]:
    return select(Person).options(selectinload(Person.posts)).order_by(Person.sort_key, Person.id)


async def list_people(
    session: AsyncSession,
    day: date,
    *,
    text: str = "",
    agency_code: str = "",
    locked: bool = False,
    limit: int = PAGE,
) -> Sequence[Person]:
    """By given name, as Vietnamese lists are."""
    query = _people().limit(limit)
    query = query.where(Person.active.is_not(locked))
    query = query.where(*has_words(Person.folded, looked_for(text)))
    if agency_code:
        held = and_(
            Post.person_id == Person.id,
            Post.agency_code == agency_code,
            Post.valid_from <= day,
            or_(Post.valid_to.is_(None), Post.valid_to >= day),
        )
        query = query.where(select(Post.id).where(held).exists())
    return (await session.scalars(query)).all()


def in_reach(who: Identity, row: Row, day: date) -> ColumnElement[bool]:
    """People with a post, or where none goes on with a former one, at an agency that the right reaches."""
    held, goes_on = Post.person_id == Person.id, or_(Post.valid_to.is_(None), Post.valid_to >= day)
    reached = agencies_of(who, row, Agency.code.expression, Agency.parent_code.expression)
    there = select(Post.id).join(Agency, Agency.code == Post.agency_code).where(held, reached)
    return or_(there.where(goes_on).exists(), and_(~select(Post.id).where(held, goes_on).exists(), there.exists()))


def looked_for(text: str) -> str:
    """A phone number however it is written is one word."""
    try:
        return read_phone(text)
    except Unreadable:
        return text


async def get_person(session: AsyncSession, person_id: UUID, *, lock: bool = False) -> Person:
    """Raises NotFound."""
    query = _people().options(selectinload(Person.credential)).where(Person.id == person_id)
    if lock:
        query = query.with_for_update(of=Person)
    person = await session.scalar(query)
    if person is None:
        raise NotFound("not_found")
    return person


async def list_with_changed_posts(session: AsyncSession, day: date, limit: int = 500) -> Sequence[Person]:
    """People of whom a post or a delegation began or ended after the day that was told last; each row for one copy of the worker."""
    began = and_(Post.valid_from > Person.told_on, Post.valid_from <= day)
    ended = and_(Post.valid_to >= Person.told_on, Post.valid_to < day)
    posts = select(Post.id).where(Post.person_id == Person.id, or_(began, ended)).exists()
    began = and_(Delegation.valid_from > Person.told_on, Delegation.valid_from <= day)
    ended = and_(Delegation.valid_to >= Person.told_on, Delegation.valid_to < day)
    given = and_(Delegation.delegate_id == Person.id, Delegation.ended_at.is_(None), or_(began, ended))
    query = (
        _people()
        .options(selectinload(Person.credential))
        .where(Person.told_on < day, or_(posts, select(Delegation.id).where(given).exists()))
        .limit(limit)
        .with_for_update(of=Person, skip_locked=True)
    )
    return (await session.scalars(query)).all()


async def list_standing(session: AsyncSession, person: Person, day: date) -> Sequence[Delegation]:
    """What the person may do for others on a day: both are there, each in a post at that agency."""
    if not person.active:
        return []
    query = (
        select(Delegation)
        .join(Person, and_(Person.id == Delegation.giver_id, Person.active))
        .options(joinedload(Delegation.giver))
        .where(
            Delegation.delegate_id == person.id,
            Delegation.agency_code.in_({post.agency_code for post in person.posts_on(day)}),
            *_stands(day),
        )
        .order_by(Delegation.valid_from, Delegation.id)
    )
    return (await session.scalars(query)).all()


async def posts_by_id(session: AsyncSession, ids: Sequence[UUID]) -> dict[UUID, Post]:
    query = select(Post).where(Post.id.in_(ids))
    return {post.id: post for post in await session.scalars(query)}


async def signing_lent_to(session: AsyncSession, people: Iterable[Person], day: date) -> dict[UUID, set[str]]:
    """At which agencies a leader has let each of them sign on a day; who is not named: at none."""
    query = (
        select(Delegation.delegate_id, Delegation.agency_code)
        .join(Person, and_(Person.id == Delegation.giver_id, Person.active))
        .where(
            Delegation.delegate_id.in_([person.id for person in people]),
            Delegation.powers.contains([Power.SIGNING.value]),
            *_stands(day),
        )
    )
    found: dict[UUID, set[str]] = {}
    for person_id, code in await session.execute(query):
        found.setdefault(person_id, set()).add(code)
    return found


async def acts_for_others(
    session: AsyncSession, person_id: UUID, day: date, roles: Iterable[str], powers: Iterable[str]
) -> bool:
    """Whether somebody in one of the roles has let the person use one of the powers, on that day or from a later one."""
    query = select(Delegation.id).where(
        Delegation.delegate_id == person_id,
        Delegation.ended_at.is_(None),
        Delegation.valid_to >= day,
        Delegation.role.in_(list(roles)),
        Delegation.powers.overlap(list(powers)),
    )
    return await session.scalar(query.limit(1)) is not None


def _stands(day: date) -> list[ColumnElement[bool]]:
    """Not ended, and the giver's post is held on that day."""
    held = and_(
        Post.id == Delegation.post_id, Post.valid_from <= day, or_(Post.valid_to.is_(None), Post.valid_to >= day)
    )
    return [
        Delegation.ended_at.is_(None),
        Delegation.valid_from <= day,
        Delegation.valid_to >= day,
        select(Post.id).where(held).exists(),
    ]


async def list_administrators(session: AsyncSession, agency: Agency, day: date) -> list[tuple[Person, Post]]:
    """Quản trị danh bạ who look after the agency: its own, or where it has none those of the agency above."""
    for code in filter(None, (agency.code, agency.parent_code)):
        query = (
            select(Person, Post)
            .join(Post, Post.person_id == Person.id)
            .where(Person.active, Post.agency_code == code, Post.role == Role.DIRECTORY_ADMINISTRATOR.value)
            .where(Post.valid_from <= day, or_(Post.valid_to.is_(None), Post.valid_to >= day))
            .order_by(Person.sort_key, Person.id)
        )
        if found := [(person, post) for person, post in await session.execute(query)]:
            return found
    return []


async def list_open_delegations(session: AsyncSession, person_id: UUID, day: date) -> Sequence[Delegation]:
    """Given by the person or to the person, and not over; locked."""
    query = (
        select(Delegation)
        .where(
            or_(Delegation.giver_id == person_id, Delegation.delegate_id == person_id),
            Delegation.ended_at.is_(None),
            Delegation.valid_to >= day,
        )
        .order_by(Delegation.id)
        .with_for_update()
    )
    return (await session.scalars(query)).all()


async def list_stays(session: AsyncSession, person_id: UUID) -> Sequence[UnitStay]:
    """Where the person's posts lay before they were moved, the latest first."""
    query = select(UnitStay).where(UnitStay.person_id == person_id)
    return (await session.scalars(query.order_by(UnitStay.valid_to.desc(), UnitStay.id.desc()))).all()


async def find_by_user_name(session: AsyncSession, user_name: str, *, also_postless: bool = False) -> Person | None:
    """Of an open account, or one that the lack of a post has locked (`also_postless`)."""
    open_to = or_(Person.active, Person.locked_postless) if also_postless else Person.active
    query = _people().options(selectinload(Person.credential)).join(Credential, Credential.person_id == Person.id)
    person: Person | None = await session.scalar(query.where(Credential.user_name == user_name, open_to))
    return person


async def name_of(session: AsyncSession, subject: str) -> str:
    """Name of who acted, by the subject that was kept."""
    return await session.scalar(select(Person.full_name).where(cast(Person.id, Text) == subject)) or ""


async def agency_names(session: AsyncSession, codes: Sequence[str]) -> dict[str, str]:
    rows = await session.execute(select(Agency.code, Agency.name).where(Agency.code.in_(codes)))
    return {code: name for code, name in rows}  # noqa: C416  a Row is a tuple only at run time, mypy says
