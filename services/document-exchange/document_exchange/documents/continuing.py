"""What an agency that was merged, dissolved or split was drafting goes on at its successor; so do the drafts of a part that leaves one
that stands. What bears a number of its book already stays in that book.
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import DocumentStep, OutgoingDocument
from document_exchange.documents.notifications import about_draft, drafter_of
from document_exchange.documents.queries import list_files
from document_exchange.documents.rules import OPEN_TO_EDIT, STEPS, DocumentStatus, Step
from document_exchange.documents.steps import touch
from shared.contracts.mail_directory import AgencyMerged
from shared.core import clock
from shared.directory.keeping import DIRECTORY
from shared.notifying.raising import notify
from shared.storage import evidence

_SAYS = {"dissolve": "Giải thể", "split": "Chia", "part": "Tách một phần"}


async def continue_drafts(session: AsyncSession, event: AgencyMerged) -> None:
    """Dự thảo sang cơ quan kế thừa, with its drafter and its history; told again nothing is left to move."""
    here = OutgoingDocument.agency_code == event.agency_code
    not_numbered = OutgoingDocument.status.in_(STEPS.sources(Step.CONTINUE)), OutgoingDocument.number.is_(None)
    held = select(OutgoingDocument).where(here, *not_numbered).order_by(OutgoingDocument.id).with_for_update()
    for document in (await session.scalars(held)).all():
        heir = _heir(event, document.unit_id)
        if heir != event.agency_code:
            await _continue(session, event, document, heir)


def _heir(event: AgencyMerged, unit_id: str) -> str:
    """By the unit that drafts it; else who has what is given to nobody."""
    found = (share.successor_code for share in event.shares if unit_id and unit_id in share.units)
    return next(found, event.successor_code)


async def _continue(session: AsyncSession, event: AgencyMerged, document: OutgoingDocument, heir: str) -> None:
    """What was submitted or signed is in the name of the former agency: its drafter looks at it and submits it anew."""
    words = f"{_SAYS.get(event.act, 'Sáp nhập')} theo {event.document_number} ngày {event.document_date:%d/%m/%Y}: {event.agency_name}."
    again = document.state not in OPEN_TO_EDIT
    if again:
        for file in await list_files(session, document.id):
            file.sha256, file.size = file.drafted_sha256, file.drafted_size or file.size
        document.signed_at = None
        document.delegate_name = document.delegate_title = ""
        document.status = DocumentStatus.RETURNED
        words += " Hãy xem lại thể thức, người ký theo cơ quan mới rồi trình lại."
    document.agency_code = heir
    touch(document)
    line = DocumentStep(document_id=document.id, at=clock.now(), kind=Step.CONTINUE, actor_id="", actor_name=DIRECTORY)
    line.opinion = words
    session.add(line)
    if again and document.drafter_id:
        await notify(session, await about_draft(session, "draft-returned", document, drafter_of(document)))
    facts = {"before": event.agency_code, "after": heir, "plan": event.reorganisation_id}
    await evidence.record(session, "document-continued", f"document/{document.id}", "event:agency-merged", **facts)
