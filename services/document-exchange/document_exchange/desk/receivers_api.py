"""Receivers for programs and people's tools: sent inside the agency, noted as sent outside, groups."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response

from document_exchange.auth import MayIssue, MayViewOutgoing
from document_exchange.desk.asked import Narrowed, Short
from document_exchange.desk.inside_list import INSIDE
from document_exchange.desk.whole_document import answer_once
from document_exchange.documents.receiving import circulate, note_dispatch, withdraw
from document_exchange.documents.schemas import DocumentOut, DocumentSummary
from document_exchange.problems import PROBLEMS
from document_exchange.receivers.actions import change_group, drop_group, make_group
from document_exchange.receivers.queries import get_group, list_groups
from document_exchange.receivers.schemas import CirculateIn, DispatchIn, GroupIn, GroupOut
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Nơi nhận"], responses=PROBLEMS)


@router.get("/documents-inside", summary="Văn bản gửi trong cơ quan")
async def inside(
    who: MayViewOutgoing,
    session: Session,
    narrowed: Narrowed,
    signer: Short = "",
    seen: Literal["no", ""] = "",
    q: Words = "",
    sort: Annotated[Literal["", "reverse"], Query()] = "",
    limit: Limit = 50,
    after: After = "",
    count: bool = False,
) -> ListPage[DocumentSummary]:
    """Văn bản được gửi tới người gọi hoặc đơn vị của người gọi; `seen=no`: what nobody has opened yet."""
    chosen = INSIDE.choose(narrowed | {"q": q, "seen": seen, "signer": signer, "sort": sort, "after": after}, by="name")
    return await page_out(session, who, chosen, limit, count, DocumentSummary.model_validate)


@router.post("/documents/{document_id}/circulate", response_model=DocumentOut, summary="Gửi thêm trong cơ quan")
async def send_inside(
    request: Request, document_id: UUID, new: CirculateIn, who: MayViewOutgoing, session: Session
) -> Response:
    """Gửi thêm văn bản đã phát hành cho đơn vị, người trong cơ quan: by clerk, leader and who drafted it."""
    return await answer_once(request, session, lambda: circulate(session, who, document_id, new))


@router.post("/documents/{document_id}/withdraw", response_model=DocumentOut, summary="Thôi gửi trong cơ quan")
async def withdraw_inside(
    request: Request, document_id: UUID, new: CirculateIn, who: MayViewOutgoing, session: Session
) -> Response:
    """Thôi gửi văn bản đã phát hành cho đơn vị, người trong cơ quan: whom it was given is named and told."""
    return await answer_once(request, session, lambda: withdraw(session, who, document_id, new))


@router.put(
    "/documents/{document_id}/outside/{position}", response_model=DocumentOut, summary="Ghi đã gửi ngoài hệ thống"
)
async def dispatch(
    request: Request,
    document_id: UUID,
    position: Annotated[int, Path(ge=0, le=32_767)],
    new: DispatchIn,
    who: MayIssue,
    session: Session,
) -> Response:
    """Ghi đã gửi một nơi nhận ngoài hệ thống: how, on which day, by what it can be traced."""
    return await answer_once(request, session, lambda: note_dispatch(session, who, document_id, position, new))


@router.get("/addressee-groups", summary="Nhóm nơi nhận")
async def groups(who: MayViewOutgoing, session: Session) -> list[GroupOut]:
    """Nhóm nơi nhận của cơ quan."""
    return [GroupOut.model_validate(group) for group in await list_groups(session, who.agency_code)]


@router.post("/addressee-groups", status_code=201, response_model=GroupOut, summary="Lập nhóm nơi nhận")
async def create_group(request: Request, new: GroupIn, who: MayIssue, session: Session) -> Response:
    """Lập nhóm nơi nhận."""

    async def act() -> Response:
        group = await make_group(session, who, new)
        return Response(GroupOut.model_validate(group).model_dump_json(), 201, media_type="application/json")

    return await once(request, session, act)


@router.get("/addressee-groups/{group_id}", summary="Một nhóm nơi nhận")
async def one_group(group_id: UUID, who: MayViewOutgoing, session: Session) -> GroupOut:
    """Một nhóm nơi nhận."""
    return GroupOut.model_validate(await get_group(session, who.agency_code, group_id))


@router.put("/addressee-groups/{group_id}", summary="Sửa nhóm nơi nhận")
async def edit_group(group_id: UUID, new: GroupIn, who: MayIssue, session: Session) -> GroupOut:
    """Sửa nhóm nơi nhận."""
    return GroupOut.model_validate(await change_group(session, who, group_id, new))


@router.delete("/addressee-groups/{group_id}", status_code=204, summary="Bỏ nhóm nơi nhận")
async def remove_group(group_id: UUID, who: MayIssue, session: Session, version: ExpectedVersion) -> None:
    """Bỏ nhóm nơi nhận; drafts keep the receivers they were given. `If-Match` guards against somebody else's change."""
    await drop_group(session, who, group_id, version)
