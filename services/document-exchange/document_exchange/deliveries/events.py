"""What receivers report about our deliveries."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.deliveries.change_answers import take_answer
from document_exchange.deliveries.recalling import keep_reports
from document_exchange.deliveries.refusals import tell_of_refusals
from document_exchange.deliveries.rules import DeliveryState
from shared.contracts.document_exchange import DeliveryProgressed


async def keep_progress(session: AsyncSession, events: Sequence[DeliveryProgressed]) -> None:
    """Trạng thái xử lý do nơi nhận báo; of a document given back its drafter and the records clerks are told."""
    reports = [event for event in events if not event.change_id]
    await keep_reports(session, reports)
    await tell_of_refusals(session, [event for event in reports if event.status == DeliveryState.REFUSED])
    for event in events:
        if event.change_id:
            await take_answer(session, event)
