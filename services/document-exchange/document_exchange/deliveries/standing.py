"""Lượt gửi đứng yên: it has not come (00), or came and nobody took it in for a day of work (01). Found by a look every ten minutes.

Its sender's clerks are told of a document once, for as long as some delivery of it stands still; the mark goes as soon as the receiver
says anything more.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.deliveries.models import Delivery
from document_exchange.deliveries.rules import GIVEN_BACK, DeliveryState
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.notifications import about_document, clerks_of
from shared.core import clock
from shared.core.failures import Failing, read_failure
from shared.directory.queries import names_of
from shared.messaging.dead_letters import list_dead
from shared.notifying.raising import notify
from shared.standards.working_time import WORKING_DAY
from shared.work.jobs import Job, every
from shared.work.working_calendar.queries import get_working_time

LOST_AFTER = timedelta(minutes=15)
"""What has not come by then has met with trouble: usually it takes a second."""
LOOKED_BACK = timedelta(days=7)
"""So far behind the day of work a look goes: one that is missed for longer is made up for by nobody."""
AT_ONCE = 1000
MOVES_NOT = (DeliveryState.ON_THE_WAY, DeliveryState.ARRIVED)


def stands_still() -> ColumnElement[bool]:
    """As the last look found it, of a delivery that still waits."""
    return and_(
        # Said as a text, so that every plan knows that the index of these few is meant.
        text("delivery.still_at IS NOT NULL"),
        Delivery.status.in_(MOVES_NOT),
        Delivery.recall.not_in(GIVEN_BACK),
    )


def is_still(delivery: Delivery) -> bool:
    return delivery.still_at is not None and delivery.status in MOVES_NOT and delivery.recall not in GIVEN_BACK


def documents_still(senders: Collection[str] | None = None) -> Select[UUID]:
    """Ids of the documents of which a delivery stands still; None: whoever sent it."""
    found = select(Delivery.document_id).where(stands_still())
    return found if senders is None else found.where(Delivery.sender_code.in_(senders))


async def count_still(session: AsyncSession, document_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many deliveries of each of these stand still."""
    query = select(Delivery.document_id, func.count()).where(Delivery.document_id.in_(document_ids), stands_still())
    return {row[0]: row[1] for row in await session.execute(query.group_by(Delivery.document_id))}


async def failures_of(session: AsyncSession, deliveries: Sequence[Delivery]) -> dict[UUID, Failing]:
    """Of these deliveries the ones that were given up, or whose reports were: nothing more comes before an operator acts."""
    subjects = {f"{kind}/{one.id}": one.id for one in deliveries for kind in ("delivery", "progress")}
    dead = await list_dead(session, "document-exchange", subjects) if subjects else {}
    return {subjects[subject]: read_failure(kept).kind for subject, kept in dead.items()}


async def look(session: AsyncSession, _: str) -> None:
    """Mark what stands still since the look before, and tell of it."""
    now = clock.now()
    working_time = await get_working_time(session, "")
    found = (await session.scalars(_newly_still(now, working_time.back(now, WORKING_DAY)))).all()
    by_document: dict[UUID, list[Delivery]] = defaultdict(list)
    for delivery in found:
        delivery.still_at = now
        by_document[delivery.document_id].append(delivery)
    names = await names_of(session, sorted({one.addressee_code for one in found}))
    before = stands_still(), Delivery.document_id.in_(by_document), Delivery.still_at < now
    told = set((await session.scalars(select(Delivery.document_id).where(*before))).all())
    for document_id, deliveries in by_document.items():
        document = await session.get(OutgoingDocument, document_id)
        if document is not None and document_id not in told:
            first = deliveries[0].addressee_code
            agency = names.get(first, first) if len(deliveries) == 1 else f"{len(deliveries)} nơi nhận"
            facts = {"reference": document.reference, "agency": agency}
            await notify(session, about_document("delivery-still", document, [clerks_of(document)], **facts))


def _newly_still(now: datetime, a_day_ago: datetime) -> Select[Delivery]:
    never_came = and_(Delivery.status == DeliveryState.ON_THE_WAY, Delivery.sent_at < now - LOST_AFTER)
    not_taken = and_(Delivery.status == DeliveryState.ARRIVED, Delivery.status_at < a_day_ago)
    waits = Delivery.still_at.is_(None), Delivery.recall.not_in(GIVEN_BACK), or_(never_came, not_taken)
    since = Delivery.sent_at > a_day_ago - LOOKED_BACK
    return (
        select(Delivery)
        .where(since, *waits)
        .order_by(Delivery.sent_at)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )


STANDING = Job("deliveries-standing", "Tìm lượt gửi đứng yên, báo văn thư nơi gửi", look, every(timedelta(minutes=10)))
