"""Văn bản đi: work list, drafting, the document with its steps, and each receiver's status live."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from document_exchange import texts
from document_exchange.agencies.queries import list_agencies, list_colleagues, names_of
from document_exchange.auth import RIGHTS, MayDraft, MayViewOutgoing, Right
from document_exchange.deliveries.actions import recall_document, send_document
from document_exchange.deliveries.api import packet_answer
from document_exchange.deliveries.queries import list_deliveries
from document_exchange.documents import actions, exits
from document_exchange.documents.api import file_answer
from document_exchange.documents.choices import grouped, is_fragment, matching, people_of, receivers_of
from document_exchange.documents.forms import addressees_of, draft_of, reassignment_of, values_from, values_of
from document_exchange.documents.models import DocumentFile, OutgoingDocument
from document_exchange.documents.queries import (
    count_by_status,
    find_document,
    find_file,
    get_document,
    list_addressees,
    list_documents,
    list_files,
    list_steps,
    sent_warnings,
)
from document_exchange.documents.rules import ALLOWED, BEFORE_THE_SEAL, PRIORITIES, DocumentStatus, Step
from document_exchange.incoming.models import IncomingDocument
from document_exchange.keyset import read_position, write_position
from document_exchange.showing import errors_of, number_of, query_string, text_of, uploads_of
from shared import clock, evidence, way_back
from shared.attempt import attempt
from shared.database import AsyncSession, Session
from shared.errors import Forbidden, NotFound, Refusal
from shared.form_fields import errors_by_field
from shared.identity import Identity
from shared.rights import Role, holds
from shared.signing.readiness import WARNINGS
from shared.standards.document_types import DOCUMENT_TYPES
from shared.web import page_of

router = APIRouter(prefix="/van-ban")

PAGE = 30
LIST = "/van-ban/di"
PLACE = ("q", "trang_thai", "sau")
"""What says where in the list a person is."""
_FILTERS = {
    "": "Tất cả",
    **texts.DOCUMENT_STATUS_LABELS,
}
TAG_KINDS = {
    "draft": "grey",
    "returned": "red",
    "submitted": "yellow",
    "sent": "green",
    "recalled": "red",
    "cancelled": "red",
}


@router.get("")
async def start(_: MayViewOutgoing) -> Response:
    """Incoming documents come first in a day's work."""
    return RedirectResponse("/van-ban/den", 303)


@router.get("/di")
async def work_list(
    request: Request,
    who: MayViewOutgoing,
    session: Session,
    q: Annotated[str, Query(max_length=200)] = "",
    trang_thai: Annotated[str, Query(max_length=20)] = "",
    sau: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Danh sách văn bản đi."""
    chosen = (trang_thai,) if trang_thai in _FILTERS and trang_thai else ()
    found = await list_documents(session, who, statuses=chosen, words=q, after=read_position(sau), limit=PAGE + 1)
    more = len(found) > PAGE
    found = found[:PAGE]
    parts = {"q": q, "trang_thai": trang_thai}
    last = write_position(found[-1].updated_at, found[-1].id) if more else ""
    return page_of(request).render(
        request,
        "documents/list.html",
        documents=found,
        counts=await count_by_status(session, who),
        filters=_FILTERS,
        chosen=trang_thai,
        q=q,
        labels=texts.DOCUMENT_STATUS_LABELS,
        kinds=TAG_KINDS,
        priorities=texts.PRIORITY_LABELS,
        may_draft=holds(who, RIGHTS[Right.DRAFT]),
        may_read_registers=holds(who, RIGHTS[Right.READ_REGISTERS]),
        next_href=f"{LIST}?{query_string(parts | {'sau': last})}" if more else None,
        first_href=f"{LIST}?{query_string(parts)}" if sau else None,
        way=way_back.from_list(request, PLACE),
    )


@router.get("/di/soan-thao")
async def new_draft(
    request: Request, who: MayDraft, session: Session, tra_loi: UUID | None = None, tat_ca: bool = False
) -> Response:
    """Soạn thảo văn bản đi."""
    values: dict[str, Any] = {"type_code": "CV", "priority": "0", "addressees": []}
    if tat_ca:
        values["all_agencies"] = True
    if tra_loi is not None:
        answered = await session.get(IncomingDocument, tra_loi)
        if answered is None or answered.addressee_code != who.agency_code:
            raise NotFound("not_found")
        values |= {
            "answers_incoming_id": str(tra_loi),
            "subject": f"V/v trả lời văn bản số {answered.reference}",
            "addressees": [answered.sender_code],
        }
    return await _form(request, session, who, values, None, None)


@router.post("/di/soan-thao")
async def save_new_draft(request: Request, who: MayDraft, session: Session) -> Response:
    """Lưu dự thảo, với tệp đính kèm nếu có."""
    form = await request.form()

    async def act() -> OutgoingDocument:
        document = await actions.draft_document(session, who, draft_of(form))
        await _attach(request, session, who, document, form)
        return document

    document, refusal = await attempt(request, session, act)
    if document is None:
        return await _form(request, session, who, values_of(form), None, refusal)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{document.id}"), 303)


@router.get("/di/chon-noi-nhan")
async def choose_receivers(
    request: Request,
    who: MayDraft,
    session: Session,
    loc: Annotated[str, Query(max_length=100)] = "",
    addressees: Annotated[list[str] | None, Query(max_length=2000)] = None,
) -> Response:
    """Các nơi nhận khớp với chữ đã gõ, and those ticked: a part of the form, fetched while typing."""
    if not is_fragment(request):
        return RedirectResponse(f"{LIST}/soan-thao", 303)
    agencies = await list_agencies(session, clock.local_now().date(), besides=who.agency_code)
    chosen = addressees or []
    shown = grouped(matching(agencies, loc, chosen), chosen)
    return page_of(request).render(
        request, "documents/choices.html", values={"addressees": chosen}, open_all=bool(loc), **shown
    )


@router.get("/di/{document_id}")
async def one(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """Văn bản đi."""
    document = await get_document(session, who, document_id)
    await evidence.record(session, "document-read", f"document/{document.id}", who)
    return await _page(request, session, who, document, None)


@router.get("/di/{document_id}/noi-nhan")
async def receivers(
    request: Request,
    document_id: UUID,
    who: MayViewOutgoing,
    session: Session,
    phien: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """Trạng thái tại từng nơi nhận: the part of the page that renews itself."""
    document = await get_document(session, who, document_id)
    if not is_fragment(request):
        return RedirectResponse(f"{LIST}/{document_id}#noi-nhan", 303)
    known = await _deliveries(session, document)
    if phien == known["shown"] and known["moving"]:
        # Nothing new: what a person has opened on the page stays open.
        return Response(status_code=204)
    return page_of(request).render(request, "documents/receivers.html", document=document, **known)


@router.get("/di/{document_id}/sua")
async def edit_form(request: Request, document_id: UUID, who: MayDraft, session: Session) -> Response:
    """Sửa dự thảo."""
    document = await get_document(session, who, document_id)
    if document.state not in ALLOWED[Step.EDIT] or document.drafter_id != who.subject:
        raise NotFound("not_found")
    return await _form(request, session, who, await values_from(session, document), document, None)


@router.post("/di/{document_id}/sua")
async def save_edit(request: Request, document_id: UUID, who: MayDraft, session: Session) -> Response:
    """Lưu sửa đổi."""
    form = await request.form()

    async def act() -> OutgoingDocument:
        new = draft_of(form)
        document = await actions.edit_document(session, who, document_id, number_of(form, "version"), new)
        await _attach(request, session, who, document, form)
        return document

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        document = await get_document(session, who, document_id)
        return await _form(request, session, who, values_of(form), document, refusal)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{document_id}"), 303)


@router.get("/di/{document_id}/tep/{file_id}")
async def read_file(
    request: Request, document_id: UUID, file_id: UUID, who: MayViewOutgoing, session: Session
) -> Response:
    """Tệp của văn bản đi."""
    document = await get_document(session, who, document_id)
    file = await find_file(session, document.id, file_id)
    if file is None:
        raise NotFound("not_found")
    await evidence.record(session, "document-file-read", f"document/{document.id}", who, sha256=file.sha256)
    return file_answer(await request.app.state.files.get(file.sha256), file.name, file.media_type)


@router.post("/di/{document_id}/tep/{file_id}/bo")
async def remove_file(request: Request, document_id: UUID, file_id: UUID, who: MayDraft, session: Session) -> Response:
    """Bỏ tệp đính kèm."""
    _, refusal = await attempt(request, session, lambda: actions.remove_file(session, who, document_id, file_id))
    if refusal is not None:
        return await _page(request, session, who, await get_document(session, who, document_id), refusal)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{document_id}"), 303)


@router.get("/di/{document_id}/goi-tin")
async def packet(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """Tải gói tin .edxml."""
    document = await get_document(session, who, document_id)
    if document.packet_sha256 is None:
        raise NotFound("not_found")
    await evidence.record(session, "packet-downloaded", f"document/{document.id}", who)
    return packet_answer(await request.app.state.files.get(document.packet_sha256), document.reference)


_STEPS: dict[str, tuple[Step, Right]] = {
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


@router.post("/di/{document_id}/{buoc}")
async def take_step(request: Request, document_id: UUID, buoc: str, who: MayViewOutgoing, session: Session) -> Response:
    """Một bước xử lý: one of `_STEPS`."""
    if buoc not in _STEPS:
        raise NotFound("not_found")
    step, right = _STEPS[buoc]
    document = await get_document(session, who, document_id)
    if not holds(who, RIGHTS[right]):
        raise Forbidden("not_allowed")
    _, refusal = await attempt(request, session, _act(request, session, who, document_id, step, await request.form()))
    if refusal is not None:
        document = await get_document(session, who, document_id)
        return await _page(request, session, who, document, refusal, step)
    await session.flush()
    # What was returned, or has its people again, may no longer be the clerk's to see.
    still_here = await find_document(session, who, document_id)
    done = way_back.onward(request, f"{LIST}/{document_id}?xong={buoc}")
    return RedirectResponse(done if still_here else way_back.to_list(request, LIST), 303)


def _act(
    request: Request, session: AsyncSession, who: Identity, document_id: UUID, step: Step, form: FormData
) -> Callable[[], Awaitable[Any]]:
    state = request.app.state
    version, opinion = number_of(form, "version"), text_of(form, "opinion")[:1000]
    acts: dict[Step, Callable[[], Awaitable[Any]]] = {
        Step.SUBMIT: lambda: actions.submit_document(session, who, document_id, version, opinion),
        Step.RETURN: lambda: actions.return_document(session, who, document_id, version, opinion),
        Step.SIGN: lambda: actions.sign_document(
            session, who, document_id, version, state.files, state.signatures, opinion
        ),
        Step.NUMBER: lambda: actions.number_document(session, who, document_id, version),
        Step.SEAL: lambda: actions.seal_document(session, who, document_id, version, state.files, state.signatures),
        Step.SEND: lambda: send_document(session, who, document_id, version, state.files),
        Step.RECALL: lambda: recall_document(session, who, document_id, opinion),
        Step.TAKE_BACK: lambda: exits.take_back_document(session, who, document_id, version, opinion),
        Step.REASSIGN: lambda: exits.reassign_document(session, who, document_id, version, reassignment_of(form)),
        Step.READDRESS: lambda: exits.readdress_document(session, who, document_id, version, addressees_of(form)),
        Step.CANCEL: lambda: exits.cancel_document(session, who, document_id, version, opinion),
    }
    return acts[step]


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
        Step.CANCEL: holds(who, RIGHTS[Right.CANCEL]),
    }
    return [step for step, allowed in may.items() if allowed and document.state in ALLOWED[step]]


async def _page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    document: OutgoingDocument,
    refusal: Refusal | None,
    failed: Step | None = None,
) -> Response:
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
        done=_STEPS.get(request.query_params.get("xong", ""), (None, None))[0],
        labels=texts.DOCUMENT_STATUS_LABELS,
        step_labels=texts.STEP_LABELS,
        secrecy_labels=texts.SECRECY_LABELS,
        kinds=TAG_KINDS,
        priorities=texts.PRIORITY_LABELS,
        **_way(request, document),
        **await _deliveries(session, document),
    )


def _way(request: Request, document: OutgoingDocument | None) -> dict[str, Any]:
    """Where the person came from in the list."""
    row = f"vb-{document.id}" if document else ""
    return {"way": way_back.carried(request), "list_href": way_back.to_list(request, LIST, row)}


def _file_warnings(files: Sequence[DocumentFile]) -> list[str]:
    """What the drafter sees when the file is attached, and whoever signs before the signature."""
    return [f"{file.name}: {WARNINGS[code]}" for file in files for code in file.warnings]


async def _deliveries(session: AsyncSession, document: OutgoingDocument) -> dict[str, Any]:
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


async def _form(
    request: Request,
    session: AsyncSession,
    who: Identity,
    values: dict[str, Any],
    document: OutgoingDocument | None,
    refusal: Refusal | None,
) -> Response:
    errors = errors_of(refusal)
    agencies = await list_agencies(session, clock.local_now().date(), besides=who.agency_code)
    leaders = await list_colleagues(session, who.agency_code, Role.LEADER)
    return page_of(request).render(
        request,
        "documents/form.html",
        status=refusal.status if refusal else 200,
        document=document,
        files=await list_files(session, document.id) if document else [],
        values=values,
        errors=errors,
        field_errors=errors_by_field(errors),
        types=[(kind.key, kind.name) for kind in DOCUMENT_TYPES],
        priorities=list(PRIORITIES.items()),
        competences=[(key or "none", label) for key, label in texts.COMPETENCE_LABELS.items()],
        leaders=[(person.id, f"{person.full_name} – {person.title}") for person in leaders],
        **_way(request, document),
        **grouped(agencies, values.get("addressees", [])),
    )


async def _attach(
    request: Request, session: AsyncSession, who: Identity, document: OutgoingDocument, form: FormData
) -> None:
    for field in ("main", "appendices"):
        for upload in uploads_of(form, field):
            content = await upload.read()
            name = upload.filename or ""
            store = request.app.state.files
            await actions.attach_file(session, who, document.id, name, content, store, main=field == "main")
