"""Thay đổi văn bản đã phát hành as the document's page shows it: what changes it, what it changes, and what each receiver answered."""

from typing import Any

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.amending.queries import count_states, list_changes
from document_exchange.amending.rules import (
    CORRECTS_BY,
    KIND_LABELS,
    LINK_LABELS,
    LINKED_LABELS,
    STATE_LABELS,
    AnswerState,
    LinkKind,
)
from document_exchange.deliveries.holders import list_holders
from document_exchange.desk.choices import grouped
from document_exchange.desk.forms import named
from document_exchange.documents.linking import MAY_CHANGE, find_replacing, known_to, list_changing, list_targets
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import list_addressees
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import date_of, text_of, texts_of
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core import clock
from shared.directory.queries import list_agencies

TAG_KINDS = {
    AnswerState.WAITING: "yellow",
    AnswerState.AGREED: "green",
    AnswerState.REFUSED: "red",
    AnswerState.WITHDRAWN: "grey",
}
LABELS: dict[str, Any] = {
    "issued_kinds": KIND_LABELS,
    "answer_states": STATE_LABELS,
    "answer_tags": TAG_KINDS,
    "link_labels": LINK_LABELS,
    "linked_labels": LINKED_LABELS,
}
_SUBJECTS = {
    LinkKind.AMEND: "Sửa đổi, bổ sung {kind} số {reference}",
    LinkKind.CORRECT: "V/v đính chính {kind} số {reference}",
}


async def issued_changes(
    request: Request, session: AsyncSession, who: Identity, document: OutgoingDocument, *, updating: bool
) -> dict[str, Any]:
    """`updating`: the form for it is on the page."""
    changes = await list_changes(session, document.id)
    links, opened = await known_to(session, who, await list_targets(session, document.id))
    linked, opened_too = await known_to(session, who, await list_changing(session, document.id))
    return {
        **LABELS,
        "issued_changes": changes,
        "answer_counts": await count_states(session, changes),
        "links": links,
        "linked": linked,
        "linked_seen": opened | opened_too,
        "may_change": document.state in MAY_CHANGE and holds(who, RIGHTS[Right.DRAFT]),
        "stands_replaced": await find_replacing(session, document.id) is not None,
        "update": await _update_form(request, session, document) if updating else None,
    }


async def _update_form(request: Request, session: AsyncSession, document: OutgoingDocument) -> dict[str, Any]:
    """What it offers, and what was typed."""
    form = await request.form() if request.method == "POST" else FormData()
    had = set(await list_addressees(session, document.id))
    agencies = await list_agencies(session, clock.local_now().date(), besides=document.agency_code)
    left = [agency for agency in agencies if agency.code not in had]
    chosen = texts_of(form, "add")
    return {
        "holders": [(one.organ_code, one.name) for one in await list_holders(session, document)],
        "offered": grouped(left, chosen)["groups"],
        "add": chosen,
        "remove": texts_of(form, "remove"),
        "add_outside": text_of(form, "add_outside"),
        "subject": text_of(form, "subject") or document.subject,
        "due_on": date_of(form, "due_on") or document.due_on,
        "reason": text_of(form, "reason"),
    }


async def values_for_change(session: AsyncSession, target: OutgoingDocument, kind: LinkKind) -> dict[str, Any]:
    """A draft that changes an issued document goes to whoever holds that."""
    holders = await list_holders(session, target)
    said = _SUBJECTS.get(kind, "").format(kind=target.type_name.lower(), reference=named(target))
    return {
        "type_code": CORRECTS_BY if kind is LinkKind.CORRECT else target.type_code,
        "subject": said or target.subject,
        "unit": target.unit,
        "change_kind": kind.value,
        "changed": named(target),
        "addressees": [holder.organ_code for holder in holders if holder.delivery],
        "outside": "\n".join(f"{holder.name}; {holder.organ_code}" for holder in holders if not holder.delivery),
    }
