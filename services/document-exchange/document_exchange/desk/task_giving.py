"""Giao nhiệm vụ, sửa nhiệm vụ: the two forms."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.auth import MayGiveTasks
from document_exchange.desk.task_forms import first_rows, line_of, rows_of, task_of
from document_exchange.desk.task_views import DOCUMENT_KINDS, LIST, frame, staff_of
from document_exchange.documents.queries import get_document
from document_exchange.incoming.queries import get_incoming
from document_exchange.showing import errors_of, id_of, text_of
from document_exchange.tasks.choosing import choices_of
from document_exchange.tasks.deciding import edit
from document_exchange.tasks.giving import give
from document_exchange.tasks.models import Task
from document_exchange.tasks.queries import find_parent, get_task, led_by, list_parts
from document_exchange.tasks.rules import FIELDS, STEPS, TaskAct, TaskSource
from document_exchange.tasks.steps import case_of
from document_exchange.tasks.words import SOURCES
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core.errors import FieldError, NotFound, Refusal
from shared.core.identifiers import new_id
from shared.directory.queries import list_colleagues
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix=LIST)
Named = Annotated[UUID | None, Query()]
_TYPED = ("subject", "words", "field", "drafts", "source", "source_text", "giver_id", "monitor_id", "beyond")


@router.get("/giao")
async def show_form(
    request: Request,
    who: MayGiveTasks,
    session: Session,
    van_ban: Named = None,
    den: Named = None,
    cha: Named = None,
) -> Response:
    """Giao nhiệm vụ, from a document `van_ban`, an arrival `den`, or as part of the task `cha`."""
    started = {"source_id": str(van_ban or den or ""), "parent_id": str(cha or "")}
    started["source"] = TaskSource.DOCUMENT if van_ban else TaskSource.ARRIVAL if den else TaskSource.TYPED
    return await _give_page(request, session, who, started)


@router.post("/giao")
async def give_task(request: Request, who: MayGiveTasks, session: Session) -> Response:
    """Giao nhiệm vụ."""
    form = await request.form()
    if text_of(form, "more"):
        return await _give_page(request, session, who, {}, None, form)

    async def do() -> Task:
        return await give(session, who, task_of(form))

    task, refusal = await attempt(request, session, do)
    if task is None:
        return await _give_page(request, session, who, {}, refusal, form)
    return RedirectResponse(f"{LIST}/{task.id}?xong=giao", 303)


async def _give_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    started: dict[str, str],
    refusal: Refusal | None = None,
    form: FormData | None = None,
) -> Response:
    sent, errors = form or FormData(), errors_of(refusal)
    if form is not None:
        errors = [FieldError(line_of(one.pointer, form), one.code, one.sentence) for one in errors]
        started = {name: text_of(sent, name) for name in ("source_id", "parent_id", "source")}
    rows = rows_of(sent) if form is not None else first_rows(lead=True)
    if text_of(sent, "more"):
        rows += first_rows(lead=False)
    parent_id = id_of(sent, "parent_id") or _id(started["parent_id"])
    parent = await get_task(session, who, parent_id) if parent_id else None
    seen = frame(request, errors, "", form)
    seen["typed"] |= {name: text_of(sent, name) for name in _TYPED} | {"id": text_of(sent, "id") or str(new_id())}
    leaders = [] if led_by(who) or Role.LEADER in who.roles else await _leaders(session, who)
    return page_of(request).render(
        request,
        "tasks/give.html",
        status=refusal.status if refusal else 200,
        task=None,
        parent=parent,
        started=started,
        source_name=await _source_name(session, who, started),
        rows=rows,
        choices=await choices_of(session, who, agencies=True),
        leaders=leaders,
        staff=await staff_of(session, who),
        fields=FIELDS,
        document_types=DOCUMENT_KINDS,
        free_sources={name: SOURCES[name] for name in (TaskSource.TYPED, TaskSource.MEETING)},
        **seen,
    )


async def _leaders(session: AsyncSession, who: Identity) -> list[tuple[str, str]]:
    found = await list_colleagues(session, who.agency_code, Role.LEADER)
    return [(one.id, f"{one.full_name} – {one.title}") for one in found]


async def _source_name(session: AsyncSession, who: Identity, started: dict[str, str]) -> str:
    """What the task rests on, as the form says it; a document that the caller may not see is not found."""
    found = _id(started["source_id"])
    if found is None:
        return ""
    if started["source"] == TaskSource.ARRIVAL:
        incoming = await get_incoming(session, who, found)
        return f"{incoming.type_name or 'Văn bản'} {incoming.reference}: {incoming.subject}"
    document = await get_document(session, who, found)
    return f"{document.type_name} {document.reference}: {document.subject}"


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@router.get("/{task_id}/sua")
async def show_edit(request: Request, task_id: UUID, who: MayGiveTasks, session: Session) -> Response:
    """Sửa nhiệm vụ; whoever may not is led to the task."""
    task = await get_task(session, who, task_id)
    if TaskAct.EDIT not in STEPS.allowed(case_of(who, task, await list_parts(session, task.id))):
        return RedirectResponse(way_back.onward(request, f"{LIST}/{task.id}"), 303)
    return await _edit_page(request, session, who, task)


@router.post("/{task_id}/sua")
async def edit_task(request: Request, task_id: UUID, who: MayGiveTasks, session: Session) -> Response:
    """Sửa nhiệm vụ."""
    form = await request.form()

    async def do() -> Task:
        return await edit(session, who, task_id, task_of(form))

    _, refusal = await attempt(request, session, do)
    if refusal is None:
        return RedirectResponse(way_back.onward(request, f"{LIST}/{task_id}?xong=sua"), 303)
    if isinstance(refusal, NotFound):
        raise refusal
    return await _edit_page(request, session, who, await get_task(session, who, task_id), refusal, form)


async def _edit_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    task: Task,
    refusal: Refusal | None = None,
    form: FormData | None = None,
) -> Response:
    seen: dict[str, Any] = frame(request, errors_of(refusal), "", form)
    if form is None:
        seen["typed"] |= {name: getattr(task, name) for name in ("subject", "words", "field", "drafts", "due_on")}
    else:
        seen["typed"] |= {name: text_of(form, name) for name in _TYPED}
    return page_of(request).render(
        request,
        "tasks/give.html",
        status=refusal.status if refusal else 200,
        task=task,
        parent=await find_parent(session, who, task),
        fields=FIELDS,
        document_types=DOCUMENT_KINDS,
        way=way_back.carried(request),
        **seen,
    )
