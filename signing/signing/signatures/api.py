"""Ký số: for services inside, reachable by no other."""

from fastapi import APIRouter, Request

from shared.web.transaction import Session
from signing.auth import MaySeal, MaySealDossiers, MaySign, require_fresh
from signing.signatures import actions
from signing.signatures.schemas import Asked, Given, SealAsked

router = APIRouter(prefix="/internal/signing/v1")


@router.post("/signatures", summary="Ký số thay người yêu cầu, bằng chứng thư của chính người đó")
async def sign(asked: Asked, request: Request, who: MaySign, session: Session) -> Given:
    state = request.app.state
    signature = await actions.sign_as_oneself(session, state.room, who, request.state.asked_through, asked)
    return Given(signature=signature.hex())


@router.post("/seals", summary="Ký số của cơ quan, do văn thư của cơ quan yêu cầu")
async def seal(asked: Asked, request: Request, who: MaySeal, session: Session) -> Given:
    state = request.app.state
    signature = await actions.seal_for_agency(session, state.room, who, request.state.asked_through, asked)
    return Given(signature=signature.hex())


@router.post(
    "/dossier-seals", summary="Ký số của cơ quan trên giấy tờ của hồ sơ, do người vừa ký hoặc bộ phận một cửa yêu cầu"
)
async def seal_dossier(asked: SealAsked, request: Request, who: MaySealDossiers, session: Session) -> Given:
    require_fresh(who, asked.at)
    state = request.app.state
    signature = await actions.seal_for_dossier(session, state.room, who, request.state.asked_through, asked)
    return Given(signature=signature.hex())
