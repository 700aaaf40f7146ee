"""What is signed and still lies here: the clerks are told once, the leaders a working day later; of an urgent one the clerks at once and again.

NĐ 30/2020 Điều 18 khoản 1. Two jobs for each signed document, one for whom it tells; each looks how the document stands at that moment.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.issue_terms import (
    clerks_told_at,
    is_late,
    late_before,
    leaders_told_at,
    unissued,
    waited_words,
)
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.notifications import about_draft, clerks_of, leaders_of
from document_exchange.documents.queries import ways_to
from document_exchange.documents.rules import WITH_CLERK
from shared.access.identity import Identity
from shared.contracts.event import Event
from shared.core import clock
from shared.notifying.raising import notify
from shared.standards.working_time import WorkingTime
from shared.work import jobs
from shared.work.jobs import Job
from shared.work.keyset import counted_once
from shared.work.working_calendar.queries import get_working_time

IS_UNISSUED = {urgent: text(unissued(urgent)) for urgent in (True, False)}
"""By whether it is urgent."""


async def watch_issue(session: AsyncSession, document: OutgoingDocument) -> None:
    """Theo dõi việc phát hành, from the signature on."""
    await _plan(session, document, await get_working_time(session, document.held_by))
    if document.priority > 0:
        await notify(session, await about_draft(session, "issue-urgent", document, [clerks_of(document)]))


async def watch_again(session: AsyncSession, _: Event) -> None:
    """Another calendar: what is still to come comes at other moments."""
    for document, working_time in await _unissued(session):
        await _plan(session, document, working_time, after=clock.now())


async def _begin(session: AsyncSession, _: str) -> None:
    """What was signed before this release watched it."""
    for document, working_time in await _unissued(session):
        await _plan(session, document, working_time)


async def _unissued(session: AsyncSession) -> list[tuple[OutgoingDocument, WorkingTime]]:
    times: dict[str, WorkingTime] = {}
    waiting = select(OutgoingDocument).where(or_(*IS_UNISSUED.values())).order_by(OutgoingDocument.id)
    found = (await session.scalars(waiting)).all()
    for agency in {document.held_by for document in found}:
        times[agency] = await get_working_time(session, agency)
    return [(document, times[document.held_by]) for document in found]


async def _plan(
    session: AsyncSession, document: OutgoingDocument, working_time: WorkingTime, after: datetime | None = None
) -> None:
    if document.signed_at is None:
        return
    for job, moment in ((ISSUE_LATE, clerks_told_at), (ISSUE_LATE_HERE, leaders_told_at)):
        due = moment(document.signed_at, document.priority, working_time)
        if after is None or due > after:
            await jobs.plan(session, job, str(document.id), due)


async def _tell_clerks(session: AsyncSession, key: str) -> None:
    document = await _late(session, key, ISSUE_LATE, clerks_told_at)
    if document is not None:
        kind = "issue-urgent" if document.priority > 0 else "issue-late"
        await notify(session, await about_draft(session, kind, document, [clerks_of(document)]))


async def _tell_leaders(session: AsyncSession, key: str) -> None:
    document = await _late(session, key, ISSUE_LATE_HERE, leaders_told_at)
    if document is not None:
        await notify(session, await about_draft(session, "issue-late-here", document, [leaders_of(document)]))


async def _late(
    session: AsyncSession, key: str, job: Job, moment: Callable[[datetime, int, WorkingTime], datetime]
) -> OutgoingDocument | None:
    """None where nothing has to be told: it went, or its turn comes later by the calendar of now."""
    document = await session.get(OutgoingDocument, UUID(key), with_for_update=True)
    if document is None or document.signed_at is None or document.state not in WITH_CLERK:
        return None
    due = moment(document.signed_at, document.priority, await get_working_time(session, document.held_by))
    if due <= clock.now():
        return document
    await jobs.plan(session, job, key, due)
    return None


ISSUE_LATE = Job("issue-late", "Báo văn thư văn bản đã ký chưa phát hành", _tell_clerks)
ISSUE_LATE_HERE = Job("issue-late-here", "Báo lãnh đạo văn bản đã ký chưa phát hành", _tell_leaders)
BEGIN_ISSUE_WATCH = Job("issue-watch-begins", "Theo dõi phát hành văn bản ký từ trước", _begin, once=True)
ISSUE_JOBS = [ISSUE_LATE, ISSUE_LATE_HERE, BEGIN_ISSUE_WATCH]


async def waits_of(
    session: AsyncSession, agency_code: str, rows: list[OutgoingDocument]
) -> dict[UUID, tuple[str, bool]]:
    """How long each of these that is signed and not issued has waited, and whether it is late."""
    waiting = [(row.id, row.signed_at, row.priority) for row in rows if row.signed_at and row.state in WITH_CLERK]
    if not waiting:
        return {}
    working_time, now = await get_working_time(session, agency_code), clock.now()
    return {
        id_: (waited_words(signed_at, now, working_time), is_late(signed_at, priority, now, working_time))
        for id_, signed_at, priority in waiting
    }


async def count_late(session: AsyncSession, who: Identity) -> int:
    """Signed, not issued, late: a thousand at the most."""
    before = OutgoingDocument.signed_at < late_before(clock.now(), await get_working_time(session, who.agency_code))
    ways = ways_to(who)
    waiting = [way.rows.where(IS_UNISSUED[True]) for way in ways]
    waiting += [way.rows.where(IS_UNISSUED[False], before) for way in ways]
    return int(await session.scalar(select(counted_once(waiting, OutgoingDocument.id))) or 0)
