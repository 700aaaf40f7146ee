"""Soạn thảo: the form of a draft, its receivers and its files."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange import texts
from document_exchange.amending.rules import LINK_LABELS, LinkKind
from document_exchange.auth import MayDraft
from document_exchange.desk.choices import grouped, inside_choices, matching
from document_exchange.desk.document_views import LIST, document_page, way_of
from document_exchange.desk.forms import draft_of, values_from, values_of
from document_exchange.desk.issued_change_views import values_for_change
from document_exchange.desk.series_choices import own_series
from document_exchange.desk.task_drafts import draft_for_task, find_task, values_for_task
from document_exchange.documents import attaching, drafting
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import (
    get_document,
    list_files,
    read_document,
)
from document_exchange.documents.rules import LARGEST_FILE, ON_THE_WAY, PRIORITIES, STEPS, Step
from document_exchange.documents.steps import case_of
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import get_incoming
from document_exchange.receivers.rules import CIRCULATIONS, PAPERS
from document_exchange.showing import errors_of, number_of, uploads_of
from document_exchange.tasks.queries import get_task
from shared.access.identity import Identity
from shared.access.rights import Role
from shared.core import clock
from shared.core.errors import NotFound, Refusal
from shared.directory.queries import get_agency, list_agencies, list_colleagues
from shared.standards.document_types import DOCUMENT_TYPES
from shared.standards.signing_authority import Competence
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.pages import is_fragment
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session

router = PageRouter(prefix="/van-ban")
_FILES = ("main", "appendices")
_CHOICES: dict[str, Any] = {
    "types": [(kind.key, kind.name) for kind in DOCUMENT_TYPES],
    "priorities": list(PRIORITIES.items()),
    "circulations": CIRCULATIONS,
    "paper_copies": PAPERS,
    "change_kinds": list(LINK_LABELS.items()),
}


@router.get("/di/soan-thao")
async def new_draft(
    request: Request,
    who: MayDraft,
    session: Session,
    tra_loi: UUID | None = None,
    nhiem_vu: UUID | None = None,
    tat_ca: bool = False,
    thay_doi: UUID | None = None,
    kieu: LinkKind = LinkKind.REPLACE,
) -> Response:
    """Soạn thảo văn bản đi."""
    values: dict[str, Any] = {"type_code": "CV", "priority": "0", "addressees": []}
    if tat_ca:
        values["all_agencies"] = True
    if tra_loi is not None:
        answered = await get_incoming(session, who, tra_loi)
        values |= {
            "answers_incoming_id": str(tra_loi),
            "subject": f"V/v trả lời văn bản số {answered.reference}",
            **await _asker(session, answered),
        }
    if nhiem_vu is not None:
        values |= await values_for_task(session, await get_task(session, who, nhiem_vu))
    if thay_doi is not None:
        values |= await values_for_change(session, await read_document(session, who, thay_doi), kieu)
    return await _form(request, session, who, values, None, None)


async def _asker(session: AsyncSession, answered: IncomingDocument) -> dict[str, Any]:
    """Who asked, to be answered: on the list where it is on the platform, else by name."""
    on_platform = {agency.code for agency in await list_agencies(session, clock.local_now().date())}
    if answered.sender_code in on_platform:
        return {"addressees": [answered.sender_code]}
    name = answered.sender_name or answered.sender_code
    return {"outside": f"{name}; {answered.sender_code}".removesuffix("; ")} if name else {}


@router.post("/di/soan-thao")
async def save_new_draft(request: Request, who: MayDraft, session: Session) -> Response:
    """Lưu dự thảo, với tệp đính kèm nếu có."""
    form = await read_form(request, session, who, *_FILES)

    async def act() -> OutgoingDocument:
        document = await draft_for_task(session, who, draft_of(form))
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


@router.get("/di/{document_id}/sua")
async def edit_form(request: Request, document_id: UUID, who: MayDraft, session: Session) -> Response:
    """Sửa dự thảo."""
    document = await get_document(session, who, document_id)
    if Step.EDIT not in STEPS.allowed(await case_of(session, who, document)):
        raise NotFound("not_found")
    return await _form(request, session, who, await values_from(session, document), document, None)


@router.post("/di/{document_id}/sua")
async def save_edit(request: Request, document_id: UUID, who: MayDraft, session: Session) -> Response:
    """Lưu sửa đổi."""
    form = await read_form(request, session, who, *_FILES)

    async def act() -> OutgoingDocument:
        new = draft_of(form)
        document = await drafting.edit_document(session, who, document_id, number_of(form, "version"), new)
        await _attach(request, session, who, document, form)
        return document

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        document = await get_document(session, who, document_id)
        return await _form(request, session, who, values_of(form), document, refusal)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{document_id}"), 303)


@router.post("/di/{document_id}/tep/{file_id}/bo")
async def remove_file(request: Request, document_id: UUID, file_id: UUID, who: MayDraft, session: Session) -> Response:
    """Bỏ tệp đính kèm."""
    _, refusal = await attempt(request, session, lambda: attaching.remove_file(session, who, document_id, file_id))
    if refusal is not None:
        return await document_page(request, session, who, await get_document(session, who, document_id), refusal)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{document_id}"), 303)


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
    collective = (await get_agency(session, who.agency_code)).collective
    return page_of(request).render(
        request,
        "documents/form.html",
        status=refusal.status if refusal else 200,
        document=document,
        keeps_signer=document is not None and document.state in ON_THE_WAY,
        largest=LARGEST_FILE,
        files=await list_files(session, document.id) if document else [],
        values=values,
        errors=errors,
        field_errors=errors_by_field(errors),
        **_CHOICES,
        competences=[
            (key or "none", label)
            for key, label in texts.COMPETENCE_LABELS.items()
            if (collective or key != Competence.ON_BEHALF) and key != Competence.AUTHORISED
        ],
        own_series=await own_series(session, who.agency_code),
        usual=Competence.ON_BEHALF if collective else "none",
        leaders=[(person.id, f"{person.full_name} – {person.title}") for person in leaders],
        for_task=await find_task(session, who, values.get("answers_task_id")),
        **way_of(request, document),
        **await inside_choices(session, who.agency_code),
        **grouped(agencies, values.get("addressees", [])),
    )


async def _attach(
    request: Request, session: AsyncSession, who: Identity, document: OutgoingDocument, form: FormData
) -> None:
    for field in _FILES:
        for upload in uploads_of(form, field):
            content = await upload.read()
            name = upload.filename or ""
            store = request.app.state.files
            main = field == "main"
            await attaching.attach_file(session, who, document.id, name, content, store, main=main, tell=False)
