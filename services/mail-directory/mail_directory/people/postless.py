"""Tài khoản không còn vị trí công tác: who looks after it is told, then it is locked, and the next post opens it again.

Nobody gives or ends a delegation for it: one stands on posts of both sides and has ended with them. Citizens have no account here.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from mail_directory.agencies.models import Agency
from mail_directory.people import queries
from mail_directory.people.models import Credential, Person, Post
from mail_directory.people.telling import tell_person, today
from mail_directory.texts import TEXTS
from shared.access.account_changes import note_change
from shared.access.rights import Role
from shared.core import clock
from shared.core.formats import vn_date
from shared.notifying.keeping import Contact, News, keep
from shared.storage import evidence

LOCKED_AFTER = timedelta(days=30)
"""Without any post, present or to come."""
TOLD_BEFORE = timedelta(days=7)
MOST = 200
"""Accounts looked at in one transaction."""
BY = "job:lock-postless-accounts"
_INDISPENSABLE = (Role.DIRECTORY_ADMINISTRATOR.value, Role.OPERATOR.value)


async def look_at_postless(session: AsyncSession, _key: str) -> None:
    """Told at least seven days before it is locked, however long nobody has looked; done twice it changes nothing."""
    day = today()
    after = None
    while page := await _list_postless(session, day, after):
        for person in page:
            await _look_at(session, person, day)
        after = page[-1].id


async def _look_at(session: AsyncSession, person: Person, day: date) -> None:
    if person.posts_from(day):  # given between our search and our lock
        return
    locks_on = _last_day(person) + LOCKED_AFTER
    if day < locks_on - TOLD_BEFORE or await _is_last_administrator(session, person, day):
        return
    if person.postless_told_on is None:
        person.postless_told_on = day
        told = await _tell(session, person, max(locks_on, day + TOLD_BEFORE))
        await evidence.record(session, "postless-account-told", f"person/{person.id}", BY, told=told)
    elif day >= max(locks_on, person.postless_told_on + TOLD_BEFORE):
        await _lock(session, person)


async def _lock(session: AsyncSession, person: Person) -> None:
    since = _last_day(person)
    person.active, person.locked_postless = False, True
    person.locked_because = TEXTS["locked_postless"] % {"since": vn_date(since)}
    person.version += 1
    await session.flush()
    await tell_person(session, person)
    await note_change(session, str(person.id), ends_sessions=True)
    await evidence.record(session, "person-disabled", f"person/{person.id}", BY, without_post_since=since)


def may_reopen(person: Person) -> bool:
    """Nothing but the lack of a post locked it, and one is there now, or given from a later day."""
    return person.locked_postless and bool(person.posts_from(today()))


def is_settled_by_hand(person: Person) -> None:
    """Somebody has locked or opened the account, or it has a post: nothing of what was counted before holds."""
    person.locked_postless, person.postless_told_on = False, None


def _last_day(person: Person) -> date:
    """On which a post was held; of who never held one for a day, when the account was made."""
    made = person.created_at.astimezone(clock.VIETNAM).date()
    return max((post.valid_to for post in person.posts if post.valid_to is not None), default=made)


def _goes_on(day: date) -> ColumnElement[bool]:
    return or_(Post.valid_to.is_(None), Post.valid_to >= day)


async def _list_postless(session: AsyncSession, day: date, after: Any) -> Sequence[Person]:
    """Open accounts without a post from that day on, by id; each row for one copy of the worker."""
    query = (
        select(Person)
        .join(Credential, Credential.person_id == Person.id)
        .options(selectinload(Person.posts), selectinload(Person.credential))
        .where(Person.active, ~exists().where(Post.person_id == Person.id, _goes_on(day)))
        .order_by(Person.id)
        .limit(MOST)
        .with_for_update(of=Person, skip_locked=True)
    )
    return (await session.scalars(query if after is None else query.where(Person.id > after))).all()


async def _is_last_administrator(session: AsyncSession, person: Person, day: date) -> bool:
    """Quản trị cuối cùng của cấp tỉnh: he looked after the whole province, and nobody does now."""
    tops = set(await session.scalars(select(Agency.code).where(Agency.parent_code.is_(None))))
    held = {post.role for post in person.posts if post.agency_code in tops and post.role in _INDISPENSABLE}
    for role in held:
        query = (
            select(Post.id)
            .join(Person, Person.id == Post.person_id)
            .where(Person.active, Post.role == role, Post.agency_code.in_(tops), Post.valid_from <= day, _goes_on(day))
        )
        if await session.scalar(query.limit(1)) is None:
            return True
    return False


async def _tell(session: AsyncSession, person: Person, locks_on: date) -> list[str]:
    """Who looks after the last agency, or after whoever does its work now; else those above. Returns their ids."""
    agency = await _last_agency(session, person)
    link = f"/danh-ba/can-bo/{person.id}"
    told = []
    for one, post in await _administrators(session, agency):
        facts = {"agency": agency.name, "until": vn_date(locks_on)}
        news = News(str(one.id), "account-without-post", facts, link, str(post.id))
        await keep(session, news, Contact(one.email, one.phone))
        told.append(str(one.id))
    return told


async def _last_agency(session: AsyncSession, person: Person) -> Agency:
    if not person.posts:
        top = select(Agency).where(Agency.parent_code.is_(None)).order_by(Agency.code).limit(1)
        return (await session.scalars(top)).one()
    last = max(person.posts, key=lambda post: (post.valid_to or date.min, post.id))
    agency, passed = await session.get_one(Agency, last.agency_code), set[str]()
    while agency.has_ended_by(today()) and agency.successor_code and agency.code not in passed:
        passed.add(agency.code)
        agency = await session.get_one(Agency, agency.successor_code)
    return agency


async def _administrators(session: AsyncSession, agency: Agency) -> list[tuple[Person, Post]]:
    above: Agency | None = agency
    while above is not None:
        if found := await queries.list_administrators(session, above, today()):
            return found
        above = await session.get(Agency, above.parent_code) if above.parent_code else None
    return []
