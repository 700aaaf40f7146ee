"""Reading agencies and people."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.models import Agency, Person, PersonPost, Province


async def find_agency(session: AsyncSession, code: str) -> Agency | None:
    return await session.get(Agency, code)


async def get_province(session: AsyncSession) -> Province:
    """The one province of this installation."""
    return (await session.scalars(select(Province).limit(1))).one()


async def list_people(session: AsyncSession, agency_code: str, role: str) -> list[Person]:
    """Who holds a role at an agency now, by user name."""
    statement = (
        select(Person)
        .join(PersonPost, PersonPost.person_id == Person.id)
        .where(PersonPost.agency_code == agency_code, PersonPost.role == role, Person.active)
        .order_by(Person.user_name, Person.id)
    )
    return list(await session.scalars(statement))


async def find_title(session: AsyncSession, person_id: str, agency_code: str, role: str) -> str | None:
    statement = select(PersonPost.title).where(
        PersonPost.person_id == person_id, PersonPost.agency_code == agency_code, PersonPost.role == role
    )
    return (await session.scalars(statement)).first()
