"""Incoming documents for agencies' own systems: the inbox, the packet, and the statuses they report."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from document_exchange.auth import RIGHTS, MayExchange, MayViewIncoming, Right
from document_exchange.deliveries.packet_files import take_packet_file
from document_exchange.deliveries.rules import normal_code
from document_exchange.desk.downloads import packet_answer
from document_exchange.desk.packets_api import require_packet_kind
from document_exchange.documents.queries import find_answer
from document_exchange.incoming import actions, recalls
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import Wanted, find_check, get_incoming, list_incoming, list_statuses
from document_exchange.incoming.rules import IncomingState
from document_exchange.incoming.schemas import (
    AssignmentIn,
    IncomingList,
    IncomingOut,
    IncomingSummary,
    StatusIn,
    StatusOut,
)
from document_exchange.keyset import read_position, write_position
from document_exchange.packets.parsing import LARGEST_PACKET
from document_exchange.problems import PROBLEMS
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.contracts.document_exchange import DeliveryProgressed
from shared.core.errors import Forbidden
from shared.storage import evidence
from shared.storage.files import read_limited
from shared.web.idempotency import once
from shared.web.transaction import Session

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Văn bản đến"], responses=PROBLEMS)

_RIGHT_FOR = {
    "02": Right.RECEIVE,
    "03": Right.RECEIVE,
    "04": Right.ASSIGN,
    "05": Right.PROCESS,
    "06": Right.PROCESS,
    "15": Right.RECEIVE,
    "16": Right.RECEIVE,
}


@router.get("/inbox", summary="Danh sách văn bản đến")
async def inbox(
    who: MayViewIncoming,
    session: Session,
    status: Annotated[list[IncomingState] | None, Query()] = None,
    q: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> IncomingList:
    """Danh sách văn bản đến của cơ quan người gọi."""
    wanted = Wanted(statuses=status or (), words=q)
    found = await list_incoming(session, who, wanted, after=read_position(after), limit=limit + 1)
    more = len(found) > limit
    found = found[:limit]
    return IncomingList(
        items=[IncomingSummary.model_validate(incoming) for incoming in found],
        next=write_position(found[-1].arrived_at, found[-1].id) if more else None,
    )


@router.get("/incoming/{incoming_id}", summary="Văn bản đến, lịch sử và kết quả kiểm tra chữ ký")
async def one(response: Response, incoming_id: UUID, who: MayViewIncoming, session: Session) -> IncomingOut:
    """Văn bản đến, with its history and the result of checking its signatures."""
    incoming = await get_incoming(session, who, incoming_id)
    response.headers["etag"] = f'"{incoming.version}"'
    await evidence.record(session, "incoming-read", f"incoming/{incoming.id}", who)
    return await _whole(session, incoming)


@router.get("/incoming/{incoming_id}/packet", summary="Tải gói tin của văn bản đến")
async def packet(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Tải gói tin edXML, byte for byte as it was sent."""
    incoming = await get_incoming(session, who, incoming_id)
    content = await request.app.state.files.get(incoming.packet_sha256)
    await evidence.record(session, "packet-downloaded", f"incoming/{incoming.id}", who)
    return packet_answer(content, incoming.reference or "goi-tin")


@router.post("/incoming/{incoming_id}/status", response_model=IncomingOut, summary="Báo trạng thái xử lý")
async def report(
    request: Request, incoming_id: UUID, new: StatusIn, who: MayViewIncoming, session: Session
) -> Response:
    """Báo trạng thái xử lý; the sender is told in the same transaction."""

    async def act() -> Response:
        incoming = await report_status(session, who, incoming_id, new)
        await session.flush()
        out = await _whole(session, incoming)
        return Response(out.model_dump_json(), media_type="application/json", headers={"etag": f'"{out.version}"'})

    return await once(request, session, act)


async def report_status(session: Session, who: Identity, incoming_id: UUID, new: StatusIn) -> IncomingDocument:
    """One action per code, each behind its own right."""
    code = normal_code(new.code)
    await get_incoming(session, who, incoming_id)
    if not holds(who, RIGHTS[_RIGHT_FOR[code]]):
        raise Forbidden("not_allowed")
    if code == "02":
        return await actions.refuse_incoming(session, who, incoming_id, new.version, new.description)
    if code == "03":
        return await actions.accept_incoming(session, who, incoming_id, new.version)
    if code == "04":
        assignment = AssignmentIn(
            lead_id=new.lead_id, cooperating_ids=new.cooperating_ids, opinion=new.description, due_on=new.due_on
        )
        return await actions.assign_incoming(session, who, incoming_id, new.version, assignment)
    if code == "15":
        return await recalls.agree_recall(session, who, incoming_id, new.version, new.description)
    if code == "16":
        return await recalls.refuse_recall(session, who, incoming_id, new.version, new.description, new.decided_by)
    await actions.require_assigned(session, who, incoming_id)
    if code == "05":
        return await actions.start_incoming(session, who, incoming_id, new.version, new.description)
    answer = await find_answer(session, who.agency_code, new.answer_document_id) if new.answer_document_id else None
    return await actions.complete_incoming(session, who, incoming_id, new.version, new.description, answer)


@router.post("/packet-files", status_code=201, summary="Nhập gói tin từ bên ngoài")
async def take_file(request: Request, who: MayExchange, session: Session) -> dict[str, str]:
    """Nhập gói tin .edxml nhận từ bên ngoài: văn bản đến mới, hoặc trạng thái của văn bản đã gửi."""
    require_packet_kind(request.headers.get("content-type", ""))
    content = await read_limited(request.stream(), LARGEST_PACKET)
    taken = await take_packet_file(session, who, content, request.app.state.files)
    if isinstance(taken, DeliveryProgressed):
        return {"kind": "status", "delivery_id": taken.delivery_id, "status": taken.status}
    return {"kind": "document", "incoming_id": str(taken.id)}


async def _whole(session: Session, incoming: IncomingDocument) -> IncomingOut:
    out = IncomingOut.model_validate(incoming)
    out.history = [StatusOut.model_validate(status) for status in await list_statuses(session, incoming.id)]
    check = await find_check(session, incoming.packet_sha256)
    out.files = list(check.files) if check else []
    return out
