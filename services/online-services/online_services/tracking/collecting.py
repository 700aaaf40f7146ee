"""Nhận kết quả trực tuyến: the first time its owner opens a result, the office is told of that one, and told once."""

from sqlalchemy import exists, update
from sqlalchemy.ext.asyncio import AsyncSession

from online_services.submissions.models import Submission
from online_services.tracking.models import CourseFile, TrackedDossier
from shared.contracts.online_services import ResultCollected
from shared.core import clock
from shared.messaging.outbox import tell
from shared.standards.dossier_status import DossierStatus

ONLINE = "online"


async def note_collected(session: AsyncSession, submission: Submission, file: CourseFile) -> None:
    """A result that is to be fetched at the counter or comes by post is only read here."""
    if file.kind != "result" or submission.return_channel != ONLINE:
        return
    waits = exists().where(TrackedDossier.id == submission.id, TrackedDossier.status == DossierStatus.RESOLVED.value)
    now = clock.now()
    mine = CourseFile.id == file.id, CourseFile.collected_at.is_(None), waits
    first = update(CourseFile).where(*mine).values(collected_at=now).returning(CourseFile.id)
    if (await session.execute(first)).first() is None:
        return
    begun = TrackedDossier.id == submission.id, TrackedDossier.collected_at.is_(None)
    await session.execute(update(TrackedDossier).where(*begun).values(collected_at=now))
    await tell(session, ResultCollected(submission_id=str(submission.id), sha256=file.sha256, collected_at=now))
