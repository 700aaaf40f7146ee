"""Whether an account is locked, and why: for who looks after one of the person's agencies, and for the person."""

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.people import queries
from mail_directory.people.models import Person
from mail_directory.people.schemas import PersonOut
from mail_directory.people.telling import today
from mail_directory.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.access.rights import covers


async def sees_lock(session: AsyncSession, who: Identity, person: Person) -> bool:
    """As the list of locked accounts shows them: by the agencies of the posts that go on, else of the former ones."""
    if who.subject == str(person.id):
        return True
    codes = {post.agency_code for post in person.posts_from(today()) or person.posts}
    agencies = [await queries.get_agency(session, code) for code in sorted(codes)]
    return any(covers(who, RIGHTS[Right.SEE_LOCKED_ACCOUNTS], one.code, one.parent_code) for one in agencies)


async def person_out(session: AsyncSession, who: Identity, person: Person) -> PersonOut:
    out = PersonOut.model_validate(person)
    return out if await sees_lock(session, who, person) else out.model_copy(update={"active": None})
