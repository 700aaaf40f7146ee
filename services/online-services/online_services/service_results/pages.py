"""/dich-vu-cong/ket-qua-giai-quyet: for anybody, as a page and as open data (CSV)."""

import csv
import io

from fastapi import Query, Request, Response

from online_services.auth import MaySeeServiceResults
from online_services.service_results import queries
from online_services.service_results.months import month_of
from online_services.service_results.queries import MonthOfAgency
from shared.web.application import page_of
from shared.web.file_answers import file_answer
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/dich-vu-cong/ket-qua-giai-quyet")
_HEADINGS = (
    "thang", "ma_co_quan", "ten_co_quan", "tiep_nhan", "nop_truc_tuyen", "giai_quyet_xong", "dung_han", "ty_le_dung_han",
)  # fmt: skip


@router.get("")
async def results_page(
    request: Request, caller: MaySeeServiceResults, session: Session, month: str = Query("", alias="thang")
) -> Response:
    """Kết quả giải quyết hồ sơ: the newest month unless another is asked for."""
    months = await queries.list_months(session)
    chosen = month_of(month) or (months[0] if months else None)
    rows = await queries.list_results(session, chosen) if chosen else []
    return page_of(request).render(
        request,
        "service_results.html",
        months=months[:24],
        chosen=chosen,
        rows=[queries.together(rows), *rows] if len(rows) > 1 else rows,
    )


@router.get("/du-lieu.csv")
async def results_file(
    request: Request, caller: MaySeeServiceResults, session: Session, month: str = Query("", alias="thang")
) -> Response:
    """Dữ liệu mở: one line for each agency and month; all months unless one is asked for."""
    chosen = month_of(month)
    rows = await queries.list_results(session, chosen)
    name = f"ket-qua-giai-quyet-ho-so{f'-{chosen:%Y-%m}' if chosen else ''}.csv"
    return file_answer(request, _csv(rows), name, "text/csv; charset=utf-8")


def _csv(rows: list[MonthOfAgency]) -> bytes:
    """UTF-8 with its mark, as spreadsheets here open it without a question; shares in percent with a decimal point."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_HEADINGS)
    for one in rows:
        share = "" if one.on_time_share is None else f"{one.on_time_share:.1f}"
        counts = (one.received, one.online, one.finished, one.on_time)
        writer.writerow((f"{one.month:%Y-%m}", one.agency_code, one.agency_name, *counts, share))
    return text.getvalue().encode("utf-8-sig")
