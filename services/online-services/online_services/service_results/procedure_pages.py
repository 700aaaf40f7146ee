"""/dich-vu-cong/ket-qua-giai-quyet/thu-tuc: each procedure's months, as a page and as open data (CSV)."""

import csv
import io
from datetime import date
from typing import Annotated

from fastapi import Query, Request, Response

from online_services.auth import MaySeeServiceResults
from online_services.service_results import procedures
from online_services.service_results.months import month_of
from online_services.service_results.procedures import MonthOfProcedure, Wanted
from shared.core.errors import NotFound
from shared.web.application import page_of
from shared.web.file_answers import file_answer
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/dich-vu-cong/ket-qua-giai-quyet/thu-tuc")
Month = Annotated[str, Query(alias="thang")]
Agency = Annotated[str, Query(alias="co_quan", max_length=40)]
Procedure = Annotated[str, Query(alias="ma", max_length=40)]
_HEADINGS = (
    "thang", "ma_thu_tuc", "ten_thu_tuc", "ma_co_quan", "ten_co_quan", "tiep_nhan", "nop_truc_tuyen", "giai_quyet_xong", "dung_han",
)  # fmt: skip


@router.get("")
async def procedures_page(
    request: Request, caller: MaySeeServiceResults, session: Session, month: Month = "", agency: Agency = ""
) -> Response:
    """Kết quả giải quyết theo thủ tục: the newest month, all agencies together, unless others are asked for."""
    months = await procedures.list_months(session)
    chosen = month_of(month) or (months[0] if months else None)
    rows = await procedures.list_results(session, Wanted(chosen, agency=agency), by_agency=False) if chosen else []
    return page_of(request).render(
        request,
        "procedure_results.html",
        months=months[:24],
        chosen=chosen,
        agency=agency,
        agencies=await procedures.list_agencies(session),
        rows=rows,
        few=procedures.FEW,
    )


@router.get("/du-lieu.csv")
async def procedures_file(
    request: Request,
    caller: MaySeeServiceResults,
    session: Session,
    month: Month = "",
    agency: Agency = "",
    procedure: Procedure = "",
) -> Response:
    """Dữ liệu mở: a line for each procedure, agency and month; of no procedure and month asked for, the newest month."""
    chosen = month_of(month)
    if chosen is None and not procedure:
        chosen = next(iter(await procedures.list_months(session)), None)
    rows = await procedures.list_results(session, Wanted(chosen, procedure, agency), by_agency=True)
    parts = [f"{chosen:%Y-%m}" if chosen else "", procedure if rows else ""]
    name = "-".join(filter(None, ("ket-qua-theo-thu-tuc", *parts)))
    return file_answer(request, _csv(rows), f"{name}.csv", "text/csv; charset=utf-8")


@router.get("/{code}")
async def procedure_page(code: str, request: Request, caller: MaySeeServiceResults, session: Session) -> Response:
    """Các tháng của một thủ tục, and its agencies in the newest of them."""
    history = await procedures.list_results(session, Wanted(procedure=code), by_agency=False)
    if not history:
        raise NotFound("not_found")
    newest: date = history[0].month
    return page_of(request).render(
        request,
        "procedure_history.html",
        procedure=history[0],
        history=history[:24],
        newest=newest,
        agencies=await procedures.list_results(session, Wanted(newest, code), by_agency=True),
        few=procedures.FEW,
    )


def _csv(rows: list[MonthOfProcedure]) -> bytes:
    """UTF-8 with its mark, as spreadsheets here open it without a question. Counts alone: whoever sums up counts shares anew."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADINGS)
    for one in rows:
        counts = one.received, one.online, one.finished, one.on_time
        named = one.procedure_code, one.procedure_name, one.agency_code, one.agency_name
        writer.writerow((f"{one.month:%Y-%m}", *named, *counts))
    return text.getvalue().encode("utf-8-sig")
