"""Văn bản đi as its page shows it, with what this person may do with it now."""

import hashlib
from collections.abc import Sequence
from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange import texts
from document_exchange.agencies.queries import names_of
from document_exchange.auth import RIGHTS, Right
from document_exchange.deliveries.queries import list_deliveries
from document_exchange.desk.choices import people_of, receivers_of
from document_exchange.documents.models import DocumentFile, OutgoingDocument
from document_exchange.documents.queries import (
    list_addressees,
    list_files,
    list_steps,
    sent_warnings,
)
from document_exchange.documents.rules import ALLOWED, BEFORE_THE_SEAL, DocumentStatus, Step
from document_exchange.documents.steps import may_cancel
from document_exchange.incoming.models import IncomingDocument
from document_exchange.showing import errors_of
from shared.access.identity import Identity
from shared.access.rights import Role, holds
from shared.core.errors import Refusal
from shared.signing.readiness import WARNINGS
from shared.web import way_back
from shared.web.application import page_of
from shared.web.form_fields import errors_by_field

LIST = "/van-ban/di"

TAG_KINDS = {
    "draft": "grey",
    "returned": "red",
    "submitted": "yellow",
    "sent": "green",
    "recalled": "red",
    "cancelled": "red",
}

_LABELS: dict[str, Any] = {
    "labels": texts.DOCUMENT_STATUS_LABELS,
    "step_labels": texts.STEP_LABELS,
    "secrecy_labels": texts.SECRECY_LABELS,
    "kinds": TAG_KINDS,
    "priorities": texts.PRIORITY_LABELS,
}

STEPS: dict[str, tuple[Step, Right]] = {
    "trinh-ky": (Step.SUBMIT, Right.DRAFT),
    "rut-lai": (Step.TAKE_BACK, Right.DRAFT),
    "doi-nguoi": (Step.REASSIGN, Right.REASSIGN),
    "tra-lai": (Step.RETURN, Right.DRAFT),
    "ky-so": (Step.SIGN, Right.SIGN),
    "cap-so": (Step.NUMBER, Right.ISSUE),
    "dong-dau": (Step.SEAL, Right.ISSUE),
    "phat-hanh": (Step.SEND, Right.ISSUE),
    "doi-noi-nhan": (Step.READDRESS, Right.ISSUE),
    "huy": (Step.CANCEL, Right.CANCEL),
    "lay-lai": (Step.RECALL, Right.ISSUE),
}


def allowed_steps(who: Identity, document: OutgoingDocument) -> list[Step]:
    """What this person may do now, in the order of the work."""
    clerk = Role.RECORDS_CLERK in who.roles
    mine = document.drafter_id == who.subject
    for_me = document.leader_id == who.subject and Role.LEADER in who.roles
    may = {
        Step.EDIT: mine,
        Step.SUBMIT: mine,
        Step.SIGN: for_me,
        Step.NUMBER: clerk,
        Step.SEAL: clerk,
        Step.SEND: clerk,
        Step.RETURN: for_me if document.state is DocumentStatus.SUBMITTED else clerk,
        Step.RECALL: clerk,
        Step.TAKE_BACK: mine,
        Step.REASSIGN: holds(who, RIGHTS[Right.REASSIGN]),
        Step.READDRESS: clerk,
        Step.CANCEL: may_cancel(who, document),
    }
    return [step for step, allowed in may.items() if allowed and document.state in ALLOWED[step]]


async def document_page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    document: OutgoingDocument,
    refusal: Refusal | None,
    failed: Step | None = None,
    typed: str = "",
) -> Response:
    """`typed`: the opinion or reason of the step that failed."""
    answered = (
        await session.get(IncomingDocument, document.answers_incoming_id) if document.answers_incoming_id else None
    )
    errors = errors_of(refusal)
    allowed = allowed_steps(who, document)
    files = await list_files(session, document.id)
    return page_of(request).render(
        request,
        "documents/document.html",
        status=refusal.status if refusal else 200,
        document=document,
        warnings=[texts.WARNING_LABELS[code] for code in await sent_warnings(session, document)],
        files=files,
        file_warnings=_file_warnings(files) if document.state in BEFORE_THE_SEAL else [],
        main_missing=all(file.position for file in files),
        steps=await list_steps(session, document.id),
        allowed=allowed,
        **await people_of(session, who, document),
        **(await receivers_of(session, document) if Step.READDRESS in allowed else {}),
        answered=answered,
        errors=errors,
        field_errors=errors_by_field(errors),
        failed=failed,
        typed=typed,
        done=STEPS.get(request.query_params.get("xong", ""), (None, None))[0],
        **_LABELS,
        **way_of(request, document),
        **await deliveries_of(session, document),
    )


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
    seen = "".join(f"{view.delivery.id}{view.delivery.recall}{len(view.history)}" for view in views)
    return {
        "shown": hashlib.sha256(seen.encode()).hexdigest()[:16],
        "deliveries": views,
        "addressee_names": [names.get(code, code) for code in addressees],
        "status_labels": texts.STATUS_LABELS,
        "recall_labels": texts.RECALL_LABELS,
        "moving": any(view.delivery.status not in ("02", "06", "withdrawn") for view in views),
    }
