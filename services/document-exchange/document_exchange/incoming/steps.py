"""What every act on an arrival begins and ends with: the row locked, its history kept, the sender told."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import get_agency
from document_exchange.incoming.models import IncomingDocument, IncomingStatus
from document_exchange.incoming.queries import get_incoming
from document_exchange.incoming.rules import Act, IncomingState, require_act
from shared.access.identity import Identity
from shared.contracts.document_exchange import DeliveryProgressed
from shared.core import clock
from shared.core.errors import FieldError, Invalid, PreconditionFailed
from shared.messaging.outbox import tell
from shared.storage import evidence


async def take_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, act: Act
) -> IncomingDocument:
    """Lock the row: whoever comes second sees what the first one did."""
    incoming = await get_incoming(session, who, incoming_id, lock=True)
    if version is not None and version != incoming.version:
        raise PreconditionFailed("changed_meanwhile")
    require_act(IncomingState(incoming.status), incoming.recall, act)
    return incoming


async def move_incoming(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, state: IncomingState, words: str
) -> None:
    """New status row, evidence, and the report to the sender: one transaction."""
    repeated = incoming.status == state
    incoming.status = state
    incoming.status_at = clock.now()
    incoming.version += 1
    await keep_status(session, incoming, state, words, who.subject, who.name)
    if not repeated:
        agency = await get_agency(session, incoming.addressee_code)
        place = " - ".join(part for part in (who.title, agency.name) if part)
        await report_status(session, incoming, state, f"{place}: {words}", who.name, agency.name)
    await evidence.record(session, f"incoming-{state}", f"incoming/{incoming.id}", who, version=incoming.version)


async def keep_status(
    session: AsyncSession, incoming: IncomingDocument, code: str, words: str, actor_id: str, actor_name: str
) -> None:
    """One more row of the history."""
    session.add(
        IncomingStatus(
            incoming_id=incoming.id,
            code=code,
            description=words,
            actor_id=actor_id,
            actor_name=actor_name,
            at=clock.now(),
        )
    )


async def report_status(
    session: AsyncSession, incoming: IncomingDocument, code: str, words: str, staff: str, department: str
) -> None:
    """Told to the sender."""
    if incoming.delivery_id is None:
        return  # came as a file from outside: the clerk answers with a status packet
    await session.flush()
    await tell(
        session,
        DeliveryProgressed(
            delivery_id=str(incoming.delivery_id),
            document_id=incoming.document_code,
            addressee_code=incoming.addressee_code,
            status=code,
            description=words,
            staff_name=staff,
            staff_department=department,
            reported_at=clock.now(),
        ),
    )


def require_reason(reason: str) -> None:
    """What is given back or refused is told with its reason."""
    if not reason:
        raise Invalid("reason_required", fields=[FieldError("/description", "reason_required", "Hãy ghi lý do.")])
