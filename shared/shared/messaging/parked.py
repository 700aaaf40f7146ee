"""What nobody takes in: kept as it came, with the reason, for the operator at `/van-hanh`. It has no effect."""

from collections.abc import Sequence

from sqlalchemy import text

from shared.core.identifiers import new_id
from shared.core.logs import get_logger
from shared.storage.database import Database

log = get_logger(__name__)

_PARK = text("INSERT INTO poison_message (id, queue, body, error) VALUES (:id, :queue, :body, :error)")


async def park(database: Database, queue: str, messages: Sequence[tuple[bytes, str]]) -> None:
    """Each with its reason, in a transaction of its own."""
    if not messages:
        return
    async with database.sessions.begin() as session:
        await session.execute(
            _PARK, [{"id": new_id(), "queue": queue, "body": body, "error": error} for body, error in messages]
        )
    log.error("messages_parked", queue=queue, count=len(messages), reason=messages[0][1][:200])
