"""/nhiem-vu/bang-theo-doi: the chairman's board, its file, its print and its call."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.auth import MaySeeTaskBoard
from document_exchange.desk.task_views import LIST
from document_exchange.periods import read_period
from document_exchange.problems import PROBLEMS
from document_exchange.showing import errors_of
from document_exchange.tasks.board import (
    Board,
    BoardRow,
    Chosen,
    chosen_of,
    list_givers,
    read_board,
    sheet_columns,
    sheet_rows,
)
from document_exchange.tasks.rules import Standing
from document_exchange.tasks.words import STANDINGS
from shared.access.identity import Identity
from shared.core.errors import Invalid, Refusal
from shared.core.fields import Day
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.form_fields import errors_by_field
from shared.web.routers import PageRouter
from shared.web.tables import Table, as_file
from shared.web.transaction import Session

router = PageRouter(prefix=f"{LIST}/bang-theo-doi")
calls = APIRouter(prefix="/api/document-exchange/v1", tags=["Nhiệm vụ"], responses=PROBLEMS)
TITLE = "Bảng theo dõi chỉ đạo, điều hành"
Typed = Annotated[str, Query(max_length=40)]
_COLOURS = {Standing.LATE: "late", Standing.SOON: "soon", Standing.ON_TIME: "ok"}


@router.get("")
async def show_board(
    request: Request,
    who: MaySeeTaskBoard,
    session: Session,
    tu_ngay: Typed = "",
    den_ngay: Typed = "",
    nguoi_giao: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Bảng theo dõi: each number leads to the tasks behind it."""
    return await _page(request, session, who, "tasks/board.html", tu_ngay, den_ngay, nguoi_giao)


@router.get("/ban-in")
async def print_board(
    request: Request,
    who: MaySeeTaskBoard,
    session: Session,
    tu_ngay: Typed = "",
    den_ngay: Typed = "",
    nguoi_giao: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """Bản in của bảng theo dõi."""
    return await _page(request, session, who, "tasks/board_print.html", tu_ngay, den_ngay, nguoi_giao)


@router.get("/ket-xuat")
async def export_board(
    who: MaySeeTaskBoard,
    session: Session,
    tu_ngay: Typed = "",
    den_ngay: Typed = "",
    nguoi_giao: Annotated[str, Query(max_length=100)] = "",
    dang: Annotated[str, Query(pattern="^(xlsx|csv)$")] = "xlsx",
) -> Response:
    """Xuất bảng theo dõi ra tệp."""
    board = await read_board(session, who, _read(tu_ngay, den_ngay, nguoi_giao))
    table = Table("document-exchange.task-board", TITLE, sheet_columns())
    return await as_file(session, who, table, sheet_rows(board), dang)


async def _page(
    request: Request, session: AsyncSession, who: Identity, template: str, since: str, until: str, giver: str
) -> Response:
    refusal: Refusal | None = None
    try:
        chosen = _read(since, until, giver)
    except Invalid as error:
        refusal, chosen = error, chosen_of(None, None)
    board = await read_board(session, who, chosen)
    await evidence.record(session, "task-board-read", f"agency/{who.agency_code}", who)
    errors = errors_of(refusal)
    return page_of(request).render(
        request,
        template,
        status=refusal.status if refusal else 200,
        title=TITLE,
        board=board,
        chosen=chosen,
        typed={"tu_ngay": since or chosen.parts["tu_ngay"], "den_ngay": until or chosen.parts["den_ngay"]},
        query="&".join(f"{name}={value}" for name, value in chosen.parts.items()),
        givers=await list_givers(session, who),
        standings=STANDINGS,
        colours=_COLOURS,
        errors=errors,
        field_errors=errors_by_field(errors),
    )


def _read(since: str, until: str, giver: str) -> Chosen:
    period = read_period(since, until)
    return Chosen(period.since, period.until, giver.replace("\x00", ""))


class BoardRowOut(BaseModel):
    """Một dòng của bảng theo dõi."""

    key: str
    name: str
    total: int
    counts: dict[str, int]


class BoardOut(BaseModel):
    """Bảng theo dõi chỉ đạo, điều hành."""

    since: date
    until: date
    whole: BoardRowOut
    by_lead: list[BoardRowOut]
    by_field: list[BoardRowOut]


@calls.get("/task-board", summary=TITLE)
async def board(
    who: MaySeeTaskBoard,
    session: Session,
    since: Day | None = None,
    until: Day | None = None,
    giver: Annotated[str, Query(max_length=100, pattern="^[^\x00]*$")] = "",
) -> BoardOut:
    """Nhiệm vụ cơ quan đã giao trong kỳ, by who leads and by field: on time, late, in term, soon due, overdue."""
    chosen = chosen_of(since, until, giver)
    found: Board = await read_board(session, who, chosen)
    await evidence.record(session, "task-board-read", f"agency/{who.agency_code}", who)
    return BoardOut(
        since=chosen.since,
        until=chosen.until,
        whole=_out(found.whole),
        by_lead=[_out(row) for row in found.by_lead],
        by_field=[_out(row) for row in found.by_field],
    )


def _out(row: BoardRow) -> BoardRowOut:
    values: dict[str, Any] = {"key": row.key, "name": row.name, "total": row.total, "counts": row.counts}
    return BoardRowOut(**values)
