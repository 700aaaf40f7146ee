"""Writing to the agency, and taking in what it writes. Actions write; who calls commits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from online_services.exchanges.models import DossierMessage
from online_services.exchanges.queries import list_messages
from online_services.exchanges.rules import check_message, may_write, refuse_flood
from online_services.submissions.queries import lock_submission
from online_services.tracking.actions import note_question
from online_services.tracking.letting_know import let_owner_know
from online_services.tracking.queries import SUBMITTED, find_tracked_dossier
from shared.access.identity import Identity
from shared.contracts.one_stop_aside import ApplicantAsked
from shared.contracts.online_services import ApplicantWrote
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import Conflict
from shared.messaging import outbox
from shared.storage import evidence
from shared.work.scanning import refuse_infected
from shared.work.timeline import kept


async def write_to_agency(
    session: AsyncSession,
    caller: Identity,
    owner: str,
    submission_id: UUID,
    message_id: UUID,
    text: str,
    files: Sequence[FileReference] = (),
) -> DossierMessage:
    """Gửi lời cho cơ quan, once for an id; refused once the dossier has ended."""
    submission = await lock_submission(session, owner, submission_id)
    before = await list_messages(session, submission_id)
    sent = next((message for message in before if message.id == message_id), None)
    if sent is not None:
        return sent
    dossier = await find_tracked_dossier(session, submission_id)
    if not may_write(dossier.status if dossier else SUBMITTED, withdrawn=submission.withdrawn_at is not None):
        raise Conflict("exchange_closed")
    words = check_message(text, len(files))
    refuse_flood([message.from_owner for message in before])
    await refuse_infected(session, [file.sha256 for file in files])
    message = DossierMessage(
        id=message_id,
        dossier_id=submission_id,
        from_owner=True,
        wants_answer=False,
        text=words,
        files=kept(*files),
        at=clock.now(),
        by="",
    )
    session.add(message)
    if dossier is not None:
        dossier.question_at = None
    await outbox.tell(session, _wrote(message))
    await evidence.record(session, "agency-written-to", f"submission/{submission_id}", caller, files=len(files))
    return message


def _wrote(message: DossierMessage) -> ApplicantWrote:
    return ApplicantWrote(
        submission_id=str(message.dossier_id),
        message_id=str(message.id),
        text=message.text,
        files=tuple(message.attached),
        written_at=message.at,
    )


async def note_asked(session: AsyncSession, event: ApplicantAsked) -> None:
    """Cơ quan hỏi, báo người nộp."""
    message = DossierMessage(
        id=UUID(event.message_id),
        dossier_id=UUID(event.dossier_id),
        from_owner=False,
        wants_answer=event.wants_answer,
        text=event.text,
        files=kept(*event.files),
        at=event.asked_at,
        by=event.asked_by,
    )
    session.add(message)
    code = await note_question(session, event.dossier_id, event.status, event.asked_at if event.wants_answer else None)
    kind = "question-asked" if event.wants_answer else "agency-wrote"
    await let_owner_know(session, message.dossier_id, kind, code=code)
