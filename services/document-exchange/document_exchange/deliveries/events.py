"""What receivers report about our deliveries."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.deliveries.actions import keep_reports
from shared.contracts.document_exchange import DeliveryProgressed


async def keep_progress(session: AsyncSession, events: Sequence[DeliveryProgressed]) -> None:
    """Trạng thái xử lý do nơi nhận báo."""
    await keep_reports(session, events)
