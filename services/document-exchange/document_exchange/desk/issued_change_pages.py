"""Một thay đổi của văn bản đã phát hành: its packet for those outside, what each receiver answered, and what the clerk notes."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.amending.models import IssuedChange
from document_exchange.amending.queries import get_change, list_receivers
from document_exchange.amending.rules import STEPS, Case
from document_exchange.amending.schemas import IssuedChangeOut, NoteIn, UpdateIn
from document_exchange.auth import MayIssue, MayViewOutgoing
from document_exchange.deliveries.change_answers import note_answer
from document_exchange.deliveries.updating import update_issued
from document_exchange.desk.document_views import LIST
from document_exchange.desk.downloads import packet_answer
from document_exchange.desk.issued_change_forms import note_of
from document_exchange.desk.issued_change_views import LABELS
from document_exchange.desk.whole_document import answer_once, change_out
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import get_document
from document_exchange.documents.schemas import DocumentOut
from document_exchange.problems import PROBLEMS
from document_exchange.showing import errors_of, number_of, text_of
from shared.access.identity import Identity
from shared.access.rights import callers_of
from shared.core.errors import NotFound, Refusal
from shared.core.formats import vn_date
from shared.storage import evidence
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.idempotency import once
from shared.web.routers import PageRouter
from shared.web.transaction import Session

pages = PageRouter(prefix="/van-ban/di")
calls = APIRouter(prefix="/api/document-exchange/v1", tags=["Văn bản đi"], responses=PROBLEMS)

_TITLES = {"subject": "Trích yếu", "due_on": "Hạn trả lời"}
_NAMES = {1: "thu-hoi", 2: "cap-nhat", 3: "thay-the"}


@pages.get("/{document_id}/thay-doi/{change_id}")
async def show_page(
    request: Request, document_id: UUID, change_id: UUID, who: MayViewOutgoing, session: Session
) -> Response:
    """Một thay đổi của văn bản đã phát hành."""
    document = await get_document(session, who, document_id)
    change = await get_change(session, document.id, change_id)
    await evidence.record(session, "issued-change-read", f"document/{document.id}", who, change=str(change.id))
    return await _page(request, session, who, document, change)


@pages.get("/{document_id}/thay-doi/{change_id}/goi-tin")
async def packet_page(
    request: Request, document_id: UUID, change_id: UUID, who: MayViewOutgoing, session: Session
) -> Response:
    """Tải gói tin thu hồi, cập nhật, thay thế."""
    return await _packet(request, session, who, document_id, change_id)


@pages.post("/{document_id}/thay-doi/{change_id}/tra-loi")
async def note_page(request: Request, document_id: UUID, change_id: UUID, who: MayIssue, session: Session) -> Response:
    """Ghi trả lời của nơi nhận ngoài hệ thống, hoặc thôi yêu cầu."""
    document = await get_document(session, who, document_id)
    await get_change(session, document.id, change_id)
    form = await request.form()

    async def act() -> IssuedChange:
        return await note_answer(session, who, document_id, change_id, note_of(form))

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        document = await get_document(session, who, document_id)
        change = await get_change(session, document.id, change_id)
        return await _page(request, session, who, document, change, refusal, form)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{document_id}/thay-doi/{change_id}?xong=1"), 303)


async def _page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    document: OutgoingDocument,
    change: IssuedChange,
    refusal: Refusal | None = None,
    form: FormData | None = None,
) -> Response:
    errors, receivers = errors_of(refusal), await list_receivers(session, change.id)
    typed = form or FormData()
    may: dict[int, Any] = {
        one.position: STEPS.allowed(Case(one.standing, callers_of(who), outside=one.delivery_id is None))
        for one in receivers
    }
    return page_of(request).render(
        request,
        "documents/issued_change.html",
        status=refusal.status if refusal else 200,
        document=document,
        change=change,
        new=await session.get(OutgoingDocument, change.new_document_id) if change.new_document_id else None,
        mended=_mended(change),
        receivers=receivers,
        may=may,
        errors=errors,
        field_errors=errors_by_field(errors),
        typed={
            "act": text_of(typed, "act"),
            "words": text_of(typed, "words"),
            "position": number_of(typed, "position"),
        },
        done="xong" in request.query_params and refusal is None,
        way=way_back.carried(request),
        **LABELS,
    )


def _mended(change: IssuedChange) -> list[tuple[str, str, str]]:
    """What an update says anew: name, before, after."""

    def said(name: str, value: str) -> str:
        return vn_date(date.fromisoformat(value)) if name == "due_on" and value else value

    return [(_TITLES[name], said(name, change.before[name]), said(name, value)) for name, value in change.after.items()]


async def _packet(
    request: Request, session: AsyncSession, who: Identity, document_id: UUID, change_id: UUID
) -> Response:
    document = await get_document(session, who, document_id)
    change = await get_change(session, document.id, change_id)
    if not change.packet_sha256:
        raise NotFound("not_found")
    await evidence.record(session, "packet-downloaded", f"document/{document.id}", who, change=str(change.id))
    content = await request.app.state.files.get(change.packet_sha256)
    return packet_answer(request, content, f"{document.reference}-{_NAMES[change.kind]}")


@calls.post(
    "/documents/{document_id}/changes", response_model=DocumentOut, summary="Cập nhật thông tin, nơi nhận đã phát hành"
)
async def update(request: Request, document_id: UUID, new: UpdateIn, who: MayIssue, session: Session) -> Response:
    """Cập nhật văn bản đã phát hành (loại 2): receivers of the platform are asked, those outside get the packet by file."""
    files = request.app.state.files
    return await answer_once(request, session, lambda: update_issued(session, who, document_id, new, files))


@calls.get("/documents/{document_id}/changes/{change_id}", summary="Một thay đổi của văn bản đã phát hành")
async def show(
    response: Response, document_id: UUID, change_id: UUID, who: MayViewOutgoing, session: Session
) -> IssuedChangeOut:
    """Thay đổi, with what each receiver answered."""
    document = await get_document(session, who, document_id)
    change = await get_change(session, document.id, change_id)
    response.headers["etag"] = f'"{change.version}"'
    return await change_out(session, change)


@calls.get("/documents/{document_id}/changes/{change_id}/packet", summary="Tải gói tin loại 1, 2, 3")
async def packet(
    request: Request, document_id: UUID, change_id: UUID, who: MayViewOutgoing, session: Session
) -> Response:
    """Gói tin thu hồi, cập nhật, thay thế for receivers outside the platform."""
    return await _packet(request, session, who, document_id, change_id)


@calls.post(
    "/documents/{document_id}/changes/{change_id}/answers",
    response_model=IssuedChangeOut,
    summary="Ghi trả lời của nơi nhận ngoài hệ thống",
)
async def note(
    request: Request, document_id: UUID, change_id: UUID, new: NoteIn, who: MayIssue, session: Session
) -> Response:
    """`agree` (15), `refuse` (16) of one receiver outside, or `withdraw`: it, or everybody who has not answered, is asked no more."""

    async def act() -> Response:
        change = await note_answer(session, who, document_id, change_id, new)
        await session.flush()
        out = await change_out(session, change)
        return Response(out.model_dump_json(), media_type="application/json", headers={"etag": f'"{out.version}"'})

    return await once(request, session, act)
