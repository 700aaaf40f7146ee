"""Kiểm tra trước khi ký, and the agency's flows, for programs and people's tools."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from document_exchange.auth import MayReview, MaySetFlows, MayViewOutgoing
from document_exchange.desk.review_views import reviews_out
from document_exchange.desk.whole_document import answer_once
from document_exchange.documents import reviews
from document_exchange.documents.queries import get_document
from document_exchange.documents.schemas import DocumentOut
from document_exchange.problems import PROBLEMS
from document_exchange.reviewing.actions import change_flow, drop_flow, make_flow
from document_exchange.reviewing.queries import get_flow, list_flows
from document_exchange.reviewing.schemas import AgreeIn, FlowIn, FlowOut, HandOnIn, ReviewOut, SendBackIn, SkipIn
from shared.web.idempotency import once
from shared.web.transaction import Session

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Kiểm tra trước khi ký"], responses=PROBLEMS)


@router.get("/documents/{document_id}/reviews", summary="Các lượt kiểm tra dự thảo")
async def list_all(document_id: UUID, who: MayViewOutgoing, session: Session) -> list[ReviewOut]:
    """Các lượt của lần trình gần nhất, theo cấp."""
    return await reviews_out(session, await get_document(session, who, document_id))


@router.post("/documents/{document_id}/agree", response_model=DocumentOut, summary="Đồng ý, ký nháy")
async def agree(request: Request, document_id: UUID, new: AgreeIn, who: MayReview, session: Session) -> Response:
    """Đồng ý, ký nháy: mọi lượt của người gọi ở cấp này, gắn với tệp đang có."""
    return await answer_once(request, session, lambda: reviews.agree(session, who, document_id, new))


@router.post("/documents/{document_id}/hand-on", response_model=DocumentOut, summary="Chuyển người khác kiểm tra")
async def hand_on(request: Request, document_id: UUID, new: HandOnIn, who: MayReview, session: Session) -> Response:
    """Chuyển lượt của mình, hoặc lãnh đạo chuyển lượt của người vắng."""
    return await answer_once(request, session, lambda: reviews.hand_on(session, who, document_id, new))


@router.post("/documents/{document_id}/skip-review", response_model=DocumentOut, summary="Cho bỏ qua một lượt")
async def skip(request: Request, document_id: UUID, new: SkipIn, who: MayReview, session: Session) -> Response:
    """Lãnh đạo cho bỏ qua một lượt kiểm tra, có lý do."""
    return await answer_once(request, session, lambda: reviews.skip_review(session, who, document_id, new))


@router.post("/documents/{document_id}/send-back", response_model=DocumentOut, summary="Trả về cấp đã kiểm tra")
async def send_back(request: Request, document_id: UUID, new: SendBackIn, who: MayReview, session: Session) -> Response:
    """Trả về một cấp đã kiểm tra, có lý do; từ cấp ấy kiểm tra lại."""
    return await answer_once(request, session, lambda: reviews.send_back(session, who, document_id, new))


@router.get("/review-flows", summary="Quy trình trình ký")
async def flows(who: MayViewOutgoing, session: Session) -> list[FlowOut]:
    """Quy trình trình ký của cơ quan."""
    return [FlowOut.model_validate(flow) for flow in await list_flows(session, who.agency_code)]


@router.post("/review-flows", status_code=201, response_model=FlowOut, summary="Lập quy trình trình ký")
async def create_flow(request: Request, new: FlowIn, who: MaySetFlows, session: Session) -> Response:
    """Lập quy trình trình ký."""

    async def act() -> Response:
        flow = await make_flow(session, who, new)
        return Response(FlowOut.model_validate(flow).model_dump_json(), 201, media_type="application/json")

    return await once(request, session, act)


@router.get("/review-flows/{flow_id}", summary="Một quy trình trình ký")
async def one_flow(flow_id: UUID, who: MayViewOutgoing, session: Session) -> FlowOut:
    """Một quy trình trình ký."""
    return FlowOut.model_validate(await get_flow(session, who.agency_code, flow_id))


@router.put("/review-flows/{flow_id}", summary="Sửa quy trình trình ký")
async def edit_flow(flow_id: UUID, new: FlowIn, who: MaySetFlows, session: Session) -> FlowOut:
    """Sửa quy trình trình ký; dự thảo đang trình đi tiếp như cũ."""
    return FlowOut.model_validate(await change_flow(session, who, flow_id, new))


@router.delete("/review-flows/{flow_id}", status_code=204, summary="Bỏ quy trình trình ký")
async def remove_flow(flow_id: UUID, who: MaySetFlows, session: Session) -> None:
    """Bỏ quy trình trình ký."""
    await drop_flow(session, who, flow_id)
