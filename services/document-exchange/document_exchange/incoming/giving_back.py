"""Trả lại gói tin hỏng: what nobody can ever read is answered 02 with the reason at once, by the platform (QĐ 28/2018 Điều 9).

Only for what is certain: a packet that breaks the format, lacks a file that it lists, was altered, or has not been in the store for a day.
A fault that may pass answers nothing.
"""

from datetime import timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.rules import STEPS, UNREADABLE, Act, IncomingState, Recall
from document_exchange.incoming.steps import keep_status, report_status
from shared.core import clock
from shared.directory.queries import names_of
from shared.storage import evidence

PLATFORM = "Hệ thống"
"""Who gives it back."""
MISSING_FOR = timedelta(days=1)
"""So long after its arrival a packet that the store does not have is given up: a store that was away has it again long before."""
MISSING_TRIES = 20
"""And so often it was looked for: more than two hours of tries, for what arrived long ago may be looked for only now."""
ALTERED = "Nội dung gói tin nhận được không còn nguyên vẹn (khác mã băm nơi gửi đã ghi)."
MISSING = "Không tìm thấy nội dung gói tin sau một ngày."


async def give_back(session: AsyncSession, packet_sha256: str, reason: str) -> None:
    """Of everybody who got the packet, could not read it and has not answered yet; what came as a file is left to its clerk.

    Who had read it before works on with what he read.
    """
    waiting = select(IncomingDocument).where(
        IncomingDocument.packet_sha256 == packet_sha256,
        IncomingDocument.delivery_id.is_not(None),
        IncomingDocument.status == IncomingState.ARRIVED,
        IncomingDocument.recall != Recall.AGREED,
        or_(*(IncomingDocument.warnings.contains([code]) for code in sorted(UNREADABLE))),
    )
    locked = waiting.order_by(IncomingDocument.id).with_for_update().execution_options(populate_existing=True)
    found = (await session.scalars(locked)).all()
    names = await names_of(session, sorted({incoming.held_by for incoming in found}))
    for incoming in found:
        state = STEPS.target(Act.REFUSE)
        incoming.status, incoming.status_at = state, clock.now()
        incoming.version += 1
        words = f"Hệ thống tự trả lại. {reason} Hãy phát hành lại văn bản bằng gói tin khác."
        await keep_status(session, incoming, state, words, PLATFORM)
        await report_status(session, incoming, state, words, PLATFORM, names.get(incoming.held_by, incoming.held_by))
        facts = {"sha256": packet_sha256, "reason": reason}
        await evidence.record(session, "packet-given-back", f"incoming/{incoming.id}", "event:packet-read", **facts)


async def is_long_missing(session: AsyncSession, sha256: str, tries: int) -> bool:
    """Everybody who got it has waited for a day, and it was looked for all the while."""
    if tries < MISSING_TRIES:
        return False
    unread = IncomingDocument.packet_sha256 == sha256, IncomingDocument.read_at.is_(None)
    last = await session.scalar(select(func.max(IncomingDocument.arrived_at)).where(*unread))
    return last is not None and last < clock.now() - MISSING_FOR
