"""Soạn thảo theo nhiệm vụ: a draft that somebody was given to draw up begins at the task, is linked to it, and shows its term
(NĐ 30/2020 Điều 10, khoản 1)."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.documents.drafting import draft_document
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.schemas import DraftIn
from document_exchange.tasks.answering import answer
from document_exchange.tasks.models import Task
from document_exchange.tasks.queries import visible_to
from document_exchange.tasks.schemas import TaskActIn
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import FieldError, Invalid, NotFound
from shared.directory.queries import list_agencies

_UNKNOWN = "Nhiệm vụ này không có, hoặc không giao cho bạn."


async def draft_for_task(session: AsyncSession, who: Identity, new: DraftIn) -> OutgoingDocument:
    """Soạn thảo; drafted for a task it answers it from the first, and nobody drafts for a task in which he has no part."""
    document = await draft_document(session, who, new)
    if new.answers_task_id is not None:
        try:
            await answer(session, who, new.answers_task_id, TaskActIn(document_id=document.id), ())
        except NotFound as error:
            found = FieldError("/answers_task_id", "task_unknown", _UNKNOWN)
            raise Invalid("task_unknown", fields=[found]) from error
    return document


async def values_for_task(session: AsyncSession, task: Task) -> dict[str, Any]:
    """What the form begins with: the type that was asked for, to the agency that gave it."""
    values: dict[str, Any] = {"answers_task_id": str(task.id), "subject": task.subject}
    if task.drafts:
        values["type_code"] = task.drafts
    on_platform = {agency.code for agency in await list_agencies(session, clock.local_now().date())}
    if task.origin_id is not None and task.giver_code in on_platform:
        values["addressees"] = [task.giver_code]
    return values


async def find_task(session: AsyncSession, who: Identity, task_id: UUID | str | None) -> Task | None:
    """The task that a draft is for, for whoever may see it; nothing for what is no id."""
    try:
        wanted = UUID(str(task_id))
    except ValueError:
        return None
    return (await session.scalars(visible_to(who).where(Task.id == wanted))).one_or_none()
