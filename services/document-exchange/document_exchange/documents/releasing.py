"""A draft never lies with somebody who has left: a closed account, an ended post, another unit or agency, or in a unit that was merged."""

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import DocumentStep, OutgoingDocument
from document_exchange.documents.notifications import about_draft
from document_exchange.documents.queries import DRAFTERS
from document_exchange.documents.rules import STEPS, Step
from document_exchange.documents.steps import touch
from shared.access.rights import Role
from shared.contracts.mail_directory import PersonRecorded, UnitRecorded
from shared.contracts.values import Recipient
from shared.core import clock
from shared.directory.keeping import DIRECTORY, still_there
from shared.directory.queries import find_head
from shared.notifying.raising import notify
from shared.storage import evidence
from shared.work.steps import sql_set

_HELD = text(f"drafter_id <> '' AND status IN {sql_set(STEPS.sources(Step.RELEASE))}")
"""Said as a text, so that every plan knows that the index of held drafts is meant."""


async def release_drafts(session: AsyncSession, event: PersonRecorded) -> None:
    """Đưa dự thảo về danh sách của đơn vị: all unsigned ones of this person's where he no longer holds the post; without a unit
    leaders and clerks have them. The copy of the directory knows of the event already.
    """
    held = (
        select(OutgoingDocument)
        .where(OutgoingDocument.drafter_id == event.person_id, _HELD)
        .order_by(OutgoingDocument.id)
        .with_for_update()
    )
    for document in (await session.scalars(held)).all():
        if still_there(event, document.agency_code, document.unit_id, *DRAFTERS):
            continue
        words = f"{document.drafter_name} không còn ở vị trí soạn thảo; chờ giao người khác."
        document.drafter_id = document.drafter_name = ""
        touch(document)
        line = DocumentStep(
            document_id=document.id, at=clock.now(), kind=Step.RELEASE, actor_id="", actor_name=DIRECTORY
        )
        line.opinion = words
        session.add(line)
        await _tell_head(session, document)
        await evidence.record(
            session, "document-released", f"document/{document.id}", "event:person-recorded", person=event.person_id
        )


async def follow_merger(session: AsyncSession, event: UnitRecorded) -> None:
    """What a unit drafted goes on in the unit that it was merged into."""
    if event.successor_id:
        moved = update(OutgoingDocument).where(OutgoingDocument.unit_id == event.unit_id)
        await session.execute(moved.values(unit_id=event.successor_id))


async def _tell_head(session: AsyncSession, document: OutgoingDocument) -> None:
    """The unit's head; where nobody leads it, those of the agency who may name another drafter."""
    head = await find_head(session, document.unit_id, clock.local_now().date())
    here = document.agency_code
    to = [Recipient(agency_code=here, role=role) for role in (Role.LEADER, Role.RECORDS_CLERK)]
    if head:
        to = [Recipient(person_id=head.id, agency_code=here)]
    await notify(session, await about_draft(session, "draft-back", document, to))
