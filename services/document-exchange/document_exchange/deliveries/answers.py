"""Văn bản trả lời linked on both sides: an arrival names the agency's own document that it answers, and that one lists what came.

Compared whenever it is shown, over what the agency has now: nothing hangs on what was read first, and a successor goes on with both sides.
"""

from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.queries import list_after, list_before
from document_exchange.answering.models import ArrivalAnswer
from document_exchange.answering.rules import Issued, Named, Unlinked, compare
from document_exchange.deliveries.models import Delivery
from document_exchange.deliveries.rules import DeliveryState
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import held_at as outgoing_at
from document_exchange.documents.rules import LEFT_HERE, STEPS, Step
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import held_at
from document_exchange.receivers.models import OutsideReceiver
from shared.directory.models import Agency
from shared.standards.typed import read_code

MOST = 1000
"""Of one document: the province has fewer agencies that it could go to."""
MOST_OWN = 50


@dataclass(frozen=True)
class Answered:
    """Văn bản được trả lời, as an arrival names it, and which one of ours that is."""

    told: ArrivalAnswer
    document: OutgoingDocument | None
    problem: Unlinked


async def list_answered(session: AsyncSession, incoming: IncomingDocument) -> list[Answered]:
    """In the order of the packet."""
    query = select(ArrivalAnswer).where(ArrivalAnswer.incoming_id == incoming.id).order_by(ArrivalAnswer.position)
    told = (await session.scalars(query)).all()
    if not told:
        return []
    ours = [incoming.held_by, *await list_before(session, incoming.held_by)]
    senders = {incoming.sender_code, *await list_before(session, incoming.sender_code)}
    return [await _answered(session, one, incoming, ours, senders) for one in told]


async def _answered(
    session: AsyncSession, told: ArrivalAnswer, incoming: IncomingDocument, ours: Collection[str], senders: Set[str]
) -> Answered:
    """Of the agency's own alone: what another one issued is here as unknown as what never was."""
    query = select(OutgoingDocument).where(
        OutgoingDocument.agency_code.in_(ours),
        OutgoingDocument.document_key == told.answered_key,
        OutgoingDocument.status.in_(LEFT_HERE),
    )
    found = [one for one in (await session.scalars(query)).all() if one.held_by == incoming.held_by]
    if not told.answered_key or len(found) != 1:
        return Answered(told, None, Unlinked.UNKNOWN)
    problem = compare(_named(told), await _issued(session, found[0]), senders)
    return Answered(told, None if problem else found[0], problem)


async def list_answers_to(session: AsyncSession, document: OutgoingDocument) -> Sequence[IncomingDocument]:
    """What came in answer to it from whom it went to, or who goes on with that one's work; the oldest first."""
    if document.document_key is None or document.state not in LEFT_HERE:
        return []
    issued = await _issued(session, document)
    senders = issued.receivers | set(await list_after(session, issued.receivers))
    query = (
        select(ArrivalAnswer, IncomingDocument)
        .join(IncomingDocument, IncomingDocument.id == ArrivalAnswer.incoming_id)
        .where(
            ArrivalAnswer.answered_key == document.document_key,
            held_at(document.held_by),
            IncomingDocument.sender_code.in_(senders),
        )
        .order_by(IncomingDocument.arrived_at, IncomingDocument.id)
        .limit(MOST)
    )
    found: dict[UUID, IncomingDocument] = {}
    for told, incoming in (await session.execute(query)).all():
        if compare(_named(told), issued, issued.receivers) is Unlinked.NONE:
            found.setdefault(incoming.id, incoming)
    return list(found.values())


def _named(told: ArrivalAnswer) -> Named:
    return Named(told.organ_code, told.reference, told.document_code, told.issued_on)


async def _issued(session: AsyncSession, document: OutgoingDocument) -> Issued:
    agency = await session.get(Agency, document.agency_code)
    codes = {document.agency_code}
    if agency is not None:
        codes |= {agency.code_2020, *(former["code"] for former in agency.former_codes)} - {""}
    return Issued(codes, document.reference, document.issued_on, await _receivers(session, document.id))


async def _receivers(session: AsyncSession, document_id: UUID) -> set[str]:
    """To whom it went, over the platform or as a file; what was withdrawn before it left went to nobody."""
    sent = select(Delivery.addressee_code).where(
        Delivery.document_id == document_id, Delivery.status != DeliveryState.WITHDRAWN
    )
    outside = select(OutsideReceiver.organ_code).where(
        OutsideReceiver.document_id == document_id, OutsideReceiver.organ_code != ""
    )
    return {read_code(code) for query in (sent, outside) for code in (await session.scalars(query)).all()}


async def list_own_answers(session: AsyncSession, incoming: IncomingDocument) -> Sequence[OutgoingDocument]:
    """What the agency that has the arrival issued in answer to it, or completed it with; what has a number."""
    drawn_up = OutgoingDocument.answers_incoming_id == incoming.id
    named = OutgoingDocument.id == incoming.answer_document_id if incoming.answer_document_id else drawn_up
    query = (
        select(OutgoingDocument)
        .where(
            or_(drawn_up, named),
            outgoing_at(incoming.held_by),
            OutgoingDocument.reference != "",
            OutgoingDocument.status != STEPS.target(Step.CANCEL),
        )
        .order_by(OutgoingDocument.issued_on, OutgoingDocument.id)
    )
    return (await session.scalars(query.limit(MOST_OWN))).all()
