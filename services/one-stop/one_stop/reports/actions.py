"""Asking for a report, counting it agency by agency, and closing it. Actions write; who calls commits."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import letterhead
from one_stop.dossiers.print_shop import PrintShop
from one_stop.dossiers.signing import authority_lines, sign_slip
from one_stop.dossiers.workers import worker_of
from one_stop.forms.render import REPORT
from one_stop.forms.rule_sets import RuleSet
from one_stop.reports import statements
from one_stop.reports.models import Report
from one_stop.reports.queries import agencies_reported, get_report, of_agency
from one_stop.reports.rules import check_period
from one_stop.reports.schemas import ReportAsking, ReportClosing
from one_stop.reports.sheet import sheet_of
from one_stop.reports.submitting import submit_report
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Conflict, FieldError, Invalid
from shared.core.formats import vn_datetime
from shared.core.identifiers import new_id
from shared.directory.queries import find_agency
from shared.storage import evidence
from shared.work.jobs import Job, plan

DRAFTS_KEPT = 20
"""Reports of an agency that nobody has closed; of more the oldest go."""
GIVEN_UP = timedelta(hours=1)
_AGENCIES = func.jsonb_array_length(Report.agencies)


async def ask_report(session: AsyncSession, who: Identity, asking: ReportAsking) -> Report:
    """Lập báo cáo: counted by a worker. Refused for days that are no period, and while the same is being counted."""
    report = Report(
        id=new_id(), agency_code=who.agency_code, first_day=asking.first_day, last_day=asking.last_day,
        below=asking.below, counted=0, lines=[], asked_by=who.subject, asked_by_name=who.acting_name,
        asked_at=clock.now(), closed_by="", closed_by_name="", reason="", sha256="", size=0, file_name="",
    )  # fmt: skip
    check_period(report.period, clock.local_now().date())
    report.until = report.period.until(report.asked_at)
    report.agencies = await agencies_reported(session, who, report.period, below=asking.below)
    # One that stands still for so long was given up by the workers: it stops nobody.
    recent = _same(report).where(Report.asked_at > report.asked_at - GIVEN_UP, Report.counted < _AGENCIES)
    if await session.scalar(select(recent.exists())):
        raise Conflict("report_counting")
    session.add(report)
    await session.flush()
    await plan(session, COUNT_REPORT, str(report.id), report.asked_at)
    facts = {"first_day": str(report.first_day), "last_day": str(report.last_day), "below": report.below}
    await evidence.record(session, "report-asked", f"report/{report.id}", who, **facts)
    return report


async def count_next(session: AsyncSession, key: str) -> None:
    """Đếm cơ quan kế tiếp: one in each transaction, so that a worker that dies loses one and everybody sees how far it is."""
    report = await session.get(Report, UUID(key), with_for_update=True)
    if report is None or report.is_counted:
        return
    agency_code = report.agencies[report.counted]["code"]
    of = {"report_id": report.id, "agency_code": agency_code}
    await session.execute(text("SET LOCAL statement_timeout = '10min'"))  # nobody waits for a worker
    if report.counted == 0:
        await _forget_oldest(session, report.agency_code)
    await session.execute(
        statements.KEEP_DOSSIERS,
        of | {"since": report.period.since, "until": report.until, "last_day": report.last_day},
    )
    sectors = await session.execute(statements.COUNT_SECTORS, of)
    report.lines = [*report.lines, *({"agency_code": agency_code, **row} for row in sectors.mappings())]
    report.counted += 1
    if not report.is_counted:
        await plan(session, COUNT_REPORT, key, clock.now())


COUNT_REPORT = Job("count-report", "Lập báo cáo giải quyết thủ tục hành chính", count_next)


async def close_report(
    session: AsyncSession, prints: PrintShop, who: Identity, report_id: UUID, closing: ReportClosing
) -> Report:
    """Ký, chốt báo cáo: the signed sheet is kept and nothing of it changes any more. It may take the place of an earlier one, with a reason."""
    report = await get_report(session, report_id, who.agency_code)
    # Two who close reports of one period take turns.
    same: dict[UUID, Report] = {
        one.id: one for one in await session.scalars(_same(report).order_by(Report.id).with_for_update())
    }
    report, now = same[report_id], clock.now()
    if report.closed_at is not None:
        raise Conflict("report_closed_already", by=report.closed_by_name, at=vn_datetime(report.closed_at))
    if not report.is_counted:
        raise Conflict("report_being_counted")
    if report.until < report.period.until(now):
        raise Conflict("report_day_was_running")
    before = next((one for one in same.values() if one.closed_at is not None and one.replaced_by is None), None)
    if before is not None and before.closed_at is not None and not closing.reason:
        sentence = f"Kỳ này đã chốt báo cáo lúc {vn_datetime(before.closed_at)}: hãy ghi lý do lập báo cáo thay."
        raise Invalid("invalid_input", fields=[FieldError("/reason", "value_missing", sentence)])
    worker = worker_of(who)
    agency = await find_agency(session, who.agency_code)
    report.reason = closing.reason if before is not None else ""
    signer = worker.name, await authority_lines(session, who.agency_code, worker)
    data = sheet_of(await letterhead(session, who.agency_code), report, signer)
    name = f"bao-cao-II06a-{report.first_day:%Y%m%d}-{report.last_day:%Y%m%d}.pdf"
    with session.no_autoflush:
        post = worker.person_id, (who.agency_code, agency.name if agency else "")
        printed = await sign_slip(prints, REPORT, RuleSet.ND118_2025.value, data, post, name, f"report/{report.id}")
    if before is not None:
        before.replaced_by = report.id
        await session.flush()
    report.closed_by, report.closed_by_name, report.closed_at = worker.person_id, worker.name, now
    report.sha256, report.size, report.file_name = printed.file.sha256, printed.file.size, printed.file.name
    await session.flush()
    if agency is not None and agency.parent_code:
        await submit_report(session, report, agency)
    facts = {"sha256": report.sha256, "replaces": str(before.id) if before is not None else ""}
    await evidence.record(session, "report-closed", f"report/{report.id}", who, **facts)
    return report


def _same(report: Report) -> Select[Any]:
    return of_agency(report.agency_code).where(
        Report.first_day == report.first_day, Report.last_day == report.last_day, Report.below == report.below
    )


async def _forget_oldest(session: AsyncSession, agency_code: str) -> None:
    """Their dossiers go with them, a million perhaps: by a worker. What was closed stays for good."""
    drafts = select(Report.id).where(Report.agency_code == agency_code, Report.closed_at.is_(None))
    old = drafts.order_by(Report.asked_at.desc(), Report.id).offset(DRAFTS_KEPT)
    await session.execute(delete(Report).where(Report.id.in_(old)))
