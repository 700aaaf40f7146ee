"""A task as its page and calls show it, with what this person may do now."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.desk.task_forms import first_rows, rows_of
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import visible_to as documents_of
from document_exchange.documents.rules import LEFT_HERE, DocumentStatus
from document_exchange.incoming.giving import WORKERS
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import date_of, errors_of, text_of
from document_exchange.tasks.answering import list_answers
from document_exchange.tasks.choosing import choices_of
from document_exchange.tasks.models import Task, TaskStep
from document_exchange.tasks.queries import find_parent, list_children, list_extensions, list_parts, list_steps
from document_exchange.tasks.rules import FIELDS, PART_NAMES, STEPS, TaskAct, TaskState, standing_of
from document_exchange.tasks.schemas import TaskExtensionOut, TaskOut, TaskPartOut
from document_exchange.tasks.steps import case_of
from document_exchange.tasks.words import EXTENSIONS, SOURCES, STANDINGS, STATE_COLOURS, STATES
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import Refusal
from shared.core.formats import vn_date
from shared.directory.queries import list_colleagues
from shared.standards.document_types import DOCUMENT_TYPES
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.web import way_back
from shared.web.application import page_of
from shared.web.form_fields import errors_by_field
from shared.web.uploads import ACCEPT, store_of
from shared.work.timeline import MOST, TimelineEntry

LIST = "/nhiem-vu"
DOCUMENT_KINDS = [(kind.key, kind.name) for kind in DOCUMENT_TYPES]
PATHS: dict[str, TaskAct] = {
    "phan-cong": TaskAct.DISTRIBUTE,
    "doi-chu-tri": TaskAct.CHANGE_LEAD,
    "them-phoi-hop": TaskAct.SHARE,
    "tien-do": TaskAct.PROGRESS,
    "bao-phan-viec": TaskAct.REPORT_PART,
    "bao-hoan-thanh": TaskAct.COMPLETE,
    "xac-nhan": TaskAct.CONFIRM,
    "lam-tiep": TaskAct.SEND_BACK,
    "tra-viec": TaskAct.GIVE_BACK,
    "xin-gia-han": TaskAct.ASK_EXTENSION,
    "gia-han": TaskAct.EXTEND,
    "khong-gia-han": TaskAct.REFUSE_EXTENSION,
    "cho-thoi": TaskAct.TAKE_OFF,
    "nguoi-theo-doi": TaskAct.NAME_MONITOR,
    "van-ban-tra-loi": TaskAct.ANSWER,
    "huy": TaskAct.CANCEL,
    "mo-lai": TaskAct.REOPEN,
}
WITH_LINES = {
    path: act for path, act in PATHS.items() if act in (TaskAct.DISTRIBUTE, TaskAct.CHANGE_LEAD, TaskAct.SHARE)
}
"""Acts that name agencies, units and people, each on a page of its own."""
Behind = Annotated[int, Query(ge=0, le=9_223_372_036_854_775_807)]
Most = Annotated[int, Query(ge=1, le=MOST)]


def entry_of(row: TaskStep) -> TimelineEntry:
    """Một bước của nhiệm vụ."""
    said = f"Tiến độ {row.percent}%" if row.percent is not None and row.act == TaskAct.PROGRESS else ""
    return TimelineEntry(
        position=row.id,
        at=row.at,
        act=row.act,
        label=STEPS.label(TaskAct(row.act)),
        actor=row.actor_name,
        actor_title=", ".join(filter(None, (row.actor_title, row.actor_agency))),
        post=row.post,
        on_behalf_of=row.on_behalf_of,
        note=". ".join(filter(None, (said, row.words))),
        files=[FileReference.model_validate(file) for file in row.files],
    )


def standing(task: Task) -> str:
    found = standing_of(TaskState(task.state), task.due_on, task.reported_on, clock.local_now().date())
    return found.value if found else ""


def row_of(task: Task) -> TaskOut:
    """As lists answer it."""
    return TaskOut.model_validate(task).model_copy(update={"standing": standing(task)})


async def whole_task(session: AsyncSession, who: Identity, task: Task) -> TaskOut:
    """As calls answer it."""
    parts = await list_parts(session, task.id)
    return row_of(task).model_copy(
        update={
            "parts": [TaskPartOut.model_validate(one) for one in parts],
            "extensions": [TaskExtensionOut.model_validate(one) for one in await list_extensions(session, task.id)],
            "allowed": [act.value for act in STEPS.allowed(case_of(who, task, parts))],
        }
    )


async def task_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    task: Task,
    refusal: Refusal | None = None,
    failed: str = "",
    form: FormData | None = None,
) -> Response:
    """Nhiệm vụ: how it stands, who has it, what was said, what this person may do."""
    errors, parts = errors_of(refusal), await list_parts(session, task.id)
    case = case_of(who, task, parts)
    allowed = STEPS.allowed(case)
    own, came = await list_answers(session, who, task)
    steps = await list_steps(session, task.id)
    return page_of(request).render(
        request,
        "tasks/task.html",
        status=refusal.status if refusal else 200,
        task=task,
        parts=parts,
        children=await list_children(session, who, task.id),
        parent=await find_parent(session, who, task),
        extensions=await list_extensions(session, task.id),
        answers=own,
        answers_came=came,
        history=[entry_of(row) for row in steps],
        file_states=await store_of(request).states({file["sha256"] for row in steps for file in row.files}),
        allowed=allowed,
        may_sub=task.is_open and (case.leads or case.deals_out or case.gives) and may_give(who),
        leads=case.leads,
        **await _drafting(session, who, task, own, may_answer=TaskAct.ANSWER in allowed),
        staff=await staff_of(session, who) if TaskAct.NAME_MONITOR in allowed else [],
        standing=standing(task),
        **words_for_pages(),
        **frame(request, errors, failed, form),
        done=PATHS.get(request.query_params.get("xong", ""), request.query_params.get("xong", "")),
        way=way_back.carried(request),
        list_href=way_back.to_list(request, LIST, f"nv-{task.id}"),
    )


async def _drafting(
    session: AsyncSession, who: Identity, task: Task, answers: Sequence[OutgoingDocument], *, may_answer: bool
) -> dict[str, Any]:
    """Giao soạn thảo: where it begins, what was drawn up."""
    return {
        "may_draft": may_answer and holds(who, RIGHTS[Right.DRAFT]),
        "document_types": dict(DOCUMENT_KINDS),
        "drafted": _drafted(answers),
        "drafts": await _own_documents(session, who, task) if may_answer else [],
    }


def _drafted(answers: Sequence[OutgoingDocument]) -> str:
    """What a report of completion begins with, once what was to be drawn up was issued."""
    issued = [one for one in answers if one.state in LEFT_HERE]
    return "\n".join(f"Đã ban hành {one.type_name} {one.reference} ngày {vn_date(one.issued_on)}." for one in issued)


def may_give(who: Identity) -> bool:
    return holds(who, RIGHTS[Right.GIVE_TASKS])


def words_for_pages() -> dict[str, Any]:
    return {
        "states": STATES,
        "state_colours": STATE_COLOURS,
        "standings": STANDINGS,
        "part_names": PART_NAMES,
        "fields": FIELDS,
        "sources": SOURCES,
        "extension_words": EXTENSIONS,
        "act_labels": STEPS.labels,
        "accept": ACCEPT,
        "largest": LARGEST_UPLOAD,
    }


def frame(request: Request, errors: Any, failed: str, form: FormData | None) -> dict[str, Any]:
    """What every page with forms has: the errors, and what was typed."""
    sent = form or FormData()
    names = ("words", "percent", "anyway", "request_id", "whose", "monitor_id", "document_id")
    typed: dict[str, Any] = {name: text_of(sent, name) for name in names}
    return {
        "errors": errors,
        "field_errors": errors_by_field(errors),
        "failed": failed,
        "typed": typed | {"due_on": date_of(sent, "due_on")},
    }


async def staff_of(session: AsyncSession, who: Identity) -> list[tuple[str, str]]:
    """Cán bộ của cơ quan, who may watch a task."""
    people = await list_colleagues(session, who.agency_code, *WORKERS)
    return [(one.id, f"{one.full_name} – {one.title}") for one in people]


async def _own_documents(session: AsyncSession, who: Identity, task: Task) -> list[tuple[str, str]]:
    """Văn bản gần đây that may answer it."""
    gone = [DocumentStatus.CANCELLED.value, DocumentStatus.RECALLED.value, DocumentStatus.RESULT.value]
    query = (
        documents_of(who)
        .where(OutgoingDocument.status.not_in(gone), OutgoingDocument.task_code == "")
        .order_by(OutgoingDocument.updated_at.desc())
        .limit(40)
    )
    found = (await session.scalars(query)).all()
    return [(str(one.id), f"{one.reference or one.type_name + ' (chưa có số)'}: {one.subject}"[:140]) for one in found]


async def lines_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    task: Task,
    path: str,
    refusal: Refusal | None = None,
    form: FormData | None = None,
) -> Response:
    """Phân công, đổi chủ trì, thêm nơi phối hợp."""
    errors, act = errors_of(refusal), WITH_LINES[path]
    rows = rows_of(form) if form is not None else first_rows(lead=act is TaskAct.DISTRIBUTE)
    if form is not None and text_of(form, "more"):
        rows += first_rows(lead=False)
    return page_of(request).render(
        request,
        "tasks/lines.html",
        status=refusal.status if refusal else 200,
        task=task,
        path=path,
        title=STEPS.label(act),
        rows=rows,
        choices=await choices_of(session, who, agencies=act is not TaskAct.DISTRIBUTE),
        one=act is TaskAct.CHANGE_LEAD,
        may_lead=act is TaskAct.DISTRIBUTE,
        parts=await list_parts(session, task.id),
        **words_for_pages(),
        **frame(request, errors, path, form),
        way=way_back.carried(request),
        list_href=way_back.to_list(request, LIST, f"nv-{task.id}"),
    )
