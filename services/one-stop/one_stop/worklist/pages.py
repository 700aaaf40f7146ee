"""The work list: what waits for the caller's roles, in the order in which it is due."""

from datetime import datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response

from one_stop.auth import MaySee
from one_stop.dossiers.cases import SPECIALIST
from one_stop.dossiers.rules import WAITING
from one_stop.dossiers.workers import led_by
from one_stop.forms.render import FormNo
from one_stop.returns.rules import SHOWN_PAPERS
from one_stop.rights import RIGHTS, Right
from one_stop.texts import TEXTS
from one_stop.unit_lists.queries import count_waiting
from one_stop.worklist.figures import count_work
from one_stop.worklist.listing import DESK_ROLES, SCOPES, WORK
from one_stop.worklist.places import Place, read_place
from one_stop.worklist.together import ACCEPTED
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core import clock
from shared.core.errors import Malformed
from shared.core.formats import COUNTED
from shared.directory.queries import list_colleagues
from shared.web.application import page_of
from shared.web.callers import require
from shared.web.lists import DONE, add_list_routes, usual_view, view_of
from shared.web.pages import is_fragment
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes
from shared.work.keyset import read_page

router = PageRouter(prefix="/mot-cua")
PAGE = 20


@router.get("")
async def show_work(who: MaySee, request: Request, session: Session) -> Response:
    """Việc cần xử lý."""
    if (usual := await usual_view(request, session, who, WORK)) is not None:
        return usual
    view = await view_of(request, session, who, WORK, PAGE)
    if not led_by(who):
        view.choices = {"scope": {name: words for name, words in SCOPES.items() if name != "unit"}}
    figures = await count_work(session, who, view.chosen.filters["scope"], _moments())
    opened = {row.id: Place(view.chosen, place) for row, place in zip(view.rows, view.page.places, strict=True)}
    return page_of(request).render(
        request,
        "work_list.html",
        title="Việc cần xử lý",
        list=view,
        href_of=lambda row: opened[row.id].of_dossier(row.id),
        figures=figures,
        on_time=round(100 * figures.on_time / figures.finished, 1) if figures.finished else None,
        most=COUNTED,
        accepted=request.query_params.get(DONE) == ACCEPTED,
        shown_papers=SHOWN_PAPERS,
        **await _what_may_be_done(session, who, view.chosen.filters["state"]),
    )


async def _what_may_be_done(session: Session, who: Identity, state: str) -> dict[str, Any]:
    """Acts that this officer's posts allow on several at once; each dossier is still asked for itself."""
    assigns = holds(who, RIGHTS[Right.ASSIGN_DOSSIERS])
    return {
        "receives": holds(who, RIGHTS[Right.RECEIVE_DOSSIERS]),
        "claims": holds(who, RIGHTS[Right.DRAFT_RESULTS]),
        "assigns": assigns,
        "signs": holds(who, RIGHTS[Right.SIGN_RESULTS]),
        "to_take_in": await count_waiting(session, who.agency_code, who.unit, who.subject)
        if holds(who, RIGHTS[Right.TAKE_IN_LISTS])
        else 0,
        "many": state != "ended",
        "printables": [(form.value, TEXTS[f"form.{form.value}"]) for form in FormNo],
        "specialists": await list_colleagues(session, who.agency_code, SPECIALIST, unit_id=led_by(who))
        if assigns
        else [],
    }


@router.get("/ho-so/{dossier_id}/ke-tiep")
async def show_next(dossier_id: UUID, who: MaySee, request: Request, session: Session, ds: str = "") -> Response:
    """Hồ sơ kế tiếp của danh sách; at its end, the list. Counted from where the row stood when it was opened."""
    place = read_place(ds)
    behind = await read_page(session, who, place.chosen.at(place.row), 2)
    found = zip(behind.rows, behind.places, strict=True)
    following, cursor = next(((row, at) for row, at in found if row.id != dossier_id), (None, ""))
    if following is None:
        return Response(status_code=303, headers={"location": place.href})
    return Response(status_code=303, headers={"location": place.at_row(cursor).of_dossier(following.id)})


@router.get("/so-viec")
async def show_amount(
    who: MaySee, request: Request, session: Session, vai: Annotated[str, Query(max_length=40)]
) -> Response:
    """Số việc của một vai trò: how many wait, how many late, and when the first is due; a part of the front page."""
    if vai not in who.roles.intersection(DESK_ROLES):
        raise Malformed("malformed_request")
    if not is_fragment(request):
        return Response(status_code=303, headers={"location": "/mot-cua"})
    in_role = who.model_copy(update={"roles": frozenset({vai})})
    figures = await count_work(session, in_role, "mine", _moments())
    first = (await read_page(session, in_role, WORK.choose({}), 1)).rows
    waits = first and first[0].status in WAITING and not first[0].lapsed()
    due_at = first[0].work_due_at if first and not waits else None
    return page_of(request).render(request, "_amount.html", figures=figures, due_at=due_at)


@router.get("/moi-nop")
async def show_newly_filed(_: MaySee) -> Response:
    """Hàng chờ hồ sơ mới nộp: the work list with that filter."""
    return Response(status_code=303, headers={"location": "/mot-cua?trang_thai=submitted"})


def _moments() -> tuple[datetime, datetime, datetime]:
    """Now, the end of today and the start of this month in Vietnam."""
    here = clock.local_now()
    today = datetime.combine(here.date(), time(), here.tzinfo)
    return clock.now(), today + timedelta(days=1), today.replace(day=1)


add_list_routes(router, WORK, require(RIGHTS, Right.SEE_DOSSIERS), "")
add_view_routes(router, WORK, require(RIGHTS, Right.SEE_DOSSIERS), "")
