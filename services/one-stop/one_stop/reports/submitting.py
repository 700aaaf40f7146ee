"""A signed report goes up to the agency above by event, and is kept there as it arrived."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.reports.models import ReceivedReport, Report
from shared.access.rights import Role
from shared.contracts.one_stop import CounterNotified
from shared.contracts.one_stop_reports import ReportSubmitted
from shared.contracts.values import Recipient
from shared.core import clock
from shared.core.formats import vn_date
from shared.directory.models import Agency
from shared.messaging.outbox import tell
from shared.notifying.raising import notification, notify
from shared.storage import evidence


async def submit_report(session: AsyncSession, report: Report, agency: Agency) -> None:
    """Gửi báo cáo lên cơ quan cấp trên, in the transaction of its closing."""
    assert report.closed_at is not None
    submitted = ReportSubmitted(
        report_id=str(report.id),
        from_agency_code=report.agency_code,
        from_agency_name=agency.name,
        to_agency_code=agency.parent_code,
        first_day=report.first_day,
        last_day=report.last_day,
        below=report.below,
        columns=report.total.columns,
        signed_by=report.closed_by_name,
        signed_at=report.closed_at,
        reason=report.reason,
        file=report.signed_file(),
    )
    await tell(session, submitted)


async def receive_report(session: AsyncSession, event: ReportSubmitted) -> None:
    """Nhận báo cáo: kept once; the leaders there are told."""
    if await session.get(ReceivedReport, UUID(event.report_id)) is not None:
        return
    session.add(
        ReceivedReport(
            id=UUID(event.report_id),
            agency_code=event.to_agency_code,
            from_agency_code=event.from_agency_code,
            from_agency_name=event.from_agency_name,
            first_day=event.first_day,
            last_day=event.last_day,
            below=event.below,
            columns=list(event.columns),
            signed_by_name=event.signed_by,
            signed_at=event.signed_at,
            received_at=clock.now(),
            reason=event.reason,
            sha256=event.file.sha256,
            size=event.file.size,
            file_name=event.file.name,
        )
    )
    subject = f"report/{event.report_id}"
    await evidence.record(session, "report-received", subject, "event:report-submitted", at=event.to_agency_code)
    to = [Recipient(agency_code=event.to_agency_code, role=Role.LEADER)]
    facts = {"agency": event.from_agency_name, "since": vn_date(event.first_day), "until": vn_date(event.last_day)}
    await notify(session, notification(CounterNotified, "report-received", subject, to, facts, "/mot-cua/bao-cao"))
