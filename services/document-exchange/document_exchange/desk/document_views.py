"""Văn bản đi as its page shows it, with what this person may do with it now."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange import texts
from document_exchange.deliveries.queries import DeliveryView, list_deliveries
from document_exchange.deliveries.rules import SETTLED, DeliveryState
from document_exchange.deliveries.standing import failures_of, is_still
from document_exchange.desk.answer_views import answers_on_document
from document_exchange.desk.choices import others_of, people_of, receivers_of
from document_exchange.desk.history import delivery_entry, outgoing_entry
from document_exchange.desk.issued_change_views import issued_changes
from document_exchange.desk.opinion_facts import opinions_on_page
from document_exchange.desk.paper_scans import ACCEPT
from document_exchange.desk.review_views import review_facts
from document_exchange.desk.series_choices import series_of
from document_exchange.desk.task_drafts import find_task
from document_exchange.documents.issue_terms import waited_words
from document_exchange.documents.models import DocumentFile, OutgoingDocument
from document_exchange.documents.queries import (
    find_document,
    list_addressees,
    list_files,
    list_steps,
    sent_warnings,
)
from document_exchange.documents.rules import (
    BEFORE_THE_SEAL,
    LEFT_HERE,
    OPEN_HISTORY,
    PRIORITIES,
    STEPS,
    WITHDRAWN,
    Step,
)
from document_exchange.documents.steps import case_of
from document_exchange.rights import RIGHTS, Right
from document_exchange.showing import errors_of
from shared.access.identity import Identity
from shared.access.rights import holds
from shared.core import clock
from shared.core.errors import Refusal
from shared.directory.queries import get_agency, names_of
from shared.signing.holders import Certified, find_certificate, find_in_post
from shared.signing.readiness import WARNINGS
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.web import way_back
from shared.web.application import page_of
from shared.web.form_fields import errors_by_field
from shared.web.uploads import store_of
from shared.work.working_calendar.queries import get_working_time

LIST = "/van-ban/di"

TAG_KINDS = {
    "draft": "grey",
    "returned": "red",
    "submitted": "yellow",
    "reviewing": "yellow",
    "sent": "green",
    "recalled": "red",
    "cancelled": "red",
}

_LABELS: dict[str, Any] = {
    "labels": texts.DOCUMENT_STATUS_LABELS,
    "step_labels": STEPS.labels,
    "secrecy_labels": texts.SECRECY_LABELS,
    "kinds": TAG_KINDS,
    "priorities": texts.PRIORITY_LABELS,
    "urgencies": PRIORITIES,
    "scans": {"largest": LARGEST_UPLOAD, "accept": ACCEPT},
}

PATHS: dict[str, Step] = {
    "trinh-ky": Step.SUBMIT,
    "dong-y": Step.AGREE,
    "chuyen-kiem-tra": Step.HAND_ON,
    "bo-qua": Step.SKIP,
    "tra-ve-cap": Step.SEND_BACK,
    "rut-lai": Step.TAKE_BACK,
    "doi-nguoi": Step.REASSIGN,
    "tra-lai": Step.RETURN,
    "ky-so": Step.SIGN,
    "cap-so": Step.NUMBER,
    "dong-dau": Step.SEAL,
    "phat-hanh": Step.SEND,
    "doi-noi-nhan": Step.READDRESS,
    "huy": Step.CANCEL,
    "ban-quet": Step.SCAN,
    "lay-lai": Step.RECALL,
    "cap-nhat": Step.AMEND,
    "gui-them": Step.CIRCULATE,
    "thoi-gui": Step.WITHDRAW,
}
DONE = PATHS | {"ngoai": Step.DISPATCH}
"""What an address may say was done."""


async def document_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    document: OutgoingDocument,
    refusal: Refusal | None,
    failed: Step | None = None,
    typed: str = "",
    noted: Mapping[str, Any] | None = None,
) -> Response:
    """`typed`: the opinion or reason of the step that failed. `noted`: of a receiver, how it was reached, and which it is."""
    errors, files = errors_of(refusal), await list_files(session, document.id)
    allowed = STEPS.allowed(await case_of(session, who, document))
    return page_of(request).render(
        request,
        "documents/document.html",
        status=refusal.status if refusal else 200,
        document=document,
        warnings=[texts.WARNING_LABELS[code] for code in await sent_warnings(session, document)],
        files=files,
        file_states=await store_of(request).states(file.sha256 for file in files),
        file_warnings=_file_warnings(files) if document.state in BEFORE_THE_SEAL else [],
        main_missing=all(file.position for file in files),
        allowed=allowed,
        certificate=await certificate_of(request, session, who) if Step.SIGN in allowed else None,
        **await people_of(session, who, document),
        **(await receivers_of(session, document) if Step.READDRESS in allowed else {}),
        **await series_of(session, document, numbering=Step.NUMBER in allowed),
        seal=_seal(request, document) if Step.SEAL in allowed else None,
        errors=errors,
        field_errors=errors_by_field(errors),
        **{"failed": failed, "typed": typed, "noted": noted or {}},
        done=DONE.get(request.query_params.get("xong", "")),
        **_LABELS,
        **way_of(request, document),
        **await deliveries_of(session, document),
        **await others_of(session, who, document, allowed) | await review_facts(session, who, document, allowed),
        **await opinions_on_page(session, document, allowed) | await _history(session, who, document),
        **await issued_changes(request, session, who, document, updating=Step.AMEND in allowed),
    )


async def _history(session: AsyncSession, who: Identity, document: OutgoingDocument) -> dict[str, Any]:
    """All of it for who has part in the document, its issue for whoever may read it."""
    steps = await list_steps(session, document.id)
    takes_part = await find_document(session, who, document.id) is not None
    shown = steps if takes_part else [row for row in steps if row.kind in OPEN_HISTORY]
    return {
        **await answers_on_document(session, who, document, takes_part=takes_part),
        "history": [outgoing_entry(row) for row in shown],
        "takes_part": takes_part,
        "may_see_accesses": takes_part and holds(who, RIGHTS[Right.SEE_ACCESSES]),
        "task": await find_task(session, who, document.answers_task),
        "task_waits": document.state not in LEFT_HERE | WITHDRAWN,
        "kept_drafts": sum(row.kind == Step.ATTACH for row in steps),
    }


async def certificate_of(request: Request, session: AsyncSession, who: Identity) -> Certified | None:
    """With which this person would sign."""
    agency = await get_agency(session, who.agency_code)
    return find_in_post(request.app.state.settings.authority_folder, who.subject, agency.code, agency.name)


def _seal(request: Request, document: OutgoingDocument) -> Certified | None:
    """With which the document would be sealed."""
    return find_certificate(request.app.state.settings.authority_folder, f"seal:{document.agency_code}")


def way_of(request: Request, document: OutgoingDocument | None) -> dict[str, Any]:
    """Where the person came from in the list."""
    row = f"vb-{document.id}" if document else ""
    return {"way": way_back.carried(request), "list_href": way_back.to_list(request, LIST, row)}


def _file_warnings(files: Sequence[DocumentFile]) -> list[str]:
    """What the drafter sees when the file is attached, and whoever signs before the signature."""
    return [f"{file.name}: {WARNINGS[code]}" for file in files for code in file.warnings]


async def deliveries_of(session: AsyncSession, document: OutgoingDocument) -> dict[str, Any]:
    views = await list_deliveries(session, document.id)
    addressees = [] if views else await list_addressees(session, document.id)
    names = await names_of(session, addressees) if addressees else {}
    seen = "".join(f"{one.delivery.id}{one.delivery.recall}{one.delivery.still_at}{len(one.history)}" for one in views)
    return {
        "shown": hashlib.sha256(seen.encode()).hexdigest()[:16],
        "deliveries": views,
        "courses": {view.delivery.id: [delivery_entry(view.delivery, row) for row in view.history] for view in views},
        "addressee_names": [names.get(code, code) for code in addressees],
        "delivery_states": list(DeliveryState),
        "status_labels": texts.STATUS_LABELS,
        "recall_labels": texts.RECALL_LABELS,
        "standing": await _standing(session, document, views),
        "moving": any(view.delivery.status not in SETTLED for view in views),
    }


async def _standing(
    session: AsyncSession, document: OutgoingDocument, views: list[DeliveryView]
) -> dict[UUID, tuple[str, str]]:
    """By delivery that stands still or was given up: for how long, and why where it was given up."""
    waiting = [view.delivery for view in views if view.delivery.status not in SETTLED]
    failures = await failures_of(session, waiting)
    found = [one for one in waiting if is_still(one) or one.id in failures]
    if not found:
        return {}
    working_time, now = await get_working_time(session, document.held_by), clock.now()
    said = {one.id: texts.FAILURES[failures[one.id]] if one.id in failures else "" for one in found}
    return {one.id: (waited_words(one.status_at, now, working_time), said[one.id]) for one in found}
