"""Keeping the copy: each event carries the whole present state, so the newest replaces what was kept."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.event import Event
from shared.contracts.mail_directory import AgencyRecorded, PersonRecorded, UnitRecorded
from shared.directory.models import Agency, Base, Delegation, Person, PersonPost, Unit
from shared.standards.vietnamese import sort_key

Handler = Callable[[AsyncSession, Any], Awaitable[None]]


async def keep_agency(session: AsyncSession, event: AgencyRecorded) -> None:
    """Ghi nhận cơ quan."""
    values = event.model_dump(exclude={"agency_code", "former_names", "former_codes"})
    values["former_codes"] = [former.model_dump(mode="json") for former in event.former_codes]
    values["former_names"] = [former.model_dump(mode="json") for former in event.former_names]
    await _put(session, Agency, {"code": event.agency_code, "sort_key": sort_key(event.name)} | values)


async def keep_unit(session: AsyncSession, event: UnitRecorded) -> None:
    """Ghi nhận đơn vị."""
    values = event.model_dump(exclude={"unit_id", "unit_kind", "successor_id", "successor_name"})
    await _put(session, Unit, {"id": event.unit_id, "kind": event.unit_kind, "sort_key": sort_key(event.name)} | values)


async def keep_person(session: AsyncSession, event: PersonRecorded) -> None:
    """Ghi nhận cán bộ, công chức with the posts held and the delegations standing now."""
    values = event.model_dump(include={"full_name", "user_name", "email", "active"})
    words = event.full_name.split()
    by_given_name = sort_key(" ".join([*words[-1:], *words]))
    await _put(session, Person, {"id": event.person_id, "sort_key": by_given_name} | values)
    await session.execute(delete(PersonPost).where(PersonPost.person_id == event.person_id))
    await session.execute(delete(Delegation).where(Delegation.delegate_id == event.person_id))
    posts = {
        (post.agency_code, post.role): post.model_dump(exclude={"merged_units", "merged_agencies"})
        | {"person_id": event.person_id}
        for post in event.posts
    }
    if posts:
        await session.execute(insert(PersonPost).values(list(posts.values())))
    for one in event.delegations:
        given = one.model_dump(exclude={"delegation_id", "giver_name"}) | {"powers": list(one.powers)}
        await _put(session, Delegation, {"id": one.delegation_id, "delegate_id": event.person_id} | given)


DIRECTORY = "Danh bạ"
"""Who did it, in the history of what changed hands because of what the directory told."""


def units_held(event: PersonRecorded, agency_code: str, *roles: str) -> list[str]:
    """Units of the posts that the person now holds there in one of the roles, "" for a post in none; empty for who has left.

    Each stands behind those that were merged into it. A post at the agency into which that one was merged is there.
    """
    held = [
        post for post in event.posts if agency_code in (post.agency_code, *post.merged_agencies) and post.role in roles
    ]
    return [unit_id for post in held for unit_id in (*post.merged_units, post.unit_id)] if event.active else []


def still_there(event: PersonRecorded, agency_code: str, unit_id: str, *roles: str) -> bool:
    """Whether what the person held in that unit is still his; what lay in no unit is, as long as he works at the agency.

    A unit may go to another agency with its people (tách): what lies in it follows.
    """
    if not unit_id:
        return bool(units_held(event, agency_code, *roles))
    posts = [post for post in event.posts if post.role in roles] if event.active else []
    return any(unit_id in (*post.merged_units, post.unit_id) for post in posts)


async def _put(session: AsyncSession, kind: type[Base], values: dict[str, Any]) -> None:
    """By its key, the first of the values."""
    key = next(iter(values))
    changed = {name: value for name, value in values.items() if name != key}
    await session.execute(insert(kind).values(values).on_conflict_do_update(index_elements=[key], set_=changed))


AGENCIES: dict[type[Event], Handler] = {AgencyRecorded: keep_agency}
"""For a service that knows agencies alone."""
PLACES: dict[type[Event], Handler] = {**AGENCIES, UnitRecorded: keep_unit}
"""Agencies and their units, where a person's record is more than kept."""
PEOPLE: dict[type[Event], Handler] = {**PLACES, PersonRecorded: keep_person}
"""For a service that knows who works there."""
