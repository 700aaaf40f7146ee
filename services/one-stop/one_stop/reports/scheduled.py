"""Reports are drawn up by schedule as a month ends, and whoever has not signed is reminded.

The data of a period close when its last day ends: the figures are counted as things stood then, whatever changes later. Only the
signature stays with a person. On which day the period's data close and until when a report is due no source read so far says
(chưa rõ điều): the first day after the month, and the fifth.
"""

from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.agencies.models import AgencyMerger
from one_stop.agencies.rules import PART
from one_stop.dossiers.models import Dossier
from one_stop.reports.actions import COUNT_REPORT
from one_stop.reports.models import Report
from one_stop.reports.queries import ended_since
from one_stop.reports.rules import Period
from shared.access.rights import Role
from shared.contracts.one_stop import CounterNotified
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.formats import vn_date
from shared.core.identifiers import new_id
from shared.directory.models import Agency
from shared.directory.queries import names_of
from shared.notifying.raising import notification, notify
from shared.storage import evidence
from shared.work.jobs import Job, daily, plan

BY_SCHEDULE = "schedule"
DUE_ON = 5
"""Day of the next month until which a report is signed; from then on its leaders are reminded."""
REMINDED_ON = (DUE_ON, 10, 15, 20, 25)


def last_month(today: date) -> Period:
    last = today.replace(day=1) - timedelta(days=1)
    return Period(last.replace(day=1), last)


async def draw_up_reports(session: AsyncSession, _key: str) -> None:
    """Each agency's of the last month, once, whichever day this is first done; on some days whoever has not signed is reminded."""
    today = clock.local_now().date()
    period = last_month(today)
    known = await _of_period(session, period)
    agencies = await _agencies_with_dossiers(session, period)
    for code, name in agencies:
        if code not in known:
            known[code] = await _draw_up(session, period, code, name)
        elif known[code].closed_at is None:
            await _add_ended(session, known[code])
    if today.day in REMINDED_ON:
        for code, _ in agencies:  # at one that has ended nobody is left to sign
            if known[code].closed_at is None:
                await _remind(session, period, code, known[code])


DRAW_UP_REPORTS = Job("draw-up-reports", "Lập báo cáo tháng theo lịch, nhắc ký", draw_up_reports, daily(time(6, 0)))


async def _of_period(session: AsyncSession, period: Period) -> dict[str, Report]:
    """By agency, one that is signed before others."""
    same = Report.first_day == period.first, Report.last_day == period.last, Report.below.is_(False)
    ended = Report.until == period.until(clock.now())
    order = Report.closed_at.is_not(None), Report.asked_at, Report.id
    rows = await session.scalars(select(Report).where(*same, ended).order_by(*order))
    return {report.agency_code: report for report in rows}


async def _agencies_with_dossiers(session: AsyncSession, period: Period) -> list[tuple[str, str]]:
    had = select(Dossier.id).where(Dossier.agency_code == Agency.code, Dossier.received_at < period.until(clock.now()))
    # For one that ended its successor reports, even while its dossiers are on their way there.
    ended = select(AgencyMerger.agency_code).where(AgencyMerger.act != PART)
    rows = await session.execute(
        select(Agency.code, Agency.name).where(had.exists(), Agency.code.not_in(ended)).order_by(Agency.code)
    )
    return [(row.code, row.name) for row in rows]


async def _draw_up(session: AsyncSession, period: Period, code: str, name: str) -> Report:
    now = clock.now()
    before = await ended_since(session, code, period)
    names = await names_of(session, before)
    agencies = [{"code": code, "name": name}, *({"code": one, "name": names.get(one, one)} for one in before)]
    report = Report(
        id=new_id(), agency_code=code, first_day=period.first, last_day=period.last, below=False,
        until=period.until(now), agencies=agencies, counted=0, lines=[], asked_by=BY_SCHEDULE,
        asked_by_name="Lập theo lịch", asked_at=now, closed_by="", closed_by_name="", reason="", sha256="", size=0,
        file_name="",
    )  # fmt: skip
    session.add(report)
    await session.flush()
    await plan(session, COUNT_REPORT, str(report.id), now)
    await evidence.record(session, "report-drawn-up", f"report/{report.id}", "job:draw-up-reports", at=code)
    return report


async def _add_ended(session: AsyncSession, drawn: Report) -> None:
    """Cơ quan kết thúc sau khi báo cáo đã lập: what it had not signed by then is counted into its successor's, which waits for that."""
    before = await ended_since(session, drawn.agency_code, drawn.period)
    if not {agency["code"] for agency in drawn.agencies}.issuperset(before):
        report = await session.get_one(Report, drawn.id, with_for_update=True, populate_existing=True)
        missing = [code for code in before if code not in {agency["code"] for agency in report.agencies}]
        if report.closed_at is None and missing:
            names = await names_of(session, missing)
            report.agencies = [*report.agencies, *({"code": one, "name": names.get(one, one)} for one in missing)]
            await plan(session, COUNT_REPORT, str(report.id), clock.now())


async def _remind(session: AsyncSession, period: Period, code: str, report: Report) -> None:
    """Nhắc ký, chốt báo cáo trễ."""
    facts = {"since": vn_date(period.first), "until": vn_date(period.last)}
    to, link = [Recipient(agency_code=code, role=Role.LEADER)], f"/mot-cua/bao-cao/{report.id}"
    told = notification(CounterNotified, "report-unsigned", f"report/{report.id}", to, facts, link)
    await notify(session, told)
