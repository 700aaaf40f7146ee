"""Named selects over units and the posts that lie in them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Unit
from mail_directory.people.models import Person, Post
from shared.core.errors import NotFound


async def get_unit(session: AsyncSession, unit_id: UUID, *, lock: bool = False) -> Unit:
    """Raises NotFound."""
    query = select(Unit).where(Unit.id == unit_id)
    unit: Unit | None = await session.scalar(query.with_for_update() if lock else query)
    if unit is None:
        raise NotFound("not_found")
    return unit


async def code_is_taken(session: AsyncSession, agency_code: str, code: str) -> bool:
    return await session.scalar(select(Unit.id).where(Unit.agency_code == agency_code, Unit.code == code)) is not None


async def posts_of_agency(session: AsyncSession, agency_code: str, day: date) -> Sequence[tuple[Post, Person]]:
    """Posts held on a day or later, with who holds them, by name."""
    query = (
        select(Post, Person)
        .join(Person, Person.id == Post.person_id)
        .where(Post.agency_code == agency_code, or_(Post.valid_to.is_(None), Post.valid_to >= day))
        .order_by(Person.sort_key, Post.id)
    )
    return [(post, person) for post, person in (await session.execute(query)).all()]
