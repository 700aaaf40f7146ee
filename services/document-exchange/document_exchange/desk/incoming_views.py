"""Văn bản đến as its page shows it, with what this person may do with it now."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange import texts
from document_exchange.agencies.queries import list_colleagues
from document_exchange.auth import RIGHTS, Right
from document_exchange.deliveries.rules import FROM_RECEIVER
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import list_answers
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import (
    find_check,
    list_assignments,
    list_left,
    list_statuses,
)
from document_exchange.incoming.rules import (
    REFUSAL_REASONS,
    UNREADABLE,
    Act,
    IncomingState,
    require_act,
    serious,
)
from document_exchange.showing import date_of, errors_of, text_of, texts_of
from shared.access.identity import Identity
from shared.access.rights import Role, holds
from shared.core.errors import Refusal
from shared.signing.verdicts import REASONS, REVOCATIONS, later_changes_words
from shared.web import way_back
from shared.web.application import page_of
from shared.web.form_fields import errors_by_field

LIST = "/van-ban/den"

_TYPED = ("words", "reason", "lead_id", "decided_by", "answer_document_id")

TAG_KINDS = {"01": "yellow", "02": "red", "06": "green"}

PRIORITY_KINDS = {1: "yellow", 2: "orange", 3: "red", 4: "red"}

_LABELS: dict[str, Any] = {
    "act_labels": texts.ACT_LABELS,
    "labels": texts.STATUS_LABELS,
    "recall_labels": texts.RECALL_LABELS,
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

ACTS: dict[str, tuple[Act, Right]] = {
    "tiep-nhan": (Act.ACCEPT, Right.RECEIVE),
    "tra-lai": (Act.REFUSE, Right.RECEIVE),
    "phan-cong": (Act.ASSIGN, Right.ASSIGN),
    "xu-ly": (Act.START, Right.PROCESS),
    "hoan-thanh": (Act.COMPLETE, Right.PROCESS),
    "dong-y-lay-lai": (Act.AGREE_RECALL, Right.RECEIVE),
    "tu-choi-lay-lai": (Act.REFUSE_RECALL, Right.RECEIVE),
}


def allowed_acts(who: Identity, incoming: IncomingDocument, assigned: bool) -> list[Act]:
    """What this person may do now."""
    may: list[Act] = []
    for act, right in ACTS.values():
        if not holds(who, RIGHTS[right]):
            continue
        if right is Right.PROCESS and not (assigned or Role.LEADER in who.roles):
            continue
        try:
            require_act(IncomingState(incoming.status), incoming.recall, act)
        except Refusal:
            continue
        may.append(act)
    return may


async def incoming_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    incoming: IncomingDocument,
    refusal: Refusal | None,
    failed: Act | None = None,
    form: FormData | None = None,
) -> Response:
    """`form`: what was typed for the act that failed."""
    answer_id = incoming.answer_document_id
    answer = await session.get(OutgoingDocument, answer_id) if answer_id else None
    errors = errors_of(refusal)
    assignments = await list_assignments(session, incoming.id)
    allowed = allowed_acts(who, incoming, any(a.person_id == who.subject for a in assignments))
    check = await find_check(session, incoming.packet_sha256)
    return page_of(request).render(
        request,
        "incoming/document.html",
        status=refusal.status if refusal else 200,
        document=incoming,
        history=await list_statuses(session, incoming.id),
        assignments=assignments,
        check=check,
        allowed=allowed,
        errors=errors,
        field_errors=errors_by_field(errors),
        failed=failed,
        typed=_typed(form or FormData()),
        done=ACTS.get(request.query_params.get("xong", ""), (None, None))[0],
        **_LABELS,
        left=await list_left(session, incoming),
        must_be_seen=bool(serious(incoming.warnings)),
        may_draft=holds(who, RIGHTS[Right.DRAFT]),
        may_exchange=holds(who, RIGHTS[Right.EXCHANGE]),
        may_read_again=holds(who, RIGHTS[Right.RECEIVE]) and bool(UNREADABLE.intersection(incoming.warnings)),
        answer=answer,
        **way_of(request, incoming),
        **await _choices(session, who, incoming, allowed),
    )


def _typed(form: FormData) -> dict[str, Any]:
    typed: dict[str, Any] = {name: text_of(form, name) for name in _TYPED}
    typed["cooperating_ids"] = texts_of(form, "cooperating_ids")
    typed["due_on"] = date_of(form, "due_on")
    return typed


def way_of(request: Request, incoming: IncomingDocument | None = None) -> dict[str, Any]:
    """Where the person came from in the list."""
    row = f"vb-{incoming.id}" if incoming else ""
    return {"way": way_back.carried(request), "list_href": way_back.to_list(request, LIST, row)}


async def _choices(
    session: AsyncSession, who: Identity, incoming: IncomingDocument, allowed: list[Act]
) -> dict[str, Any]:
    """What the forms on the page offer; nothing is fetched for forms that are not there."""
    people = leaders = []
    answers: list[tuple[str, str]] = []
    if Act.ASSIGN in allowed:
        people = await list_colleagues(session, who.agency_code, Role.SPECIALIST, Role.LEADER)
    if Act.REFUSE_RECALL in allowed:
        leaders = await list_colleagues(session, who.agency_code, Role.LEADER)
    if Act.COMPLETE in allowed:
        drawn_up = await list_answers(session, who.agency_code, incoming.id)
        answers = [(str(id_), f"{reference} – {subject[:80]}") for id_, reference, subject in drawn_up]
    return {
        "people": [(person.id, f"{person.full_name} – {person.title}") for person in people],
        "leaders": [(person.id, f"{person.full_name} – {person.title}") for person in leaders],
        "answers": answers,
    }
