"""What a unit may read goes on in the unit that it was merged into: arrivals given to it, and what was sent to it inside the agency."""

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from document_exchange.readers.models import IncomingReader
from document_exchange.receivers.models import InsideReceiver
from shared.contracts.mail_directory import UnitRecorded


async def follow_unit(session: AsyncSession, event: UnitRecorded) -> None:
    """Quyền xem, nơi nhận trong cơ quan theo đơn vị sáp nhập; told again nothing is left to move."""
    if not event.successor_id:
        return
    for given, of in ((IncomingReader, "incoming_id"), (InsideReceiver, "document_id")):
        await _move(session, given, of, event)


async def _move(session: AsyncSession, given: Any, of: str, event: UnitRecorded) -> None:
    old, new, other = f"unit:{event.unit_id}", f"unit:{event.successor_id}", aliased(given)
    already = select(getattr(other, of)).where(other.whose == new)
    await session.execute(delete(given).where(given.whose == old, getattr(given, of).in_(already)))
    await session.execute(update(given).where(given.whose == old).values(whose=new, name=event.successor_name))
