"""Named selects over delegations."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from mail_directory.people.models import Delegation, Person, Post
from mail_directory.people.queries import list_people, list_reached
from mail_directory.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.access.rights import unit_led
from shared.core.errors import NotFound

MOST_SHOWN = 200


async def list_of_person(session: AsyncSession, person_id: UUID) -> Sequence[Delegation]:
    """Given by the person and to the person, the latest first."""
    query = (
        select(Delegation)
        .options(joinedload(Delegation.giver), joinedload(Delegation.delegate))
        .where(or_(Delegation.giver_id == person_id, Delegation.delegate_id == person_id))
        .order_by(Delegation.valid_from.desc(), Delegation.id.desc())
        .limit(MOST_SHOWN)
    )
    return (await session.scalars(query)).all()


async def list_between(session: AsyncSession, post_id: UUID, delegate_id: UUID) -> Sequence[Delegation]:
    """Of one post to one person, those not ended early."""
    query = select(Delegation).where(
        Delegation.post_id == post_id, Delegation.delegate_id == delegate_id, Delegation.ended_at.is_(None)
    )
    return (await session.scalars(query)).all()


async def get_delegation(session: AsyncSession, delegation_id: UUID, *, lock: bool = False) -> Delegation:
    """Raises NotFound."""
    query = (
        select(Delegation)
        .options(joinedload(Delegation.giver), joinedload(Delegation.delegate))
        .where(Delegation.id == delegation_id)
    )
    if lock:
        query = query.with_for_update(of=Delegation)
    found: Delegation | None = await session.scalar(query)
    if found is None:
        raise NotFound("not_found")
    return found


async def list_with_file(session: AsyncSession, sha256: str) -> Sequence[Delegation]:
    """Those whose document is that file, the oldest first."""
    query = (
        select(Delegation)
        .options(joinedload(Delegation.giver))
        .where(Delegation.document_file["sha256"].astext == sha256)
        .order_by(Delegation.id)
    )
    return (await session.scalars(query)).all()


async def list_readable(session: AsyncSession, who: Identity, rows: Sequence[Delegation]) -> set[UUID]:
    """Ids of those whose reason and document the caller may read: the two parties, the heads of their units, the agency's leaders, and
    the administrators of the agencies reached; nobody who acts for one of them. Everybody else sees that they stand: who may sign is
    no secret.
    """
    row_of_right = RIGHTS[Right.READ_DELEGATIONS]
    agencies = {agency.code for agency in await list_reached(session, who, row_of_right)}
    posts: set[UUID] = set()
    people: set[tuple[UUID, str]] = set()
    if unit := unit_led(who, row_of_right):
        inside = await session.execute(
            select(Post.id, Post.person_id, Post.agency_code).where(Post.unit_id == UUID(unit))
        )
        for post_id, person_id, agency_code in inside:
            posts.add(post_id)
            people.add((person_id, agency_code))
    return {
        row.id
        for row in rows
        if who.subject in (str(row.giver_id), str(row.delegate_id))
        or row.agency_code in agencies
        or row.post_id in posts
        or (row.delegate_id, row.agency_code) in people
    }


KEPT = """
SELECT id AS place, document_file->>'sha256' AS sha256 FROM delegation
WHERE id > CAST(:place AS uuid) AND document_file ? 'sha256' ORDER BY id LIMIT :most
"""
"""Files of delegations' documents."""


async def list_colleagues(session: AsyncSession, giver: Person, agency_code: str, day: date) -> list[Person]:
    """To whom a post at the agency may be delegated, in Vietnamese order."""
    people = await list_people(session, day, agency_code=agency_code, limit=1000)
    return [person for person in people if person.id != giver.id]
