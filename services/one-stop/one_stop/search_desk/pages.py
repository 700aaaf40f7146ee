"""Tra cứu hồ sơ: the page."""

from fastapi import Request, Response

from one_stop.auth import MaySee
from one_stop.rights import RIGHTS, Right
from one_stop.search_desk.listing import FOUND, SCOPES, is_asked
from one_stop.search_desk.queries import agencies_within, may_look
from shared.web.application import page_of
from shared.web.callers import require
from shared.web.lists import add_list_routes, view_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes

PAGE = 20

router = PageRouter(prefix="/mot-cua")
_reads = require(RIGHTS, Right.SEE_DOSSIERS)


@router.get("/tra-cuu")
async def show_found(who: MaySee, request: Request, session: Session) -> Response:
    """Tra cứu hồ sơ."""
    view = await view_of(request, session, who, FOUND, PAGE)
    scopes = {scope: words for scope, words in SCOPES.items() if not scope or may_look(who, scope)}
    view.choices = {"scope": scopes} if len(scopes) > 1 else {"scope": {}}
    wide = bool(view.chosen.filters["scope"])
    if wide:
        names = await agencies_within(session, who, view.chosen.filters["scope"])
        view.choices["agency"] = {"": "Tất cả", **names}
    return page_of(request).render(
        request, "found_dossiers.html", list=view, wide=wide, asked=is_asked(view.chosen), own=who.agency_code
    )


add_list_routes(router, FOUND, _reads, "/tra-cuu")
add_view_routes(router, FOUND, _reads, "/tra-cuu")
