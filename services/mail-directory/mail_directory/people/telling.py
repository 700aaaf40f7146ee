"""What others are told of a person: by event to the services, by answer to the gateway. Always the whole present state."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from mail_directory.people import queries
from mail_directory.people.models import Person, Post
from mail_directory.people.schemas import ActingPost, OnBehalfOf, SignedIn
from mail_directory.people.two_people import has_chosen
from shared.access.account_changes import note_change
from shared.access.rights import Power
from shared.contracts.mail_directory import PersonRecorded
from shared.contracts.values import Delegated
from shared.contracts.values import Post as PostValue
from shared.core import clock
from shared.messaging.outbox import tell


def today() -> date:
    return clock.local_now().date()


async def tell_person(session: AsyncSession, person: Person) -> None:
    """The person with the posts held and the delegations standing today. What changed must be flushed."""
    person.told_on = today()
    held = person.posts_on(today())
    merged = await queries.list_merged_into(session, [post.unit_id for post in held if post.unit_id])
    ended = await queries.list_agencies_merged_into(session, [post.agency_code for post in held], today())
    posts = tuple(_value_of(post, merged.get(post.unit_id, ()), ended.get(post.agency_code, ())) for post in held)
    delegations = tuple(
        Delegated(
            delegation_id=str(one.id),
            post_id=str(one.post_id),
            giver_id=str(one.giver_id),
            giver_name=one.giver.full_name,
            agency_code=one.agency_code,
            role=one.role,
            title=one.title,
            powers=tuple(one.powers),
            valid_to=one.valid_to,
        )
        for one in await queries.list_standing(session, person, today())
    )
    await tell(
        session,
        PersonRecorded(
            person_id=str(person.id),
            full_name=person.full_name,
            user_name=person.credential.user_name if person.credential else "",
            email=person.email,
            active=person.active,
            posts=posts if person.active else (),
            delegations=delegations,
        ),
    )


def _value_of(post: Post, merged: Sequence[UUID], ended: Sequence[str]) -> PostValue:
    return PostValue(
        agency_code=post.agency_code,
        role=post.role,
        title=post.title,
        unit=post.unit_name,
        unit_id=str(post.unit.id) if post.unit else "",
        merged_units=tuple(str(unit_id) for unit_id in merged),
        merged_agencies=tuple(ended),
        post_id=str(post.id),
        kind=post.kind,
    )


async def tell_changed_posts(session: AsyncSession) -> int:
    """Posts and delegations that begin or end on a day count from that day on: tell again of whom others know another state.

    Returns how many were told, at most a page of them.
    """
    changed = await queries.list_with_changed_posts(session, today())
    for person in changed:
        await tell_person(session, person)
        await note_change(session, str(person.id))
    return len(changed)


async def signed_in(session: AsyncSession, person: Person) -> SignedIn:
    """The person with the posts held today, and those of others to act in: in which one he works he says at the gateway."""
    held = person.posts_on(today())
    names = await queries.agency_names(session, [post.agency_code for post in held])
    posts = [
        ActingPost(
            id=str(post.id),
            agency_code=post.agency_code,
            agency_name=names.get(post.agency_code, ""),
            title=post.title,
            roles=[post.role],
            **_place_of(post),
        )
        for post in held
    ]
    first = posts[0] if posts else ActingPost(id="", agency_code="", agency_name="", title="", roles=[])
    return SignedIn(
        subject=str(person.id),
        name=person.full_name,
        user_name=person.credential.user_name if person.credential else "",
        agency_code=first.agency_code,
        agency_name=first.agency_name,
        title=first.title,
        roles=first.roles,
        posts=posts + await _posts_of_others(session, person, posts),
        must_change=person.credential.must_change if person.credential else False,
    )


def _place_of(post: Post) -> dict[str, Any]:
    """Đơn vị of a post, and whether the post leads it."""
    return {
        "unit_id": str(post.unit.id) if post.unit else "",
        "leads_unit": post.unit is not None and post.unit.head_post_id == post.id,
    }


async def _posts_of_others(session: AsyncSession, person: Person, own: list[ActingPost]) -> list[ActingPost]:
    """The givers' posts, each with the agency and title of the person's own post there, and with the giver's unit: whoever is let
    into a head's post sees and gives out what the unit has, as far as the powers given go. Signing rests while somebody else knows the
    password, whatever else the caller checks, and counts again with the one that the person chooses.
    """
    resting = frozenset[str]() if has_chosen(person.credential) else frozenset({Power.SIGNING.value})
    found = []
    standing = await queries.list_standing(session, person, today())
    places = await queries.posts_by_id(session, [one.post_id for one in standing])
    for one in standing:
        behalf = OnBehalfOf(
            delegation=str(one.id),
            subject=str(one.giver_id),
            name=one.giver.full_name,
            title=one.title,
            powers=sorted(set(one.powers) - resting),
        )
        here = next(post for post in own if post.agency_code == one.agency_code)
        acting = {"id": str(one.post_id), "roles": [one.role], **_place_of(places[one.post_id])}
        found.append(here.model_copy(update=acting | {"on_behalf_of": behalf}))
    return found
