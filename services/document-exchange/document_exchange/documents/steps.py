"""What every step of an outgoing document begins and ends with: the row locked, its words found again, the step noted."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import DocumentStep, OutgoingDocument
from document_exchange.documents.queries import get_document, has_nobody, led_by
from document_exchange.documents.reviewers import whose_of
from document_exchange.documents.rules import CONTENT_STEPS, ON_THE_WAY, STEPS, UNSIGNED, Case, Step
from document_exchange.reviewing.queries import list_reviews
from document_exchange.reviewing.rules import ReviewState, agreed_below, level_now
from shared.access.identity import Identity
from shared.access.rights import Role, callers_of
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import PreconditionFailed
from shared.storage import evidence
from shared.storage.words import searchable
from shared.work.timeline import kept, signed_by


async def take_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, step: Step
) -> OutgoingDocument:
    """Lock the row: whoever comes second sees what the first one did. Refuses what the table of steps does not allow."""
    document = await get_document(session, who, document_id, lock=True)
    # Two who look at it side by side do not disturb each other, as long as it says what they saw.
    oldest = document.content_version if step is Step.AGREE else document.version
    if version is not None and not oldest <= version <= document.version:
        raise PreconditionFailed("changed_meanwhile")
    STEPS.require(step, await case_of(session, who, document))
    return document


async def case_of(session: AsyncSession, who: Identity, document: OutgoingDocument) -> Case:
    """The document and this person, as the table of steps sees them."""
    led = led_by(who)
    turns = await list_reviews(session, document.id, document.review_round) if document.state in ON_THE_WAY else []
    now, mine = level_now(turn.standing for turn in turns), whose_of(who)
    return Case(
        document.state,
        callers_of(who),
        is_drafter=document.drafter_id == who.desk,
        is_leader=document.leader_id == who.desk,
        leader_name=document.leader_name,
        in_own_unit=bool(led) and led == document.unit_id,
        reviews=any(turn.state == ReviewState.ASKED and turn.whose in mine for turn in turns),
        is_lost=await _is_lost(session, who, document),
        was_reviewed=bool(agreed_below((turn.standing for turn in turns), now)),
    )


async def _is_lost(session: AsyncSession, who: Identity, document: OutgoingDocument) -> bool:
    """Asked for a clerk alone, whose to end it is then."""
    if document.state not in UNSIGNED or Role.RECORDS_CLERK not in who.roles:
        return False
    lost = select(OutgoingDocument.id).where(OutgoingDocument.id == document.id, has_nobody())
    return await session.scalar(lost) is not None


def fold_words(document: OutgoingDocument) -> None:
    document.folded = searchable(f"{document.reference} {document.type_name} {document.subject} {document.leader_name}")


def touch(document: OutgoingDocument) -> None:
    document.version += 1
    document.updated_at = clock.now()


async def note_step(
    session: AsyncSession,
    document: OutgoingDocument,
    who: Identity,
    step: Step,
    opinion: str = "",
    files: Sequence[FileReference] = (),
    **facts: object,
) -> None:
    """Timeline and evidence in the transaction that made the change."""
    if step is not Step.DRAFT:
        touch(document)
    if step in CONTENT_STEPS:
        document.content_version = document.version
    session.add(
        DocumentStep(
            document_id=document.id,
            at=clock.now(),
            kind=step,
            actor_id=who.subject,
            actor_name=who.acting_name,
            opinion=opinion,
            files=kept(*files),
            **signed_by(who),
        )
    )
    await evidence.record(
        session, f"document-{step}", f"document/{document.id}", who, version=document.version, **facts
    )
