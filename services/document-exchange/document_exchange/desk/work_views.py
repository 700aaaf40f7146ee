"""Trình, bút phê, phối hợp as their pages show them, with what this person may do now."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.desk.incoming_list import READABLE, SCOPES
from document_exchange.desk.incoming_views import LIST, people_who_work, units_to_give, way_of
from document_exchange.desk.work_forms import ROWS, Rows, fresh_rows, line_of, rows_of
from document_exchange.incoming.giving import WORKERS
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import led_by, sees_all
from document_exchange.instructing.extending import decides
from document_exchange.instructing.queries import (
    find_waiting,
    list_asked,
    list_extensions,
    list_instructions,
    list_parts,
    list_presentations,
    names_of_parts,
)
from document_exchange.instructing.rules import PART_NAMES, STEPS, Extension, Outcome, Part, Presented, Work
from document_exchange.instructing.steps import case_of
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import date_of, errors_of, text_of
from document_exchange.texts import STATUS_LABELS
from shared.access.identity import Identity
from shared.access.rights import Role, holds
from shared.core import clock
from shared.core.errors import FieldError, Refusal
from shared.directory.queries import list_colleagues, list_units
from shared.web.application import page_of
from shared.web.form_fields import errors_by_field

PATHS: dict[str, Work] = {
    "trinh": Work.PRESENT,
    "rut-lai": Work.TAKE_BACK,
    "chuyen-lanh-dao": Work.HAND_ON,
    "tra-van-thu": Work.HAND_BACK,
    "cho-y-kien": Work.INSTRUCT,
    "chuyen-them": Work.SHARE,
    "cho-thoi": Work.TAKE_OFF,
    "tra-viec": Work.GIVE_BACK,
    "bao-phan-viec": Work.REPORT,
    "da-xem": Work.READ,
    "tien-do": Work.PROGRESS,
    "de-xuat": Work.PROPOSE,
    "xin-gia-han": Work.ASK_EXTENSION,
    "gia-han": Work.EXTEND,
    "khong-gia-han": Work.REFUSE_EXTENSION,
    "mo-lai": Work.REOPEN,
}
WITH_LINES = {"trinh": Work.PRESENT, "cho-y-kien": Work.INSTRUCT, "chuyen-them": Work.SHARE}
"""Acts that name people and units, each on a page of its own."""
OUTCOME_LABELS: dict[str, str] = {
    Outcome.OPEN: "Chưa báo",
    Outcome.DONE: "Đã xong",
    Outcome.REFUSED: "Không làm được",
    Outcome.READ: "Đã xem",
}
EXTENSION_LABELS: dict[str, str] = {
    Extension.ASKED: "Chờ quyết định",
    Extension.GRANTED: "Đồng ý",
    Extension.REFUSED: "Không đồng ý",
    Extension.LAPSED: "Không còn hiệu lực",
}
PRESENTED_LABELS: dict[str, str] = {
    Presented.WAITING: "Chờ cho ý kiến",
    Presented.INSTRUCTED: "Đã có ý kiến",
    Presented.PASSED_ON: "Đã chuyển lãnh đạo khác",
    Presented.HANDED_BACK: "Đã trả lại văn thư",
    Presented.TAKEN_BACK: "Đã rút lại",
    Presented.LAPSED: "Người được trình không còn giữ chức vụ",
    Presented.ENDED: "Văn bản đã xử lý xong",
}
_COLOURS = {Outcome.DONE: "green", Outcome.REFUSED: "red", Outcome.READ: "green"}


def scopes_of(who: Identity) -> dict[str, str]:
    """Phạm vi that this person can choose at the list; none where there is nothing to choose."""
    chosen = (("unit", bool(led_by(who))), ("opinion", may_instruct(who)), (READABLE, not sees_all(who)))
    mine = [name for name, holds_it in chosen if holds_it]
    return {name: SCOPES[name] for name in ("", *mine)} if mine else {}


def may_instruct(who: Identity) -> bool:
    return who.kind == "officer" and holds(who, RIGHTS[Right.INSTRUCT])


def done_before(request: Request) -> dict[str, Any]:
    """What was done with another document, from which this page was led to."""
    return {"work_done": PATHS.get(request.query_params.get("xong", "")), "work_labels": STEPS.labels}


async def work_summary(session: AsyncSession, who: Identity, incoming: IncomingDocument) -> dict[str, Any]:
    """For the document's own page: what waits for whom, and the acts that need no form."""
    case = await case_of(session, who, incoming)
    waiting, asked = await find_waiting(session, incoming.id), await list_asked(session, incoming.id)
    return {
        "work_done": None,
        "gives_tasks": incoming.in_force and holds(who, RIGHTS[Right.GIVE_TASKS]),
        "work_labels": STEPS.labels,
        "work_allowed": STEPS.allowed(case),
        "presented": waiting,
        "proposed": await proposed_lines(session, who, waiting.proposal) if waiting else [],
        "waits_for_me": case.waits_for_me,
        "unread": case.part == Part.INFORM and not await _is_read(session, who, incoming),
        "parts": await list_parts(session, incoming),
        "asked_extensions": asked,
        "decidable": [one.id for one in asked if await decides(session, who, incoming, one)],
        "part_names": PART_NAMES,
        "outcome_labels": OUTCOME_LABELS,
        "outcome_colours": _COLOURS,
    }


async def _is_read(session: AsyncSession, who: Identity, incoming: IncomingDocument) -> bool:
    mine = {f"person:{who.desk}", f"unit:{led_by(who)}"}
    return any(one.whose_id in mine and one.outcome == Outcome.READ for one in await list_parts(session, incoming))


async def proposed_lines(session: AsyncSession, who: Identity, proposal: dict[str, Any]) -> list[dict[str, Any]]:
    """Đề xuất with the names of today; who is gone since is said to be."""
    parts = proposal.get("parts", [])
    names = await names_of_parts(session, [one["whose_id"] for one in parts])
    units = await list_units(session, who.agency_code, clock.local_now().date())
    people = await list_colleagues(session, who.agency_code, *WORKERS)
    here = {*(f"unit:{one.id}" for one in units), *(f"person:{one.id}" for one in people)}

    def name_of(whose_id: str) -> str:
        name = names.get(whose_id, "")
        return name if name and whose_id in here else f"{name} (không còn ở cơ quan)".strip()

    return [one | {"name": name_of(one["whose_id"]), "said": PART_NAMES[one["part"]]} for one in parts]


async def everybody(session: AsyncSession, who: Identity) -> list[tuple[str, str]]:
    """Units, then people, as one choice; a head chooses among the people of his unit."""
    units = [(f"unit:{unit_id}", name) for unit_id, name in await units_to_give(session, who)]
    return units + [(f"person:{person_id}", name) for person_id, name in await people_who_work(session, who)]


async def work_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    incoming: IncomingDocument,
    refusal: Refusal | None = None,
    failed: str = "",
    form: FormData | None = None,
) -> Response:
    """Ai chỉ đạo gì, ai làm phần nào, and the acts with a form of one or two fields."""
    errors = errors_of(refusal)
    return page_of(request).render(
        request,
        "work/overview.html",
        status=refusal.status if refusal else 200,
        document=incoming,
        **await work_summary(session, who, incoming),
        **await _said(session, incoming),
        **await _leaders(session, who),
        errors=errors,
        field_errors=errors_by_field(errors),
        failed=failed,
        typed=_typed(form or FormData()),
        act_labels=STEPS.labels,
        labels=STATUS_LABELS,
        done=PATHS.get(request.query_params.get("xong", "")),
        **way_of(request, incoming),
    )


async def _said(session: AsyncSession, incoming: IncomingDocument) -> dict[str, Any]:
    return {
        "presentations": await list_presentations(session, incoming.id),
        "instructions": await list_instructions(session, incoming.id),
        "extensions": await list_extensions(session, incoming.id),
        "presented_labels": PRESENTED_LABELS,
        "extension_labels": EXTENSION_LABELS,
    }


async def _leaders(session: AsyncSession, who: Identity) -> dict[str, Any]:
    leaders = await list_colleagues(session, who.agency_code, Role.LEADER)
    return {"leaders": [(one.id, f"{one.full_name} – {one.title}") for one in leaders]}


def _typed(form: FormData) -> dict[str, Any]:
    typed: dict[str, Any] = {n: text_of(form, n) for n in ("words", "leader_id", "whose_id", "outcome_code")}
    return typed | {"due_on": date_of(form, "due_on"), "request_id": text_of(form, "request_id")}


async def lines_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    incoming: IncomingDocument,
    path: str,
    refusal: Refusal | None = None,
    form: FormData | None = None,
) -> Response:
    """Trình, cho ý kiến, chuyển thêm: lines of whom, as what, until when."""
    errors = errors_of(refusal)
    if form is not None:
        errors = [FieldError(line_of(one.pointer, form), one.code, one.sentence) for one in errors]
    waiting = await find_waiting(session, incoming.id)
    rows = rows_of(form) if form is not None else _first_rows(WITH_LINES[path], waiting.proposal if waiting else {})
    if form is not None and text_of(form, "more"):
        rows += fresh_rows(ROWS, lead=False)
    may_lead = WITH_LINES[path] is not Work.SHARE
    return page_of(request).render(
        request,
        "work/lines.html",
        status=refusal.status if refusal else 200,
        document=incoming,
        path=path,
        title=STEPS.label(WITH_LINES[path]),
        rows=rows,
        choices=await everybody(session, who),
        kinds=[(part.value, PART_NAMES[part].capitalize()) for part in Part if may_lead or part is not Part.LEAD],
        may_lead=may_lead,
        presents=WITH_LINES[path] is Work.PRESENT,
        **await _leaders(session, who),
        presented=waiting,
        parts=await list_parts(session, incoming),
        part_names=PART_NAMES,
        typed=_typed(form or FormData()),
        errors=errors,
        field_errors=errors_by_field(errors),
        back=f"{LIST}/{incoming.id}",
        **way_of(request, incoming),
    )


def _first_rows(act: Work, proposal: dict[str, Any]) -> Rows:
    """What was proposed, to be changed; a fresh form where nothing was."""
    proposed = [dict(one) for one in proposal.get("parts", [])] if act is not Work.SHARE else []
    if proposed:
        return [*proposed, *fresh_rows(1, lead=False)]
    return fresh_rows(ROWS, lead=act is not Work.SHARE)
