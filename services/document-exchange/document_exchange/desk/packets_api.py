"""Packets in (JSON receipts out), sending, recall and the sender's view of each delivery."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from document_exchange.auth import MayExchange, MayIssue, MayViewOutgoing
from document_exchange.deliveries.actions import send_document
from document_exchange.deliveries.recalling import recall_document
from document_exchange.deliveries.sample import SHORTENED, write_sample
from document_exchange.desk.downloads import packet_answer
from document_exchange.documents.queries import get_document
from document_exchange.documents.schemas import DocumentSummary, RecallIn, StepIn
from document_exchange.packets.parsing import LARGEST_PACKET
from document_exchange.problems import PROBLEMS
from shared.core.errors import NotFound, UnsupportedKind
from shared.storage import evidence
from shared.storage.files import read_limited
from shared.web.idempotency import once
from shared.web.transaction import Session

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Gửi văn bản"], responses=PROBLEMS)

_PACKET_KINDS = ("application/xml", "text/xml", "application/octet-stream", "application/edxml+xml")


class DeliveryReceipt(BaseModel):
    """Một lượt gửi trong biên nhận."""

    id: UUID
    addressee_code: str


class Receipt(BaseModel):
    """Biên nhận gửi văn bản; `signature` is a compact JWS (ES256) over the other fields."""

    id: UUID
    """By which `GET /documents/{id}` tells the states."""
    document_id: str
    packet_sha256: str
    deliveries: list[DeliveryReceipt]
    accepted_at: str
    signature: str


@router.post(
    "/packets",
    status_code=201,
    responses={
        200: {"model": Receipt, "description": "Gói tin đã nhận trước đây: biên nhận cũ, đúng từng byte"},
        201: {"model": Receipt},
        409: {"description": "Cùng mã định danh, khác nội dung"},
    },
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": "Một gói tin edXML (QCVN 102:2016). Gói tin mẫu của cơ quan: GET /packets/sample.",
            "content": {"application/xml": {"schema": {"type": "string"}, "example": SHORTENED}},
        }
    },
    summary="Gửi gói tin edXML",
)
async def post_packet(request: Request, who: MayExchange) -> Response:
    """Gửi một gói tin edXML tới mọi nơi nhận ghi trong gói tin."""
    require_packet_kind(request.headers.get("content-type", ""))
    content = await read_limited(request.stream(), LARGEST_PACKET)
    accepted = await request.app.state.intake.accept(who, content)
    if accepted.created:
        request.app.state.waker.wake()
    headers = {"location": f"/api/document-exchange/v1/documents/{accepted.document_id}"}
    return Response(accepted.receipt, 201 if accepted.created else 200, headers, "application/json")


def require_packet_kind(content_type: str) -> None:
    """A packet is XML; anything else is refused before it is read."""
    if content_type.split(";")[0].strip().lower() not in _PACKET_KINDS:
        raise UnsupportedKind("packet_kind_not_allowed")


@router.get(
    "/packets/sample",
    summary="Gói tin mẫu của cơ quan",
    response_class=Response,
    responses={200: {"description": "Tệp .edxml", "content": {"application/xml": {"schema": {"type": "string"}}}}},
)
async def sample_packet(request: Request, who: MayExchange, session: Session) -> Response:
    """Gói tin mẫu, from the caller's agency to another one: whole, valid today, ready to be sent back as a trial."""
    return packet_answer(request, await write_sample(session, who), "goi-tin-mau")


@router.get("/receipt-keys", summary="Khóa công khai để kiểm tra biên nhận")
async def receipt_keys(request: Request, _: MayExchange) -> dict[str, list[dict[str, str]]]:
    """Khóa công khai để kiểm tra biên nhận (JWK)."""
    return {"keys": [request.app.state.receipts.public_key]}


@router.post("/documents/{document_id}/send", response_model=DocumentSummary, summary="Phát hành văn bản")
async def send(request: Request, document_id: UUID, step: StepIn, who: MayIssue, session: Session) -> Response:
    """Phát hành văn bản."""

    async def act() -> Response:
        document = await send_document(session, who, document_id, step.version, request.app.state.files)
        return _answer(document)

    return await once(request, session, act)


@router.post("/documents/{document_id}/recall", response_model=DocumentSummary, summary="Yêu cầu lấy lại văn bản")
async def recall(request: Request, document_id: UUID, new: RecallIn, who: MayIssue, session: Session) -> Response:
    """Yêu cầu lấy lại văn bản."""

    async def act() -> Response:
        files = request.app.state.files
        return _answer(await recall_document(session, who, document_id, new.reason, files, new.delivery_ids))

    return await once(request, session, act)


@router.get("/documents/{document_id}/packet", summary="Tải gói tin của văn bản đi")
async def get_packet(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """Tải gói tin của văn bản đi."""
    document = await get_document(session, who, document_id)
    if document.packet_sha256 is None:
        raise NotFound("not_found")
    content = await request.app.state.files.get(document.packet_sha256)
    await evidence.record(session, "packet-downloaded", f"document/{document.id}", who)
    return packet_answer(request, content, document.reference)


def _answer(document: object) -> Response:
    body = DocumentSummary.model_validate(document).model_dump_json()
    return Response(body, media_type="application/json")
