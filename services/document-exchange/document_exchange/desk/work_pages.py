"""Trình, bút phê, phối hợp: the pages on which an arrival is presented, instructed on, reported and reopened."""

from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from document_exchange.auth import MayViewIncoming
from document_exchange.desk.incoming_list import INCOMING
from document_exchange.desk.work_acts import perform_work
from document_exchange.desk.work_forms import work_of
from document_exchange.desk.work_views import PATHS, WITH_LINES, lines_page, work_page
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import get_incoming, visible_to
from document_exchange.instructing.rules import STEPS, Work
from document_exchange.instructing.steps import case_of
from document_exchange.showing import text_of
from shared.access.identity import Identity
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.web import way_back
from shared.web.attempt import attempt
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.work.keyset import read_page

router = PageRouter(prefix="/van-ban/den/{incoming_id}/chi-dao")

LIST = "/van-ban/den"
WAITING = f"{LIST}?pham_vi=opinion"


@router.get("")
async def show(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Ý kiến chỉ đạo, phần việc, gia hạn của một văn bản đến."""
    incoming = await get_incoming(session, who, incoming_id)
    await evidence.record(session, "incoming-read", f"incoming/{incoming.id}", who)
    return await work_page(request, session, who, incoming)


@router.get("/{viec}")
async def show_lines(
    request: Request, incoming_id: UUID, viec: str, who: MayViewIncoming, session: Session
) -> Response:
    """Trình, cho ý kiến, chuyển thêm; whoever may not do it now is led to what stands."""
    incoming = await get_incoming(session, who, incoming_id)
    if viec not in WITH_LINES:
        raise NotFound("not_found")
    if WITH_LINES[viec] not in STEPS.allowed(await case_of(session, who, incoming)):
        return RedirectResponse(way_back.onward(request, f"{LIST}/{incoming_id}/chi-dao"), 303)
    return await lines_page(request, session, who, incoming, viec)


@router.post("/{viec}")
async def do_work(request: Request, incoming_id: UUID, viec: str, who: MayViewIncoming, session: Session) -> Response:
    """Một việc trong nội bộ cơ quan."""
    incoming = await get_incoming(session, who, incoming_id)
    if viec not in PATHS:
        raise NotFound("not_found")
    form, act = await request.form(), PATHS[viec]
    if viec in WITH_LINES and text_of(form, "more"):
        return await lines_page(request, session, who, incoming, viec, form=form)

    async def do() -> IncomingDocument:
        return await perform_work(session, who, incoming_id, act, work_of(form))

    _, refusal = await attempt(request, session, do)
    if refusal is not None:
        incoming = await get_incoming(session, who, incoming_id)
        # What was pressed on the document's own page is corrected where its lines stand.
        if viec in WITH_LINES and act in STEPS.allowed(await case_of(session, who, incoming)):
            typed = None if text_of(form, "as_proposed") else form
            return await lines_page(request, session, who, incoming, viec, refusal, typed)
        return await work_page(request, session, who, incoming, refusal, viec, form)
    return RedirectResponse(await _onward(request, session, who, incoming_id, viec), 303)


async def _onward(request: Request, session: Session, who: Identity, incoming_id: UUID, viec: str) -> str:
    """After an opinion the next document that waits for one; else back to the work, or to the list for who sees it no more."""
    await session.flush()
    if PATHS[viec] in (Work.INSTRUCT, Work.HAND_ON, Work.HAND_BACK):
        page = await read_page(session, who, INCOMING.choose({"pham_vi": "opinion"}), 1)
        if page.rows:
            return f"{LIST}/{page.rows[0].id}?tu=pham_vi%3Dopinion&xong={viec}"
        if "opinion" in request.query_params.get("tu", "") or PATHS[viec] is not Work.INSTRUCT:
            return f"{WAITING}&xong={viec}"
    still = await session.scalar(visible_to(who).where(IncomingDocument.id == incoming_id))
    if still is None:
        return f"{LIST}?xong={viec}"
    return way_back.onward(request, f"{LIST}/{incoming_id}/chi-dao?xong={viec}")
