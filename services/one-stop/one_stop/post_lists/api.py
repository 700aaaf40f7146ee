"""Lists of the post over HTTP."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.auth import MayReceive, MaySee
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.post_lists import actions
from one_stop.post_lists.listing import POST_LISTS
from one_stop.post_lists.models import PostList
from one_stop.post_lists.queries import get_list, list_items
from one_stop.post_lists.schemas import Delivering, Posting, PostListOut, Returning, TrackingNumbers
from one_stop.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.storage import evidence
from shared.web.callers import require
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.view_routes import add_view_calls
from shared.web.viewer import Whole, open_stored

router = APIRouter(prefix="/api/one-stop/v1", tags=["Giao bưu điện"])


class PostListRow(BaseModel):
    """Một bảng kê; named as the columns are, by which views choose them."""

    id: UUID
    number: str
    at: datetime
    carrier: str
    amount: int
    waiting: int
    by: str

    @classmethod
    def of(cls, row: PostList) -> "PostListRow":
        return cls.model_validate({"id": row.id, **POST_LISTS.values(row)})


@router.get("/lists/post-lists", summary="Bảng kê giao bưu điện")
async def read_lists(
    who: MaySee,
    session: Session,
    q: Words = "",
    state: Literal["", "open", "done"] = "",
    sort: Literal["", "reverse"] = "",
    after: After = "",
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[PostListRow]:
    """Bảng kê giao bưu điện của cơ quan người gọi, the newest first."""
    wanted = {"q": q, "state": state, "sort": sort, "after": after}
    return await page_out(session, who, POST_LISTS.choose(wanted, by="name"), limit, count, PostListRow.of)


@router.post("/post-lists", status_code=201, response_model=PostListOut, summary="Lập bảng kê giao bưu điện")
async def hand_to_post(
    body: Posting, who: MayReceive, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Lập bảng kê các kết quả trả qua bưu chính, đánh số và in."""
    return await _once(
        request, session, lambda: actions.hand_to_post(session, counter.prints, (who, worker_of(who)), body), 201
    )


@router.get("/post-lists/{list_id}", summary="Một bảng kê giao bưu điện")
async def read_list(list_id: UUID, who: MaySee, session: Session) -> PostListOut:
    """Bảng kê và tình trạng từng bưu gửi."""
    return await _out(session, await see(session, who, list_id))


@router.get("/post-lists/{list_id}/form", response_class=Response, summary="Bảng kê đã in")
async def download(list_id: UUID, who: MaySee, request: Request, session: Session) -> Response:
    """Bảng kê đã in."""
    return await send_sheet(request, session, who, list_id)


@router.post("/post-lists/{list_id}/tracking", response_model=PostListOut, summary="Ghi mã bưu gửi")
async def write_tracking(
    list_id: UUID, body: TrackingNumbers, who: MayReceive, request: Request, session: Session
) -> Response:
    """Ghi mã bưu gửi cho các kết quả còn trên đường."""
    return await _once(request, session, lambda: actions.write_tracking(session, (who, worker_of(who)), list_id, body))


@router.post("/post-lists/{list_id}/items/{item_id}/delivered", response_model=PostListOut, summary="Bưu gửi đã phát")
async def deliver(
    list_id: UUID, item_id: UUID, body: Delivering, who: MayReceive, request: Request, session: Session
) -> Response:
    """Bưu điện đã phát: hồ sơ là đã trả kết quả."""
    return await _once(
        request, session, lambda: actions.deliver(session, (who, worker_of(who)), list_id, item_id, body)
    )


@router.post(
    "/post-lists/{list_id}/items/{item_id}/undelivered", response_model=PostListOut, summary="Bưu điện trả lại"
)
async def come_back(
    list_id: UUID, item_id: UUID, body: Returning, who: MayReceive, request: Request, session: Session
) -> Response:
    """Bưu điện không phát được: kết quả trở lại danh sách chưa nhận."""
    return await _once(
        request,
        session,
        lambda: actions.come_back(session, (who, worker_of(who)), list_id, item_id, body.reason),
    )


add_view_calls(router, POST_LISTS, require(RIGHTS, Right.SEE_DOSSIERS))


async def see(session: AsyncSession, who: Identity, list_id: UUID) -> PostList:
    """A look at people's addresses is evidence."""
    post_list = await get_list(session, list_id, who.agency_code)
    await evidence.record(session, "post-list-seen", f"post-list/{post_list.id}", who)
    return post_list


async def send_sheet(request: Request, session: AsyncSession, who: Identity, list_id: UUID) -> Response:
    post_list = await see(session, who, list_id)
    whole = Whole(f"/mot-cua/bang-ke/{post_list.id}", f"Bảng kê số {post_list.named}")
    return await open_stored(request, post_list.reference(), whole, opens=True)


async def _once(
    request: Request, session: AsyncSession, act: Callable[[], Awaitable[PostList]], status: int = 200
) -> Response:
    async def answer() -> Response:
        out = await _out(session, await act())
        return Response(out.model_dump_json(), status_code=status, media_type="application/json")

    return await once(request, session, answer)


async def _out(session: AsyncSession, post_list: PostList) -> PostListOut:
    return PostListOut.of(post_list, await list_items(session, post_list.id))
