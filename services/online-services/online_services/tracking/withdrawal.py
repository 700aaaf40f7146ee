"""Rút hồ sơ: the person who filed takes the submission back; the counter closes its dossier when the event arrives."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from online_services.submissions.models import Submission
from online_services.submissions.queries import lock_submission
from online_services.tracking.groups import has_result
from online_services.tracking.queries import SUBMITTED, find_tracked_dossier
from online_services.tracking.rules import may_withdraw
from shared.access.identity import Identity
from shared.contracts.online_services import SubmissionWithdrawn
from shared.core import clock
from shared.core.errors import Conflict
from shared.messaging import outbox
from shared.standards.typed import clean_paragraphs
from shared.storage import evidence

MOST_REASON = 1000


async def withdraw(session: AsyncSession, caller: Identity, owner: str, submission_id: UUID, reason: str) -> Submission:
    """Once, however often it is asked; refused when the dossier has ended."""
    submission = await lock_submission(session, owner, submission_id)
    if submission.withdrawn_at is not None:
        return submission
    dossier = await find_tracked_dossier(session, submission_id)
    issued = await has_result(session, submission_id)
    if not may_withdraw(dossier.status if dossier else SUBMITTED, withdrawn=False, issued=issued):
        raise Conflict("withdrawal_too_late")
    submission.withdrawn_at = clock.now()
    submission.withdrawal_reason = clean_paragraphs(reason).strip()[:MOST_REASON]
    event = SubmissionWithdrawn(
        submission_id=str(submission_id),
        reason=submission.withdrawal_reason,
        withdrawn_at=submission.withdrawn_at,
    )
    await outbox.tell(session, event)
    await evidence.record(session, "submission-withdrawn", f"submission/{submission_id}", caller)
    return submission
