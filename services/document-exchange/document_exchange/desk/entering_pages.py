"""Nhập văn bản đến, its scan, and corrections of what stands in the register; on pages."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from document_exchange.auth import MayReceive, MayViewIncoming
from document_exchange.desk import paper_scans
from document_exchange.desk.entering_forms import (
    NEXT,
    correction_of,
    correction_values,
    entered_of,
    entered_values,
    first_values,
)
from document_exchange.desk.forms import words_of
from document_exchange.desk.incoming_views import LIST, incoming_page, way_of
from document_exchange.desk.work_views import work_summary
from document_exchange.documents.rules import PRIORITIES
from document_exchange.entered.actions import enter_incoming
from document_exchange.entered.authors import read_author
from document_exchange.entered.corrections import correct_incoming, registered, strike_incoming
from document_exchange.entered.rules import BY_HAND, TYPES
from document_exchange.entered.scans import find_scan_of, put_incoming_scan
from document_exchange.entered.sealing import seal_scan
from document_exchange.entered.twins import find_twins
from document_exchange.entered.typed import read_typed_reference
from document_exchange.incoming.closing import refuse_taken_back
from document_exchange.incoming.models import IncomingDocument
from document_exchange.incoming.queries import get_incoming, list_statuses
from document_exchange.incoming.rules import Act
from document_exchange.readers.queries import read_incoming
from document_exchange.showing import errors_of, number_of, text_of
from document_exchange.texts import PRIORITY_LABELS
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.core import clock
from shared.core.errors import NotFound, Refusal
from shared.core.identifiers import new_id
from shared.directory.queries import list_agencies
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.standards.typed import clean_line
from shared.storage import evidence
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.viewer import Whole, open_stored

router = PageRouter(prefix=LIST)

_PLACE = f"{LIST}/nhap"


@router.get("/nhap")
async def entering_form(request: Request, who: MayReceive, session: Session) -> Response:
    """Nhập văn bản đến; `vua`: what was entered just before, of the same pile."""
    done = None
    try:
        if before := request.query_params.get("vua"):
            done = await get_incoming(session, who, UUID(before))
    except (ValueError, NotFound):
        done = None
    return await _form(request, session, who, first_values(request.query_params), None, done)


@router.post("/nhap")
async def enter(request: Request, who: MayReceive, session: Session) -> Response:
    """Vào sổ, or keep it to be registered later; the next letter of the pile follows where that was pressed."""
    form = await read_form(request, session, who, paper_scans.FIELD)

    async def act() -> IncomingDocument:
        # Files are opened before the number is taken: the series waits for nobody's scan.
        new, scan = entered_of(form), await paper_scans.find_scan(request, session, form)
        return await enter_incoming(session, who, new, scan)

    incoming, refusal = await attempt(request, session, act)
    if incoming is None:
        return await _form(request, session, who, entered_values(form), refusal)
    if text_of(form, "viec") == NEXT:
        day = incoming.arrived_at.astimezone(clock.VIETNAM).date()
        following = f"{_PLACE}?cach={incoming.origin}&ngay={day}&vua={incoming.id}"
        return RedirectResponse(way_back.onward(request, following), 303)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{incoming.id}?xong=nhap"), 303)


async def _form(
    request: Request,
    session: AsyncSession,
    who: Identity,
    values: dict[str, Any],
    refusal: Refusal | None,
    done: IncomingDocument | None = None,
) -> Response:
    errors = errors_of(refusal)
    twins = await _twins_typed(session, who, values) if refusal and refusal.code == "duplicate_found" else []
    agencies = await list_agencies(session, clock.local_now().date(), besides=who.agency_code)
    return page_of(request).render(
        request,
        "incoming/enter.html",
        status=refusal.status if refusal else 200,
        values=values | {"id": values.get("id") or str(new_id())},
        errors=errors,
        field_errors=errors_by_field(errors),
        place=_PLACE,
        done=done,
        twins=twins,
        origins=BY_HAND,
        types=list(TYPES.items()),
        priorities=[(str(key), words) for key, words in PRIORITIES.items()],
        authors=[agency.name for agency in agencies],
        scans={"largest": LARGEST_UPLOAD, "accept": paper_scans.ACCEPT},
        **way_of(request),
    )


async def _twins_typed(session: AsyncSession, who: Identity, values: dict[str, Any]) -> list[IncomingDocument]:
    author = await read_author(session, who.agency_code, clean_line(values["author"]), "/author")
    reference = read_typed_reference(values["reference"], "/reference")
    return await find_twins(session, who.agency_code, reference, (author.code, author.name))


@router.get("/{incoming_id}/sua")
async def correction_form(request: Request, incoming_id: UUID, who: MayReceive, session: Session) -> Response:
    """Sửa thông tin đăng ký."""
    incoming = await get_incoming(session, who, incoming_id)
    return await _correction(request, incoming, registered(incoming), None)


@router.post("/{incoming_id}/sua")
async def correct(request: Request, incoming_id: UUID, who: MayReceive, session: Session) -> Response:
    """Ghi điều đã sửa, with its reason."""
    incoming = await get_incoming(session, who, incoming_id)
    form = await request.form()

    async def act() -> IncomingDocument:
        return await correct_incoming(session, who, incoming_id, correction_of(form))

    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        return await _correction(
            request, await get_incoming(session, who, incoming_id), correction_values(form), refusal
        )
    return RedirectResponse(way_back.onward(request, f"{LIST}/{incoming.id}?xong=sua"), 303)


async def _correction(
    request: Request, incoming: IncomingDocument, values: dict[str, Any], refusal: Refusal | None
) -> Response:
    errors = errors_of(refusal)
    return page_of(request).render(
        request,
        "incoming/correct.html",
        status=refusal.status if refusal else 200,
        document=incoming,
        values=values,
        errors=errors,
        field_errors=errors_by_field(errors),
        priorities=[(str(key), words) for key, words in PRIORITY_LABELS.items()],
        **way_of(request),
    )


@router.post("/{incoming_id}/gach-so")
async def strike(request: Request, incoming_id: UUID, who: MayReceive, session: Session) -> Response:
    """Gạch khỏi sổ."""
    form = await request.form()

    async def act() -> IncomingDocument:
        return await strike_incoming(session, who, incoming_id, number_of(form, "version"), words_of(form, "words"))

    return await _acted(request, session, who, incoming_id, act, Act.STRIKE, form)


@router.post("/{incoming_id}/ky-ban-quet")
async def seal(request: Request, incoming_id: UUID, who: MayReceive, session: Session) -> Response:
    """Ký số của cơ quan trên bản quét có dấu Đến."""
    form, state = await request.form(), request.app.state

    async def act() -> IncomingDocument:
        version = number_of(form, "version")
        return await seal_scan(session, who, incoming_id, version, state.files, state.signatures)

    return await _acted(request, session, who, incoming_id, act, Act.SEAL, form)


@router.post("/{incoming_id}/ban-quet")
async def add_scan(request: Request, incoming_id: UUID, who: MayReceive, session: Session) -> Response:
    """Đính bản quét, in the place of a former one."""
    await get_incoming(session, who, incoming_id)
    form = await read_form(request, session, who, paper_scans.FIELD)

    async def act() -> IncomingDocument:
        scan = await paper_scans.get_scan(request, session, form)
        return await put_incoming_scan(session, who, incoming_id, number_of(form, "version"), scan)

    return await _acted(request, session, who, incoming_id, act, Act.SCAN, form)


async def _acted(
    request: Request,
    session: AsyncSession,
    who: Identity,
    incoming_id: UUID,
    act: Callable[[], Awaitable[IncomingDocument]],
    done: Act,
    form: FormData,
) -> Response:
    """`form`: what was typed, to be shown again beside a refusal."""
    await get_incoming(session, who, incoming_id)
    _, refusal = await attempt(request, session, act)
    if refusal is not None:
        incoming = await get_incoming(session, who, incoming_id)
        inside = await work_summary(session, who, incoming)
        return await incoming_page(request, session, who, incoming, refusal, done, form, inside)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{incoming_id}?xong={_DONE[done]}"), 303)


_DONE = {Act.STRIKE: "gach-so", Act.SCAN: "ban-quet", Act.SEAL: "ky-ban-quet"}


@router.get("/{incoming_id}/ban/{sha256}")
async def read_former(
    request: Request, incoming_id: UUID, sha256: str, who: MayViewIncoming, session: Session
) -> Response:
    """Tệp của một bước: a scan that another one took the place of."""
    incoming = await get_incoming(session, who, incoming_id)
    refuse_taken_back(incoming)
    kept = (file for row in await list_statuses(session, incoming.id) for file in row.files)
    file = next((file for file in kept if file["sha256"] == sha256), None)
    if file is None:
        raise NotFound("not_found")
    await evidence.record(session, "incoming-file-read", f"incoming/{incoming.id}", who, sha256=sha256)
    whole = Whole(f"{LIST}/{incoming.id}", incoming.reference or incoming.subject)
    return await open_stored(request, FileReference.model_validate(file), whole, opens=True)


@router.get("/{incoming_id}/ban-dau-den")
async def read_stamped(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Bản quét có dấu Đến."""
    incoming, _ = await read_incoming(session, who, incoming_id)
    refuse_taken_back(incoming)
    scan = await find_scan_of(session, incoming.id)
    if scan is None or not scan.stamped_sha256:
        raise NotFound("not_found")
    await evidence.record(session, "incoming-file-read", f"incoming/{incoming.id}", who, sha256=scan.stamped_sha256)
    whole = Whole(f"{LIST}/{incoming.id}", incoming.reference or incoming.subject)
    return await open_stored(request, scan.stamped(), whole, opens=True)


@router.get("/{incoming_id}/ban-quet")
async def read_scan(request: Request, incoming_id: UUID, who: MayViewIncoming, session: Session) -> Response:
    """Bản quét as it was brought."""
    incoming, _ = await read_incoming(session, who, incoming_id)
    refuse_taken_back(incoming)
    scan = await find_scan_of(session, incoming.id)
    if scan is None:
        raise NotFound("not_found")
    await evidence.record(session, "incoming-file-read", f"incoming/{incoming.id}", who, sha256=scan.sha256)
    whole = Whole(f"{LIST}/{incoming.id}", incoming.reference or incoming.subject)
    return await open_stored(request, scan.reference(), whole, opens=True)
