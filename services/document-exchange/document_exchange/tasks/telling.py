"""Between agencies: the giver tells each agency how a task stands, an agency tells the giver what it did. Over the axis alone."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.tasks.models import Task, TaskExtension, TaskPart
from document_exchange.tasks.queries import list_parts
from document_exchange.tasks.rules import TaskAct
from document_exchange.tasks.steps import By, copy_id
from shared.contracts.document_exchange_tasks import ExtensionTold, TaskPartTold, TaskReported, TaskTold
from shared.contracts.values import FileReference
from shared.core import clock
from shared.directory.queries import names_of
from shared.messaging.outbox import tell

AGENCY = "agency:"


async def tell_agencies(
    session: AsyncSession,
    by: By,
    task: Task,
    act: TaskAct,
    words: str = "",
    *,
    files: Sequence[FileReference] = (),
    extension: TaskExtension | None = None,
    besides: Sequence[str] = (),
) -> None:
    """Báo các cơ quan có phần việc; `besides`: those that have none any more. Of a copy nothing is told onward."""
    if task.origin_id is not None:
        return
    await session.flush()
    parts = await list_parts(session, task.id)
    mine = {one.whose.removeprefix(AGENCY): one.part for one in parts if one.whose.startswith(AGENCY)}
    for code in dict.fromkeys([*mine, *besides]):
        event = TaskTold(
            copy_id=str(copy_id(task.id, code)),
            task_id=str(task.id),
            addressee_code=code,
            part=mine.get(code, ""),
            parts=tuple(_part(one) for one in parts if not one.inside),
            act=act,
            note=words,
            by=by.name,
            by_title=by.title,
            by_agency=by.agency or task.giver_agency,
            by_code=by.agency_code or task.agency_code,
            files=tuple(files),
            extension=_decided(extension) if extension else None,
            told_at=clock.now(),
            **_facts(task),
        )
        await tell(session, event)


# Whom a unit's head named inside it is nobody's elsewhere to know.
def _part(one: TaskPart) -> TaskPartTold:
    names = ("whose", "name", "part", "due_on", "outcome_words", "outcome_at")
    return TaskPartTold(**{name: getattr(one, name) for name in names})


def _decided(one: TaskExtension) -> ExtensionTold:
    return ExtensionTold(id=str(one.id), standing=one.standing, decision=one.decision, decided_by=one.decided_by)


def _facts(task: Task) -> dict[str, Any]:
    names = (
        *("giver_code", "giver_agency", "giver_name", "giver_title", "code", "words", "field", "drafts", "source"),
        *("source_text", "lead", "lead_name", "state", "due_on", "percent", "reported_on", "given_at"),
    )
    return {"title": task.subject} | {name: getattr(task, name) for name in names}


async def report_to_giver(
    session: AsyncSession,
    by: By,
    copy: Task,
    act: TaskAct,
    words: str,
    *,
    percent: int | None = None,
    files: Sequence[FileReference] = (),
    asked: TaskExtension | None = None,
) -> None:
    """Báo cơ quan giao; what is done with the giver's own row needs no report."""
    if copy.origin_id is None:
        return
    name = (await names_of(session, [copy.agency_code])).get(copy.agency_code, copy.agency_code)
    await tell(
        session,
        TaskReported(
            copy_id=str(copy.id),
            task_id=str(copy.origin_id),
            addressee_code=copy.addressee_code,
            agency_code=copy.agency_code,
            agency_name=name,
            act=act,
            words=words,
            percent=percent,
            due_on=asked.due_on if asked else None,
            request_id=str(asked.id) if asked else "",
            files=tuple(files),
            by=by.name,
            by_title=by.title,
            reported_at=clock.now(),
        ),
    )
