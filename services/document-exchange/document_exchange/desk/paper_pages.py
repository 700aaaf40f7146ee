"""Văn bản giấy: registered in the outgoing register, on its page and by API."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.auth import MayIssue
from document_exchange.desk import paper_scans
from document_exchange.desk.document_views import LIST, way_of
from document_exchange.desk.forms import paper_of, paper_values_of
from document_exchange.desk.series_choices import own_series
from document_exchange.desk.whole_document import answer_once
from document_exchange.documents.attaching import put_scan
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.papers import register_paper
from document_exchange.documents.queries import get_document
from document_exchange.documents.schemas import DocumentOut, PaperIn
from document_exchange.problems import PROBLEMS
from document_exchange.registers.actions import list_kept_for_papers
from document_exchange.registers.books import BOOKS
from document_exchange.registers.series import types_counted_in
from document_exchange.showing import errors_of
from shared.access.identity import Identity
from shared.core import clock
from shared.core.errors import Refusal
from shared.standards.document_types import DOCUMENT_TYPES
from shared.standards.file_kinds import LARGEST_UPLOAD
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.resumable import read_form
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion

PLACE = "/van-ban/di/van-ban-giay"
_USUAL = "QĐ"

router = PageRouter()
calls = APIRouter(prefix="/api/document-exchange/v1", tags=["Văn bản đi"], responses=PROBLEMS)


@calls.post("/paper-documents", status_code=201, response_model=DocumentOut, summary="Ghi văn bản giấy vào sổ")
async def create(request: Request, new: PaperIn, who: MayIssue, session: Session) -> Response:
    """Ghi văn bản giấy vào sổ văn bản đi: with the next number of its series, or `kept`, one that the clerk has kept."""
    return await answer_once(request, session, lambda: register_paper(session, who, new), 201)


@calls.post("/paper-documents/{document_id}/scan", response_model=DocumentOut, summary="Đính bản quét văn bản giấy")
async def scan(
    request: Request, document_id: UUID, who: MayIssue, session: Session, version: ExpectedVersion
) -> Response:
    """Đính bản quét, in the place of a former one: multipart, `tep` is a PDF or pictures, which become one PDF; files or ids of uploads.

    `If-Match` guards against somebody else's change.
    """
    await get_document(session, who, document_id)

    async def act() -> OutgoingDocument:
        form = await read_form(request, session, who, paper_scans.FIELD)
        return await put_scan(session, who, document_id, version, await paper_scans.get_scan(request, session, form))

    await request.body()
    return await answer_once(request, session, act)


@router.get(PLACE)
async def paper_form(
    request: Request, who: MayIssue, session: Session, so: Annotated[str, Query(max_length=150)] = ""
) -> Response:
    """Ghi văn bản giấy vào sổ; `so`: the number that it bears, as "Sổ và số" names it."""
    kind, _, of = so.partition("~")
    year = int(of[:4]) if of[:4].isascii() and of[:4].isdigit() else clock.local_now().year
    types = await types_counted_in(session, who.agency_code, kind, year) if so else []
    type_code = _USUAL if _USUAL in types or not types else types[0]
    values = {"type_code": type_code, "issued_on": clock.local_now().date(), "copies": "1", "kept": so}
    return await _form(request, session, who, values, None)


@router.post(PLACE)
async def save_paper(request: Request, who: MayIssue, session: Session) -> Response:
    """Ghi vào sổ."""
    form = await read_form(request, session, who, paper_scans.FIELD)

    async def act() -> OutgoingDocument:
        # Files are opened before the number is taken: the series waits for nobody's scan.
        new, found = paper_of(form), await paper_scans.find_scan(request, session, form)
        document = await register_paper(session, who, new)
        return document if found is None else await put_scan(session, who, document.id, None, found)

    document, refusal = await attempt(request, session, act)
    if document is None:
        return await _form(request, session, who, paper_values_of(form), refusal)
    return RedirectResponse(way_back.onward(request, f"{LIST}/{document.id}"), 303)


async def _form(
    request: Request, session: AsyncSession, who: Identity, values: dict[str, Any], refusal: Refusal | None
) -> Response:
    errors, titles = errors_of(refusal), await BOOKS.kinds(session, who.agency_code)
    kept = [
        (str(one.number), f"Số {one.number.number}/{one.number.year}, {titles.get(one.number.kind, '')}: {one.reason}")
        for one in await list_kept_for_papers(session, who.agency_code)
    ]
    return page_of(request).render(
        request,
        "documents/paper.html",
        status=refusal.status if refusal else 200,
        values=values,
        errors=errors,
        field_errors=errors_by_field(errors),
        types=[(kind.key, kind.name) for kind in DOCUMENT_TYPES],
        kept_numbers=kept,
        own_series=await own_series(session, who.agency_code),
        place=PLACE,
        scans={"largest": LARGEST_UPLOAD, "accept": paper_scans.ACCEPT},
        **way_of(request, None),
    )
