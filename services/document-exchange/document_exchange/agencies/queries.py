"""Who is there: agencies, their leaders, clerks and specialists."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import Agency, Person, PersonPost
from shared.access.rights import Role
from shared.core.errors import NotFound

DRAFTERS = (Role.SPECIALIST, Role.LEADER, Role.RECORDS_CLERK)
"""Posts that may hold a draft."""


@dataclass(frozen=True)
class Colleague:
    """Cán bộ của một cơ quan, in one post."""

    id: str
    full_name: str
    title: str
    unit: str


async def list_agencies(session: AsyncSession, day: date, besides: str = "") -> list[Agency]:
    """Agencies that take documents on `day`, in Vietnamese order within their tier."""
    query = (
        select(Agency)
        .where(Agency.valid_from <= day, or_(Agency.valid_to.is_(None), Agency.valid_to >= day), Agency.code != besides)
        .order_by(Agency.tier.desc(), Agency.sort_key, Agency.code)
    )
    return list((await session.scalars(query)).all())


async def list_closed(session: AsyncSession, day: date, codes: Collection[str]) -> set[str]:
    """Those of the agencies that existed on the platform and ended; an agency outside is none of them."""
    query = select(Agency.code).where(Agency.code.in_(set(codes)), Agency.valid_to < day)
    return set((await session.scalars(query)).all())


async def get_agency(session: AsyncSession, code: str) -> Agency:
    found = await session.get(Agency, code)
    if found is None:
        raise NotFound("not_found")
    return found


async def names_of(session: AsyncSession, codes: Sequence[str]) -> dict[str, str]:
    """Name per code; codes that nobody knows are left out."""
    rows = await session.execute(select(Agency.code, Agency.name).where(Agency.code.in_(set(codes))))
    return {row.code: row.name for row in rows}


async def list_colleagues(session: AsyncSession, agency_code: str, *roles: str) -> list[Colleague]:
    """Active people of the agency who hold one of the roles."""
    query = (
        select(Person.id, Person.full_name, PersonPost.title, PersonPost.unit)
        .join(PersonPost, PersonPost.person_id == Person.id)
        .where(PersonPost.agency_code == agency_code, PersonPost.role.in_(roles), Person.active)
        .order_by(Person.full_name, Person.id)
    )
    found: dict[str, Colleague] = {}
    for row in await session.execute(query):
        found.setdefault(row.id, Colleague(row.id, row.full_name, row.title, row.unit))
    return list(found.values())


async def find_colleague(session: AsyncSession, agency_code: str, person_id: str, *roles: str) -> Colleague | None:
    """One of them, or None."""
    return next((c for c in await list_colleagues(session, agency_code, *roles) if c.id == person_id), None)


def has_left(person_id: ColumnElement[str], agency_code: ColumnElement[str], *roles: str) -> ColumnElement[bool]:
    """True for rows whose person holds none of the roles at that agency any more: moved, post ended, account closed."""
    at_work = (
        select(PersonPost.person_id)
        .join(Person, Person.id == PersonPost.person_id)
        .where(
            PersonPost.person_id == person_id,
            PersonPost.agency_code == agency_code,
            PersonPost.role.in_(roles),
            Person.active,
        )
        .exists()
    )
    return ~at_work
