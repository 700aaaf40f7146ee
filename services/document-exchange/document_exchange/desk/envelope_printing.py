"""Bì thư on paper, for receivers outside the platform and those whom a paper goes to: as the package has it, or as the province does."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.auth import MayIssue
from document_exchange.desk.register_printing import FORMS
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import get_document
from document_exchange.documents.rules import PRIORITIES, STEPS, Step
from document_exchange.forms.envelopes import ENVELOPES
from document_exchange.problems import PROBLEMS
from document_exchange.receivers.queries import list_outside, list_papers
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import NotFound
from shared.directory.models import Agency
from shared.directory.queries import get_agency
from shared.printing.forms import print_apart
from shared.storage import evidence
from shared.web.file_answers import file_answer
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/van-ban/di")
calls = APIRouter(prefix="/api/document-exchange/v1", tags=["Nơi nhận"], responses=PROBLEMS)


@router.get("/{document_id}/bi-thu")
async def print_envelopes(request: Request, document_id: UUID, who: MayIssue, session: Session) -> Response:
    """In bì thư."""
    return await _envelopes(request, session, who, document_id)


@calls.get("/documents/{document_id}/envelopes", summary="Bì thư của văn bản (PDF)")
async def get_envelopes(request: Request, document_id: UUID, who: MayIssue, session: Session) -> Response:
    """Bì thư as PDF, a page for each receiver outside the platform and each whom a paper goes to."""
    return await _envelopes(request, session, who, document_id)


async def _envelopes(request: Request, session: AsyncSession, who: Identity, document_id: UUID) -> Response:
    document = await get_document(session, who, document_id)
    lines = [*await list_outside(session, document.id), *await list_papers(session, document.id)]
    if not lines or document.state not in STEPS.sources(Step.DISPATCH):
        raise NotFound("not_found")
    known = {line.addressee_code: await session.get(Agency, line.addressee_code) for line in lines}
    envelopes = [
        {"receiver": line.name, "address": agency.address if agency else "", "phone": agency.phone if agency else ""}
        for line in lines
        for agency in [known[line.addressee_code]]
    ]
    accepted = await FORMS.find_accepted(session, ENVELOPES)
    data = await _sender(session, document) | {"envelopes": envelopes}
    pdf = await print_apart(ENVELOPES, accepted.source if accepted else None, data)
    await evidence.record(session, "envelopes-printed", f"document/{document.id}", who)
    return file_answer(request, pdf, f"bi-thu-{document.reference.replace('/', '_')}.pdf", "application/pdf")


async def _sender(session: AsyncSession, document: OutgoingDocument) -> dict[str, object]:
    agency = await get_agency(session, document.agency_code)
    parent = await session.get(Agency, agency.parent_code) if agency.parent_code else None
    return {
        "agency": agency.name,
        "agency_parent": parent.name if parent else "",
        "address": agency.address,
        "phone": agency.phone,
        "issued_on": clock.local_now().date(),
        "reference": document.reference,
        "urgency": PRIORITIES.get(document.priority, "") if document.priority else "",
    }
