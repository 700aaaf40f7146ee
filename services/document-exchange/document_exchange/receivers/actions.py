"""Nhóm nơi nhận: made, changed and dropped by who issues documents; drafts keep the receivers that they were given."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.receivers.models import AddresseeGroup
from document_exchange.receivers.queries import count_groups, get_group
from document_exchange.receivers.schemas import GroupIn
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid, PreconditionFailed
from shared.core.identifiers import new_id
from shared.directory.queries import list_agencies
from shared.standards.vietnamese import fold
from shared.storage import evidence

MOST_GROUPS = 200
"""Of one agency: a form lists them all."""
_ONE_AFTER_THE_OTHER = text("SELECT pg_advisory_xact_lock(hashtextextended(:agency, 7246))")
"""Two clerks who give the same name at the same moment: the second reads that it is taken."""


async def make_group(session: AsyncSession, who: Identity, new: GroupIn) -> AddresseeGroup:
    """Lập nhóm nơi nhận."""
    await session.execute(_ONE_AFTER_THE_OTHER, {"agency": who.agency_code})
    if await count_groups(session, who.agency_code) >= MOST_GROUPS:
        raise Conflict("groups_too_many", most=MOST_GROUPS)
    group = AddresseeGroup(id=new_id(), agency_code=who.agency_code, version=0)
    await _fill(session, who, group, new)
    session.add(group)
    await evidence.record(
        session, "addressee-group-made", f"addressee-group/{group.id}", who, members=len(group.addressees)
    )
    return group


async def change_group(session: AsyncSession, who: Identity, group_id: UUID, new: GroupIn) -> AddresseeGroup:
    """Sửa nhóm nơi nhận."""
    await session.execute(_ONE_AFTER_THE_OTHER, {"agency": who.agency_code})
    group = await get_group(session, who.agency_code, group_id, lock=True)
    _require_version(group, new.version)
    await _fill(session, who, group, new)
    await evidence.record(
        session, "addressee-group-changed", f"addressee-group/{group.id}", who, members=len(group.addressees)
    )
    return group


async def drop_group(session: AsyncSession, who: Identity, group_id: UUID, version: int | None = None) -> None:
    """Bỏ nhóm nơi nhận."""
    group = await get_group(session, who.agency_code, group_id, lock=True)
    _require_version(group, version)
    await evidence.record(session, "addressee-group-dropped", f"addressee-group/{group.id}", who, name=group.name)
    await session.delete(group)


def _require_version(group: AddresseeGroup, version: int | None) -> None:
    if version is not None and version != group.version:
        raise PreconditionFailed("changed_meanwhile")


async def _fill(session: AsyncSession, who: Identity, group: AddresseeGroup, new: GroupIn) -> None:
    known = {agency.code for agency in await list_agencies(session, clock.local_now().date(), besides=who.agency_code)}
    wanted = set(new.addressees)
    if unknown := sorted(wanted - known):
        sentence = f"Cơ quan không có trên hệ thống hoặc không nhận được: {', '.join(unknown[:5])}."
        raise Invalid("addressee_unknown", fields=[FieldError("/addressees", "addressee_unknown", sentence)])
    folded = fold(new.name)
    taken = select(AddresseeGroup.id).where(
        AddresseeGroup.agency_code == who.agency_code, AddresseeGroup.folded == folded, AddresseeGroup.id != group.id
    )
    if (await session.scalars(taken)).first() is not None:
        sentence = f"Cơ quan đã có nhóm “{new.name}”; hãy đặt tên khác hoặc sửa nhóm ấy."
        raise Invalid("group_name_taken", fields=[FieldError("/name", "group_name_taken", sentence)])
    group.name, group.folded, group.addressees = new.name, folded, sorted(wanted)
    group.version += 1
    group.changed_by, group.updated_at = who.acting_name, clock.now()
