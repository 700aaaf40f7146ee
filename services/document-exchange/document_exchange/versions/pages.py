"""Các bản dự thảo of a document: read, compared, remarked on."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.auth import MayViewOutgoing
from document_exchange.desk.document_views import way_of
from document_exchange.desk.forms import words_of
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import get_document
from document_exchange.documents.rules import STEPS, Step
from document_exchange.documents.steps import case_of
from document_exchange.showing import errors_of, number_of, text_of
from document_exchange.versions.actions import remark_on_version
from document_exchange.versions.comparing import compare
from document_exchange.versions.queries import get_version, list_versions, two_of
from shared.access.identity import Identity
from shared.core.errors import Refusal
from shared.storage import evidence
from shared.web import way_back
from shared.web.application import page_of
from shared.web.attempt import attempt
from shared.web.form_fields import errors_by_field
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.web.viewer import Whole, open_stored

router = PageRouter(prefix="/van-ban")
Number = Annotated[int, Query(ge=0, le=100_000)]
_MOST = 100_000


@router.get("/di/{document_id}/du-thao")
async def drafts(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """Các bản dự thảo, the newest first."""
    document = await get_document(session, who, document_id)
    await evidence.record(session, "document-read", f"document/{document.id}", who)
    return await _page(request, session, who, document)


@router.get("/di/{document_id}/du-thao/so-sanh")
async def comparison(
    request: Request, document_id: UUID, who: MayViewOutgoing, session: Session, cu: Number = 0, moi: Number = 0
) -> Response:
    """So sánh hai bản: `cu` the older, `moi` the newer; else the two newest."""
    document = await get_document(session, who, document_id)
    versions = await list_versions(session, document)
    first, second = two_of(versions, cu, moi)
    await evidence.record(
        session, "drafts-compared", f"document/{document.id}", who, old=first.number, new=second.number
    )
    found, refusal = await attempt(request, session, lambda: compare(request.app.state.files, first, second))
    return page_of(request).render(
        request,
        "versions/comparison.html",
        status=refusal.status if refusal else 200,
        document=document,
        old=first,
        new=second,
        found=found,
        errors=errors_of(refusal),
        numbers=_numbers(len(versions)),
        **way_of(request, document),
    )


@router.get("/di/{document_id}/du-thao/{number}")
async def read_version(
    request: Request, document_id: UUID, number: int, who: MayViewOutgoing, session: Session
) -> Response:
    """Tệp của một bản dự thảo."""
    document = await get_document(session, who, document_id)
    version = await get_version(session, document, number)
    await evidence.record(session, "document-file-read", f"document/{document.id}", who, sha256=version.file.sha256)
    whole = Whole(f"/van-ban/di/{document.id}/du-thao", f"Các bản dự thảo: {document.subject}")
    return await open_stored(request, version.file, whole, opens=True)


@router.post("/di/{document_id}/du-thao")
async def remark(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """Góp ý về một bản."""
    await get_document(session, who, document_id)
    form = await request.form()
    number = min(number_of(form, "number") or 0, _MOST)
    _, refusal = await attempt(
        request,
        session,
        lambda: remark_on_version(session, who, document_id, number, words_of(form, "text")),
    )
    if refusal is None:
        return RedirectResponse(way_back.onward(request, f"/van-ban/di/{document_id}/du-thao?xong={number}"), 303)
    document = await get_document(session, who, document_id)
    return await _page(request, session, who, document, refusal, (number, text_of(form, "text")))


async def _page(
    request: Request,
    session: AsyncSession,
    who: Identity,
    document: OutgoingDocument,
    refusal: Refusal | None = None,
    typed: tuple[int, str] = (0, ""),
) -> Response:
    found, errors = await list_versions(session, document), errors_of(refusal)
    return page_of(request).render(
        request,
        "versions/list.html",
        status=refusal.status if refusal else 200,
        document=document,
        versions=found[::-1],
        numbers=_numbers(len(found)),
        typed=typed,
        may_remark=bool(found) and Step.REMARK in STEPS.allowed(await case_of(session, who, document)),
        done=next((one.number for one in found if str(one.number) == request.query_params.get("xong")), 0),
        errors=errors,
        field_errors=errors_by_field(errors),
        **way_of(request, document),
    )


def _numbers(count: int) -> list[tuple[str, str]]:
    return [(str(number), f"Bản {number}") for number in range(count, 0, -1)]
