"""The work list: what waits for the caller's roles, in the order in which it is due."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from one_stop.auth import MaySee
from one_stop.dossiers.queries import list_ended, search_words
from one_stop.edge import note_look_up, read_cursor, write_cursor
from one_stop.worklist.figures import WorkFigures
from one_stop.worklist.places import SCOPES, STATES, Place, read_place
from one_stop.worklist.rules import DESK_ROLES, work_query
from one_stop.worklist.statements import list_work
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Malformed
from shared.storage.database import Database
from shared.web.application import page_of
from shared.web.pages import is_fragment
from shared.web.transaction import Session

router = APIRouter(prefix="/mot-cua")

PAGE = 20


@router.get("")
async def show_work(
    who: MaySee,
    request: Request,
    session: Session,
    q: Annotated[str, Query(max_length=200)] = "",
    trang_thai: Annotated[str, Query(max_length=20)] = "",
    buoc: Annotated[str, Query(max_length=50)] = "",
    pham_vi: Annotated[str, Query(max_length=10)] = "mine",
    sau: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Việc cần xử lý."""
    place = Place(q, trang_thai, buoc, pham_vi, sau)
    rows = await _rows(request, session, who, place, place.sau, PAGE)
    await note_look_up(session, who, q, len(rows[:PAGE]))
    roles = [role for role in DESK_ROLES if pham_vi == "agency" or role in who.roles]
    person = who.subject if pham_vi == "mine" else None
    counts: WorkFigures = request.app.state.figures
    figures = await counts.of(who.agency_code, roles, person, _moments())
    return page_of(request).render(
        request,
        "work_list.html",
        title="Việc cần xử lý",
        rows=rows[:PAGE],
        href_of=lambda row: place.at_row(_cursor(place, row)).of_dossier(_id(row)),
        figures=figures,
        on_time=round(100 * figures.on_time / figures.finished, 1) if figures.finished else None,
        sectors=figures.sectors,
        states=STATES,
        scopes=SCOPES,
        chosen=place,
        receives="counter-officer" in who.roles,
        next_href=place.on_page(_cursor(place, rows[PAGE - 1])).href if len(rows) > PAGE else None,
        first_href=place.on_page("").href if sau else None,
    )


@router.get("/ho-so/{dossier_id}/ke-tiep")
async def show_next(dossier_id: UUID, who: MaySee, request: Request, session: Session, ds: str = "") -> Response:
    """Hồ sơ kế tiếp của danh sách; at its end, the list. Counted from where the row stood when it was opened."""
    place = read_place(ds)
    rows = await _rows(request, session, who, place, place.dong, 1)
    following = next((row for row in rows if _id(row) != dossier_id), None)
    if following is None:
        return Response(status_code=303, headers={"location": place.href})
    location = place.at_row(_cursor(place, following)).of_dossier(_id(following))
    return Response(status_code=303, headers={"location": location})


@router.get("/so-viec")
async def show_amount(who: MaySee, request: Request, vai: Annotated[str, Query(max_length=40)]) -> Response:
    """Số việc của một vai trò: how many wait, how many late, and when the first is due; a part of the front page."""
    if vai not in who.roles.intersection(DESK_ROLES):
        raise Malformed("malformed_request")
    if not is_fragment(request):
        return Response(status_code=303, headers={"location": "/mot-cua"})
    counts: WorkFigures = request.app.state.figures
    figures = await counts.of(who.agency_code, [vai], who.subject, _moments())
    database: Database = request.app.state.database
    wanted = replace(work_query(who, (), "", "", "mine", None, 0, clock.now()), roles=(vai,))
    first = await list_work(await database.hot(), wanted)
    due_at = first[0]["work_due_at"] if first and not first[0]["paused"] else None
    return page_of(request).render(request, "_amount.html", figures=figures, due_at=due_at)


@router.get("/moi-nop")
async def show_newly_filed(_: MaySee) -> Response:
    """Hàng chờ hồ sơ mới nộp: the work list with that filter."""
    return Response(status_code=303, headers={"location": "/mot-cua?trang_thai=submitted"})


async def _rows(request: Request, session: Session, who: Identity, place: Place, after: str, limit: int) -> list[Any]:
    """The list's rows behind a cursor, one more than `limit`."""
    if place.trang_thai == "ended":
        return list(await list_ended(session, who.agency_code, search_words(place.q), read_cursor(after), limit + 1))
    database: Database = request.app.state.database
    words, after_row = search_words(place.q), read_cursor(after)
    wanted = work_query(who, words, place.trang_thai, place.buoc, place.pham_vi, after_row, limit, clock.now())
    return [dict(row) for row in await list_work(await database.hot(), wanted)]


def _cursor(place: Place, row: Any) -> str:
    if place.trang_thai == "ended":
        return write_cursor(row.opened_at, row.id)
    return write_cursor(row["work_due_at"], row["id"], row["paused"])


def _id(row: Any) -> UUID:
    found: UUID = row["id"] if isinstance(row, dict) else row.id
    return found


def _moments() -> tuple[datetime, datetime, datetime]:
    """Now, the end of today and the start of this month in Vietnam."""
    here = clock.local_now()
    today = datetime.combine(here.date(), time(), here.tzinfo)
    return clock.now(), today + timedelta(days=1), today.replace(day=1)
