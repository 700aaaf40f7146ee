"""A draft never lies with somebody who has left: a closed account, an ended post, another unit or agency, or in a unit that was merged."""

from sqlalchemy import ColumnElement, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import DocumentStep, OutgoingDocument
from document_exchange.documents.notifications import about_draft
from document_exchange.documents.queries import DRAFTERS
from document_exchange.documents.reviews import name_of_head, tell_reviewers
from document_exchange.documents.rules import STEPS, Step
from document_exchange.documents.steps import touch
from document_exchange.reviewing.actions import follow_merger as follow_flows
from document_exchange.reviewing.models import DocumentReview
from document_exchange.reviewing.rules import ReviewState
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
    await tell_of_missing_reviewers(session, event)


async def tell_of_missing_reviewers(session: AsyncSession, event: PersonRecorded) -> None:
    """Whose look a draft waits for is gone: the leaders are told, who pass it on or let it go without."""
    waits = (
        select(OutgoingDocument)
        .join(DocumentReview, DocumentReview.document_id == OutgoingDocument.id)
        .where(DocumentReview.whose == f"person:{event.person_id}", DocumentReview.state == ReviewState.ASKED)
        .order_by(OutgoingDocument.id)
    )
    for document in (await session.scalars(waits)).all():
        if not still_there(event, document.agency_code, "", *DRAFTERS):
            to = [Recipient(agency_code=document.agency_code, role=Role.LEADER)]
            await notify(session, await about_draft(session, "draft-to-review", document, to))
    units = [f"unit:{post.unit_id}" for post in event.posts if post.unit_id]
    was_head = DocumentReview.name.endswith(f"({event.full_name})", autoescape=True)
    await _follow_heads(session, or_(DocumentReview.whose.in_(units), was_head))


async def _follow_heads(session: AsyncSession, turns: ColumnElement[bool]) -> None:
    """Of these units' turns that are asked and bear the name of a former head: who heads the unit now is told, or, where nobody does, the
    leaders.
    """
    waits = (
        select(OutgoingDocument, DocumentReview)
        .join(DocumentReview, DocumentReview.document_id == OutgoingDocument.id)
        .where(DocumentReview.state == ReviewState.ASKED, DocumentReview.whose.startswith("unit:"), turns)
        .order_by(OutgoingDocument.id, DocumentReview.position)
        .with_for_update()
    )
    for document, turn in (await session.execute(waits)).all():
        if turn.name != await name_of_head(session, turn.whose.removeprefix("unit:")):
            await tell_reviewers(session, document, [turn])


async def follow_merger(session: AsyncSession, event: UnitRecorded) -> None:
    """What a unit drafted goes on in the unit that it was merged into; a unit's new head is told of what waits for him."""
    if event.successor_id:
        moved = update(OutgoingDocument).where(OutgoingDocument.unit_id == event.unit_id)
        await session.execute(moved.values(unit_id=event.successor_id))
        old = update(DocumentReview).where(
            DocumentReview.agency_code == event.agency_code, DocumentReview.whose == f"unit:{event.unit_id}"
        )
        await session.execute(old.values(whose=f"unit:{event.successor_id}"))
    await follow_flows(session, event)
    here = f"unit:{event.successor_id or event.unit_id}"
    await _follow_heads(session, DocumentReview.whose == here)


async def _tell_head(session: AsyncSession, document: OutgoingDocument) -> None:
    """The unit's head; where nobody leads it, those of the agency who may name another drafter."""
    head = await find_head(session, document.unit_id, clock.local_now().date())
    here = document.agency_code
    to = [Recipient(agency_code=here, role=role) for role in (Role.LEADER, Role.RECORDS_CLERK)]
    if head:
        to = [Recipient(person_id=head.id, agency_code=here)]
    await notify(session, await about_draft(session, "draft-back", document, to))
