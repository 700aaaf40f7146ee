"""What a person and the operator read: notifications, how many are new, letters that did not go."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.core import clock
from shared.notifying.letter_steps import LetterState

PAGE = 30
MOST_COUNTED = 99

_LIST = text(
    "SELECT id, post, kind, facts, link, at, read_at FROM notification WHERE person = :person"
    " AND (CAST(:after AS uuid) IS NULL OR id < :after) AND (read_at IS NULL OR NOT :unread) ORDER BY id DESC LIMIT :limit"
)
_COUNT = text(
    "SELECT count(*) FROM (SELECT 1 FROM notification WHERE person = :person AND (post = '' OR post = :post)"
    " AND read_at IS NULL LIMIT :most) n"
)
_OPEN = text(
    "UPDATE notification SET read_at = COALESCE(read_at, :now) WHERE id = :id AND person = :person RETURNING link, post"
)
_READ_ALL = text(
    "UPDATE notification SET read_at = :now WHERE person = :person AND (post = '' OR post = :post)"
    " AND read_at IS NULL AND id <= :newest"
)
_FAILED = text(
    "SELECT channel, address, error, settled_at FROM letter WHERE person = :person AND state = :failed"
    " AND settled_at > :since ORDER BY id DESC LIMIT 1"
)


async def list_notifications(
    session: AsyncSession, person: str, *, unread: bool = False, after: UUID | None = None
) -> list[dict[str, Any]]:
    """The newest first, one more than a page when there are more; those of every post, for a person is one."""
    values = {"person": person, "after": after, "unread": unread, "limit": PAGE + 1}
    return [dict(row._mapping) for row in (await session.execute(_LIST, values)).all()]


async def count_unread(session: AsyncSession, person: str, post: str) -> int:
    """For the person in this post; at most one more than MOST_COUNTED."""
    return int(await session.scalar(_COUNT, {"person": person, "post": post, "most": MOST_COUNTED + 1}) or 0)


async def open_notification(session: AsyncSession, person: str, notification: UUID) -> tuple[str, str] | None:
    """Mark it as read; where it leads and the post it is for, None when it is nobody's or another's."""
    found = (await session.execute(_OPEN, {"id": notification, "person": person, "now": clock.now()})).first()
    return (found.link, found.post) if found else None


async def read_all(session: AsyncSession, person: str, post: str, newest: UUID) -> None:
    """Đánh dấu đã đọc: all up to the newest the person had before the eyes; what came meanwhile stays new."""
    await session.execute(_READ_ALL, {"person": person, "post": post, "newest": newest, "now": clock.now()})


async def last_failure(session: AsyncSession, person: str, since: Any) -> dict[str, Any] | None:
    """The last letter to this person that did not go."""
    found = (
        await session.execute(_FAILED, {"person": person, "failed": LetterState.FAILED.value, "since": since})
    ).first()
    return dict(found._mapping) if found else None


_LETTERS = text(
    "SELECT l.id, l.channel, l.address, l.state, l.due_at, l.attempts, l.error, l.created_at, l.settled_at,"
    " (SELECT json_agg(json_build_object('kind', n.kind, 'facts', n.facts, 'link', n.link) ORDER BY n.id)"
    "  FROM notification n WHERE n.id = ANY(l.notifications)) AS contents"
    " FROM letter l WHERE (:state = '' OR l.state = :state) AND (CAST(:before AS uuid) IS NULL OR l.id < :before)"
    " ORDER BY l.id DESC LIMIT :limit"
)
_STATES = text("SELECT state, count(*) AS n FROM letter WHERE state = ANY(:states) GROUP BY state")


async def list_letters(
    session: AsyncSession, state: str = "", before: UUID | None = None, limit: int = PAGE
) -> list[dict[str, Any]]:
    values = {"state": state, "before": before, "limit": limit}
    return [dict(row._mapping) for row in (await session.execute(_LETTERS, values)).all()]


async def count_letters(session: AsyncSession) -> dict[str, int]:
    return {
        row.state: row.n
        for row in (
            await session.execute(_STATES, {"states": [LetterState.WAITING.value, LetterState.FAILED.value]})
        ).all()
    }


def masked(address: str) -> str:
    """Enough to know whose it is, not enough to write to: `an***@sotttt.vn`, `0905***456`."""
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:2]}***@{domain}"
    return f"{address[:4]}***{address[-3:]}" if len(address) > 7 else "***"
