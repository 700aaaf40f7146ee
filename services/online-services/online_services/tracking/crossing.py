"""Đề nghị rút that crossed the signature of a first result: it cannot be met, and the citizen reads why and whom to ask."""

from sqlalchemy.ext.asyncio import AsyncSession

from online_services.submissions.models import Submission
from online_services.texts import TEXTS
from online_services.tracking.models import CourseEntry, TrackedDossier
from shared.core import clock
from shared.directory.queries import find_agency
from shared.standards.dossier_status import SETTLED
from shared.storage import evidence


async def end_crossed_withdrawal(session: AsyncSession, dossier: TrackedDossier) -> None:
    """One-stop takes no dossier back whose first result is signed. The row is locked, as whoever withdraws locks it: he comes
    before, and is answered here, or after, and is refused."""
    filed = await session.get(Submission, dossier.id, with_for_update=True)
    if filed is None or filed.withdrawn_at is None or dossier.status in SETTLED:
        return
    agency = await find_agency(session, dossier.agency_code or filed.agency_code)
    answer = TEXTS["withdrawal_crossed"].format(agency=agency.name if agency else filed.agency_code)
    asked_at, reason = filed.withdrawn_at, filed.withdrawal_reason
    filed.withdrawn_at, filed.withdrawal_reason = None, ""
    for kind, at, note in (("withdrawal-asked", asked_at, reason), ("withdrawal-crossed", clock.now(), answer)):
        session.add(CourseEntry(dossier_id=dossier.id, kind=kind, at=at, note=note))
    subject, source = f"submission/{dossier.id}", "event:first-result-issued"
    await evidence.record(session, "withdrawal-crossed", subject, source, asked_at=asked_at.isoformat())
