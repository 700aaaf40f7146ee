"""Drafts for programs and people's tools: which there were, what was said of them, and what differs between two."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from document_exchange.auth import MayViewOutgoing
from document_exchange.documents.queries import get_document
from document_exchange.problems import PROBLEMS
from document_exchange.versions.actions import remark_on_version
from document_exchange.versions.comparing import compare
from document_exchange.versions.queries import Version, get_version, list_versions, two_of
from document_exchange.versions.schemas import ComparisonOut, PieceOut, RemarkIn, RemarkOut, VersionOut
from shared.storage import evidence
from shared.web.idempotency import once
from shared.web.transaction import Session

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Văn bản đi"], responses=PROBLEMS)
Number = Annotated[int, Query(ge=0, le=100_000)]


@router.get("/documents/{document_id}/versions", summary="Các bản dự thảo")
async def versions(document_id: UUID, who: MayViewOutgoing, session: Session) -> list[VersionOut]:
    """Các bản dự thảo của văn bản chính, the oldest first, each with what was said of it."""
    document = await get_document(session, who, document_id)
    await evidence.record(session, "document-read", f"document/{document.id}", who)
    return [_out(version) for version in await list_versions(session, document)]


@router.get("/documents/{document_id}/versions/comparison", summary="So sánh hai bản dự thảo")
async def comparison(
    request: Request, document_id: UUID, who: MayViewOutgoing, session: Session, old: Number = 0, new: Number = 0
) -> ComparisonOut:
    """Chữ bị bỏ và chữ thêm mới between drafts `old` and `new`, else the two newest; nothing of scans, which have no words."""
    document = await get_document(session, who, document_id)
    first, second = two_of(await list_versions(session, document), old, new)
    await evidence.record(
        session, "drafts-compared", f"document/{document.id}", who, old=first.number, new=second.number
    )
    found = await compare(request.app.state.files, first, second)
    pieces = [PieceOut(kind=piece.kind, text=piece.text) for piece in found.pieces]
    return ComparisonOut(
        old=first.number,
        new=second.number,
        changes=found.changes,
        wordless=found.wordless,
        cut=found.cut,
        pieces=pieces,
    )


@router.post(
    "/documents/{document_id}/versions/{number}/remarks",
    status_code=201,
    response_model=VersionOut,
    summary="Góp ý về một bản dự thảo",
)
async def remark(
    request: Request, document_id: UUID, number: int, new: RemarkIn, who: MayViewOutgoing, session: Session
) -> Response:
    """Góp ý về một bản dự thảo, until the document is signed; its drafter is told."""

    async def act() -> Response:
        document, _ = await remark_on_version(session, who, document_id, number, new.text)
        await session.flush()
        out = _out(await get_version(session, document, number))
        return Response(out.model_dump_json(), 201, media_type="application/json")

    return await once(request, session, act)


def _out(version: Version) -> VersionOut:
    remarks = [RemarkOut(at=one.at, by=one.by, text=one.text) for one in version.remarks]
    return VersionOut(number=version.number, at=version.at, by=version.by, file=version.file, remarks=remarks)
