"""Chứng thư số: ordered by the service that follows the directory, or by a directory administrator."""

from fastapi import APIRouter, Request

from shared.web.transaction import Session
from signing.auth import MayCertify, require_fresh
from signing.certificates import actions
from signing.certificates.schemas import Done, Order

router = APIRouter(prefix="/internal/signing/v1")


@router.post("/certificates", summary="Cấp, gia hạn, chấm dứt chứng thư số")
async def certify(order: Order, request: Request, who: MayCertify, session: Session) -> Done:
    require_fresh(who, order.at)
    return Done(refused=await actions.certify(session, request.app.state.room.authority, who, order.wanted))
