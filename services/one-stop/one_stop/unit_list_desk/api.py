"""Lists handed to units over HTTP."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.auth import MayReceive, MaySee, MayTakeIn
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.rights import RIGHTS, Right
from one_stop.unit_list_desk import actions
from one_stop.unit_list_desk.listing import UNIT_LISTS
from one_stop.unit_lists.models import UnitList
from one_stop.unit_lists.queries import get_list, list_items
from one_stop.unit_lists.schemas import Cancelling, Handing, TakingIn, UnitListOut
from shared.access.identity import Identity
from shared.storage import evidence
from shared.web.callers import require
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.view_routes import add_view_calls
from shared.web.viewer import Whole, open_stored

router = APIRouter(prefix="/api/one-stop/v1", tags=["Bàn giao hồ sơ"])


class UnitListRow(BaseModel):
    """Một giấy bàn giao; named as the columns are, by which views choose them."""

    id: UUID
    number: str
    at: datetime
    unit: str
    amount: int
    taken: int
    by: str
    ended_by: str
    state: str

    @classmethod
    def of(cls, row: UnitList) -> "UnitListRow":
        return cls.model_validate({"id": row.id, **UNIT_LISTS.values(row)})


@router.get("/lists/unit-lists", summary="Giấy bàn giao hồ sơ")
async def read_lists(
    who: MaySee,
    session: Session,
    q: Words = "",
    state: Literal["", "handed", "taken", "cancelled"] = "",
    scope: Literal["", "unit", "mine"] = "",
    sort: Literal["", "reverse"] = "",
    after: After = "",
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[UnitListRow]:
    """Giấy bàn giao hồ sơ của cơ quan người gọi, the newest first."""
    wanted = {"q": q, "state": state, "scope": scope, "sort": sort, "after": after}
    return await page_out(session, who, UNIT_LISTS.choose(wanted, by="name"), limit, count, UnitListRow.of)


@router.post("/unit-lists", status_code=201, response_model=UnitListOut, summary="Lập giấy bàn giao hồ sơ")
async def hand_over(body: Handing, who: MayReceive, counter: AtCounter, request: Request, session: Session) -> Response:
    """Lập, đánh số, in giấy bàn giao; bên giao xác nhận đã giao."""
    return await _once(
        request, session, lambda: actions.hand_over(session, counter.prints, (who, worker_of(who)), body), 201
    )


@router.get("/unit-lists/{list_id}", summary="Một giấy bàn giao hồ sơ")
async def read_list(list_id: UUID, who: MaySee, session: Session) -> UnitListOut:
    """Giấy bàn giao và tình trạng từng hồ sơ."""
    return await _out(session, await see(session, who, list_id))


@router.get("/unit-lists/{list_id}/form", response_class=Response, summary="Giấy bàn giao đã in")
async def download(list_id: UUID, who: MaySee, request: Request, session: Session) -> Response:
    """Giấy bàn giao đã in."""
    return await send_sheet(request, session, who, list_id)


@router.post("/unit-lists/{list_id}/take-in", response_model=UnitListOut, summary="Đơn vị nhận bàn giao")
async def take_in(
    list_id: UUID, body: TakingIn, who: MayTakeIn, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Bên nhận xác nhận: nhận tất cả, hoặc nêu hồ sơ không có, không đủ và lý do."""

    async def act() -> UnitList:
        times = await counter.times.of(who.agency_code, session)
        return await actions.take_in(session, counter.prints, (who, worker_of(who)), times, list_id, body)

    return await _once(request, session, act)


@router.post("/unit-lists/{list_id}/cancel", response_model=UnitListOut, summary="Hủy giấy bàn giao")
async def cancel(list_id: UUID, body: Cancelling, who: MayReceive, request: Request, session: Session) -> Response:
    """Hủy giấy bàn giao mà đơn vị chưa nhận."""
    return await _once(request, session, lambda: actions.cancel(session, (who, worker_of(who)), list_id, body.reason))


add_view_calls(router, UNIT_LISTS, require(RIGHTS, Right.SEE_DOSSIERS))


async def see(session: AsyncSession, who: Identity, list_id: UUID) -> UnitList:
    """A look at whose dossiers these are is evidence."""
    made = await get_list(session, list_id, who.agency_code)
    await evidence.record(session, "unit-list-seen", f"unit-list/{made.id}", who)
    return made


async def send_sheet(request: Request, session: AsyncSession, who: Identity, list_id: UUID) -> Response:
    made = await see(session, who, list_id)
    whole = Whole(f"/mot-cua/giay-ban-giao/{made.id}", f"Giấy bàn giao số {made.named}")
    return await open_stored(request, made.reference(), whole, opens=True)


async def _once(
    request: Request, session: AsyncSession, act: Callable[[], Awaitable[UnitList]], status: int = 200
) -> Response:
    async def answer() -> Response:
        out = await _out(session, await act())
        return Response(out.model_dump_json(), status_code=status, media_type="application/json")

    answered = await once(request, session, answer)
    request.app.state.waker.wake()
    return answered


async def _out(session: AsyncSession, made: UnitList) -> UnitListOut:
    return UnitListOut.of(made, await list_items(session, made.id))
