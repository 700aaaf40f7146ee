"""Sổ đăng ký văn bản đi và đến: the columns of NĐ 30/2020 Phụ lục IV, to be read and printed."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from document_exchange import texts
from document_exchange.auth import MayReadRegisters
from document_exchange.desk.queries import list_incoming_rows, list_outgoing_rows, series_code
from document_exchange.showing import query_string
from shared.core import clock
from shared.web.application import page_of
from shared.web.transaction import Session

router = APIRouter(prefix="/van-ban")

PAGE = 200

Year = Annotated[int | None, Query(ge=2000, le=9999)]


@router.get("/so-van-ban-di")
async def outgoing_register(
    request: Request,
    who: MayReadRegisters,
    session: Session,
    nam: Year = None,
    sau_so: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0,
    he_so: Annotated[str, Query(max_length=50)] = "",
) -> Response:
    """Sổ đăng ký văn bản đi."""
    year = nam or clock.local_now().year
    after = (he_so, sau_so) if he_so else None
    rows = await list_outgoing_rows(session, who.agency_code, year, after, PAGE + 1)
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    href = None
    if more:
        last = rows[-1].document
        code = await series_code(session, last.series_id)
        parts = {"nam": str(year), "he_so": code, "sau_so": str(last.number)}
        href = f"/van-ban/so-van-ban-di?{query_string(parts)}"
    return page_of(request).render(
        request,
        "registers/outgoing.html",
        rows=rows,
        year=year,
        this_year=clock.local_now().year,
        next_href=href,
        first_href=f"/van-ban/so-van-ban-di?nam={year}" if after else None,
        labels=texts.DOCUMENT_STATUS_LABELS,
    )


@router.get("/so-van-ban-den")
async def incoming_register(
    request: Request,
    who: MayReadRegisters,
    session: Session,
    nam: Year = None,
    sau_so: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0,
) -> Response:
    """Sổ đăng ký văn bản đến."""
    year = nam or clock.local_now().year
    rows = await list_incoming_rows(session, who.agency_code, year, sau_so, PAGE + 1)
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    parts = {"nam": str(year), "sau_so": str(rows[-1].document.arrival_number) if rows else ""}
    return page_of(request).render(
        request,
        "registers/incoming.html",
        rows=rows,
        year=year,
        this_year=clock.local_now().year,
        next_href=f"/van-ban/so-van-ban-den?{query_string(parts)}" if more else None,
        first_href=f"/van-ban/so-van-ban-den?nam={year}" if sau_so else None,
        labels=texts.STATUS_LABELS,
        recall_labels=texts.RECALL_LABELS,
        priorities=texts.PRIORITY_LABELS,
    )
