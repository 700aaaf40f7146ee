"""Guidance at the counter over HTTP."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayReceive, MaySee
from one_stop.edge import AtCounter
from one_stop.rights import RIGHTS, Right
from one_stop.walk_ins.listing import WALK_INS
from one_stop.walk_ins.models import WalkIn
from one_stop.walk_ins.queries import get_walk_in
from one_stop.walk_ins.schemas import Guiding, TurningAway, WalkInOut
from shared.access.identity import Identity
from shared.storage import evidence
from shared.web.callers import require
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.view_routes import add_view_calls
from shared.web.viewer import Whole, open_stored

router = APIRouter(prefix="/api/one-stop/v1", tags=["Hướng dẫn tại quầy"])


@router.post("/walk-ins/guide", status_code=201, response_model=WalkInOut, summary="Hướng dẫn người đến trực tiếp")
async def guide(body: Guiding, who: MayReceive, counter: AtCounter, request: Request, session: Session) -> Response:
    """Hướng dẫn hoàn thiện hồ sơ bằng phiếu yêu cầu bổ sung (mẫu 02); không cấp mã hồ sơ."""

    async def act() -> Response:
        return _written(await counter.guide(session, who, body))

    return await once(request, session, act)


@router.post("/walk-ins/refuse", status_code=201, response_model=WalkInOut, summary="Từ chối người đến trực tiếp")
async def refuse(
    body: TurningAway, who: MayReceive, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Từ chối tiếp nhận tại quầy (mẫu 03); không cấp mã hồ sơ."""

    async def act() -> Response:
        return _written(await counter.turn_away(session, who, body))

    return await once(request, session, act)


@router.get("/walk-ins/{walk_in_id}", summary="Một dòng sổ hướng dẫn")
async def read_one(walk_in_id: UUID, who: MaySee, session: Session) -> WalkInOut:
    """Một dòng sổ hướng dẫn của cơ quan người gọi."""
    return WalkInOut.of(await see(session, who, walk_in_id))


@router.get("/walk-ins/{walk_in_id}/form", response_class=Response, summary="Phiếu đã in của một lượt hướng dẫn")
async def download(walk_in_id: UUID, who: MaySee, request: Request, session: Session) -> Response:
    """Phiếu hướng dẫn hoặc từ chối đã in."""
    return await send_slip(request, session, who, walk_in_id)


@router.get("/lists/walk-ins", summary="Sổ hướng dẫn tại quầy")
async def read_register(
    who: MaySee,
    session: Session,
    q: Words = "",
    kind: Literal["", "02", "03"] = "",
    state: Literal["", "open", "received"] = "",
    sort: Literal["", "reverse"] = "",
    after: After = "",
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[WalkInOut]:
    """Sổ hướng dẫn của cơ quan người gọi, the newest first."""
    wanted = {"q": q, "kind": kind, "state": state, "sort": sort, "after": after}
    return await page_out(session, who, WALK_INS.choose(wanted, by="name"), limit, count, WalkInOut.of)


add_view_calls(router, WALK_INS, require(RIGHTS, Right.SEE_DOSSIERS))


async def see(session: Session, who: Identity, walk_in_id: UUID) -> WalkIn:
    """A look at a person's matter is evidence."""
    walk_in = await get_walk_in(session, walk_in_id, who.agency_code)
    await evidence.record(session, "walk-in-seen", f"walk-in/{walk_in.id}", who)
    return walk_in


async def send_slip(request: Request, session: Session, who: Identity, walk_in_id: UUID) -> Response:
    walk_in = await see(session, who, walk_in_id)
    whole = Whole(f"/mot-cua/huong-dan/{walk_in.id}", f"Phiếu số {walk_in.snapshot['number']}")
    return await open_stored(request, walk_in.reference(), whole, opens=True)


def _written(walk_in: WalkIn) -> Response:
    return Response(WalkInOut.of(walk_in).model_dump_json(), status_code=201, media_type="application/json")
