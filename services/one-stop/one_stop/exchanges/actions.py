"""Writing to the applicant and taking in what he writes; the clock runs on. Actions write; who calls commits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from one_stop.dossiers.actions import load_for_action, note_aside
from one_stop.dossiers.cases import Worker
from one_stop.dossiers.hand_on import held_by
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.notifications import about_loaded
from one_stop.dossiers.queries import lock_dossier
from one_stop.dossiers.rules import Channel, Doing
from one_stop.dossiers.workers import worker_of
from one_stop.exchanges.models import ApplicantMessage
from one_stop.exchanges.queries import list_messages
from one_stop.exchanges.rules import WAY_LABELS, Way, refuse_flood
from one_stop.exchanges.schemas import Asking, WritingDown
from shared.access.identity import Identity
from shared.contracts.one_stop_aside import ApplicantAsked
from shared.contracts.online_services import ApplicantWrote
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.identifiers import new_id
from shared.directory.queries import find_agency
from shared.messaging.outbox import tell
from shared.notifying.raising import notify
from shared.storage import evidence
from shared.work.timeline import kept, signed_by


async def ask_applicant(
    session: AsyncSession,
    who: Identity,
    dossier_id: UUID,
    version: int | None,
    asking: Asking,
    files: Sequence[FileReference] = (),
) -> Dossier:
    """Hỏi, báo người nộp. One without an account is called on the telephone; what was asked stands on the dossier all the same."""
    worker = worker_of(who)
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.ASK_APPLICANT, version)
    refuse_flood([message.from_applicant for message in await list_messages(session, dossier.id)])
    online = dossier.channel == Channel.ONLINE
    message = _message(dossier, who, worker, asking.text, files)
    message.way, message.wants_answer = (Way.ONLINE if online else Way.PHONE).value, asking.wants_answer
    session.add(message)
    await note_aside(session, dossier, Doing.ASK_APPLICANT, worker, asking.text, files)
    if online:
        await tell(session, await _asked(session, dossier, message))
    facts = {"message": str(message.id), "files": [file.sha256 for file in files]}
    await evidence.record(session, "applicant-asked", f"dossier/{dossier.id}", who, **facts)
    return dossier


async def write_down(
    session: AsyncSession,
    who: Identity,
    dossier_id: UUID,
    version: int | None,
    said: WritingDown,
    files: Sequence[FileReference] = (),
) -> Dossier:
    """Ghi lời người nộp: what he said on the telephone or at the counter, by who heard it."""
    worker = worker_of(who)
    dossier, _, _ = await load_for_action(session, dossier_id, worker, Doing.WRITE_DOWN, version)
    message = _message(dossier, who, worker, said.text, files)
    message.way, message.from_applicant = said.way, True
    session.add(message)
    told = f"{WAY_LABELS[said.way]}: {said.text}"
    await note_aside(session, dossier, Doing.WRITE_DOWN, worker, told, files)
    facts = {"message": str(message.id), "way": said.way, "files": [file.sha256 for file in files]}
    await evidence.record(session, "answer-written-down", f"dossier/{dossier.id}", who, **facts)
    return dossier


async def take_in(session: AsyncSession, event: ApplicantWrote) -> None:
    """Người nộp gửi lời: it stands on the dossier, and who has it is told. What comes after the end is kept all the same."""
    dossier = await lock_dossier(session, UUID(event.submission_id))
    if await session.get(ApplicantMessage, UUID(event.message_id)) is not None:
        return
    applicant = Worker("", dossier.applicant_name, dossier.agency_code, frozenset())
    session.add(
        ApplicantMessage(
            id=UUID(event.message_id),
            dossier_id=dossier.id,
            from_applicant=True,
            way=Way.ONLINE.value,
            wants_answer=False,
            text=event.text,
            files=kept(*event.files),
            at=event.written_at,
            by_id="",
            by_name=dossier.applicant_name,
        )
    )
    await note_aside(session, dossier, Doing.APPLICANT_WROTE, applicant, event.text, event.files)
    to = held_by(dossier)
    await notify(session, about_loaded("applicant-wrote", dossier, [to], dossier.due_at))
    facts = {"message": event.message_id, "files": [file.sha256 for file in event.files]}
    await evidence.record(session, "applicant-wrote", f"dossier/{dossier.id}", "online-services", **facts)


def _message(
    dossier: Dossier, who: Identity, worker: Worker, text: str, files: Sequence[FileReference]
) -> ApplicantMessage:
    return ApplicantMessage(
        id=new_id(),
        dossier_id=dossier.id,
        from_applicant=False,
        wants_answer=False,
        text=text,
        files=kept(*files),
        at=clock.now(),
        by_id=worker.person_id,
        by_name=worker.name,
        **signed_by(who),
    )


async def _asked(session: AsyncSession, dossier: Dossier, message: ApplicantMessage) -> ApplicantAsked:
    agency = await find_agency(session, dossier.agency_code)
    return ApplicantAsked(
        dossier_id=str(dossier.id),
        status=dossier.status,
        message_id=str(message.id),
        text=message.text,
        files=tuple(message.attached),
        wants_answer=message.wants_answer,
        asked_by=", ".join(filter(None, (message.by_name, agency.name if agency else ""))),
        asked_at=message.at,
    )
