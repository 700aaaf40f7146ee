"""The register of guidance on the screen, and one line of it, from which reception goes on."""

from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MaySee
from one_stop.desk.walk_ins_api import see, send_slip
from one_stop.rights import RIGHTS, Right
from one_stop.walk_ins.listing import OUTCOMES, WALK_INS
from shared.web.application import page_of
from shared.web.callers import require
from shared.web.lists import add_list_routes, view_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes

PAGE = 50

router = PageRouter(prefix="/mot-cua")
_reads = require(RIGHTS, Right.SEE_DOSSIERS)


@router.get("/so-huong-dan")
async def show_register(who: MaySee, request: Request, session: Session) -> Response:
    """Sổ hướng dẫn, từ chối tại quầy."""
    view = await view_of(request, session, who, WALK_INS, PAGE)
    return page_of(request).render(request, "walk_ins.html", list=view)


@router.get("/huong-dan/{walk_in_id}")
async def show_one(walk_in_id: UUID, who: MaySee, request: Request, session: Session, xong: str = "") -> Response:
    """Một dòng sổ hướng dẫn."""
    walk_in = await see(session, who, walk_in_id)
    title = f"{OUTCOMES[walk_in.form_no]}: phiếu số {walk_in.snapshot['number']}"
    receives = bool(set(who.roles) & set(RIGHTS[Right.RECEIVE_DOSSIERS].far))
    return page_of(request).render(
        request, "walk_in.html", walk_in=walk_in, title=title, done=bool(xong), receives=receives
    )


@router.get("/huong-dan/{walk_in_id}/phieu")
async def show_slip(walk_in_id: UUID, who: MaySee, request: Request, session: Session) -> Response:
    """Phiếu đã in."""
    return await send_slip(request, session, who, walk_in_id)


add_list_routes(router, WALK_INS, _reads, "/so-huong-dan")
add_view_routes(router, WALK_INS, _reads, "/so-huong-dan")
