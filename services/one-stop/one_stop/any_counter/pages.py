"""Receiving for another agency, on the screen: the receiving counter's list, and the three acts on the dossier's page."""

from uuid import UUID

from fastapi import Request, Response

from one_stop.any_counter.actions import send_back
from one_stop.any_counter.edge import take, transmit
from one_stop.any_counter.listing import SENT_ON
from one_stop.any_counter.schemas import SendingAgain, SendingBack, TakingOver
from one_stop.auth import MayReceive, MaySee
from one_stop.desk.acting import act_on, only
from one_stop.dossiers.rules import Doing
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.page_forms import read_form
from one_stop.rights import RIGHTS, Right
from shared.web.application import page_of
from shared.web.callers import require
from shared.web.lists import add_list_routes, view_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes

PAGE = 50

router = PageRouter(prefix="/mot-cua")
_reads = require(RIGHTS, Right.SEE_DOSSIERS)


@router.get("/nhan-cho-co-quan-khac")
async def show_sent_on(who: MaySee, request: Request, session: Session) -> Response:
    """Hồ sơ tiếp nhận cho cơ quan khác."""
    view = await view_of(request, session, who, SENT_ON, PAGE)
    return page_of(request).render(request, "received_for_others.html", list=view)


@router.post("/ho-so/{dossier_id}/nhan-tu-quay")
async def take_over(
    dossier_id: UUID, who: MayReceive, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Nhận hồ sơ từ quầy tiếp nhận."""

    async def act(form: dict[str, str], version: int | None) -> object:
        return await take(counter, session, who, dossier_id, version, read_form(TakingOver, only(form, "note")))

    return await act_on(request, session, who, dossier_id, Doing.TAKE_OVER, act)


@router.post("/ho-so/{dossier_id}/tra-lai-quay")
async def send_back_there(dossier_id: UUID, who: MayReceive, request: Request, session: Session) -> Response:
    """Trả lại quầy tiếp nhận."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(SendingBack, only(form, "reason"))
        return await send_back(session, (who, worker_of(who)), dossier_id, version, body)

    return await act_on(request, session, who, dossier_id, Doing.SEND_BACK, act)


@router.post("/ho-so/{dossier_id}/chuyen-lai")
async def send_again(
    dossier_id: UUID, who: MayReceive, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Chuyển lại cơ quan có thẩm quyền."""

    async def act(form: dict[str, str], version: int | None) -> object:
        body = read_form(SendingAgain, only(form, "reason", "agency_code"))
        return await transmit(counter, session, who, dossier_id, version, body)

    return await act_on(request, session, who, dossier_id, Doing.SEND_AGAIN, act)


add_list_routes(router, SENT_ON, _reads, "/nhan-cho-co-quan-khac")
add_view_routes(router, SENT_ON, _reads, "/nhan-cho-co-quan-khac")
