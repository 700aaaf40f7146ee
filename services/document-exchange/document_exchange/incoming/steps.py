"""What every act on an arrival begins and ends with: the row locked, its history kept, the sender told."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import CooperatingUnit, IncomingDocument, IncomingStatus
from document_exchange.incoming.queries import find_part, get_incoming, led_by
from document_exchange.incoming.rules import STEPS, Act, Case, IncomingState
from shared.access.identity import Identity
from shared.access.rights import callers_of
from shared.contracts.document_exchange import DeliveryProgressed
from shared.core import clock
from shared.core.errors import FieldError, Invalid, PreconditionFailed
from shared.directory.queries import get_agency
from shared.messaging.outbox import tell
from shared.storage import evidence
from shared.work.timeline import signed_by

_WORKS = ("lead", "cooperate")
"""Parts with work to do; whoever is only to know (để biết) has none."""


async def lock_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None
) -> IncomingDocument:
    """Whoever comes second sees what the first one did; refuses a version that is over."""
    incoming = await get_incoming(session, who, incoming_id, lock=True)
    if version is not None and version != incoming.version:
        raise PreconditionFailed("changed_meanwhile")
    return incoming


async def take_incoming(
    session: AsyncSession, who: Identity, incoming_id: UUID, version: int | None, act: Act
) -> IncomingDocument:
    """Lock the row: whoever comes second sees what the first one did. Refuses what the table of steps does not allow."""
    incoming = await lock_incoming(session, who, incoming_id, version)
    STEPS.require(act, await case_of(session, who, incoming))
    return incoming


async def case_of(session: AsyncSession, who: Identity, incoming: IncomingDocument) -> Case:
    """The document and this person, as the table of steps sees them."""
    part = await find_part(session, incoming.id, who.desk) if who.kind == "officer" else ""
    led = led_by(who)
    in_own_unit = bool(led) and led == incoming.unit_id
    helping = await session.get(CooperatingUnit, (incoming.id, led)) if led else None
    return Case(
        IncomingState(incoming.status),
        callers_of(who),
        incoming.recall,
        is_assigned=part in _WORKS,
        in_own_unit=in_own_unit,
        unit_cooperates=helping is not None and helping.part in _WORKS,
        leads=part == "lead",
        entered=incoming.entered,
    )


async def move_incoming(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, state: IncomingState, words: str
) -> None:
    """New status row, evidence, and the report to the sender: one transaction."""
    repeated = incoming.status == state
    incoming.status = state
    incoming.status_at = clock.now()
    incoming.version += 1
    await keep_status(session, incoming, state, words, who)
    # Once done is told, the sender's side takes nothing more of the road: what was reopened is done again inside alone.
    if not repeated and incoming.reopened_at is None:
        agency = await get_agency(session, incoming.held_by)
        place = " - ".join(part for part in (who.title, agency.name) if part)
        await report_status(session, incoming, state, f"{place}: {words}", who.acting_name, agency.name)
    await evidence.record(session, f"incoming-{state}", f"incoming/{incoming.id}", who, version=incoming.version)


async def keep_status(
    session: AsyncSession,
    incoming: IncomingDocument,
    code: str,
    words: str,
    by: Identity | str,
) -> None:
    """One more row of the history; `by` is a name when the sender tells of it."""
    who = {"actor_name": by} if isinstance(by, str) else actor_of(by)
    session.add(
        IncomingStatus(
            incoming_id=incoming.id,
            code=code,
            description=words,
            at=clock.now(),
            **who,
        )
    )


def actor_of(who: Identity) -> dict[str, Any]:
    """The columns of a history row that say who did it."""
    return {"actor_id": who.subject, "actor_name": who.acting_name, **signed_by(who)}


async def report_status(
    session: AsyncSession,
    incoming: IncomingDocument,
    code: str,
    words: str,
    staff: str,
    department: str,
    change_id: str = "",
) -> None:
    """Told to the sender; `change_id`: which of its wishes is answered."""
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
            change_id=change_id,
        ),
    )


def require_reason(reason: str) -> None:
    """What is given back or refused is told with its reason."""
    if not reason:
        raise Invalid("reason_required", fields=[FieldError("/description", "reason_required", "Hãy ghi lý do.")])
