"""Incoming documents for agencies' own systems: the inbox, the packet, and the statuses they report."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from document_exchange.amending.models import IssuedChange
from document_exchange.auth import MayExchange, MayViewIncoming
from document_exchange.changing.files import take_packet_file
from document_exchange.changing.models import SenderChange
from document_exchange.deliveries.rules import normal_code
from document_exchange.desk.answer_views import answered_out, own_answers_out
from document_exchange.desk.asked import Narrowed, Short
from document_exchange.desk.downloads import packet_answer
from document_exchange.desk.history import Behind, Most, incoming_entry
from document_exchange.desk.incoming_acts import Told, perform
from document_exchange.desk.incoming_list import INCOMING
from document_exchange.desk.packets_api import require_packet_kind
from document_exchange.desk.reader_pages import reader_out
from document_exchange.entered.rules import Origin
from document_exchange.incoming.closing import refuse_taken_back
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import find_check, get_incoming, list_cooperating_units, list_statuses
from document_exchange.incoming.rules import Act, IncomingState
from document_exchange.incoming.scanning import refuse_unscanned
from document_exchange.incoming.schemas import (
    AssignmentIn,
    CooperatingUnitOut,
    IncomingOut,
    IncomingSummary,
    StatusIn,
    StatusOut,
)
from document_exchange.packets.parsing import LARGEST_PACKET
from document_exchange.problems import PROBLEMS
from document_exchange.readers.queries import read_incoming
from shared.access.identity import Identity
from shared.contracts.document_exchange import DeliveryProgressed
from shared.standards.document_status import DocumentStatus as Reported
from shared.storage import evidence
from shared.storage.files import read_limited
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.work.timeline import Timeline, timeline_of

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Văn bản đến"], responses=PROBLEMS)

_ACT_OF = {
    Reported.REFUSED: Act.REFUSE,
    Reported.RECEIVED: Act.ACCEPT,
    Reported.ASSIGNED: Act.ASSIGN,
    Reported.IN_PROGRESS: Act.START,
    Reported.DONE: Act.COMPLETE,
    Reported.CHANGE_AGREED: Act.AGREE_RECALL,
    Reported.CHANGE_REFUSED: Act.REFUSE_RECALL,
}
"""By which act a receiver comes to what its system reports."""


@router.get("/inbox", summary="Danh sách văn bản đến")
async def inbox(
    who: MayViewIncoming,
    session: Session,
    narrowed: Narrowed,
    status: Annotated[list[IncomingState] | None, Query()] = None,
    scope: Literal["unit", "opinion", "readable", ""] = "",
    origin: Origin | None = None,
    sender: Short = "",
    q: Words = "",
    sort: Literal["newest", "oldest", ""] = "newest",
    limit: Limit = 50,
    after: After = "",
    count: bool = False,
) -> ListPage[IncomingSummary]:
    """Danh sách văn bản đến của cơ quan người gọi: newest first, oldest first, or as people see it, urgent first.

    `scope=unit`: what the unit has that the caller heads; `scope=opinion`: what waits for the caller's opinion;
    `scope=readable`: also what he has nothing to do with and may read.
    `origin`: what came that way alone. `sender`: the code of an agency; `since`, `until`: days of arrival.
    """
    wanted = narrowed | {
        "sender": sender,
        "q": q,
        "status": ",".join(sorted(set(status or ()))),
        "scope": scope,
        "origin": origin or "",
        "sort": sort,
        "after": after,
    }
    chosen = INCOMING.choose(wanted, by="name")
    return await page_out(session, who, chosen, limit, count, IncomingSummary.model_validate)


@router.get("/incoming/{incoming_id}", summary="Văn bản đến, lịch sử và kết quả kiểm tra chữ ký")
async def one(response: Response, incoming_id: UUID, who: MayViewIncoming, session: Session) -> IncomingOut:
    """Văn bản đến, with its history and the result of checking its signatures."""
    incoming, takes_part = await read_incoming(session, who, incoming_id)
    response.headers["etag"] = f'"{incoming.version}"'
    await evidence.record(session, "incoming-read", f"incoming/{incoming.id}", who)
    return await whole_incoming(session, incoming) if takes_part else await reader_out(session, incoming)


@router.get("/incoming/{incoming_id}/timeline", summary="Lịch sử xử lý văn bản đến")
async def timeline(
    incoming_id: UUID, who: MayViewIncoming, session: Session, after: Behind = 0, limit: Most = 50
) -> Timeline:
    """Lịch sử xử lý, the oldest first: who did what in which post, on whose behalf, with which words."""
    incoming = await get_incoming(session, who, incoming_id)
    await evidence.record(session, "incoming-read", f"incoming/{incoming.id}", who)
    return timeline_of(await list_statuses(session, incoming.id, after, limit + 1), incoming_entry, limit)


@router.get("/incoming/{incoming_id}/packet", summary="Tải gói tin của văn bản đến")
async def packet(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Tải gói tin edXML, byte for byte as it was sent."""
    incoming, _ = await read_incoming(session, who, incoming_id)
    refuse_taken_back(incoming)
    await refuse_unscanned(session, request.app.state.files, incoming.packet_sha256)
    content = await request.app.state.files.get(incoming.packet_sha256)
    await evidence.record(session, "packet-downloaded", f"incoming/{incoming.id}", who)
    return packet_answer(request, content, incoming.reference or "goi-tin")


@router.post("/incoming/{incoming_id}/status", response_model=IncomingOut, summary="Báo trạng thái xử lý")
async def report(
    request: Request, incoming_id: UUID, new: StatusIn, who: MayViewIncoming, session: Session
) -> Response:
    """Báo trạng thái xử lý; the sender is told in the same transaction."""

    async def act() -> Response:
        incoming = await report_status(session, who, incoming_id, new)
        await session.flush()
        out = await whole_incoming(session, incoming)
        return Response(out.model_dump_json(), media_type="application/json", headers={"etag": f'"{out.version}"'})

    return await once(request, session, act)


async def report_status(session: Session, who: Identity, incoming_id: UUID, new: StatusIn) -> IncomingDocument:
    """One act per code; the table of steps says who may, and when."""
    assignment = AssignmentIn(
        unit_id=new.unit_id,
        lead_id=new.lead_id,
        cooperating_ids=new.cooperating_ids,
        cooperating_unit_ids=new.cooperating_unit_ids,
        opinion=new.description,
        due_on=new.due_on,
    )
    told = Told(
        new.version,
        new.description,
        assignment=assignment,
        answer_id=new.answer_document_id,
        decided_by=new.decided_by,
    )
    return await perform(session, who, incoming_id, _ACT_OF[Reported(normal_code(new.code))], told)


@router.post("/packet-files", status_code=201, summary="Nhập gói tin từ bên ngoài")
async def take_file(request: Request, who: MayExchange, session: Session) -> dict[str, str]:
    """Nhập gói tin .edxml nhận từ bên ngoài: văn bản đến mới, trạng thái của văn bản đã gửi, hoặc yêu cầu thu hồi, cập nhật, thay thế."""
    require_packet_kind(request.headers.get("content-type", ""))
    content = await read_limited(request.stream(), LARGEST_PACKET)
    taken = await take_packet_file(session, who, content, request.app.state.files)
    if isinstance(taken, DeliveryProgressed):
        return {"kind": "status", "delivery_id": taken.delivery_id, "status": taken.status}
    if isinstance(taken, IssuedChange):
        return {"kind": "answer", "document_id": str(taken.document_id), "change_id": str(taken.id)}
    if isinstance(taken, SenderChange):
        return {"kind": "change", "change_id": str(taken.id), "state": taken.state}
    return {"kind": "document", "incoming_id": str(taken.id)}


async def whole_incoming(session: Session, incoming: IncomingDocument) -> IncomingOut:
    """With its history, and its files with their signatures; none of a copy that was taken back."""
    out = IncomingOut.model_validate(incoming)
    units = await list_cooperating_units(session, incoming.id)
    out.cooperating_units = [CooperatingUnitOut.model_validate(unit) for unit in units]
    out.answered = await answered_out(session, incoming)
    out.answers = await own_answers_out(session, incoming)
    out.history = [StatusOut.model_validate(status) for status in await list_statuses(session, incoming.id)]
    check = await find_check(session, incoming.packet_sha256) if incoming.in_force else None
    out.files = list(check.files) if check else []
    out.said = (check.said or {}) if check else {}
    return out
