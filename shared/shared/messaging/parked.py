"""What nobody takes in: kept as it came, with the reason, for the operator at `/van-hanh`. It has no effect.

Whoever floods a queue fills no disk: the newest are kept, and how many were dropped is evidence.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.core.identifiers import new_id
from shared.core.logs import get_logger
from shared.storage import evidence
from shared.storage.database import Database

log = get_logger(__name__)

MOST_PARKED = 1000
"""Of one queue."""
KEPT_DAYS = 30

_PARK = text("INSERT INTO poison_message (id, queue, body, error) VALUES (:id, :queue, :body, :error)")
_DROP = text(
    "DELETE FROM poison_message WHERE queue = :queue AND ("
    " received_at < now() - make_interval(days => :days)"
    " OR id IN (SELECT id FROM poison_message WHERE queue = :queue ORDER BY id DESC OFFSET :most)) RETURNING id"
)
_DROPPED = text(
    "SELECT substr(subject, 7) AS queue, sum((facts->>'count')::int) AS count, max(at) AS at FROM evidence"
    " WHERE kind = 'messages-dropped' AND subject = ANY(:subjects) AND at > now() - make_interval(days => :days)"
    " GROUP BY subject ORDER BY subject"
)


async def park(database: Database, queue: str, messages: Sequence[tuple[bytes, str]]) -> None:
    """Each with its reason, in a transaction of its own; the oldest of the queue make room."""
    if not messages:
        return
    kept = messages[-MOST_PARKED:]
    async with database.sessions.begin() as session:
        await session.execute(
            _PARK, [{"id": new_id(), "queue": queue, "body": body, "error": error} for body, error in kept]
        )
        gone = await session.execute(_DROP, {"queue": queue, "most": MOST_PARKED, "days": KEPT_DAYS})
        dropped = len(gone.all()) + len(messages) - len(kept)
        if dropped:
            await evidence.record(session, "messages-dropped", f"queue/{queue}", "worker", count=dropped)
    log.error("messages_parked", queue=queue, count=len(messages), dropped=dropped, reason=messages[0][1][:200])


async def dropped_lately(session: AsyncSession, queues: Sequence[str]) -> list[dict[str, Any]]:
    """How many of each queue were dropped in the last month, and when last."""
    rows = await session.execute(_DROPPED, {"subjects": [f"queue/{queue}" for queue in queues], "days": KEPT_DAYS})
    return [dict(row._mapping) for row in rows]
