"""Deliveries of one document, each with its history; always reached through a document the caller may see."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import Agency
from document_exchange.deliveries.models import Delivery, DeliveryStatus
from document_exchange.documents.models import OutgoingDocument
from document_exchange.registers.rules import document_key, read_reference

LEEWAY = timedelta(minutes=5)
"""Clocks differ."""


@dataclass(frozen=True)
class DeliveryView:
    """Lượt gửi và quá trình của nó."""

    delivery: Delivery
    addressee_name: str
    history: list[DeliveryStatus] = field(default_factory=list)

    def is_doubtful(self, status: DeliveryStatus) -> bool:
        """Whether the moment that the receiver stated cannot be: before the document left, or after its report came."""
        return not self.delivery.sent_at - LEEWAY <= status.reported_at <= status.received_at + LEEWAY


async def list_deliveries(session: AsyncSession, document_id: UUID, *, history: bool = True) -> list[DeliveryView]:
    """In Vietnamese order of the addressees."""
    query = (
        select(Delivery, Agency.name)
        .outerjoin(Agency, Agency.code == Delivery.addressee_code)
        .where(Delivery.document_id == document_id)
        .order_by(Agency.tier.desc(), Agency.sort_key, Delivery.addressee_code)
        .execution_options(populate_existing=True)
    )
    found = [
        DeliveryView(delivery, name or delivery.addressee_code)
        for delivery, name in (await session.execute(query)).all()
    ]
    if history and found:
        by_id = {view.delivery.id: view for view in found}
        statuses = select(DeliveryStatus).where(DeliveryStatus.delivery_id.in_(by_id)).order_by(DeliveryStatus.id)
        for status in await session.scalars(statuses):
            by_id[status.delivery_id].history.append(status)
    return found


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
