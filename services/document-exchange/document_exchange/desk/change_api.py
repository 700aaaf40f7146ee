"""Wishes of senders for agencies' own systems: what is to be recalled, updated, replaced, and the answers 15 and 16."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from document_exchange.auth import MayReceive
from document_exchange.changing.listing import CHANGES
from document_exchange.changing.queries import get_change
from document_exchange.changing.rules import ChangeAct, ChangeState
from document_exchange.changing.schemas import ChangeAnswerIn, SenderChangeOut
from document_exchange.desk.change_acts import ACTS, answer_wish
from document_exchange.desk.change_packets import answer_of, packet_of
from document_exchange.desk.change_views import change_out
from document_exchange.problems import PROBLEMS
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, page_out
from shared.web.transaction import Session

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Văn bản đến"], responses=PROBLEMS)


@router.get("/sender-changes", summary="Yêu cầu thu hồi, cập nhật, thay thế của nơi gửi")
async def show_all(
    who: MayReceive,
    session: Session,
    status: Annotated[list[ChangeState] | None, Query()] = None,
    limit: Limit = 50,
    after: After = "",
    count: bool = False,
) -> ListPage[SenderChangeOut]:
    """Yêu cầu thay đổi của nơi gửi, the newest first."""
    wanted = {"status": ",".join(sorted(set(status or ()))), "after": after}
    chosen = CHANGES.choose(wanted, by="name")
    return await page_out(session, who, chosen, limit, count, SenderChangeOut.model_validate)


@router.get("/sender-changes/{change_id}", summary="Một yêu cầu thay đổi của nơi gửi")
async def show(response: Response, change_id: UUID, who: MayReceive, session: Session) -> SenderChangeOut:
    """What the sender wishes to change, before and after, and what the caller may do."""
    change = await get_change(session, who, change_id)
    response.headers["etag"] = f'"{change.version}"'
    await evidence.record(session, "sender-change-read", f"sender-change/{change.id}", who)
    return await change_out(session, who, change)


@router.get("/sender-changes/{change_id}/packet", summary="Tải gói tin yêu cầu thay đổi")
async def packet(request: Request, change_id: UUID, who: MayReceive, session: Session) -> Response:
    """Gói tin yêu cầu thay đổi, as it came."""
    return await packet_of(request, session, who, change_id)


@router.get("/sender-changes/{change_id}/answer-packet", summary="Tải gói tin trả lời 15, 16")
async def answer_packet(request: Request, change_id: UUID, who: MayReceive, session: Session) -> Response:
    """Gói tin trạng thái 15, 16 to hand to a sender outside the platform."""
    return await answer_of(request, session, who, change_id)


@router.post("/sender-changes/{change_id}/{answer}", response_model=SenderChangeOut, summary="Trả lời yêu cầu thay đổi")
async def answer(
    request: Request, change_id: UUID, answer: ChangeAct, new: ChangeAnswerIn, who: MayReceive, session: Session
) -> Response:
    """`agree` (15), `refuse` (16) with the reason, or `link` to the arrival that is meant; the sender is told by itself."""
    await get_change(session, who, change_id)
    if answer not in ACTS:
        raise NotFound("not_found")

    async def act() -> Response:
        change = await answer_wish(session, who, change_id, answer, new)
        await session.flush()
        out = await change_out(session, who, change)
        return Response(out.model_dump_json(), media_type="application/json", headers={"etag": f'"{out.version}"'})

    return await once(request, session, act)
