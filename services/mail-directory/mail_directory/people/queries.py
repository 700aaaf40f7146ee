"""Named selects over agencies and people."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, Text, and_, cast, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from mail_directory.agencies.models import Agency, Unit
from mail_directory.people.models import Credential, Person, Post
from shared.core.errors import NotFound
from shared.standards.typed import Unreadable, read_phone
from shared.standards.vietnamese import fold

PAGE = 50


async def list_agencies(
    session: AsyncSession, text: str = "", after: tuple[str, str] | None = None, limit: int = PAGE
) -> Sequence[Agency]:
    """In Vietnamese order; `text` is matched without case and diacritics."""
    query = select(Agency).order_by(Agency.sort_key, Agency.code).limit(limit)
    for word in fold(text).split():
        query = query.where(Agency.folded.contains(word, autoescape=True))
    if after:
        query = query.where(tuple_(Agency.sort_key, Agency.code) > after)
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


async def list_reached_by(session: AsyncSession, code: str) -> Sequence[Agency]:
    """The agency itself and those directly below it: where its directory administrator may give posts."""
    reached = select(Agency).where(or_(Agency.code == code, Agency.parent_code == code))
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
    after: tuple[str, UUID] | None = None,
    limit: int = PAGE,
) -> Sequence[Person]:
    """By given name, as Vietnamese lists are."""
    query = _people().limit(limit)
    query = query.where(Person.active.is_not(locked))
    for word in _words(text):
        query = query.where(Person.folded.contains(word, autoescape=True))
    if agency_code:
        held = and_(
            Post.person_id == Person.id,
            Post.agency_code == agency_code,
            Post.valid_from <= day,
            or_(Post.valid_to.is_(None), Post.valid_to >= day),
        )
        query = query.where(select(Post.id).where(held).exists())
    if after:
        query = query.where(tuple_(Person.sort_key, Person.id) > after)
    return (await session.scalars(query)).all()


def _words(text: str) -> list[str]:
    """What to look for; a phone number however it is written is one word."""
    try:
        return [read_phone(text)]
    except Unreadable:
        return fold(text).split()


async def get_person(session: AsyncSession, person_id: UUID, *, lock: bool = False) -> Person:
    query = _people().options(selectinload(Person.credential)).where(Person.id == person_id)
    if lock:
        query = query.with_for_update(of=Person)
    person = await session.scalar(query)
    if person is None:
        raise NotFound("not_found")
    return person


async def list_with_changed_posts(session: AsyncSession, day: date, limit: int = 500) -> Sequence[Person]:
    """People of whom a post began or ended after the day that was told last; each row for one copy of the worker."""
    began = and_(Post.valid_from > Person.told_on, Post.valid_from <= day)
    ended = and_(Post.valid_to >= Person.told_on, Post.valid_to < day)
    query = (
        _people()
        .options(selectinload(Person.credential))
        .where(Person.told_on < day, select(Post.id).where(Post.person_id == Person.id, or_(began, ended)).exists())
        .limit(limit)
        .with_for_update(of=Person, skip_locked=True)
    )
    return (await session.scalars(query)).all()


async def find_by_user_name(session: AsyncSession, user_name: str) -> Person | None:
    query = (
        _people()
        .options(selectinload(Person.credential))
        .join(Credential, Credential.person_id == Person.id)
        .where(Credential.user_name == user_name, Person.active)
    )
    person: Person | None = await session.scalar(query)
    return person


async def name_of(session: AsyncSession, subject: str) -> str:
    """Name of who acted, by the subject that was kept."""
    return await session.scalar(select(Person.full_name).where(cast(Person.id, Text) == subject)) or ""


async def agency_names(session: AsyncSession, codes: Sequence[str]) -> dict[str, str]:
    rows = await session.execute(select(Agency.code, Agency.name).where(Agency.code.in_(codes)))
    return {code: name for code, name in rows}  # noqa: C416  a Row is a tuple only at run time, mypy says
