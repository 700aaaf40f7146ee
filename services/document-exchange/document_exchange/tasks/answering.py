"""Văn bản trả lời nhiệm vụ: a document of the agency's own is linked to the task; what has not left yet carries the code of another's."""

from uuid import UUID

from sqlalchemy import literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import get_document, readable_to
from document_exchange.documents.rules import LEFT_HERE, STEERED, DocumentStatus
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import visible_to
from document_exchange.receivers.rules import Circulation
from document_exchange.tasks.models import Task, TaskPart
from document_exchange.tasks.notifications import giver_of, tell
from document_exchange.tasks.rules import TaskAct
from document_exchange.tasks.schemas import TaskActIn
from document_exchange.tasks.steps import by_person, note, take, wrong
from document_exchange.tasks.telling import report_to_giver, tell_agencies
from document_exchange.tasks.working import Files
from shared.access.identity import Identity
from shared.core import clock
from shared.core.formats import vn_date
from shared.directory.queries import codes_before

_AGENCY = literal("agency:")
_MOST = 50
_GONE = frozenset({DocumentStatus.CANCELLED, DocumentStatus.RECALLED})


async def answer(session: AsyncSession, who: Identity, task_id: UUID, new: TaskActIn, files: Files) -> Task:
    """Gắn văn bản trả lời; to another agency's task it is `ResponseForTask` of its packet, and direction answered (`SteeringType` 2)."""
    task = await take(session, who, task_id, new.version, TaskAct.ANSWER)
    if new.document_id is None:
        raise wrong("answer_missing", "/document_id", "Hãy chọn văn bản trả lời.")
    document = await get_document(session, who, new.document_id, lock=True)
    if document.status in _GONE:
        raise wrong("answer_missing", "/document_id", "Văn bản đã hủy hoặc đã lấy lại.")
    if document.answers_task == task.id:
        return task  # pressed twice
    if document.task_code and (document.answers_task is not None or document.task_code != task.code):
        raise wrong("answers_other_task", "/document_id", f"Văn bản này đang trả lời nhiệm vụ {document.task_code}.")
    document.task_code, document.answers_task = task.code, task.id
    if task.origin_id is not None:  # what was given inside the agency answers nobody: its receivers know no such task
        document.steering = STEERED
    document.version += 1
    by, here, told = by_person(who), _said(document, new.words, inside=True), _said(document, new.words, inside=False)
    await note(session, by, task, TaskAct.ANSWER, here, files=files, document=str(document.id))
    await report_to_giver(session, by, task, TaskAct.ANSWER, told, files=files)
    await tell_agencies(session, by, task, TaskAct.ANSWER, told, files=files)
    if task.origin_id is None:
        await tell(session, "directive-progressed", task, await giver_of(session, task, who))
    return task


def _said(document: OutgoingDocument, words: str, *, inside: bool) -> str:
    """Which document: what it is about only where everybody of the agency may read it, and never elsewhere."""
    issued = document.status in LEFT_HERE
    name = f"{document.reference} ngày {vn_date(document.issued_on)}" if issued else "(chưa phát hành)"
    about = f": {document.subject}" if issued and inside and document.circulation != Circulation.NAMED else ""
    return ". ".join(filter(None, (f"{document.type_name} {name}{about}", words)))


async def list_answers(
    session: AsyncSession, who: Identity, task: Task
) -> tuple[list[OutgoingDocument], list[IncomingDocument]]:
    """Văn bản của cơ quan trả lời nhiệm vụ, and at the giver those that came with its code; of either what this person may read."""
    own = readable_to(who).where(OutgoingDocument.answers_task == task.id)
    answers = list((await session.scalars(own.order_by(OutgoingDocument.id).limit(_MOST))).all())
    if task.origin_id is not None:
        return answers, []
    came = visible_to(who).where(
        IncomingDocument.addressee_code.in_({task.giver_code, task.agency_code}),
        IncomingDocument.task_code == task.code,
        IncomingDocument.task_code != "",
    )
    arrived = (await session.scalars(came.order_by(IncomingDocument.arrived_at).limit(_MOST))).all()
    known = {sender: await _has_part(session, task, sender) for sender in {one.sender_code for one in arrived}}
    return answers, [one for one in arrived if known[one.sender_code]]


async def _has_part(session: AsyncSession, task: Task, sender: str) -> bool:
    """Other givers use the same codes: whoever has no part, nor goes on with the work of who has, answers another's task."""
    before = codes_before(sender, clock.local_now().date()).subquery()
    theirs = or_(TaskPart.whose == f"agency:{sender}", TaskPart.whose.in_(select(_AGENCY + before.c.code)))
    found = select(TaskPart.whose).where(TaskPart.task_id == task.id, theirs)
    return await session.scalar(found.limit(1)) is not None
