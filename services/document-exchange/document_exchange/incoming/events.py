"""What senders tell: a document was sent to one of our agencies, or is asked back."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.recalls import note_recall_request
from document_exchange.incoming.statements import deliver_to_inboxes
from shared.contracts.document_exchange import DocumentSent, RecallRequested
from shared.core import clock
from shared.storage.database import driver_connection


async def take_deliveries(session: AsyncSession, events: Sequence[DocumentSent]) -> None:
    """Văn bản đến: a whole batch by one statement."""
    await deliver_to_inboxes(await driver_connection(session), events, clock.now())


async def take_recall_request(session: AsyncSession, event: RecallRequested) -> None:
    """Yêu cầu lấy lại (13): a task for the clerk, never a silent change of a registered document."""
    await note_recall_request(session, event)
