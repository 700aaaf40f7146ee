"""Phiếu giải quyết văn bản đến on paper: as the package has it, or as the province does."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.auth import MayViewIncoming
from document_exchange.desk.register_printing import FORMS
from document_exchange.forms.slips import SLIP
from document_exchange.incoming.queries import get_incoming
from document_exchange.instructing.slips import slip_of
from document_exchange.problems import PROBLEMS
from shared.access.identity import Identity
from shared.printing.forms import print_apart
from shared.storage import evidence
from shared.web.file_answers import file_answer
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/van-ban/den")
calls = APIRouter(prefix="/api/document-exchange/v1", tags=["Văn bản đến"], responses=PROBLEMS)


@router.get("/{incoming_id}/phieu-giai-quyet")
async def print_slip(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """In phiếu giải quyết văn bản đến."""
    return await _slip(request, session, who, incoming_id)


@calls.get("/incoming/{incoming_id}/slip", summary="Phiếu giải quyết văn bản đến (PDF)")
async def get_slip(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Phiếu giải quyết văn bản đến as PDF, with what was said up to now."""
    return await _slip(request, session, who, incoming_id)


async def _slip(request: Request, session: AsyncSession, who: Identity, incoming_id: UUID) -> Response:
    incoming = await get_incoming(session, who, incoming_id)
    data = await slip_of(session, incoming)
    accepted = await FORMS.find_accepted(session, SLIP)
    pdf = await print_apart(SLIP, accepted.source if accepted else None, data)
    await evidence.record(session, "slip-printed", f"incoming/{incoming.id}", who)
    name = f"phieu-giai-quyet-{incoming.arrival_number or 'chua-vao-so'}.pdf"
    return file_answer(request, pdf, name, "application/pdf")
