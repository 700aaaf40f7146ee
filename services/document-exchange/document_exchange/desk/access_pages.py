"""Nhật ký truy cập of a document: who opened, printed, changed it, on a page and by call."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.accesses.queries import list_accesses
from document_exchange.accesses.rules import ACCESS_LABELS, LOOKED_UP, AccessKind
from document_exchange.accesses.schemas import AccessesOut
from document_exchange.auth import MaySeeAccesses
from document_exchange.documents.queries import get_document
from document_exchange.incoming.queries import get_incoming
from document_exchange.problems import PROBLEMS
from shared.access.identity import Identity
from shared.storage import evidence
from shared.web.application import page_of
from shared.web.routers import PageRouter
from shared.web.transaction import Session
from shared.work.timeline import MOST

router = PageRouter(prefix="/van-ban")
calls = APIRouter(prefix="/api/document-exchange/v1", tags=["Nhật ký truy cập"], responses=PROBLEMS)
PAGE = 50
Before = Annotated[int | None, Query(ge=1, le=9_223_372_036_854_775_807)]
Most = Annotated[int, Query(ge=1, le=MOST)]


async def _looked(
    session: AsyncSession, who: Identity, subject: str, kind: AccessKind | None, before: int | None, limit: int
) -> AccessesOut:
    """What it says of who looked is itself told of whoever looks at it."""
    found = await list_accesses(session, subject, kind, before, limit)
    await evidence.record(session, LOOKED_UP, subject, who)
    return found


@router.get("/di/{document_id}/truy-cap")
async def of_document(
    request: Request,
    document_id: UUID,
    who: MaySeeAccesses,
    session: Session,
    loai: AccessKind | None = None,
    truoc: Before = None,
) -> Response:
    """Ai đã xem, in, thay đổi văn bản đi."""
    document = await get_document(session, who, document_id)
    found = await _looked(session, who, f"document/{document.id}", loai, truoc, PAGE)
    title = f"{document.type_name} {document.reference}".strip()
    return _page(request, found, loai, title, document.subject, f"/van-ban/di/{document.id}")


@router.get("/den/{incoming_id}/truy-cap")
async def of_arrival(
    request: Request,
    incoming_id: UUID,
    who: MaySeeAccesses,
    session: Session,
    loai: AccessKind | None = None,
    truoc: Before = None,
) -> Response:
    """Ai đã xem, in, thay đổi văn bản đến."""
    incoming = await get_incoming(session, who, incoming_id)
    found = await _looked(session, who, f"incoming/{incoming.id}", loai, truoc, PAGE)
    title = f"{incoming.type_name} {incoming.reference}".strip()
    return _page(request, found, loai, title, incoming.subject, f"/van-ban/den/{incoming.id}")


def _page(
    request: Request, found: AccessesOut, kind: AccessKind | None, title: str, subject: str, whole: str
) -> Response:
    return page_of(request).render(
        request,
        "accesses.html",
        found=found,
        kind=kind,
        kinds=ACCESS_LABELS,
        document_title=title,
        subject=subject,
        whole=whole,
        whole_list=whole.rpartition("/")[0],
    )


@calls.get("/documents/{document_id}/accesses", summary="Nhật ký truy cập văn bản đi")
async def accesses_of_document(
    document_id: UUID,
    who: MaySeeAccesses,
    session: Session,
    kind: AccessKind | None = None,
    after: Before = None,
    limit: Most = PAGE,
) -> AccessesOut:
    """Lượt truy cập, the newest first; `after`: `next` of the answer before."""
    document = await get_document(session, who, document_id)
    return await _looked(session, who, f"document/{document.id}", kind, after, limit)


@calls.get("/incoming/{incoming_id}/accesses", summary="Nhật ký truy cập văn bản đến")
async def accesses_of_arrival(
    incoming_id: UUID,
    who: MaySeeAccesses,
    session: Session,
    kind: AccessKind | None = None,
    after: Before = None,
    limit: Most = PAGE,
) -> AccessesOut:
    """Lượt truy cập, the newest first; `after`: `next` of the answer before."""
    incoming = await get_incoming(session, who, incoming_id)
    return await _looked(session, who, f"incoming/{incoming.id}", kind, after, limit)
