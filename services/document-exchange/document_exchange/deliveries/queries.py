"""Deliveries of one document, each with its history; always reached through a document the caller may see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.deliveries.models import Delivery, DeliveryStatus
from document_exchange.documents.models import OutgoingDocument
from document_exchange.registers.rules import document_key, read_reference
from shared.core.clock import VIETNAM
from shared.core.errors import NotFound
from shared.directory.models import Agency

LEEWAY = timedelta(minutes=5)
"""Clocks differ."""


@dataclass(frozen=True)
class DeliveryView:
    """Lượt gửi và quá trình của nó."""

    delivery: Delivery
    addressee_name: str
    phone: str = ""
    """Of the receiver's agency."""
    history: list[DeliveryStatus] = field(default_factory=list)


def is_doubtful(delivery: Delivery, status: DeliveryStatus) -> bool:
    """Whether the moment that the receiver stated cannot be: before the document left, or after its report came."""
    return not delivery.sent_at - LEEWAY <= status.reported_at <= status.received_at + LEEWAY


async def list_deliveries(session: AsyncSession, document_id: UUID, *, history: bool = True) -> list[DeliveryView]:
    """In Vietnamese order of the addressees."""
    query = (
        select(Delivery, Agency)
        .outerjoin(Agency, Agency.code == Delivery.addressee_code)
        .where(Delivery.document_id == document_id)
        .order_by(Agency.tier.desc(), Agency.sort_key, Delivery.addressee_code)
        .execution_options(populate_existing=True)
    )
    found = [
        DeliveryView(
            delivery, _name_then(agency, delivery.sent_at) or delivery.addressee_code, agency.phone if agency else ""
        )
        for delivery, agency in (await session.execute(query)).all()
    ]
    if history and found:
        by_id = {view.delivery.id: view for view in found}
        statuses = select(DeliveryStatus).where(DeliveryStatus.delivery_id.in_(by_id)).order_by(DeliveryStatus.id)
        for status in await session.scalars(statuses):
            by_id[status.delivery_id].history.append(status)
    return found


def _name_then(agency: Agency | None, at: datetime) -> str:
    """As the receiver was called when the document left; empty where nobody knows it."""
    return agency.name_on(at.astimezone(VIETNAM).date()) if agency else ""


async def get_delivery(session: AsyncSession, document_id: UUID, delivery_id: UUID) -> Delivery:
    """Raises NotFound, also for one of another document."""
    found = await session.get(Delivery, delivery_id)
    if found is None or found.document_id != document_id:
        raise NotFound("not_found")
    return found


async def list_reports(session: AsyncSession, delivery_id: UUID, after: int, limit: int) -> Sequence[DeliveryStatus]:
    """What was reported of one delivery, in the order in which it came, from behind `after`."""
    query = select(DeliveryStatus).where(DeliveryStatus.delivery_id == delivery_id, DeliveryStatus.id > after)
    return (await session.scalars(query.order_by(DeliveryStatus.id).limit(limit))).all()


async def find_reported_delivery(
    session: AsyncSession, sender_code: str, addressee_code: str, document_code: str, reference: str
) -> Delivery | None:
    """The delivery a status packet speaks of: by the document's identifier, else by its number and notation."""
    ours = (
        select(Delivery)
        .join(OutgoingDocument, OutgoingDocument.id == Delivery.document_id)
        .where(Delivery.sender_code == sender_code, Delivery.addressee_code == addressee_code)
    )
    if document_code:
        same = OutgoingDocument.document_key == document_key(document_code)
        found = (await session.scalars(ours.where(same).limit(1))).first()
        if found is not None:
            return found
    if not reference:
        return None
    by_reference = (
        ours.where(OutgoingDocument.reference.in_({reference, read_reference(*reference.partition("/")[::2])}))
        .order_by(Delivery.sent_at.desc())
        .limit(1)
    )
    return (await session.scalars(by_reference)).first()
