"""Thư chết: what the operator does with an event that failed to its last try."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


async def list_dead(session: AsyncSession, source: str, subjects: Collection[str]) -> dict[str, str]:
    """Of these subjects the ones with a dead letter of that publisher, each with what went wrong, as `Failure` is kept."""
    dead = text(
        "SELECT subject, error FROM inbox WHERE source = :source AND subject = ANY(:subjects)"
        " AND envelope IS NOT NULL AND state = 'dead' ORDER BY sequence DESC"
    )
    rows = await session.execute(dead, {"source": f"/{source}", "subjects": list(subjects)})
    return {row.subject: row.error or "" for row in rows}


async def replay(session: AsyncSession, event_id: UUID) -> bool:
    """Give a dead letter its tries back; False when there is no such dead letter."""
    again = text(
        "UPDATE inbox SET state = 'retry', attempts = 0, due_at = now() WHERE event_id = :id AND state = 'dead' RETURNING 1"
    )
    return (await session.execute(again, {"id": event_id})).first() is not None


async def discard(session: AsyncSession, event_id: UUID) -> bool:
    """Give a dead letter up: what waits behind it is due at once. False when there is no such dead letter."""
    row = (
        await session.execute(
            text(
                "UPDATE inbox SET state = 'discarded', envelope = NULL, due_at = NULL WHERE event_id = :id AND state = 'dead'"
                " RETURNING source, subject, sequence"
            ),
            {"id": event_id},
        )
    ).first()
    if row is None:
        return False
    key = {"source": row.source, "subject": row.subject, "sequence": row.sequence}
    await session.execute(
        text(
            "UPDATE inbox_subject SET applied = :sequence WHERE source = :source AND subject = :subject AND applied = :sequence - 1"
        ),
        key,
    )
    await session.execute(
        text(
            "UPDATE inbox SET state = 'retry', due_at = now() WHERE source = :source AND subject = :subject"
            " AND sequence = :sequence + 1 AND state = 'waiting'"
        ),
        key,
    )
    return True
