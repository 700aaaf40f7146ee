"""/van-ban/so-lieu: documents sent and received in a period, of the own agency and all below, beside the targets of the plan."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.auth import MaySeeFigures
from document_exchange.figures.counting import CONNECTED, FIGURES, RECEIVED, SENT
from document_exchange.periods import Period, period_of, read_period
from document_exchange.problems import PROBLEMS
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import errors_of
from shared.access.identity import Identity
from shared.core.errors import Invalid, Refusal
from shared.core.fields import Day
from shared.core.formats import vn_date
from shared.core.province import this_province
from shared.messaging.figures import TOLD, FigureTable, Sum, count_telling, last_days, sum_figures
from shared.web.application import page_of
from shared.web.form_fields import errors_by_field
from shared.web.routers import PageRouter
from shared.web.tables import Place, Table, as_file, on_paper
from shared.web.transaction import Session
from shared.work.listing import Column

PATH = "/van-ban/so-lieu"
TITLE = "Số liệu gửi, nhận văn bản"
TITLES = {figure.name: figure.title for figure in FIGURES}
Typed = Annotated[str, Query(max_length=40)]

router = PageRouter(prefix=PATH)
calls = APIRouter(prefix="/api/document-exchange/v1/reports", tags=["Báo cáo"], responses=PROBLEMS)
_WAYS = [("Văn bản đến", "/van-ban/den"), ("Văn bản đi", "/van-ban/di")]
Row = tuple[str, Sequence[Sum | None]]


def _part(place: int, row: Row) -> int | None:
    return found.numerator if (found := row[1][place]) is not None else None


def _share(place: int, row: Row) -> float | None:
    found = row[1][place]
    return round(found.share, 1) if found is not None and found.share is not None else None


def _columns() -> tuple[Column, ...]:
    """Of each figure how many, and of those that are shares how much of all."""
    found = [Column("agency", "Cơ quan", lambda row: row[0], width=40)]
    for place, figure in enumerate(FIGURES):
        found.append(Column(figure.name, figure.title.partition(", trên ")[0], partial(_part, place)))
        if ", trên " in figure.title:
            found.append(Column(f"{figure.name}-share", f"Tỷ lệ (%) {figure.title}", partial(_share, place)))
    return tuple(found)


TABLE = Table("document-exchange.figures", TITLE, _columns())


async def _sums(session: AsyncSession, who: Identity, period: Period) -> FigureTable:
    days = period.since, period.until + timedelta(days=1)
    return await sum_figures(session, TOLD, who, RIGHTS[Right.SEE_FIGURES], TITLES, days, every_level=True)


def _period(since: str, until: str) -> Period:
    """The thirty days that are over, where nothing was chosen."""
    if since.strip() or until.strip():
        return read_period(since, until)
    first, behind = last_days()
    return period_of(first, behind - timedelta(days=1))


async def _connected(session: AsyncSession, who: Identity, table: FigureTable) -> Sum:
    """Cơ quan đã gửi hoặc nhận văn bản điện tử, of all that there are."""
    row = RIGHTS[Right.SEE_FIGURES]
    return await count_telling(session, TOLD, who, row, (SENT, RECEIVED), (table.since, table.until))


@router.get("")
async def show_figures(
    request: Request, who: MaySeeFigures, session: Session, tu_ngay: Typed = "", den_ngay: Typed = ""
) -> Response:
    """Số liệu gửi, nhận văn bản của một kỳ."""
    refusal: Refusal | None = None
    try:
        period = _period(tu_ngay, den_ngay)
    except Invalid as error:
        refusal, period = error, _period("", "")
    table, errors = await _sums(session, who, period), errors_of(refusal)
    return page_of(request).render(
        request,
        "figures/documents.html",
        status=refusal.status if refusal else 200,
        title=TITLE,
        table=table,
        connected=await _connected(session, who, table),
        connected_target=this_province().targets.get(CONNECTED),
        typed={"tu_ngay": tu_ngay or vn_date(period.since), "den_ngay": den_ngay or vn_date(period.until)},
        query=urlencode(period.parts),
        ways=_WAYS,
        errors=errors,
        field_errors=errors_by_field(errors),
    )


@router.get("/ket-xuat")
async def export(
    who: MaySeeFigures,
    session: Session,
    tu_ngay: Typed = "",
    den_ngay: Typed = "",
    dang: Annotated[str, Query(pattern="^(xlsx|csv)$")] = "xlsx",
) -> Response:
    """Xuất số liệu ra tệp."""
    table = await _sums(session, who, _period(tu_ngay, den_ngay))
    return await as_file(session, who, TABLE, table.rows, dang)


@router.get("/ban-in")
async def on_sheet(
    request: Request, who: MaySeeFigures, session: Session, tu_ngay: Typed = "", den_ngay: Typed = ""
) -> Response:
    """Bản in số liệu."""
    period = _period(tu_ngay, den_ngay)
    table = await _sums(session, who, period)
    days = f"{vn_date(period.since)} đến {vn_date(period.until)}"
    place = Place(f"{PATH}?{urlencode(period.parts)}", [("Từ ngày", days)])
    return await on_paper(request, session, who, TABLE, table.rows, place)


class FigureOut(BaseModel):
    """Một số liệu của một cơ quan trong kỳ; `denominator` 0: a plain count."""

    name: str
    title: str
    numerator: int
    denominator: int
    target: int | None
    """Per cent, as the province's plan wants it."""


class AgencyFiguresOut(BaseModel):
    agency: str
    figures: list[FigureOut]


class ExchangeOut(BaseModel):
    """Số liệu gửi, nhận văn bản của một kỳ."""

    since: date
    until: date
    agencies: int
    """How many there are, and how many of them sent or received."""
    connected: int
    rows: list[AgencyFiguresOut]


def _figures_of(table: FigureTable, sums: Sequence[Sum | None]) -> list[FigureOut]:
    told = zip(FIGURES, sums, table.targets, strict=True)
    return [
        FigureOut(
            name=figure.name,
            title=figure.title,
            numerator=one.numerator,
            denominator=one.denominator,
            target=target.percent if target else None,
        )
        for figure, one, target in told
        if one is not None
    ]


@calls.get("/exchange", summary="Số liệu gửi, nhận văn bản")
async def exchange(
    who: MaySeeFigures, session: Session, since: Day | None = None, until: Day | None = None
) -> ExchangeOut:
    """Của cơ quan người gọi và mọi cơ quan trực thuộc; the first row is of all together where there are several."""
    period = period_of(since, until)
    table = await _sums(session, who, period)
    connected = await _connected(session, who, table)
    return ExchangeOut(
        since=period.since,
        until=period.until,
        agencies=connected.denominator,
        connected=connected.numerator,
        rows=[AgencyFiguresOut(agency=name, figures=_figures_of(table, sums)) for name, sums in table.rows],
    )
