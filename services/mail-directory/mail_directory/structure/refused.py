"""Thay đổi đã ghi trước không thực hiện được: told to whoever entered it, to the unit's head and to the agency's administrators."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.agencies.models import Agency
from mail_directory.people import queries as people
from mail_directory.people.models import Person, Post
from mail_directory.people.telling import today
from mail_directory.structure.models import PlannedChange
from shared.access.rights import Role
from shared.core.formats import vn_date
from shared.notifying.keeping import Contact, News, keep


async def tell_refused(session: AsyncSession, planned: PlannedChange) -> list[str]:
    """Each person once, in the post for which it is. Returns their ids."""
    unit = planned.unit
    agency = await people.get_agency(session, unit.agency_code)
    told = {str(person.id): (person, post) for person, post in await _whom(session, planned, agency, today())}
    facts = {"unit": unit.name, "agency": agency.name, "since": vn_date(planned.first_day), "why": planned.refusal}
    for key, (person, post) in told.items():
        news = News(key, "unit-change-refused", facts, f"/danh-ba/don-vi/{unit.id}", str(post.id) if post else "")
        await keep(session, news, Contact(person.email, person.phone))
    return list(told)


async def _whom(
    session: AsyncSession, planned: PlannedChange, agency: Agency, day: date
) -> list[tuple[Person, Post | None]]:
    """Whoever entered it is told in the post of an administrator, also where none is held any more."""
    asked_by = await session.get(Person, UUID(planned.asked_by))
    asked = [] if asked_by is None or not asked_by.active else [asked_by]
    held = select(Post, Person).join(Person, Person.id == Post.person_id).where(Person.active)
    rows = await session.execute(held.where(Post.id == planned.unit.head_post_id))
    heads = [(person, post) for post, person in rows if post.is_held_on(day)]
    rows = await session.execute(held.where(Person.id.in_([person.id for person in asked])).order_by(Post.id))
    posts = [post for post, _ in rows if post.is_held_on(day) and post.role == Role.DIRECTORY_ADMINISTRATOR]
    entered = [(person, posts[0] if posts else None) for person in asked]
    return [*heads, *entered, *await people.list_administrators(session, agency, day)]
