"""Góp ý về một bản dự thảo: it stays with that one, whatever is attached after it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.notifications import about_draft, drafter_of
from document_exchange.documents.rules import SUBMITTED, Step
from document_exchange.documents.steps import note_step, take_document
from document_exchange.versions.queries import Version, get_version
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.contracts.values import Recipient
from shared.core.errors import FieldError, Invalid
from shared.notifying.raising import notify

NOTHING_SAID = "Hãy ghi nội dung góp ý."


async def remark_on_version(
    session: AsyncSession, who: Identity, document_id: UUID, number: int, text: str
) -> tuple[OutgoingDocument, Version]:
    """Its drafter is told; what he says himself is told to the leader who has the draft."""
    document = await take_document(session, who, document_id, None, Step.REMARK)
    version = await get_version(session, document, number)
    if not text:
        raise Invalid("remark_required", fields=[FieldError("/text", "remark_required", NOTHING_SAID)])
    if version.remarks and version.remarks[-1].said_by(who.subject, text):
        return document, version  # pressed twice
    await note_step(session, document, who, Step.REMARK, text, [version.file], number=number)
    if to := _told(who, document):
        await notify(session, await about_draft(session, "draft-remarked", document, to))
    return document, version


def _told(who: Identity, document: OutgoingDocument) -> list[Recipient]:
    if document.drafter_id != who.desk:
        return drafter_of(document)
    if document.state not in SUBMITTED:
        return []
    return [Recipient(person_id=document.leader_id, agency_code=document.agency_code, role=Role.LEADER)]
