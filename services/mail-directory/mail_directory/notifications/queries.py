"""Whom a notification reaches, and whose post ends soon."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from mail_directory.agencies.models import Agency, Unit
from mail_directory.people.models import Delegation, Person, Post
from mail_directory.people.queries import list_standing
from shared.access.identity import Identity
from shared.access.rights import UNIT_HEAD
from shared.contracts.values import Recipient
from shared.core import clock
from shared.notifying.kinds import KINDS, Kind, kinds_for


class Reached(NamedTuple):
    """Người nhận một thông báo, in which post, and where letters go."""

    person: str
    post: str
    email: str
    phone: str


async def list_reached(session: AsyncSession, to: Recipient, day: date) -> list[Reached]:
    """Who holds that post on the day. A named person who holds no post there is told all the same."""
    held = (
        select(Person.id, Post.id, Person.email, Person.phone)
        .join(Post, Post.person_id == Person.id)
        .where(Person.active, Post.agency_code == to.agency_code)
        .where(Post.valid_from <= day, or_(Post.valid_to.is_(None), Post.valid_to >= day))
        .order_by(Person.id, Post.id)
    )
    if to.role:
        held = held.where(Post.role == to.role)
    if not to.person_id:
        return [
            Reached(str(person), str(post), email, phone) for person, post, email, phone in await session.execute(held)
        ]
    person_id = UUID(to.person_id)
    found = (await session.execute(held.where(Person.id == person_id).limit(1))).first()
    if found is not None:
        return [Reached(str(found[0]), str(found[1]), found[2], found[3])]
    person = await session.get(Person, person_id)
    return [Reached(str(person.id), "", person.email, person.phone)] if person is not None and person.active else []


async def list_ending(session: AsyncSession, first: date, last: date) -> Sequence[tuple[Person, Post]]:
    """Posts whose last day lies within these, with their people."""
    query = (
        select(Person, Post)
        .join(Post, Post.person_id == Person.id)
        .where(Person.active, Post.valid_to >= first, Post.valid_to <= last)
        .order_by(Post.valid_to, Post.id)
    )
    return [(person, post) for person, post in await session.execute(query)]


async def post_names(session: AsyncSession, who: Identity) -> Mapping[str, str]:
    """The posts in which the caller may work today, by id: title and agency, and whose it is where it is another's."""
    held, given = await _posts_of(session, who)
    names = {str(post): f"{title}, {agency}" for post, _, title, agency in held}
    agencies = await _short_names(session, [one.agency_code for one in given])
    for one in given:
        names[str(one.post_id)] = f"{_called(one, agencies)} (thay mặt {one.giver.full_name})"
    return names


async def kinds_of(session: AsyncSession, who: Identity) -> Sequence[Kind]:
    """Những loại thông báo người này có thể nhận, in own posts and in those of others to act in."""
    held, given = await _posts_of(session, who)
    heads = await _heading(session, [post for post, *_ in held] + [one.post_id for one in given])
    own = kinds_for([name for post, role, _, _ in held for name in (role, *heads.get(post, ()))])
    others = [
        kind
        for one in given
        for kind in kinds_for([one.role, *heads.get(one.post_id, ())])
        if kind.reaches_delegate(one.powers)
    ]
    reached = {kind.code for kind in [*own, *others]}
    return [kind for kind in KINDS.values() if kind.code in reached]


async def _heading(session: AsyncSession, posts: Collection[UUID]) -> Mapping[UUID, tuple[str]]:
    """Those of the posts that lead the unit they lie in."""
    query = select(Post.id).join(Unit, Unit.id == Post.unit_id).where(Unit.head_post_id == Post.id, Post.id.in_(posts))
    return dict.fromkeys(await session.scalars(query), (UNIT_HEAD,))


async def _posts_of(session: AsyncSession, who: Identity) -> tuple[Sequence[Any], Sequence[Delegation]]:
    """Rows of id, role, title and agency of the posts held today, and the delegations that stand."""
    today = clock.local_now().date()
    query = (
        select(Post.id, Post.role, Post.title, Agency.short_name)
        .join(Agency, Agency.code == Post.agency_code)
        .where(Post.person_id == UUID(who.subject), Post.valid_from <= today)
        .where(or_(Post.valid_to.is_(None), Post.valid_to >= today))
    )
    person = await session.get(Person, UUID(who.subject), options=[selectinload(Person.posts)])
    return (await session.execute(query)).all(), await list_standing(session, person, today) if person else []


async def _short_names(session: AsyncSession, codes: Sequence[str]) -> Mapping[str, str]:
    rows = await session.execute(select(Agency.code, Agency.short_name).where(Agency.code.in_(codes)))
    return {row.code: row.short_name for row in rows}


def _called(given: Delegation, agencies: Mapping[str, str]) -> str:
    """The giver's post, as its delegate is told of it."""
    return f"{given.title}, {agencies.get(given.agency_code, given.agency_code)}"


async def list_delegates(
    session: AsyncSession, kind: Kind, posts: Collection[str], day: date
) -> Sequence[tuple[Reached, str]]:
    """Who was given the powers that this kind asks for, in one of these posts, with how the post is called."""
    if not kind.powers or not posts:
        return []
    query = (
        select(Delegation)
        .options(joinedload(Delegation.delegate).selectinload(Person.posts))
        .where(Delegation.post_id.in_([UUID(post) for post in posts]), Delegation.ended_at.is_(None))
        .where(Delegation.valid_from <= day, Delegation.valid_to >= day)
        .order_by(Delegation.id)
    )
    given = [one for one in (await session.scalars(query)).all() if _stands(one, kind, day)]
    agencies = await _short_names(session, [one.agency_code for one in given])
    return [
        (Reached(str(to.id), str(one.post_id), to.email, to.phone), _called(one, agencies))
        for one in given
        for to in [one.delegate]
    ]


def _stands(given: Delegation, kind: Kind, day: date) -> bool:
    """The giver's post is held, as whoever asks has seen; the delegate must be there in a post at that agency."""
    to = given.delegate
    at_work = to.active and any(post.agency_code == given.agency_code for post in to.posts_on(day))
    return at_work and kind.reaches_delegate(given.powers)
