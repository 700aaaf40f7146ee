"""Văn bản đến as its page shows it, with what this person may do with it now."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange import texts
from document_exchange.deliveries.rules import FROM_RECEIVER
from document_exchange.desk.answer_views import answers_on_arrival
from document_exchange.desk.change_views import changes_on_page
from document_exchange.desk.entered_views import entered_parts
from document_exchange.desk.history import incoming_entry
from document_exchange.documents.queries import list_answers
from document_exchange.incoming.models import Assignment, IncomingDocument, IncomingStatus
from document_exchange.incoming.queries import (
    find_check,
    led_by,
    list_assignments,
    list_cooperating_units,
    list_left,
    list_statuses,
)
from document_exchange.incoming.rules import (
    REFUSAL_REASONS,
    STEPS,
    UNREADABLE,
    Act,
    IncomingState,
    serious,
)
from document_exchange.incoming.scanning import packet_state
from document_exchange.incoming.steps import case_of
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import date_of, errors_of, text_of, texts_of
from shared.access.identity import Identity
from shared.access.rights import Role, holds
from shared.core import clock
from shared.core.errors import Refusal
from shared.directory.queries import find_head, list_colleagues, list_led_units, list_units
from shared.signing.verdicts import REASONS, REVOCATIONS, later_changes_words
from shared.standards.document_status import DocumentStatus as Reported
from shared.web import way_back
from shared.web.application import page_of
from shared.web.form_fields import errors_by_field
from shared.work.timeline import TimelineEntry

LIST = "/van-ban/den"

_TYPED = ("words", "reason", "lead_id", "unit_id", "decided_by", "answer_document_id", "returned_by")

TAG_KINDS = {"01": "yellow", "02": "red", "06": "green"}

PRIORITY_KINDS = {1: "yellow", 2: "orange", 3: "red", 4: "red"}

_LABELS: dict[str, Any] = {
    "act_labels": STEPS.labels,
    "labels": texts.STATUS_LABELS,
    "recall_labels": texts.RECALL_LABELS,
    "steering_labels": texts.STEERING_LABELS,
    "struck": texts.STRUCK,
    "warning_labels": texts.WARNING_LABELS,
    "reason_labels": REASONS,
    "revocation_labels": REVOCATIONS,
    "changes_words": later_changes_words,
    "kinds": TAG_KINDS,
    "priorities": texts.PRIORITY_LABELS,
    "priority_kinds": PRIORITY_KINDS,
    "reasons": REFUSAL_REASONS,
    "from_receiver": FROM_RECEIVER,
}

PATHS: dict[str, Act] = {
    "tiep-nhan": Act.ACCEPT,
    "tra-lai": Act.REFUSE,
    "phan-cong": Act.ASSIGN,
    "xu-ly": Act.START,
    "hoan-thanh": Act.COMPLETE,
    "dong-y-lay-lai": Act.AGREE_RECALL,
    "tu-choi-lay-lai": Act.REFUSE_RECALL,
}
DONE = PATHS | {
    "nhap": Act.ENTER,
    "sua": Act.CORRECT,
    "gach-so": Act.STRIKE,
    "ban-quet": Act.SCAN,
    "ky-ban-quet": Act.SEAL,
}


async def incoming_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    incoming: IncomingDocument,
    refusal: Refusal | None,
    failed: Act | None = None,
    form: FormData | None = None,
    inside: Mapping[str, Any] | None = None,
) -> Response:
    """`form`: what was typed for the act that failed; `inside`: what `work_views.work_summary` says of the work inside the agency."""
    errors = errors_of(refusal)
    allowed = STEPS.allowed(await case_of(session, who, incoming))
    return page_of(request).render(
        request,
        "incoming/document.html",
        status=refusal.status if refusal else 200,
        document=incoming,
        **await _history(session, who, incoming),
        **await _hands(session, incoming),
        check=await find_check(session, incoming.packet_sha256) if incoming.in_force else None,
        packet_state=await packet_state(session, request.app.state.files, incoming.packet_sha256),
        allowed=allowed,
        errors=errors,
        field_errors=errors_by_field(errors),
        failed=failed,
        typed=_typed(form or FormData()),
        done=DONE.get(request.query_params.get("xong", "")),
        **_LABELS,
        # The head of a unit that co-operates names helpers alone.
        helps_only=led_by(who) not in ("", incoming.unit_id),
        must_be_seen=bool(serious(incoming.warnings)),
        may_draft=holds(who, RIGHTS[Right.DRAFT]),
        may_exchange=holds(who, RIGHTS[Right.EXCHANGE]),
        may_read_again=holds(who, RIGHTS[Right.RECEIVE]) and _is_unreadable(incoming),
        **(await entered_parts(request, session, incoming) | await _others(session, who, incoming)),
        **(inside or {}),
        **way_of(request, incoming),
        **await _choices(session, who, incoming, allowed),
    )


async def _others(session: AsyncSession, who: Identity, incoming: IncomingDocument) -> dict[str, Any]:
    """Other documents it has to do with."""
    return await changes_on_page(session, who, incoming) | await answers_on_arrival(session, who, incoming)


def _without_files(row: IncomingStatus) -> TimelineEntry:
    return incoming_entry(row).model_copy(update={"files": []})


def _is_unreadable(incoming: IncomingDocument) -> bool:
    given_back = incoming.status == IncomingState.REFUSED
    return incoming.in_force and not given_back and bool(UNREADABLE.intersection(incoming.warnings))


async def _history(session: AsyncSession, who: Identity, incoming: IncomingDocument) -> dict[str, Any]:
    statuses = await list_statuses(session, incoming.id)
    # Who asked for it back last, and who gave it back.
    back = {row.code: row for row in statuses if row.code in (Reported.RECALL_ASKED, Reported.CHANGE_AGREED)}
    return {
        "may_see_accesses": holds(who, RIGHTS[Right.SEE_ACCESSES]),
        "statuses": statuses,
        "history": [incoming_entry(row) if incoming.in_force else _without_files(row) for row in statuses],
        "asked_back": back.get(Reported.RECALL_ASKED),
        "given_back": back.get(Reported.CHANGE_AGREED),
    }


async def _hands(session: AsyncSession, incoming: IncomingDocument) -> dict[str, Any]:
    """Who has it, who of them has left, what to do where nobody leads, and with what it was answered."""
    assignments = await list_assignments(session, incoming.id)
    today = clock.local_now().date()
    helping = await list_cooperating_units(session, incoming.id)
    return {
        "assignments": assignments,
        "left": await list_left(session, incoming),
        "waits": await _waits(session, incoming, assignments),
        "helping": helping,
        "headless": [one.unit_id for one in helping if await find_head(session, one.unit_id, today) is None],
    }


async def _waits(session: AsyncSession, incoming: IncomingDocument, assignments: Sequence[Assignment]) -> str:
    """What to do where nobody leads the work; empty where somebody does, and where an agency's system keeps it to itself."""
    if not incoming.in_hands or any(one.part == "lead" for one in assignments):
        return ""
    gone = f"{incoming.former_lead} không còn ở vị trí xử lý. " if incoming.former_lead else ""
    if await find_head(session, incoming.unit_id, clock.local_now().date()):
        return f"{gone}Văn bản ở {incoming.unit_name}, chưa có người chủ trì: trưởng đơn vị phân công người xử lý."
    place = f"{incoming.unit_name} không có người đứng đầu" if incoming.unit_id else ""
    if not (gone or place):
        return ""
    return f"{gone}Văn bản chưa có người chủ trì{place and f', {place}'}: lãnh đạo cần phân công người khác."


def _typed(form: FormData) -> dict[str, Any]:
    typed: dict[str, Any] = {name: text_of(form, name) for name in _TYPED}
    for name in ("cooperating_ids", "cooperating_unit_ids"):
        typed[name] = texts_of(form, name)
    typed |= {name: date_of(form, name) for name in ("due_on", "returned_on")}
    return typed


def way_of(request: Request, incoming: IncomingDocument | None = None) -> dict[str, Any]:
    """Where the person came from in the list."""
    row = f"vb-{incoming.id}" if incoming else ""
    return {"way": way_back.carried(request), "list_href": way_back.to_list(request, LIST, row)}


async def people_who_work(session: AsyncSession, who: Identity) -> list[tuple[str, str]]:
    """Who can be given a document, as a choice; a head gives to colleagues of the unit."""
    people = await list_colleagues(session, who.agency_code, Role.SPECIALIST, Role.LEADER, unit_id=led_by(who))
    return [(person.id, f"{person.full_name} – {person.title}") for person in people]


async def units_to_give(session: AsyncSession, who: Identity) -> list[tuple[str, str]]:
    """Đơn vị that can be given a document, as a choice that says who has nobody to give it out; none for a head, who gives
    out inside his own.
    """
    if led_by(who):
        return []
    today = clock.local_now().date()
    led = await list_led_units(session, who.agency_code, today)
    units = await list_units(session, who.agency_code, today)
    return [(unit.id, unit.name if unit.id in led else f"{unit.name} (chưa có người đứng đầu)") for unit in units]


async def _choices(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, allowed: tuple[Act, ...]
) -> dict[str, Any]:
    """What the forms on the page offer; nothing is fetched for forms that are not there."""
    leaders = []
    people: list[tuple[str, str]] = []
    units: list[tuple[str, str]] = []
    answers: list[tuple[str, str]] = []
    if Act.ASSIGN in allowed:
        people = await people_who_work(session, who)
        units = await units_to_give(session, who)
    if Act.REFUSE_RECALL in allowed:
        leaders = await list_colleagues(session, who.agency_code, Role.LEADER)
    if Act.COMPLETE in allowed:
        drawn_up = await list_answers(session, who.agency_code, incoming.id)
        answers = [(str(id_), f"{reference} – {subject[:80]}") for id_, reference, subject in drawn_up]
    return {
        "people": people,
        "units": units,
        "leaders": [(person.id, f"{person.full_name} – {person.title}") for person in leaders],
        "answers": answers,
    }
