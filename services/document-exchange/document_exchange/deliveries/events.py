"""What receivers report about our deliveries."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.hot import apply_progress
from shared.contracts.document_exchange import DeliveryProgressed
from shared.database import driver_connection

_ALL_GIVEN_BACK = text(
    """
UPDATE outgoing_document o SET status = 'recalled', version = version + 1, updated_at = now()
WHERE o.status = 'sent' AND o.id IN (SELECT document_id FROM delivery WHERE id = ANY(CAST(:ids AS uuid[])))
  AND NOT EXISTS (
    SELECT 1 FROM delivery d
    WHERE d.document_id = o.id AND d.status <> '02' AND d.recall NOT IN ('agreed', 'withdrawn'))
"""
)


async def keep_progress(session: AsyncSession, events: Sequence[DeliveryProgressed]) -> None:
    """Trạng thái xử lý do nơi nhận báo."""
    await apply_progress(await driver_connection(session), events)
    given_back = [event.delivery_id for event in events if event.status == "15"]
    if given_back:
        await session.execute(_ALL_GIVEN_BACK, {"ids": given_back})
