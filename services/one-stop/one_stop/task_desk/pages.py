"""The list of tasks on dossiers."""

from fastapi import Request, Response

from one_stop.auth import MaySee
from one_stop.rights import RIGHTS, Right
from one_stop.task_desk.listing import TASKS
from shared.web.application import page_of
from shared.web.callers import require
from shared.web.lists import add_list_routes, view_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes

PAGE = 50
router = PageRouter(prefix="/mot-cua")
_reads = require(RIGHTS, Right.SEE_DOSSIERS)


@router.get("/viec-duoc-giao")
async def show_tasks(who: MaySee, request: Request, session: Session) -> Response:
    """Việc được giao trên hồ sơ."""
    view = await view_of(request, session, who, TASKS, PAGE)
    return page_of(request).render(request, "tasks.html", list=view, title=TASKS.title)


add_list_routes(router, TASKS, _reads, "/viec-duoc-giao")
add_view_routes(router, TASKS, _reads, "/viec-duoc-giao")
