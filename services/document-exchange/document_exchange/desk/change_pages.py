"""Yêu cầu thu hồi, cập nhật, thay thế của nơi gửi: the list, one with before and after, and the clerk's answer."""

from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from document_exchange.auth import MayReceive
from document_exchange.changing.actions import case_for, find_arrival
from document_exchange.changing.listing import CHANGES
from document_exchange.changing.models import SenderChange
from document_exchange.changing.queries import get_change, has_newer_agreed, list_candidates
from document_exchange.changing.rules import PROBLEMS, STEPS, ChangeAct
from document_exchange.changing.schemas import ChangeAnswerIn
from document_exchange.desk.change_acts import answer_wish
from document_exchange.desk.change_packets import answer_of, packet_of
from document_exchange.desk.change_views import LABELS, mended, why_not
from document_exchange.desk.forms import words_of
from document_exchange.incoming.models import IncomingDocument
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import errors_of, id_of, number_of, text_of
from document_exchange.texts import RECALL_LABELS
from shared.access.identity import Identity
from shared.core.errors import NotFound, Refusal
from shared.core.formats import vn_date
from shared.storage import evidence
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.form_fields import errors_by_field
from shared.web.lists import add_list_routes, usual_view, view_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes

router = PageRouter(prefix="/van-ban/den/thay-doi")

LIST = "/van-ban/den/thay-doi"
PAGE = 30
PATHS: dict[str, ChangeAct] = {"dong-y": ChangeAct.AGREE, "tu-choi": ChangeAct.REFUSE, "chon": ChangeAct.LINK}


@router.get("")
async def show_all(request: Request, who: MayReceive, session: Session) -> Response:
    """Danh sách yêu cầu thay đổi của nơi gửi."""
    if (usual := await usual_view(request, session, who, CHANGES)) is not None:
        return usual
    view = await view_of(request, session, who, CHANGES, PAGE)
    return page_of(request).render(
        request, "changes/list.html", list=view, way=way_back.from_list(view.chosen.query), **LABELS
    )


add_list_routes(router, CHANGES, require(RIGHTS, Right.RECEIVE), "")
add_view_routes(router, CHANGES, require(RIGHTS, Right.RECEIVE), "")


@router.get("/{change_id}")
async def show(request: Request, change_id: UUID, who: MayReceive, session: Session) -> Response:
    """Một yêu cầu thay đổi."""
    change = await get_change(session, who, change_id)
    await evidence.record(session, "sender-change-read", f"sender-change/{change.id}", who)
    return await _page(request, session, who, change)


@router.get("/{change_id}/goi-tin")
async def packet(request: Request, change_id: UUID, who: MayReceive, session: Session) -> Response:
    """Tải gói tin yêu cầu."""
    return await packet_of(request, session, who, change_id)


@router.get("/{change_id}/goi-trang-thai")
async def answer_packet(request: Request, change_id: UUID, who: MayReceive, session: Session) -> Response:
    """Tải gói tin trạng thái 15, 16 để gửi lại nơi gửi."""
    return await answer_of(request, session, who, change_id)


@router.post("/{change_id}/{viec}")
async def answer(request: Request, change_id: UUID, viec: str, who: MayReceive, session: Session) -> Response:
    """Đồng ý, từ chối, hoặc chọn văn bản mà yêu cầu nói tới."""
    await get_change(session, who, change_id)
    if viec not in PATHS:
        raise NotFound("not_found")
    form = await request.form()

    async def do() -> SenderChange:
        new = ChangeAnswerIn(
            version=number_of(form, "version"), words=words_of(form, "words"), incoming_id=id_of(form, "incoming_id")
        )
        return await answer_wish(session, who, change_id, PATHS[viec], new)

    _, refusal = await attempt(request, session, do)
    if refusal is not None:
        change = await get_change(session, who, change_id)
        return await _page(request, session, who, change, refusal, viec, form)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{change_id}?xong={viec}"), 303)


async def _page(
    request: Request,
    session: Session,
    who: Identity,
    change: SenderChange,
    refusal: Refusal | None = None,
    failed: str = "",
    form: FormData | None = None,
) -> Response:
    errors, incoming = errors_of(refusal), await find_arrival(session, change)
    allowed = STEPS.allowed(await case_for(session, who, change))
    typed = form or FormData()
    done = PATHS.get(request.query_params.get("xong", ""))
    new = await session.get(IncomingDocument, change.new_incoming_id) if change.new_incoming_id else None
    return page_of(request).render(
        request,
        "changes/change.html",
        status=refusal.status if refusal else 200,
        change=change,
        document=incoming,
        new=new,
        mended=mended(change, incoming),
        problem=PROBLEMS.get(change.problem, ""),
        allowed=allowed,
        recall_labels=RECALL_LABELS,
        newer_agreed=await has_newer_agreed(session, change),
        why_not=await why_not(session, who, change),
        candidates=await _candidates(session, who, change) if ChangeAct.LINK in allowed else [],
        done=STEPS.label(done) if done else "",
        errors=errors,
        field_errors=errors_by_field(errors),
        failed=failed,
        typed={name: text_of(typed, name) for name in ("words", "incoming_id")},
        way=way_back.carried(request),
        list_href=way_back.to_list(request, LIST, f"yc-{change.id}"),
        **LABELS,
    )


async def _candidates(session: Session, who: Identity, change: SenderChange) -> list[tuple[str, str]]:
    def said(row: IncomingDocument) -> str:
        number = f"Số đến {row.arrival_number}/{row.arrival_year}" if row.arrival_number else "Chưa vào sổ"
        return f"{number}: {row.reference or row.document_code}, đến {vn_date(row.arrived_at)} – {row.subject[:80]}"

    return [(str(row.id), said(row)) for row in await list_candidates(session, who, change)]
