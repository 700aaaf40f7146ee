"""Lấy ý kiến dự thảo: the drafter's collected table with what he does about it, and the list and page of whoever is asked."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from document_exchange.auth import MayGiveOpinions, MayViewOutgoing
from document_exchange.consulting import answering
from document_exchange.consulting.listing import OPINION_REQUESTS
from document_exchange.consulting.models import OpinionRequest
from document_exchange.consulting.queries import asked_of, count_waiting, find_file, get_request, list_of_document
from document_exchange.desk.opinion_acts import (
    ANSWER,
    DRAFTER_ACTS,
    HAND_ON,
    PATHS,
    answer_of,
    ask_of,
    drafter_act_of,
    hand_on_of,
)
from document_exchange.desk.opinion_table import TABLE, printed
from document_exchange.desk.opinion_views import LIST, WORDS, request_page, table_page
from document_exchange.desk.task_proofs import FIELD, take_proofs
from document_exchange.documents.asking import ask, show_table
from document_exchange.documents.queries import get_document
from document_exchange.rights import RIGHTS, Right
from shared.contracts.values import FileReference
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.file_answers import file_answer
from shared.web.lists import add_list_routes, usual_view, view_of
from shared.web.pages import is_fragment
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.tables import Place, as_file, on_paper
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes
from shared.web.viewer import Whole, open_stored

router = PageRouter(prefix="/van-ban")
PAGE = 30
Kind = Annotated[str, Query(pattern="^(xlsx|csv)$")]


@router.get("/di/{document_id}/y-kien")
async def show_opinions(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """Bảng tổng hợp ý kiến, for whoever has part in the document."""
    document = await get_document(session, who, document_id)
    await evidence.record(session, "document-read", f"document/{document.id}", who)
    return await table_page(request, session, who, document)


@router.post("/di/{document_id}/y-kien")
async def ask_for_opinions(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """Lấy ý kiến."""
    await get_document(session, who, document_id)
    form = await request.form()

    async def do() -> object:
        return await ask(session, who, document_id, ask_of(form))

    _, refusal = await attempt(request, session, do)
    if refusal is None:
        return RedirectResponse(way_back.onward(request, f"/van-ban/di/{document_id}/y-kien?xong=hoi"), 303)
    document = await get_document(session, who, document_id)
    return await table_page(request, session, who, document, refusal, "hoi", form)


@router.post("/di/{document_id}/y-kien/gui-bang")
async def show_to_them(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """Gửi bảng tổng hợp cho các nơi đã góp ý."""
    await get_document(session, who, document_id)
    _, refusal = await attempt(request, session, lambda: show_table(session, who, document_id))
    if refusal is None:
        return RedirectResponse(way_back.onward(request, f"/van-ban/di/{document_id}/y-kien?xong=gui-bang"), 303)
    document = await get_document(session, who, document_id)
    return await table_page(request, session, who, document, refusal, "gui-bang")


@router.get("/di/{document_id}/y-kien/bang.pdf")
async def print_table(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """In bảng tổng hợp ý kiến."""
    document = await get_document(session, who, document_id)
    pdf = await printed(session, document, await list_of_document(session, document.id))
    await evidence.record(session, "opinion-table-printed", f"document/{document.id}", who)
    return file_answer(request, pdf, "bang-tong-hop-y-kien.pdf", "application/pdf")


@router.get("/di/{document_id}/y-kien/ket-xuat")
async def export_table(document_id: UUID, who: MayViewOutgoing, session: Session, dang: Kind = "xlsx") -> Response:
    """Xuất bảng tổng hợp ra tệp."""
    document = await get_document(session, who, document_id)
    return await as_file(session, who, TABLE, await list_of_document(session, document.id), dang)


@router.get("/di/{document_id}/y-kien/ban-in")
async def paper_table(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """Bản in bảng tổng hợp trên trang."""
    document = await get_document(session, who, document_id)
    said = [("Dự thảo", f"{document.type_name}: {document.subject}")]
    place = Place(f"/van-ban/di/{document.id}/y-kien", said)
    return await on_paper(request, session, who, TABLE, await list_of_document(session, document.id), place)


@router.get("/di/{document_id}/y-kien/{request_id}/tep/{sha256}")
async def read_answer_file(
    request: Request, document_id: UUID, request_id: UUID, sha256: str, who: MayViewOutgoing, session: Session
) -> Response:
    """Tệp kèm một ý kiến, or one of the version that was asked about."""
    document = await get_document(session, who, document_id)
    row = next((one for one in await list_of_document(session, document.id) if one.id == request_id), None)
    if row is None:
        raise NotFound("not_found")
    whole = Whole(f"/van-ban/di/{document.id}/y-kien", f"Ý kiến về dự thảo: {document.subject}")
    return await _open(request, session, who, row, sha256, whole)


@router.post("/di/{document_id}/y-kien/{request_id}/{viec}")
async def act_on_one(
    request: Request, document_id: UUID, request_id: UUID, viec: str, who: MayViewOutgoing, session: Session
) -> Response:
    """Gia hạn, nhắc, rút, tiếp thu giải trình."""
    await get_document(session, who, document_id)
    if viec not in PATHS:
        raise NotFound("not_found")
    form = await request.form()

    async def do() -> OpinionRequest:
        return await DRAFTER_ACTS[PATHS[viec]](session, who, document_id, request_id, drafter_act_of(form))

    _, refusal = await attempt(request, session, do)
    if refusal is None:
        place = f"/van-ban/di/{document_id}/y-kien?xong={viec}#yk-{request_id}"
        return RedirectResponse(place, 303)
    if isinstance(refusal, NotFound):
        raise refusal
    document = await get_document(session, who, document_id)
    return await table_page(request, session, who, document, refusal, f"{request_id}/{viec}", form)


@router.get("/lay-y-kien")
async def request_list(request: Request, who: MayGiveOpinions, session: Session) -> Response:
    """Góp ý dự thảo: what the caller, his unit, his agency is asked."""
    if (usual := await usual_view(request, session, who, OPINION_REQUESTS)) is not None:
        return usual
    view = await view_of(request, session, who, OPINION_REQUESTS, PAGE)
    return page_of(request).render(
        request,
        "consulting/list.html",
        list=view,
        waiting=await count_waiting(session, who),
        done=request.query_params.get("xong", ""),
        way=way_back.from_list(view.chosen.query),
        **WORDS,
    )


add_list_routes(router, OPINION_REQUESTS, require(RIGHTS, Right.GIVE_OPINIONS), "/lay-y-kien")
add_view_routes(router, OPINION_REQUESTS, require(RIGHTS, Right.GIVE_OPINIONS), "/lay-y-kien")


@router.get("/lay-y-kien/so-viec")
async def show_amount(request: Request, who: MayGiveOpinions, session: Session) -> Response:
    """Dự thảo chờ góp ý, for the card of the front page."""
    if not is_fragment(request):
        return RedirectResponse(LIST, 303)
    count = await count_waiting(session, who)
    waiting = [(count, "Dự thảo chờ ý kiến")] if count else []
    return page_of(request).render(request, "_amount.html", waiting=waiting, nothing="Không có dự thảo nào chờ ý kiến.")


@router.get("/lay-y-kien/{request_id}")
async def show_request(request: Request, request_id: UUID, who: MayGiveOpinions, session: Session) -> Response:
    """Một lượt lấy ý kiến."""
    row = await get_request(session, who, request_id)
    await evidence.record(session, "opinion-request-read", f"opinion-request/{row.id}", who)
    return await request_page(request, session, who, row)


@router.get("/lay-y-kien/{request_id}/tep/{sha256}")
async def read_file(
    request: Request, request_id: UUID, sha256: str, who: MayGiveOpinions, session: Session
) -> Response:
    """Tệp của bản dự thảo được lấy ý kiến, and of the own answer."""
    row = await get_request(session, who, request_id)
    whole = Whole(f"{LIST}/{row.id}", f"Góp ý dự thảo: {row.subject}")
    return await _open(request, session, who, row, sha256, whole)


@router.post("/lay-y-kien/{request_id}/{viec}")
async def act_on_request(
    request: Request, request_id: UUID, viec: str, who: MayGiveOpinions, session: Session
) -> Response:
    """Cho ý kiến, chuyển người khác trả lời."""
    await get_request(session, who, request_id)
    if viec not in (ANSWER, HAND_ON):
        raise NotFound("not_found")
    form: FormData = await read_form(request, session, who, FIELD) if viec == ANSWER else await request.form()

    async def do() -> OpinionRequest:
        if viec == HAND_ON:
            return await answering.hand_on(session, who, request_id, hand_on_of(form))
        new = answer_of(form)
        return await answering.answer(session, who, request_id, new, await take_proofs(request, session, form))

    _, refusal = await attempt(request, session, do)
    if refusal is not None:
        return await request_page(
            request, session, who, await get_request(session, who, request_id), refusal, viec, form
        )
    await session.flush()
    still = await session.scalar(asked_of(who).where(OpinionRequest.id == request_id))
    place = LIST if still is None else f"{LIST}/{request_id}"
    return RedirectResponse(way_back.onward(request, f"{place}?xong={viec}"), 303)


async def _open(
    request: Request, session: Session, who: MayGiveOpinions, row: OpinionRequest, sha256: str, whole: Whole
) -> Response:
    found = await find_file(session, row, sha256)
    await evidence.record(session, "document-file-read", f"opinion-request/{row.id}", who, sha256=sha256)
    return await open_stored(request, FileReference.model_validate(found), whole, opens=True)
