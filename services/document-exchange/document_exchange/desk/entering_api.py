"""Văn bản đến nhập tay for agencies' own software: entered, scanned, corrected, struck out with the rights of the pages."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import APIRouter, Request, Response

from document_exchange.auth import MayReceive
from document_exchange.desk import paper_scans
from document_exchange.desk.incoming_api import whole_incoming
from document_exchange.entered.actions import enter_incoming
from document_exchange.entered.corrections import correct_incoming, strike_incoming
from document_exchange.entered.scans import put_incoming_scan
from document_exchange.entered.schemas import CorrectIn, EnterIn, StrikeIn
from document_exchange.entered.sealing import seal_scan
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import get_incoming
from document_exchange.incoming.schemas import IncomingOut
from document_exchange.problems import PROBLEMS
from shared.web.idempotency import once
from shared.web.resumable import read_form
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Văn bản đến"], responses=PROBLEMS)


@router.post("/incoming", status_code=201, response_model=IncomingOut, summary="Nhập văn bản đến không có gói tin")
async def enter(request: Request, new: EnterIn, who: MayReceive, session: Session) -> Response:
    """Nhập và vào sổ văn bản đến by post, by hand, by fax or by e-mail; `later` keeps it without a number."""
    return await _answer(request, session, lambda: enter_incoming(session, who, new), 201)


@router.post("/incoming/{incoming_id}/scan", response_model=IncomingOut, summary="Đính bản quét văn bản đến")
async def scan(
    request: Request, incoming_id: UUID, who: MayReceive, session: Session, version: ExpectedVersion
) -> Response:
    """Đính bản quét, in the place of a former one: multipart, `tep` is a PDF or pictures, which become one PDF."""
    await get_incoming(session, who, incoming_id)

    async def act() -> IncomingDocument:
        form = await read_form(request, session, who, paper_scans.FIELD)
        found = await paper_scans.get_scan(request, session, form)
        return await put_incoming_scan(session, who, incoming_id, version, found)

    await request.body()
    return await _answer(request, session, act)


@router.post("/incoming/{incoming_id}/corrections", response_model=IncomingOut, summary="Sửa thông tin đăng ký")
async def correct(request: Request, incoming_id: UUID, new: CorrectIn, who: MayReceive, session: Session) -> Response:
    """Sửa thông tin đăng ký of any arrival: what is named, with the reason; the packet stays as it came."""
    return await _answer(request, session, lambda: correct_incoming(session, who, incoming_id, new))


@router.post("/incoming/{incoming_id}/strike", response_model=IncomingOut, summary="Gạch khỏi sổ")
async def strike(request: Request, incoming_id: UUID, new: StrikeIn, who: MayReceive, session: Session) -> Response:
    """Gạch khỏi sổ, with the reason: the number stays in the book and is never given again."""
    return await _answer(request, session, lambda: strike_incoming(session, who, incoming_id, new.version, new.reason))


@router.post("/incoming/{incoming_id}/seal", response_model=IncomingOut, summary="Ký số bản quét văn bản đến")
async def seal(
    request: Request, incoming_id: UUID, who: MayReceive, session: Session, version: ExpectedVersion
) -> Response:
    """Ký số của cơ quan trên bản quét có dấu Đến; the scan as it was brought stays beside it."""
    state = request.app.state
    return await _answer(
        request, session, lambda: seal_scan(session, who, incoming_id, version, state.files, state.signatures)
    )


async def _answer(
    request: Request, session: Session, do: Callable[[], Awaitable[IncomingDocument]], status: int = 200
) -> Response:
    async def act() -> Response:
        incoming = await do()
        await session.flush()
        out = await whole_incoming(session, incoming)
        headers = {"etag": f'"{out.version}"'}
        return Response(out.model_dump_json(), status, media_type="application/json", headers=headers)

    return await once(request, session, act)
