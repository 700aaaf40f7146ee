"""What every step of an outgoing document begins and ends with: the row locked, its words found again, the step noted."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import DocumentStep, OutgoingDocument
from document_exchange.documents.queries import get_document, led_by
from document_exchange.documents.rules import STEPS, Case, Step
from shared.access.identity import Identity
from shared.access.rights import callers_of
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
    if version is not None and version != document.version:
        raise PreconditionFailed("changed_meanwhile")
    STEPS.require(step, case_of(who, document))
    return document


def case_of(who: Identity, document: OutgoingDocument) -> Case:
    """The document and this person, as the table of steps sees them."""
    led = led_by(who)
    return Case(
        document.state,
        callers_of(who),
        is_drafter=document.drafter_id == who.desk,
        is_leader=document.leader_id == who.desk,
        leader_name=document.leader_name,
        in_own_unit=bool(led) and led == document.unit_id,
    )


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
