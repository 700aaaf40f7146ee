"""Word to the sender's people when a receiver gives a document back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.deliveries.models import Delivery
from document_exchange.deliveries.rules import DeliveryState
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.notifications import about_document, clerks_of, drafter_of
from shared.contracts.document_exchange import DeliveryProgressed
from shared.directory.queries import names_of
from shared.notifying.raising import notify


async def tell_of_refusals(session: AsyncSession, reports: Sequence[DeliveryProgressed]) -> None:
    """Văn bản bị trả lại: only what counts, that is, what stands as the delivery's status now."""
    if not reports:
        return
    ids = {UUID(report.delivery_id) for report in reports}
    query = (
        select(Delivery.addressee_code, OutgoingDocument)
        .join(OutgoingDocument, OutgoingDocument.id == Delivery.document_id)
        .where(Delivery.id.in_(ids), Delivery.status == DeliveryState.REFUSED)
        .order_by(Delivery.document_id, Delivery.id)
    )
    found = (await session.execute(query)).all()
    names = await names_of(session, [addressee for addressee, _ in found])
    for addressee, document in found:
        facts = {"reference": document.reference, "agency": names.get(addressee, addressee)}
        await notify(
            session, about_document("document-refused", document, [*drafter_of(document), clerks_of(document)], **facts)
        )
