"""Reports for programs: asked for, read, closed, and the dossiers that a figure counts."""

from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response

from one_stop.auth import MayCloseReports, MaySeeFigures
from one_stop.edge import AtCounter
from one_stop.reports.actions import ask_report, close_report
from one_stop.reports.listing import REPORTED
from one_stop.reports.queries import get_report, list_reports
from one_stop.reports.schemas import ReportAsking, ReportClosing, ReportedOut, ReportOut, ReportShort
from one_stop.rights import RIGHTS, Right
from shared.web.callers import require
from shared.web.file_answers import stored_file
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/one-stop/v1", tags=["Báo cáo"])


@router.get("/reports", summary="Các báo cáo II.06a của cơ quan")
async def read_reports(who: MaySeeFigures, session: Session) -> list[ReportShort]:
    """Mới nhất trước, nhiều nhất 100; không kèm số liệu."""
    return [ReportShort.of(report) for report in await list_reports(session, who.agency_code)]


@router.post("/reports", status_code=202, response_model=ReportOut, summary="Lập báo cáo II.06a")
async def post_report(body: ReportAsking, who: MaySeeFigures, request: Request, session: Session) -> Response:
    """Đếm ở phía sau: read it again until `counted` equals `agencies`."""

    async def act() -> Response:
        made = ReportOut.of(await ask_report(session, who, body))
        return Response(made.model_dump_json(), 202, media_type="application/json")

    return await once(request, session, act)


@router.get("/reports/{report_id}", summary="Một báo cáo II.06a")
async def read_report(report_id: UUID, who: MaySeeFigures, session: Session) -> ReportOut:
    """Số liệu theo cơ quan, lĩnh vực."""
    return ReportOut.of(await get_report(session, report_id, who.agency_code))


@router.get("/reports/{report_id}/file", response_class=Response, summary="Bản ký của báo cáo II.06a")
async def read_file(report_id: UUID, who: MaySeeFigures, request: Request, session: Session) -> Response:
    """PDF có chữ ký số; 404 khi chưa chốt."""
    return await stored_file(request, (await get_report(session, report_id, who.agency_code)).signed_file())


@router.post("/reports/{report_id}/close", response_model=ReportOut, summary="Ký, chốt báo cáo II.06a")
async def post_closing(
    report_id: UUID, body: ReportClosing, who: MayCloseReports, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Ký, chốt báo cáo; thay báo cáo đã chốt của cùng kỳ thì phải có lý do."""

    async def act() -> Response:
        closed = ReportOut.of(await close_report(session, counter.prints, who, report_id, body))
        return Response(closed.model_dump_json(), media_type="application/json")

    return await once(request, session, act)


@router.get("/lists/reported", summary="Hồ sơ của một báo cáo II.06a")
async def read_reported(
    who: MaySeeFigures,
    session: Session,
    report: UUID,
    q: Words = "",
    agency: str = "",
    sector: str = "",
    came: str = "",
    state: str = "",
    differs: Literal["", "differs"] = "",
    sort: Literal["", "reverse"] = "",
    after: After = "",
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[ReportedOut]:
    """Hồ sơ mà một con số của báo cáo đã đếm, as they stood then."""
    await get_report(session, report, who.agency_code)
    wanted = {"report": str(report), "agency": agency, "sector": sector, "came": came, "state": state}
    chosen = REPORTED.choose(wanted | {"q": q, "differs": differs, "sort": sort, "after": after}, by="name")
    return await page_out(session, who, chosen, limit, count, ReportedOut.model_validate)


add_view_calls(router, REPORTED, require(RIGHTS, Right.SEE_FIGURES))
