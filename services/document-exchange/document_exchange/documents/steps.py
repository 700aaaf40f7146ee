"""What every step of an outgoing document begins and ends with: the row locked, its words found again, the step noted."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import DocumentStep, OutgoingDocument
from document_exchange.documents.queries import get_document
from document_exchange.documents.rules import UNSIGNED, Step, require_step
from document_exchange.search import searchable
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.core.errors import Forbidden, PreconditionFailed
from shared.storage import evidence


async def take_document(
    session: AsyncSession, who: Identity, document_id: UUID, version: int | None, step: Step
) -> OutgoingDocument:
    """Lock the row: whoever comes second sees what the first one did."""
    document = await get_document(session, who, document_id, lock=True)
    if version is not None and version != document.version:
        raise PreconditionFailed("changed_meanwhile")
    require_step(document.state, step)
    return document


def require_drafter(document: OutgoingDocument, who: Identity) -> None:
    """Refuse everybody but the drafter."""
    if document.drafter_id != who.subject:
        raise Forbidden("not_drafter")


def may_cancel(who: Identity, document: OutgoingDocument) -> bool:
    """A leader or clerk, for whoever sees a document may end it; its drafter as long as nobody has signed."""
    own_draft = document.drafter_id == who.subject and document.state in UNSIGNED
    return own_draft or bool(who.roles & {Role.RECORDS_CLERK, Role.LEADER})


def fold_words(document: OutgoingDocument) -> None:
    document.folded = searchable(f"{document.reference} {document.type_name} {document.subject} {document.leader_name}")


def touch(document: OutgoingDocument) -> None:
    document.version += 1
    document.updated_at = clock.now()


async def note_step(
    session: AsyncSession, document: OutgoingDocument, who: Identity, step: Step, opinion: str = "", **facts: object
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
            actor_name=who.name,
            opinion=opinion,
        )
    )
    await evidence.record(
        session, f"document-{step}", f"document/{document.id}", who, version=document.version, **facts
    )
