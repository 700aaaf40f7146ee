"""Outgoing documents for programs and people's tools: list, draft, mend, attach, look."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from document_exchange.auth import MayDraft, MayViewOutgoing
from document_exchange.desk.downloads import file_answer
from document_exchange.desk.whole_document import answer_once, whole
from document_exchange.documents import attaching, drafting
from document_exchange.documents.queries import (
    find_file,
    get_document,
    list_documents,
)
from document_exchange.documents.rules import LARGEST_FILE, DocumentStatus
from document_exchange.documents.schemas import (
    DocumentList,
    DocumentOut,
    DocumentSummary,
    DraftIn,
    FileOut,
)
from document_exchange.keyset import read_position, write_position
from document_exchange.problems import PROBLEMS
from shared.core.errors import Malformed, NotFound
from shared.storage import evidence
from shared.storage.files import read_limited
from shared.web.transaction import Session

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Văn bản đi"], responses=PROBLEMS)


@router.get("/documents", summary="Danh sách văn bản đi")
async def documents(
    who: MayViewOutgoing,
    session: Session,
    status: Annotated[list[DocumentStatus] | None, Query()] = None,
    q: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    after: Annotated[str | None, Query(max_length=200)] = None,
) -> DocumentList:
    """Danh sách văn bản đi mà người gọi được xem."""
    found = await list_documents(
        session, who, statuses=status or (), words=q, after=read_position(after), limit=limit + 1
    )
    more = len(found) > limit
    found = found[:limit]
    return DocumentList(
        items=[DocumentSummary.model_validate(document) for document in found],
        next=write_position(found[-1].updated_at, found[-1].id) if more else None,
    )


@router.post("/documents", status_code=201, response_model=DocumentOut, summary="Soạn thảo văn bản đi")
async def create(request: Request, new: DraftIn, who: MayDraft, session: Session) -> Response:
    """Soạn thảo văn bản đi."""
    return await answer_once(request, session, lambda: drafting.draft_document(session, who, new), 201)


@router.get("/documents/{document_id}", summary="Văn bản đi và trạng thái tại từng nơi nhận")
async def one(response: Response, document_id: UUID, who: MayViewOutgoing, session: Session) -> DocumentOut:
    """Văn bản đi và trạng thái tại từng nơi nhận."""
    document = await get_document(session, who, document_id)
    response.headers["etag"] = f'"{document.version}"'
    return await whole(session, document)


@router.put("/documents/{document_id}", response_model=DocumentOut, summary="Sửa dự thảo")
async def edit(request: Request, document_id: UUID, new: DraftIn, who: MayDraft, session: Session) -> Response:
    """Sửa dự thảo; `If-Match` guards against somebody else's change."""
    version = version_of(request)
    return await answer_once(request, session, lambda: drafting.edit_document(session, who, document_id, version, new))


@router.post("/documents/{document_id}/files", status_code=201, response_model=FileOut, summary="Đính kèm tệp")
async def attach(
    request: Request,
    document_id: UUID,
    who: MayDraft,
    session: Session,
    name: Annotated[str, Query(min_length=1, max_length=200)],
    part: Literal["main", "appendix"] = "main",
) -> FileOut:
    """Đính kèm tệp: the body is the file (`application/octet-stream` or `application/pdf`)."""
    content = await read_limited(request.stream(), LARGEST_FILE)
    file = await attaching.attach_file(
        session, who, document_id, name, content, request.app.state.files, main=part == "main"
    )
    return FileOut.model_validate(file)


@router.delete("/documents/{document_id}/files/{file_id}", status_code=204, summary="Bỏ tệp đính kèm")
async def remove(document_id: UUID, file_id: UUID, who: MayDraft, session: Session) -> None:
    """Bỏ tệp đính kèm."""
    await attaching.remove_file(session, who, document_id, file_id)


@router.get("/documents/{document_id}/files/{file_id}", summary="Tải tệp của văn bản đi")
async def read_file(
    request: Request, document_id: UUID, file_id: UUID, who: MayViewOutgoing, session: Session
) -> Response:
    """Tải tệp của văn bản đi."""
    document = await get_document(session, who, document_id)
    file = await find_file(session, document.id, file_id)
    if file is None:
        raise NotFound("not_found")
    await evidence.record(session, "document-file-read", f"document/{document.id}", who, sha256=file.sha256)
    return file_answer(await request.app.state.files.get(file.sha256), file.name, file.media_type)


def version_of(request: Request) -> int | None:
    """The version that the caller saw (`If-Match`)."""
    tag = request.headers.get("if-match", "").strip().removeprefix("W/").strip('"')
    if not tag or tag == "*":
        return None
    if not tag.isascii() or not tag.isdigit() or len(tag) > 9:
        raise Malformed("malformed_request")
    return int(tag)
