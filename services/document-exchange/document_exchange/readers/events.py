"""What a unit may read goes on in the unit that it was merged into."""

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from document_exchange.readers.models import IncomingReader
from shared.contracts.mail_directory import UnitRecorded


async def follow_unit(session: AsyncSession, event: UnitRecorded) -> None:
    """Quyền xem theo đơn vị sáp nhập; told again nothing is left to move."""
    if not event.successor_id:
        return
    old, new, other = f"unit:{event.unit_id}", f"unit:{event.successor_id}", aliased(IncomingReader)
    already = select(other.incoming_id).where(other.whose == new)
    await session.execute(
        delete(IncomingReader).where(IncomingReader.whose == old, IncomingReader.incoming_id.in_(already))
    )
    await session.execute(
        update(IncomingReader).where(IncomingReader.whose == old).values(whose=new, name=event.successor_name)
    )
