"""Giving a further post, and ending one: told at once, or as its day begins."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.people import queries
from mail_directory.people.actions import new_post, not_oneself
from mail_directory.people.following import follow_posts
from mail_directory.people.models import Person, Post
from mail_directory.people.rules import check_grantable, check_reach, read_reason
from mail_directory.people.telling import tell_person, today
from mail_directory.posts import rules
from mail_directory.posts.schemas import NewPost, PostEnd
from mail_directory.texts import TEXTS
from shared.access.account_changes import note_change
from shared.access.identity import Identity
from shared.core.errors import Conflict, NotFound, PreconditionFailed
from shared.storage import evidence


async def give_post(session: AsyncSession, administrator: Identity, person_id: UUID, new: NewPost) -> Person:
    """Giao thêm vị trí công tác. The agency must be one the administrator looks after; what the person holds elsewhere stays as it is.

    Raises Forbidden out of reach, Conflict for a closed account or an ended agency, Invalid with the fields at fault.
    """
    person = await _to_change(session, administrator, person_id, new.version)
    values = rules.read_post(new.role, new.title, new.kind)
    check_grantable(administrator, values["role"])
    agency = await queries.get_agency(session, new.agency_code)
    check_reach(administrator, agency.code, agency.parent_code)
    since = new.valid_from or today()
    rules.check_days(since, new.valid_to, today())
    if not person.active and not person.locked_postless:
        raise Conflict("account_locked")
    if agency.has_ended_by(new.valid_to or since):
        raise Conflict("agency_ended")
    rules.check_beside(person.posts, agency.code, values["role"], values["kind"], since, new.valid_to)
    unit = await queries.find_open_unit(session, agency.code, new.unit_id, since)
    what = (agency.code, values["role"], values["title"], since)
    post = new_post(person, *what, by=administrator, until=new.valid_to, kind=values["kind"], unit=unit)
    await _changed(session, administrator, person)
    facts = {"role": post.role, "agency": agency.code, "post_kind": post.kind, "since": since, "until": new.valid_to}
    await evidence.record(session, "post-given", f"person/{person.id}", administrator, given=str(post.id), **facts)
    return person


async def end_post(
    session: AsyncSession, administrator: Identity, person_id: UUID, post_id: UUID, end: PostEnd
) -> Person:
    """Kết thúc vị trí công tác on its last day, with a reason. What the person holds in it goes back to the unit as it ends."""
    person = await _to_change(session, administrator, person_id, end.version)
    post = find_post(person, post_id)
    agency = await queries.get_agency(session, post.agency_code)
    check_reach(administrator, agency.code, agency.parent_code)
    check_grantable(administrator, post.role)
    if post.valid_to is not None and post.valid_to < today():
        raise Conflict("post_ended")
    rules.check_last_day(end.last_day, post, today())
    reason = read_reason(end.reason, TEXTS["post_reason_missing"])
    if end.last_day < post.valid_from:  # it has given nobody a right for a whole day, or has not begun
        person.posts.remove(post)
        await session.delete(post)
    else:
        post.valid_to, post.ended_because = end.last_day, reason
    await _changed(session, administrator, person)
    facts = {"role": post.role, "agency": agency.code, "last_day": end.last_day}
    await evidence.record(session, "post-ended", f"person/{person.id}", administrator, ended=str(post.id), **facts)
    return person


def find_post(person: Person, post_id: UUID) -> Post:
    """Raises NotFound for a post that is not this person's."""
    post = next((post for post in person.posts if post.id == post_id), None)
    if post is None:
        raise NotFound("not_found")
    return post


async def _to_change(session: AsyncSession, administrator: Identity, person_id: UUID, version: int) -> Person:
    not_oneself(administrator, person_id)
    person = await queries.get_person(session, person_id, lock=True)
    if person.version != version:
        raise PreconditionFailed("changed_meanwhile")
    return person


async def _changed(session: AsyncSession, administrator: Identity, person: Person) -> None:
    person.version += 1
    await session.flush()
    await follow_posts(session, person, administrator)
    await tell_person(session, person)
    await note_change(session, str(person.id))
