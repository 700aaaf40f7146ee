"""/van-ban/bao-cao: how arrivals were handled and what was issued in a period; as a file, on paper and by call."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.auth import MayReadRegisters
from document_exchange.periods import Period, period_of, read_period
from document_exchange.problems import PROBLEMS
from document_exchange.reports.counting import HANDLED, ISSUED, Line, Report, report_arrivals, report_issued
from document_exchange.showing import errors_of
from shared.access.identity import Identity
from shared.core.errors import Invalid, Refusal
from shared.core.fields import Day
from shared.core.formats import vn_date
from shared.web.application import page_of
from shared.web.form_fields import errors_by_field
from shared.web.routers import PageRouter
from shared.web.tables import Place, Table, as_file, on_paper
from shared.web.transaction import Session
from shared.work.listing import Column

PATH = "/van-ban/bao-cao"
TITLE = "Báo cáo tình hình xử lý văn bản"
Typed = Annotated[str, Query(max_length=40)]
Which = Literal["den", "di"]

router = PageRouter(prefix=PATH)
calls = APIRouter(prefix="/api/document-exchange/v1/reports", tags=["Báo cáo"], responses=PROBLEMS)


def _count(key: str, line: Line) -> int:
    return line.counts[key]


def _table(name: str, title: str, titles: dict[str, str]) -> Table:
    counts = [Column(key, words, partial(_count, key)) for key, words in titles.items()]
    return Table(
        f"document-exchange.report-{name}",
        title,
        (
            Column("group", "Nhóm", lambda line: line.group),
            Column("name", "Đơn vị, cách đến, loại", lambda line: line.name, width=50),
            *counts,
            Column("total", "Tổng số", lambda line: line.total),
        ),
    )


@dataclass(frozen=True)
class Kind:
    """Loại báo cáo."""

    table: Table
    read: Callable[[AsyncSession, Identity, Period], Awaitable[Report]]
    rows_at: str
    """The register of just this period."""


KINDS: dict[str, Kind] = {
    "den": Kind(_table("arrivals", "Tình hình xử lý văn bản đến", HANDLED), report_arrivals, "/van-ban/so-theo-doi"),
    "di": Kind(_table("issued", "Tình hình ban hành văn bản đi", ISSUED), report_issued, "/van-ban/so-van-ban-di"),
}


@router.get("")
async def show(
    request: Request, who: MayReadRegisters, session: Session, tu_ngay: Typed = "", den_ngay: Typed = ""
) -> Response:
    """Báo cáo của một kỳ: by unit, by way and by type."""
    refusal: Refusal | None = None
    try:
        period = read_period(tu_ngay, den_ngay)
    except Invalid as error:
        refusal, period = error, period_of(None, None)
    errors = errors_of(refusal)
    return page_of(request).render(
        request,
        "reports/documents.html",
        status=refusal.status if refusal else 200,
        title=TITLE,
        period=period,
        reports={name: (kind, await kind.read(session, who, period)) for name, kind in KINDS.items()},
        typed={"tu_ngay": tu_ngay or vn_date(period.since), "den_ngay": den_ngay or vn_date(period.until)},
        query=urlencode(period.parts),
        errors=errors,
        field_errors=errors_by_field(errors),
    )


@router.get("/ket-xuat")
async def export(
    loai: Which,
    who: MayReadRegisters,
    session: Session,
    tu_ngay: Typed = "",
    den_ngay: Typed = "",
    dang: Annotated[str, Query(pattern="^(xlsx|csv)$")] = "xlsx",
) -> Response:
    """Xuất báo cáo ra tệp."""
    report = await KINDS[loai].read(session, who, read_period(tu_ngay, den_ngay))
    return await as_file(session, who, KINDS[loai].table, report.lines, dang)


@router.get("/ban-in")
async def on_sheet(
    loai: Which, request: Request, who: MayReadRegisters, session: Session, tu_ngay: Typed = "", den_ngay: Typed = ""
) -> Response:
    """Bản in báo cáo."""
    period = read_period(tu_ngay, den_ngay)
    report = await KINDS[loai].read(session, who, period)
    days = f"{vn_date(period.since)} đến {vn_date(period.until)}"
    place = Place(f"{PATH}?{urlencode(period.parts)}", [("Từ ngày", days)])
    return await on_paper(request, session, who, KINDS[loai].table, report.lines, place)


class LineOut(BaseModel):
    """Một dòng báo cáo."""

    group: str
    name: str
    total: int
    counts: dict[str, int]


class ReportOut(BaseModel):
    """Báo cáo tình hình xử lý văn bản của một kỳ."""

    since: date
    until: date
    whole: LineOut
    lines: list[LineOut]


async def _report(kind: Kind, session: AsyncSession, who: Identity, period: Period) -> ReportOut:
    report = await kind.read(session, who, period)
    lines = [
        LineOut(group=line.group, name=line.name, total=line.total, counts=dict(line.counts)) for line in report.lines
    ]
    return ReportOut(since=period.since, until=period.until, whole=lines[0], lines=lines[1:])


@calls.get("/arrivals", summary="Tình hình xử lý văn bản đến")
async def arrivals(
    who: MayReadRegisters, session: Session, since: Day | None = None, until: Day | None = None
) -> ReportOut:
    """Văn bản đến trong kỳ theo đơn vị chủ trì và cách đến; every arrival is counted in exactly one state."""
    return await _report(KINDS["den"], session, who, period_of(since, until))


@calls.get("/issued", summary="Tình hình ban hành văn bản đi")
async def issued(
    who: MayReadRegisters, session: Session, since: Day | None = None, until: Day | None = None
) -> ReportOut:
    """Văn bản có số trong kỳ theo đơn vị soạn thảo và loại; every document is counted in exactly one state."""
    return await _report(KINDS["di"], session, who, period_of(since, until))
