"""Bản lưu of a document: who has used it, given out and taken back, on its page and by call."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.auth import MayLendCopies, MayReadRegisters
from document_exchange.desk.forms import checked
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import get_document
from document_exchange.lending.actions import find_use_of, is_out, lend, list_uses, strike, take_back
from document_exchange.lending.models import CopyUse
from document_exchange.lending.schemas import CopyReturnIn, CopyStrikeIn, CopyUseIn, CopyUseOut
from document_exchange.problems import PROBLEMS
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import date_of, errors_of, text_of
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core import clock
from shared.core.errors import NotFound, Refusal
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.idempotency import once
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/van-ban")
calls = APIRouter(prefix="/api/document-exchange/v1", tags=["Sử dụng bản lưu"], responses=PROBLEMS)
_TYPED = ("person_name", "allowed_by", "file_reference", "note")


def _place(document_id: UUID) -> str:
    return f"/van-ban/di/{document_id}/ban-luu"


@router.get("/di/{document_id}/ban-luu")
async def show(request: Request, document_id: UUID, who: MayReadRegisters, session: Session) -> Response:
    """Sử dụng bản lưu của một văn bản."""
    return await _page(request, session, who, await get_document(session, who, document_id))


@router.post("/di/{document_id}/ban-luu")
async def give_out(request: Request, document_id: UUID, who: MayLendCopies, session: Session) -> Response:
    """Cho sử dụng bản lưu."""
    form = await request.form()

    async def act() -> CopyUse:
        values: dict[str, Any] = {name: text_of(form, name) for name in _TYPED}
        return await lend(session, who, document_id, checked(CopyUseIn, values | {"used_on": date_of(form, "used_on")}))

    _, refusal = await attempt(request, session, act)
    if refusal is None:
        return RedirectResponse(f"{_place(document_id)}?xong=cho", 303)
    return await _page(request, session, who, await get_document(session, who, document_id), refusal, "", form)


@router.post("/luot-ban-luu/{use_id}/{viec}")
async def end_use(request: Request, use_id: UUID, viec: str, who: MayLendCopies, session: Session) -> Response:
    """Ghi ngày trả, hoặc gạch dòng ghi nhầm."""
    document = await find_use_of(session, who, use_id)
    document_id, form = document.id, await request.form()
    acts: dict[str, Callable[[], Awaitable[CopyUse]]] = {
        "tra": lambda: take_back(
            session, who, use_id, checked(CopyReturnIn, {"returned_on": date_of(form, "returned_on")})
        ),
        "gach": lambda: strike(
            session, who, use_id, checked(CopyStrikeIn, {"strike_reason": text_of(form, "strike_reason")})
        ),
    }
    if viec not in acts:
        raise NotFound("not_found")
    _, refusal = await attempt(request, session, acts[viec])
    if refusal is None:
        return RedirectResponse(f"{_place(document_id)}?xong={viec}", 303)
    document = await get_document(session, who, document_id)
    return await _page(request, session, who, document, refusal, f"{viec}-{use_id}", form)


async def _page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    document: OutgoingDocument,
    refusal: Refusal | None = None,
    failed: str = "",
    form: FormData | None = None,
) -> Response:
    """`failed`: which form of a line; empty for that of a new one."""
    errors, sent = errors_of(refusal), form or FormData()
    uses = await list_uses(session, document.id)
    typed: dict[str, Any] = {name: text_of(sent, name) for name in (*_TYPED, "strike_reason")}
    days = {name: date_of(sent, name) if form else clock.local_now().date() for name in ("used_on", "returned_on")}
    return page_of(request).render(
        request,
        "lending/copy.html",
        status=refusal.status if refusal else 200,
        document=document,
        uses=uses,
        out=[one.id for one in uses if is_out(one)],
        may_lend=holds(who, RIGHTS[Right.LEND_COPIES]) and bool(document.reference),
        typed=typed | days,
        failed=failed,
        done="" if refusal else request.query_params.get("xong", ""),
        fresh=clock.local_now().date(),
        errors=errors,
        field_errors=errors_by_field(errors),
    )


@calls.get("/documents/{document_id}/copy-uses", summary="Các lượt sử dụng bản lưu")
async def uses(document_id: UUID, who: MayReadRegisters, session: Session) -> list[CopyUseOut]:
    """Các lượt sử dụng bản lưu của một văn bản, the newest first."""
    document = await get_document(session, who, document_id)
    return [CopyUseOut.model_validate(one) for one in await list_uses(session, document.id)]


@calls.post(
    "/documents/{document_id}/copy-uses", status_code=201, response_model=CopyUseOut, summary="Cho sử dụng bản lưu"
)
async def give(request: Request, document_id: UUID, new: CopyUseIn, who: MayLendCopies, session: Session) -> Response:
    """Cho sử dụng bản lưu; refused while somebody has it."""
    return await _once(request, session, lambda: lend(session, who, document_id, new), 201)


@calls.post("/copy-uses/{use_id}/return", response_model=CopyUseOut, summary="Ghi ngày trả bản lưu")
async def take(request: Request, use_id: UUID, new: CopyReturnIn, who: MayLendCopies, session: Session) -> Response:
    """Ghi ngày trả bản lưu."""
    return await _once(request, session, lambda: take_back(session, who, use_id, new))


@calls.post("/copy-uses/{use_id}/strike", response_model=CopyUseOut, summary="Gạch dòng ghi nhầm")
async def strike_out(
    request: Request, use_id: UUID, new: CopyStrikeIn, who: MayLendCopies, session: Session
) -> Response:
    """Gạch dòng ghi nhầm; the line stays in the book."""
    return await _once(request, session, lambda: strike(session, who, use_id, new))


async def _once(
    request: Request, session: AsyncSession, act: Callable[[], Awaitable[CopyUse]], status: int = 200
) -> Response:
    async def answer() -> Response:
        out = CopyUseOut.model_validate(await act())
        return Response(out.model_dump_json(), status, media_type="application/json")

    return await once(request, session, answer)
