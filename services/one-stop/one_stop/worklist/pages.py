"""The work list: what waits for the caller's roles, in the order in which it is due."""

from datetime import datetime, time, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from one_stop import hot
from one_stop.auth import MaySee
from one_stop.dossiers.queries import list_ended, search_words
from one_stop.edge import read_cursor, write_cursor
from one_stop.worklist.figures import WorkFigures
from one_stop.worklist.rules import DESK_ROLES, work_query
from shared import clock
from shared.database import Database, Session
from shared.errors import Malformed
from shared.identity import Identity
from shared.web import page_of

router = APIRouter(prefix="/mot-cua")

PAGE = 20
STATES = {
    "": "Tất cả hồ sơ đang xử lý",
    "submitted": "Mới nộp, chờ tiếp nhận",
    "in-progress": "Đang giải quyết",
    "supplement": "Chờ bổ sung",
    "resolved": "Chờ trả kết quả",
    "overdue": "Quá hạn",
    "ended": "Đã kết thúc",
}
SCOPES = {"mine": "Việc của tôi", "agency": "Cả cơ quan"}


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
    if trang_thai not in STATES or pham_vi not in SCOPES:
        raise Malformed("malformed_request")
    rows = await _rows(request, session, who, q, trang_thai, buoc, pham_vi, sau)
    roles = [role for role in DESK_ROLES if pham_vi == "agency" or role in who.roles]
    person = who.subject if pham_vi == "mine" else None
    counts: WorkFigures = request.app.state.figures
    figures = await counts.of(who.agency_code, roles, person, _moments())
    here = {"q": q, "trang_thai": trang_thai, "buoc": buoc, "pham_vi": pham_vi if pham_vi != "mine" else ""}
    kept = {name: value for name, value in here.items() if value}
    return page_of(request).render(
        request,
        "work_list.html",
        title="Việc cần xử lý",
        rows=rows[:PAGE],
        figures=figures,
        on_time=round(100 * figures.on_time / figures.finished, 1) if figures.finished else None,
        sectors=figures.sectors,
        states=STATES,
        scopes=SCOPES,
        chosen={"q": q, "trang_thai": trang_thai, "buoc": buoc, "pham_vi": pham_vi},
        receives="counter-officer" in who.roles,
        next_href=_next_href(rows, trang_thai, kept),
        first_href="/mot-cua?" + urlencode(kept) if sau else None,
    )


@router.get("/moi-nop")
async def show_newly_filed(_: MaySee) -> Response:
    """Hàng chờ hồ sơ mới nộp: the work list with that filter."""
    return Response(status_code=303, headers={"location": "/mot-cua?trang_thai=submitted"})


async def _rows(
    request: Request, session: Session, who: Identity, q: str, state: str, step: str, scope: str, after: str
) -> list[Any]:
    if state == "ended":
        return list(await list_ended(session, who.agency_code, search_words(q), read_cursor(after), PAGE + 1))
    database: Database = request.app.state.database
    wanted = work_query(who, search_words(q), state, step, scope, read_cursor(after), PAGE, clock.now())
    return [dict(row) for row in await hot.list_work(await database.hot(), wanted)]


def _next_href(rows: list[Any], state: str, kept: dict[str, str]) -> str | None:
    if len(rows) <= PAGE:
        return None
    last = rows[PAGE - 1]
    cursor = (
        write_cursor(last.opened_at, last.id) if state == "ended" else write_cursor(last["work_due_at"], last["id"])
    )
    return "/mot-cua?" + urlencode(kept | {"sau": cursor})


def _moments() -> tuple[datetime, datetime, datetime]:
    """Now, the end of today and the start of this month in Vietnam."""
    here = clock.local_now()
    today = datetime.combine(here.date(), time(), here.tzinfo)
    return clock.now(), today + timedelta(days=1), today.replace(day=1)
