"""Documents of an agency that was merged, dissolved or split, or of a part that left, go on at the successor, some in each transaction.

It happens by a job: the event only says so. Whatever order events come in, however often, and wherever a worker dies, what is left is moved
by the next look, and what is moved is not there any more.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.agencies.models import AgencyMerger
from document_exchange.agencies.queries import ended_codes, list_mergers
from document_exchange.agencies.rules import PART
from document_exchange.changing.continuing import continue_changes
from document_exchange.consulting import leaving as consulting
from document_exchange.documents import continuing as documents
from document_exchange.incoming import continuing as incoming
from document_exchange.instructing.leaving import release_elsewhere
from document_exchange.schedule import continuing as schedule
from document_exchange.tasks.leaving import continue_tasks
from shared.contracts.mail_directory import AgencyMerged
from shared.core import clock
from shared.directory.models import Agency
from shared.work.jobs import Job, every, plan

AT_ONCE = 50
"""Of what is being worked on, in one transaction: whoever works on it waits no longer."""
RECORDS_AT_ONCE = 1000
"""Of what is done with."""
_PATIENCE = timedelta(seconds=5)
_LATELY = timedelta(days=1)


async def agency_merged(session: AsyncSession, event: AgencyMerged) -> None:
    """Ghi nhận cơ quan kế thừa, and begin to move what is there."""
    row = event.model_dump(exclude={"successor_name", "reorganisation_id", "shares"})
    row["shares"] = [share.model_dump(mode="json") for share in event.shares]
    row |= {"reorganisation_id": UUID(event.reorganisation_id), "heard_at": clock.now()}
    await session.execute(insert(AgencyMerger).values(row).on_conflict_do_nothing())
    await plan(session, CONTINUE, event.agency_code, clock.now())


async def continue_agency(session: AsyncSession, key: str) -> None:
    """Chuyển văn bản của cơ quan đã kết thúc, hoặc của phần đã tách, sang cơ quan kế thừa."""
    mergers = list(await list_mergers(session))
    heirs = {code for one in mergers if one.agency_code == key for code in one.successors}
    known = set((await session.scalars(select(Agency.code).where(Agency.code.in_(heirs)))).all())
    if known != heirs:  # their own records are on the way
        await plan(session, CONTINUE, key, clock.now() + _PATIENCE)
        return
    moved = await documents.continue_documents(session, mergers, key, AT_ONCE)
    moved += await incoming.continue_incoming(session, mergers, key, AT_ONCE)
    moved += await continue_tasks(session, mergers, key, AT_ONCE)
    moved += await consulting.continue_opinions(session, mergers, key, AT_ONCE)
    moved += await schedule.continue_schedule(session, mergers, key, AT_ONCE)
    for heir in sorted(heirs):
        await release_elsewhere(session, heir)
    if not moved:
        moved = await documents.continue_sent(session, mergers, key, RECORDS_AT_ONCE)
        moved += await incoming.continue_done(session, mergers, key, RECORDS_AT_ONCE)
    await continue_changes(session, mergers, key)
    if moved:
        await plan(session, CONTINUE, key, clock.now())


async def look_again(session: AsyncSession, _key: str) -> None:
    """What came to an agency after it had been emptied: drafted, sent or entered at the same moment. Of one that stands, for a day."""
    since = clock.now() - _LATELY
    parted = select(AgencyMerger.agency_code).where(AgencyMerger.act == PART, AgencyMerger.heard_at > since)
    left = union(
        parted,
        *documents.left_at(ended_codes(), since),
        *incoming.left_at(ended_codes()),
        schedule.left_at(ended_codes()),
        consulting.left_at(ended_codes()),
    )
    for code in (await session.scalars(left)).all():
        await plan(session, CONTINUE, code, clock.now())


CONTINUE = Job("continue-documents", "Chuyển văn bản của cơ quan đã sáp nhập sang cơ quan kế thừa", continue_agency)
LOOK_AGAIN = Job(
    "look-for-late-documents", "Văn bản còn lại ở cơ quan đã sáp nhập", look_again, every(timedelta(minutes=10))
)
