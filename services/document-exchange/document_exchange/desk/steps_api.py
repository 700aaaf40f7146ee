"""Steps of an outgoing document for programs and people's tools: submit, return, sign, number, seal, and the ways out."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from document_exchange.auth import MayCancel, MayDraft, MayIssue, MayReassign, MayReview, MaySign
from document_exchange.desk.whole_document import answer_once
from document_exchange.documents import actions, drafting, exits
from document_exchange.documents.schemas import DocumentOut, NumberIn, ReassignIn, SignIn, StepIn, SubmitIn
from document_exchange.problems import PROBLEMS
from document_exchange.receivers.schemas import AddresseesIn
from shared.web.transaction import Session

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Văn bản đi"], responses=PROBLEMS)


@router.post("/documents/{document_id}/submit", response_model=DocumentOut, summary="Trình ký")
async def submit(request: Request, document_id: UUID, step: SubmitIn, who: MayDraft, session: Session) -> Response:
    """Trình ký: first to those whom the agency's flow asks; `skip`: its optional steps that are left out."""
    return await answer_once(
        request,
        session,
        lambda: drafting.submit_document(session, who, document_id, step.version, step.opinion, step.skip),
    )


@router.post("/documents/{document_id}/return", response_model=DocumentOut, summary="Trả lại dự thảo")
async def give_back(request: Request, document_id: UUID, step: StepIn, who: MayReview, session: Session) -> Response:
    """Trả lại dự thảo: the leader before signing, who looks at it before him, the clerk before numbering."""
    return await answer_once(
        request, session, lambda: actions.return_document(session, who, document_id, step.version, step.opinion)
    )


@router.post("/documents/{document_id}/sign", response_model=DocumentOut, summary="Ký số")
async def sign(request: Request, document_id: UUID, step: SignIn, who: MaySign, session: Session) -> Response:
    """Ký số, and how urgent it is where that is another than the drafter proposed."""
    state = request.app.state
    return await answer_once(
        request,
        session,
        lambda: actions.sign_document(
            session, who, document_id, step.version, state.files, state.signatures, step.opinion, step.priority
        ),
    )


@router.post("/documents/{document_id}/number", response_model=DocumentOut, summary="Cấp số, đăng ký")
async def number(request: Request, document_id: UUID, step: NumberIn, who: MayIssue, session: Session) -> Response:
    """Cấp số và đăng ký: the next number of its series, or `kept`, one that the clerk has kept in it, with its day."""
    return await answer_once(
        request,
        session,
        lambda: actions.number_document(session, who, document_id, step.version, step.kept, step.series_id),
    )


@router.post("/documents/{document_id}/seal", response_model=DocumentOut, summary="Ký số của cơ quan")
async def seal(request: Request, document_id: UUID, step: StepIn, who: MayIssue, session: Session) -> Response:
    """Ký số của cơ quan."""
    state = request.app.state
    return await answer_once(
        request,
        session,
        lambda: actions.seal_document(session, who, document_id, step.version, state.files, state.signatures),
    )


@router.post("/documents/{document_id}/take-back", response_model=DocumentOut, summary="Rút lại dự thảo đã trình")
async def take_back(request: Request, document_id: UUID, step: StepIn, who: MayDraft, session: Session) -> Response:
    """Rút lại dự thảo đã trình, before it is signed."""
    return await answer_once(
        request, session, lambda: exits.take_back_document(session, who, document_id, step.version, step.opinion)
    )


@router.post("/documents/{document_id}/reassign", response_model=DocumentOut, summary="Đổi người ký, người soạn thảo")
async def reassign(
    request: Request, document_id: UUID, new: ReassignIn, who: MayReassign, session: Session
) -> Response:
    """Đổi người ký, người soạn thảo."""
    return await answer_once(
        request, session, lambda: exits.reassign_document(session, who, document_id, new.version, new)
    )


@router.put("/documents/{document_id}/addressees", response_model=DocumentOut, summary="Đổi nơi nhận")
async def readdress(
    request: Request, document_id: UUID, new: AddresseesIn, who: MayIssue, session: Session
) -> Response:
    """Đổi nơi nhận của văn bản chưa phát hành."""
    return await answer_once(
        request, session, lambda: exits.readdress_document(session, who, document_id, new.version, new)
    )


@router.post("/documents/{document_id}/cancel", response_model=DocumentOut, summary="Hủy văn bản chưa phát hành")
async def cancel(request: Request, document_id: UUID, step: StepIn, who: MayCancel, session: Session) -> Response:
    """Hủy văn bản đã ký, chưa phát hành; số đã cấp giữ trong sổ."""
    return await answer_once(
        request, session, lambda: exits.cancel_document(session, who, document_id, step.version, step.opinion)
    )
