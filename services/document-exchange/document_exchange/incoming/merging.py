"""What a unit had goes on in the unit that it was merged into: to lead, to co-operate, and in the hands of its people."""

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from document_exchange.incoming.models import Assignment, CooperatingUnit, IncomingDocument
from document_exchange.incoming.rules import OPEN
from shared.contracts.mail_directory import UnitRecorded
from shared.storage import evidence


async def follow_merger(session: AsyncSession, event: UnitRecorded) -> None:
    """Văn bản đến theo đơn vị sáp nhập; told again nothing is left to move. What is done keeps the name that the unit had."""
    if not event.successor_id:
        return
    into = {"unit_id": event.successor_id}
    named = into | {"unit_name": event.successor_name}
    led = IncomingDocument.unit_id == event.unit_id
    await session.execute(update(IncomingDocument).where(led, IncomingDocument.status.in_(OPEN)).values(named))
    await session.execute(update(IncomingDocument).where(led).values(into))
    other = aliased(CooperatingUnit)
    already = select(other.incoming_id).where(other.unit_id == event.successor_id)
    old, new = CooperatingUnit.unit_id == event.unit_id, CooperatingUnit.unit_id == event.successor_id
    await session.execute(delete(CooperatingUnit).where(old, CooperatingUnit.incoming_id.in_(already)))
    await session.execute(update(CooperatingUnit).where(old).values(named))
    leads = select(IncomingDocument.id).where(IncomingDocument.unit_id == event.successor_id)
    await session.execute(delete(CooperatingUnit).where(new, CooperatingUnit.incoming_id.in_(leads)))
    await session.execute(update(Assignment).where(Assignment.unit_id == event.unit_id).values(into))
    helps = select(CooperatingUnit.incoming_id).where(CooperatingUnit.unit_id == event.successor_id)
    await session.execute(
        update(Assignment)
        .where(Assignment.unit_id == event.successor_id, Assignment.incoming_id.not_in(helps))
        .values(unit_id="")
    )
    await evidence.record(
        session, "unit-followed", f"unit/{event.unit_id}", "event:unit-recorded", into=event.successor_id
    )
