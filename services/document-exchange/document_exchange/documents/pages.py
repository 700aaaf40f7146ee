"""Văn bản đi: work list, drafting, the document with its steps, and each receiver's status live."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError
from starlette.datastructures import FormData

from document_exchange import texts
from document_exchange.agencies.queries import list_agencies, list_colleagues, names_of
from document_exchange.auth import RIGHTS, MayDraft, MayViewOutgoing, Right
from document_exchange.deliveries.actions import recall_document, send_document
from document_exchange.deliveries.api import packet_answer
from document_exchange.deliveries.queries import list_deliveries
from document_exchange.documents import actions
from document_exchange.documents.api import file_answer
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import (
    count_by_status,
    find_file,
    get_document,
    list_addressees,
    list_documents,
    list_files,
    list_steps,
)
from document_exchange.documents.rules import ALLOWED, PRIORITIES, DocumentStatus, Step
from document_exchange.documents.schemas import DraftIn
from document_exchange.incoming.models import IncomingDocument
from document_exchange.keyset import read_position, write_position
from document_exchange.showing import errors_of, number_of, query_string, text_of, texts_of, uploads_of
from shared import clock, evidence
from shared.attempt import attempt
from shared.database import AsyncSession, Session
from shared.errors import FieldError, Forbidden, Invalid, NotFound, Refusal
from shared.form_fields import errors_by_field, read_date
from shared.identity import Identity
from shared.rights import Role, holds
from shared.standards.document_types import DOCUMENT_TYPES
from shared.web import page_of

router = APIRouter(prefix="/van-ban")

PAGE = 30
LIST = "/van-ban/di"
_FILTERS = {
    "": "Tất cả",
    "draft": "Đang soạn thảo",
    "returned": "Bị trả lại",
    "submitted": "Chờ ký",
    "signed": "Chờ cấp số",
    "numbered": "Chờ ký số cơ quan",
    "sealed": "Chờ phát hành",
    "sent": "Đã phát hành",
    "recalled": "Đã thu hồi",
}
TAG_KINDS = {"draft": "grey", "returned": "red", "submitted": "yellow", "sent": "green", "recalled": "red"}


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
        priorities=PRIORITIES,
        may_draft=holds(who, RIGHTS[Right.DRAFT]),
        may_read_registers=holds(who, RIGHTS[Right.READ_REGISTERS]),
        next_href=f"{LIST}?{query_string(parts | {'sau': last})}" if more else None,
        first_href=f"{LIST}?{query_string(parts)}" if sau else None,
    )


@router.get("/di/soan-thao")
async def new_draft(
    request: Request, who: MayDraft, session: Session, tra_loi: UUID | None = None, tat_ca: bool = False
) -> Response:
    """Soạn thảo văn bản đi."""
    values: dict[str, Any] = {"type_code": "CV", "priority": "0", "secrecy": "normal", "addressees": []}
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
        document = await actions.draft_document(session, who, _draft_of(form))
        await _attach(request, session, who, document, form)
        return document

    document, refusal = await attempt(request, session, act)
    if document is None:
        return await _form(request, session, who, _values_of(form), None, refusal)
    return RedirectResponse(f"{LIST}/{document.id}", 303)


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
    return await _form(request, session, who, await _values_from(session, document), document, None)


@router.post("/di/{document_id}/sua")
async def save_edit(request: Request, document_id: UUID, who: MayDraft, session: Session) -> Response:
    """Lưu sửa đổi."""
    form = await request.form()

    async def act() -> OutgoingDocument:
        new = _draft_of(form)
        document = await actions.edit_document(session, who, document_id, number_of(form, "version"), new)
        await _attach(request, session, who, document, form)
        return document

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        document = await get_document(session, who, document_id)
        return await _form(request, session, who, _values_of(form), document, refusal)
    return RedirectResponse(f"{LIST}/{document_id}", 303)


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
    return RedirectResponse(f"{LIST}/{document_id}", 303)


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
    "tra-lai": (Step.RETURN, Right.DRAFT),
    "ky-so": (Step.SIGN, Right.SIGN),
    "cap-so": (Step.NUMBER, Right.ISSUE),
    "dong-dau": (Step.SEAL, Right.ISSUE),
    "phat-hanh": (Step.SEND, Right.ISSUE),
    "lay-lai": (Step.RECALL, Right.ISSUE),
}


@router.post("/di/{document_id}/{buoc}")
async def take_step(request: Request, document_id: UUID, buoc: str, who: MayViewOutgoing, session: Session) -> Response:
    """Một bước xử lý: submit, return, sign, number, seal, send or recall."""
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
    # A document that was returned is no longer the clerk's to see.
    gone = step is Step.RETURN and document.drafter_id != who.subject and Role.LEADER not in who.roles
    return RedirectResponse(LIST if gone else f"{LIST}/{document_id}?xong={buoc}", 303)


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
    return page_of(request).render(
        request,
        "documents/document.html",
        status=refusal.status if refusal else 200,
        document=document,
        files=await list_files(session, document.id),
        steps=await list_steps(session, document.id),
        allowed=allowed_steps(who, document),
        answered=answered,
        errors=errors,
        field_errors=errors_by_field(errors),
        failed=failed,
        done=_STEPS.get(request.query_params.get("xong", ""), (None, None))[0],
        labels=texts.DOCUMENT_STATUS_LABELS,
        step_labels=texts.STEP_LABELS,
        secrecy_labels=texts.SECRECY_LABELS,
        kinds=TAG_KINDS,
        priorities=PRIORITIES,
        **await _deliveries(session, document),
    )


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
        secrecies=texts.SECRECY_LABELS,
        competences=[(key or "none", label) for key, label in texts.COMPETENCE_LABELS.items()],
        leaders=[(person.id, f"{person.full_name} – {person.title}") for person in leaders],
        agencies=[(agency.code, agency.name) for agency in agencies],
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


def _values_of(form: FormData) -> dict[str, Any]:
    """The form as typed, to be shown again."""
    names = ("type_code", "subject", "priority", "secrecy", "unit", "leader_id", "competence", "place")
    values: dict[str, Any] = {name: text_of(form, name) for name in names}
    values["archive_holder"] = text_of(form, "archive_holder")
    values["answers_incoming_id"] = text_of(form, "answers_incoming_id")
    values["addressees"] = texts_of(form, "addressees")
    values["all_agencies"] = text_of(form, "all_agencies") == "true"
    values["due_on"] = read_date({key: value for key, value in form.items() if isinstance(value, str)}, "due_on")
    return values


async def _values_from(session: AsyncSession, document: OutgoingDocument) -> dict[str, Any]:
    names = ("type_code", "subject", "priority", "secrecy", "unit", "leader_id", "competence", "place", "due_on")
    values = {name: getattr(document, name) for name in (*names, "archive_holder")}
    values["addressees"] = await list_addressees(session, document.id)
    values["answers_incoming_id"] = str(document.answers_incoming_id or "")
    return values


_SENTENCES = {
    "subject": "Hãy nhập trích yếu nội dung, không quá 500 ký tự.",
    "unit": "Chữ viết tắt chỉ gồm chữ in hoa và số, không quá 10 ký tự, ví dụ: CNTT.",
    "due_on": "Hãy nhập ngày có thật, ví dụ: 30 11 2026.",
    "place": "Địa danh không quá 50 ký tự.",
    "archive_holder": "Nơi giữ bản lưu không quá 100 ký tự.",
}


def _draft_of(form: FormData) -> DraftIn:
    """What was typed, as the API's own class; refuses in sentences beside the fields."""
    values = _values_of(form)
    values["priority"] = number_of(form, "priority") or 0
    values["competence"] = "" if values["competence"] == "none" else values["competence"]
    values["answers_incoming_id"] = values["answers_incoming_id"] or None
    try:
        return DraftIn.model_validate(values)
    except ValidationError as error:
        fields = {str(finding["loc"][0]) for finding in error.errors()}
        raise Invalid(
            "invalid_input",
            fields=[
                FieldError(f"/{name}", "invalid", _SENTENCES.get(name, "Hãy chọn một giá trị trong danh sách."))
                for name in sorted(fields)
            ],
        ) from error
