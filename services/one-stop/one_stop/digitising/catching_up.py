"""Kết quả giấy đã số hóa từ trước: once, the portal is told by which number their holders are known, so that they stand in the accounts.

A stretch of papers in each transaction, which also plans the next: stopped in between, it goes on where it was. Told twice, the portal
keeps the same.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.digitising.booking import told_of
from one_stop.digitising.models import PaperResult
from one_stop.result_book.models import BookedResult
from shared.core import clock
from shared.messaging.outbox import tell
from shared.standards.identifiers import is_tax_code
from shared.work.jobs import Job, plan

STRETCH = 500
"""Papers that are looked at in one transaction."""
RESTS = timedelta(seconds=2)
"""Whoever waits at a counter goes first."""


async def begin(session: AsyncSession, _key: str) -> None:
    await plan(session, TELL_STRETCH, str(UUID(int=0)), clock.now())


async def tell_stretch(session: AsyncSession, key: str) -> None:
    """After that paper, in the order of their ids."""
    signed = (
        select(PaperResult, BookedResult)
        .join(BookedResult, BookedResult.id == PaperResult.result_id)
        .where(PaperResult.id > UUID(key))
        .order_by(PaperResult.id)
        .limit(STRETCH)
    )
    looked = (await session.execute(signed)).all()
    for paper, booked in looked:
        if is_tax_code(paper.holder_number):
            await tell(session, told_of(paper, booked))
    if looked:
        await plan(session, TELL_STRETCH, str(looked[-1][0].id), clock.now() + RESTS)


TELL_STRETCH = Job("tell-paper-holders", "Báo người được cấp của kết quả giấy đã số hóa từ trước", tell_stretch)
BEGIN = Job(
    "begin-to-tell-paper-holders", "Bắt đầu báo người được cấp của kết quả giấy đã số hóa từ trước", begin, once=True
)
