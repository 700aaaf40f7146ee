"""The list of results that nobody has fetched, on the screen, and reminding several at once."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import select

from one_stop.auth import MayReceive, MaySee
from one_stop.dossiers.models import Dossier
from one_stop.rights import RIGHTS, Right
from one_stop.uncollected.actions import remind
from one_stop.uncollected.listing import UNCOLLECTED
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core.errors import Malformed
from shared.web import bulk
from shared.web.application import page_of
from shared.web.callers import require
from shared.web.lists import add_list_routes, view_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes

PAGE = 50
_ACT = "Nhắc nhận kết quả"

router = PageRouter(prefix="/mot-cua")
_reads = require(RIGHTS, Right.SEE_DOSSIERS)


@router.get("/ket-qua-chua-nhan")
async def show_uncollected(who: MaySee, request: Request, session: Session) -> Response:
    """Kết quả chưa nhận."""
    view = await view_of(request, session, who, UNCOLLECTED, PAGE)
    reminds = holds(who, RIGHTS[Right.RECEIVE_DOSSIERS])
    return page_of(request).render(request, "uncollected.html", list=view, reminds=reminds)


@router.post("/ket-qua-chua-nhan/cung-luc")
async def remind_several(who: MayReceive, request: Request, session: Session) -> Response:
    """Nhắc người nộp các hồ sơ đã chọn; each has its own answer."""
    picked = bulk.picked_in(await request.form())
    try:
        bulk.require_some(picked)
    except Malformed as refusal:
        return bulk.nothing_done(request, _ACT, UNCOLLECTED.title, UNCOLLECTED.path, refusal)
    outcome = await bulk.act_on_each(
        request, session, picked, lambda dossier_id, version: remind(session, who, dossier_id, version)
    )
    request.app.state.waker.wake()
    named = await _named(session, who, list(picked))
    return bulk.result_page(request, _ACT, UNCOLLECTED.title, UNCOLLECTED.path, outcome, named)


async def _named(session: Session, who: Identity, ids: list[UUID]) -> dict[UUID, tuple[str, str]]:
    """Code and applicant, and address, of those that are the agency's."""
    seen = select(Dossier.id, Dossier.code, Dossier.applicant_name).where(
        Dossier.id.in_(ids), Dossier.agency_code == who.agency_code
    )
    rows = await session.execute(seen)
    return {row.id: (f"{row.code or ''} – {row.applicant_name}", f"/mot-cua/ho-so/{row.id}") for row in rows}


add_list_routes(router, UNCOLLECTED, _reads, "/ket-qua-chua-nhan")
add_view_routes(router, UNCOLLECTED, _reads, "/ket-qua-chua-nhan")
