"""What came to an agency that was merged, dissolved or split is worked on by its successor; what a unit works on that leaves an agency which
stands goes with the unit.

It stays in the book of the agency to which it came, under the number that it has there, and its sender hears of it as of that one. What came
and is not registered yet is entered there too: that book is complete only with it. The people who have it keep it.
"""

from sqlalchemy import Select, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import AgencyMerger
from document_exchange.agencies.rules import has_ended, leaving_units, way_of
from document_exchange.incoming.deadlines import watch
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import held_at
from document_exchange.incoming.rules import OPEN, Act, Recall
from document_exchange.incoming.steps import keep_status
from shared.directory.keeping import DIRECTORY
from shared.storage import evidence


async def continue_incoming(session: AsyncSession, mergers: list[AgencyMerger], code: str, most: int) -> int:
    """Some of what is still to be done, or to be answered, and goes elsewhere from the agency; returns how many."""
    waits = or_(
        and_(IncomingDocument.status.in_(OPEN), IncomingDocument.recall != Recall.AGREED),
        IncomingDocument.recall == Recall.REQUESTED,
    )
    held = select(IncomingDocument).where(held_at(code), waits).order_by(IncomingDocument.id)
    if not has_ended(mergers, code):
        held = held.where(IncomingDocument.unit_id.in_(leaving_units(mergers, code)))
    query = held.limit(most).with_for_update()
    documents = (await session.scalars(query, execution_options={"populate_existing": True})).all()
    for incoming in documents:
        way = way_of(mergers, code, incoming.unit_id)
        await _hand_on(session, way[0], incoming, way[-1].heir(incoming.unit_id))
    return len(documents)


async def _hand_on(session: AsyncSession, merger: AgencyMerger, incoming: IncomingDocument, heir: str) -> None:
    before = incoming.held_by
    incoming.continued_by = "" if heir == incoming.addressee_code else heir
    incoming.version += 1
    await keep_status(session, incoming, Act.CONTINUE, merger.reason, DIRECTORY)
    if incoming.in_hands:
        await watch(session, incoming)  # by the successor's hours
    facts = {"before": before, "after": heir, "plan": str(merger.reorganisation_id)}
    await evidence.record(session, "incoming-continued", f"incoming/{incoming.id}", "event:agency-merged", **facts)


async def continue_done(session: AsyncSession, mergers: list[AgencyMerger], code: str, most: int) -> int:
    """What is done with: the successor reads it, and answers whoever asks it back; nothing happens to it."""
    if not has_ended(mergers, code):
        return 0
    rest = select(IncomingDocument.id, IncomingDocument.unit_id).where(held_at(code))
    rows = (await session.execute(rest.order_by(IncomingDocument.id).limit(most).with_for_update())).all()
    for unit_id in {row.unit_id for row in rows}:
        heir = way_of(mergers, code, unit_id)[-1].heir(unit_id)
        ids = [row.id for row in rows if row.unit_id == unit_id]
        moved = update(IncomingDocument).where(IncomingDocument.id.in_(ids)).values(continued_by=heir)
        await session.execute(moved, execution_options={"synchronize_session": False})
    return len(rows)


def left_at(ended: Select[str]) -> list[Select[str]]:
    """Agencies that ended and to which something came on the way."""
    late = IncomingDocument.status.in_(OPEN), IncomingDocument.continued_by == ""
    further = IncomingDocument.continued_by.in_(ended), IncomingDocument.continued_by != ""
    return [
        select(IncomingDocument.addressee_code).where(IncomingDocument.addressee_code.in_(ended), *late),
        select(IncomingDocument.continued_by).where(*further),
    ]
