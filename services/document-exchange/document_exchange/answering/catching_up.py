"""Văn bản đến đọc từ trước: what their packets say they answer is kept beside them too, once, after the upgrade.

A stretch of arrivals in each transaction, which also plans the next: stopped in between, it goes on where it was. Kept twice, the rows are
the same.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.answering.keeping import keep_said
from shared.core import clock
from shared.work.jobs import Job, plan

STRETCH = 500
"""Arrivals that are looked at in one transaction."""
RESTS = timedelta(seconds=2)
AGAIN = timedelta(days=1)
"""Then once more from the first: copies of the older release read on until they were stopped."""
_LOOKED = text(
    """
SELECT i.id, c.said->'answers' AS answers
FROM (SELECT id, packet_sha256, read_at FROM incoming_document WHERE id > :after ORDER BY id LIMIT :stretch) i
LEFT JOIN packet_check c ON c.packet_sha256 = i.packet_sha256 AND i.read_at IS NOT NULL
  AND jsonb_typeof(c.said->'answers') = 'array'
ORDER BY i.id
"""
)


async def begin(session: AsyncSession, _key: str) -> None:
    await plan(session, LINK_STRETCH, f"1/{UUID(int=0)}", clock.now())


async def link_stretch(session: AsyncSession, key: str) -> None:
    """`key`: the round, and the arrival after which it goes on; ids sort by time."""
    turn, _, after = key.partition("/")
    looked = (await session.execute(_LOOKED, {"after": UUID(after), "stretch": STRETCH})).all()
    for arrival in looked:
        await keep_said(session, arrival.id, arrival.answers or [])
    if looked:
        await plan(session, LINK_STRETCH, f"{turn}/{looked[-1].id}", clock.now() + RESTS)
    elif turn == "1":
        await plan(session, LINK_STRETCH, f"2/{UUID(int=0)}", clock.now() + AGAIN)


LINK_STRETCH = Job("link-answers-read-before", "Liên kết văn bản trả lời đã đọc từ trước", link_stretch)
BEGIN = Job("begin-to-link-answers", "Bắt đầu liên kết văn bản trả lời đã đọc từ trước", begin, once=True)
