"""Receivers of a document besides agencies, and groups of receivers of one agency."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.receivers.models import AddresseeGroup, InsideReceiver, OutsideReceiver
from shared.core.errors import NotFound


async def list_groups(session: AsyncSession, agency_code: str) -> list[AddresseeGroup]:
    query = select(AddresseeGroup).where(AddresseeGroup.agency_code == agency_code).order_by(AddresseeGroup.folded)
    return list((await session.scalars(query)).all())


async def count_groups(session: AsyncSession, agency_code: str) -> int:
    query = select(func.count()).select_from(AddresseeGroup).where(AddresseeGroup.agency_code == agency_code)
    return int(await session.scalar(query) or 0)


async def get_group(session: AsyncSession, agency_code: str, group_id: UUID, *, lock: bool = False) -> AddresseeGroup:
    """Another agency's is not there."""
    query = select(AddresseeGroup).where(AddresseeGroup.agency_code == agency_code, AddresseeGroup.id == group_id)
    found = (await session.scalars(query.with_for_update() if lock else query)).one_or_none()
    if found is None:
        raise NotFound("not_found")
    return found


async def find_members(session: AsyncSession, agency_code: str, groups: Collection[UUID]) -> tuple[set[str], set[UUID]]:
    """Codes of everybody in the groups, and the groups that are not the agency's (any more)."""
    if not groups:
        return set(), set()
    query = select(AddresseeGroup).where(AddresseeGroup.agency_code == agency_code, AddresseeGroup.id.in_(groups))
    found = list((await session.scalars(query)).all())
    return {code for group in found for code in group.addressees}, set(groups) - {group.id for group in found}


async def list_inside(session: AsyncSession, document_id: UUID) -> list[InsideReceiver]:
    """Units first."""
    query = select(InsideReceiver).where(InsideReceiver.document_id == document_id)
    query = query.order_by(InsideReceiver.whose.startswith("person:"), InsideReceiver.name)
    return list((await session.scalars(query)).all())


async def list_outside(session: AsyncSession, document_id: UUID) -> list[OutsideReceiver]:
    return [one for one in await _lines_of(session, document_id) if not one.addressee_code]


async def list_papers(session: AsyncSession, document_id: UUID) -> list[OutsideReceiver]:
    """Papers that go to receivers on the platform."""
    return [one for one in await _lines_of(session, document_id) if one.addressee_code]


async def _lines_of(session: AsyncSession, document_id: UUID) -> list[OutsideReceiver]:
    query = select(OutsideReceiver).where(OutsideReceiver.document_id == document_id).order_by(OutsideReceiver.position)
    return list((await session.scalars(query)).all())
