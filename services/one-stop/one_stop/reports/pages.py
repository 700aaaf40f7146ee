"""/mot-cua/bao-cao: asking for a report, watching it being counted, reading, opening, printing and closing it."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response

from one_stop.auth import MayCloseReports, MaySeeFigures
from one_stop.dossiers.actions import letterhead
from one_stop.dossiers.signing import authority_lines
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.forms.render import REPORT
from one_stop.forms.rule_sets import RuleSet
from one_stop.page_forms import read_form, texts_of
from one_stop.reports.actions import ask_report, close_report
from one_stop.reports.listing import REPORTED
from one_stop.reports.queries import get_received, get_report, list_received, list_reports
from one_stop.reports.rules import national_share, own_share, usual_periods
from one_stop.reports.schemas import ReportAsking, ReportClosing
from one_stop.reports.sheet import rows_of, sheet_of, without_dossiers
from one_stop.rights import RIGHTS, Right
from one_stop.texts import TEXTS
from shared.access.identity import Identity
from shared.access.rights import Reach, holds, reach
from shared.core import clock
from shared.core.errors import Refusal
from shared.core.formats import vn_date
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.callers import require
from shared.web.file_answers import file_answer, stored_file
from shared.web.lists import add_list_routes, view_of
from shared.web.problems import sentence_for
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.view_routes import add_view_routes

TITLE = "Báo cáo giải quyết thủ tục hành chính"
PATH = "/mot-cua/bao-cao"
PAGE = 50

router = PageRouter(prefix="/mot-cua")
_reads = require(RIGHTS, Right.SEE_FIGURES)


@router.get("/bao-cao")
async def show_reports(request: Request, who: MaySeeFigures, session: Session) -> Response:
    """Các báo cáo của cơ quan."""
    return await _show_all(request, session, who)


@router.post("/bao-cao")
async def ask(request: Request, who: MaySeeFigures, session: Session) -> Response:
    """Lập báo cáo."""
    form = texts_of(await request.form())
    wanted = {name: form.get(name, "") for name in ("first_day", "last_day")} | {"below": form.get("below") == "1"}
    report, refusal = await attempt(request, session, lambda: ask_report(session, who, read_form(ReportAsking, wanted)))
    if report is None:
        return await _show_all(request, session, who, refusal=refusal, form=form)
    return Response(status_code=303, headers={"location": f"{PATH}/{report.id}"})


@router.get("/bao-cao/ho-so")
async def show_reported(request: Request, who: MaySeeFigures, session: Session) -> Response:
    """Hồ sơ của một báo cáo, of one of its figures."""
    asked = request.query_params.get("bao_cao", "")
    view = await view_of(request, session, who, REPORTED, PAGE)
    report = await get_report(session, UUID(asked), who.agency_code) if asked else None
    names = {agency["code"]: agency["name"] for agency in report.agencies} if report else {}
    sectors = sorted({line["sector"] for line in report.lines}) if report else []
    view.choices = {
        "report": {asked: f"Báo cáo {report.period.words}"} if report else {"": "Chưa chọn"},
        "agency": {"": "Tất cả", **names},
        "sector": {"": "Tất cả", **{name: name for name in sectors}},
    }
    page = page_of(request)
    return page.render(request, "reported.html", list=view, report=report, back=PATH)


add_list_routes(router, REPORTED, _reads, "/bao-cao/ho-so")
add_view_routes(router, REPORTED, _reads, "/bao-cao/ho-so")


@router.get("/bao-cao/nhan/{report_id}")
async def open_received(report_id: UUID, request: Request, who: MaySeeFigures, session: Session) -> Response:
    """Báo cáo nhận từ cơ quan trực thuộc: the signed sheet."""
    received = await get_received(session, report_id, who.agency_code)
    await evidence.record(session, "report-printed", f"report/{received.id}", who)
    return await stored_file(request, received.signed_file(), opens=True)


@router.get("/bao-cao/{report_id}")
async def show_report(
    report_id: UUID, request: Request, who: MaySeeFigures, session: Session, xong: str = ""
) -> Response:
    """Một báo cáo: its figures, or how far it is."""
    return await _show(request, session, who, report_id, done=bool(xong))


@router.get("/bao-cao/{report_id}/in")
async def print_report(
    report_id: UUID, request: Request, who: MaySeeFigures, counter: AtCounter, session: Session
) -> Response:
    """Bản in biểu II.06a: the signed one, or as it would be signed now."""
    report = await get_report(session, report_id, who.agency_code)
    await evidence.record(session, "report-printed", f"report/{report.id}", who)
    if report.closed_at is not None:
        return await stored_file(request, report.signed_file(), opens=True)
    worker = worker_of(who)
    signer = worker.name, await authority_lines(session, who.agency_code, worker)
    data = sheet_of(await letterhead(session, who.agency_code), report, signer)
    pdf = await counter.prints.preview_form(REPORT, RuleSet.ND118_2025.value, data)
    return file_answer(request, pdf, f"xem-thu-II06a-{report.first_day:%Y%m%d}.pdf", "application/pdf", opens=True)


@router.post("/bao-cao/{report_id}/chot")
async def close(
    report_id: UUID, request: Request, who: MayCloseReports, counter: AtCounter, session: Session
) -> Response:
    """Ký, chốt báo cáo."""
    form = texts_of(await request.form())

    async def act() -> object:
        closing = read_form(ReportClosing, {"reason": form.get("reason", "")})
        return await close_report(session, counter.prints, who, report_id, closing)

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        return await _show(request, session, who, report_id, refusal=refusal, form=form)
    return Response(status_code=303, headers={"location": f"{PATH}/{report_id}?xong=1"})


async def _show_all(
    request: Request,
    session: Session,
    who: Identity,
    *,
    refusal: Refusal | None = None,
    form: dict[str, str] | None = None,
) -> Response:
    errors = _errors_of(refusal) if refusal else []
    return page_of(request).render(
        request,
        "reports.html",
        refusal.status if refusal else 200,
        title=TITLE,
        reports=await list_reports(session, who.agency_code),
        received=await list_received(session, who.agency_code),
        may_see_below=reach(who, RIGHTS[Right.SEE_FIGURES]) in (Reach.BELOW, Reach.ALL),
        periods=[
            (words, {"first_day": vn_date(period.first), "last_day": vn_date(period.last)})
            for words, period in usual_periods(clock.local_now().date()).items()
        ],
        errors=errors,
        error_at=dict(errors),
        form=form or {},
    )


async def _show(
    request: Request,
    session: Session,
    who: Identity,
    report_id: UUID,
    *,
    done: bool = False,
    refusal: Refusal | None = None,
    form: dict[str, str] | None = None,
) -> Response:
    report = await get_report(session, report_id, who.agency_code)
    errors = _errors_of(refusal) if refusal else []
    facts: dict[str, Any] = {}
    if report.is_counted:
        total = report.total
        facts = {"rows": rows_of(report), "total": total, "idle": without_dossiers(report)}
        facts |= {"own": own_share(total), "national": national_share(total)}
    return page_of(request).render(
        request,
        "report.html",
        refusal.status if refusal else 200,
        title=f"Báo cáo {report.period.words}",
        report=report,
        reported=REPORTED.path,
        day_was_running=report.until < report.period.until(clock.now()),
        may_close=holds(who, RIGHTS[Right.CLOSE_REPORTS]),
        done=done,
        errors=errors,
        error_at=dict(errors),
        form=form or {},
        **facts,
    )


def _errors_of(refusal: Refusal) -> list[tuple[str, str]]:
    return [(error.pointer.strip("/"), error.sentence) for error in refusal.fields] or [
        ("", sentence_for(refusal, TEXTS))
    ]
