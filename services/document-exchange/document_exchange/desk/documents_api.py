"""Outgoing documents for programs and people's tools: draft, attach, submit, sign, number, seal, look."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from document_exchange.auth import MayCancel, MayDraft, MayIssue, MayReassign, MaySign, MayViewOutgoing
from document_exchange.deliveries.queries import list_deliveries
from document_exchange.desk.downloads import file_answer
from document_exchange.documents import actions, attaching, drafting, exits
from document_exchange.documents.models import OutgoingDocument
from document_exchange.documents.queries import (
    find_file,
    get_document,
    list_addressees,
    list_documents,
    list_files,
    sent_warnings,
)
from document_exchange.documents.rules import LARGEST_FILE, DocumentStatus
from document_exchange.documents.schemas import (
    AddresseesIn,
    DeliveryOut,
    DocumentList,
    DocumentOut,
    DocumentSummary,
    DraftIn,
    FileOut,
    ReassignIn,
    StatusOut,
    StepIn,
)
from document_exchange.keyset import read_position, write_position
from document_exchange.problems import PROBLEMS
from shared.core.errors import Malformed, NotFound
from shared.storage import evidence
from shared.storage.files import read_limited
from shared.web.idempotency import once
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

    async def act() -> Response:
        document = await drafting.draft_document(session, who, new)
        return _answer(await _whole(session, document), 201)

    return await once(request, session, act)


@router.get("/documents/{document_id}", summary="Văn bản đi và trạng thái tại từng nơi nhận")
async def one(response: Response, document_id: UUID, who: MayViewOutgoing, session: Session) -> DocumentOut:
    """Văn bản đi và trạng thái tại từng nơi nhận."""
    document = await get_document(session, who, document_id)
    response.headers["etag"] = f'"{document.version}"'
    return await _whole(session, document)


@router.put("/documents/{document_id}", response_model=DocumentOut, summary="Sửa dự thảo")
async def edit(request: Request, document_id: UUID, new: DraftIn, who: MayDraft, session: Session) -> Response:
    """Sửa dự thảo; `If-Match` guards against somebody else's change."""
    version = version_of(request)

    async def act() -> Response:
        return _answer(await _whole(session, await drafting.edit_document(session, who, document_id, version, new)))

    return await once(request, session, act)


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


@router.post("/documents/{document_id}/submit", response_model=DocumentOut, summary="Trình ký")
async def submit(request: Request, document_id: UUID, step: StepIn, who: MayDraft, session: Session) -> Response:
    """Trình ký."""

    async def act() -> Response:
        document = await drafting.submit_document(session, who, document_id, step.version, step.opinion)
        return _answer(await _whole(session, document))

    return await once(request, session, act)


@router.post("/documents/{document_id}/return", response_model=DocumentOut, summary="Trả lại dự thảo")
async def give_back(request: Request, document_id: UUID, step: StepIn, who: MayDraft, session: Session) -> Response:
    """Trả lại dự thảo: the leader before signing, the clerk before numbering."""

    async def act() -> Response:
        document = await actions.return_document(session, who, document_id, step.version, step.opinion)
        return _answer(await _whole(session, document))

    return await once(request, session, act)


@router.post("/documents/{document_id}/sign", response_model=DocumentOut, summary="Ký số")
async def sign(request: Request, document_id: UUID, step: StepIn, who: MaySign, session: Session) -> Response:
    """Ký số."""
    state = request.app.state

    async def act() -> Response:
        document = await actions.sign_document(
            session, who, document_id, step.version, state.files, state.signatures, step.opinion
        )
        return _answer(await _whole(session, document))

    return await once(request, session, act)


@router.post("/documents/{document_id}/number", response_model=DocumentOut, summary="Cấp số, đăng ký")
async def number(request: Request, document_id: UUID, step: StepIn, who: MayIssue, session: Session) -> Response:
    """Cấp số và đăng ký."""

    async def act() -> Response:
        return _answer(await _whole(session, await actions.number_document(session, who, document_id, step.version)))

    return await once(request, session, act)


@router.post("/documents/{document_id}/seal", response_model=DocumentOut, summary="Ký số của cơ quan")
async def seal(request: Request, document_id: UUID, step: StepIn, who: MayIssue, session: Session) -> Response:
    """Ký số của cơ quan."""
    state = request.app.state

    async def act() -> Response:
        document = await actions.seal_document(session, who, document_id, step.version, state.files, state.signatures)
        return _answer(await _whole(session, document))

    return await once(request, session, act)


@router.post("/documents/{document_id}/take-back", response_model=DocumentOut, summary="Rút lại dự thảo đã trình")
async def take_back(request: Request, document_id: UUID, step: StepIn, who: MayDraft, session: Session) -> Response:
    """Rút lại dự thảo đã trình, before it is signed."""

    async def act() -> Response:
        document = await exits.take_back_document(session, who, document_id, step.version, step.opinion)
        return _answer(await _whole(session, document))

    return await once(request, session, act)


@router.post("/documents/{document_id}/reassign", response_model=DocumentOut, summary="Đổi người ký, người soạn thảo")
async def reassign(
    request: Request, document_id: UUID, new: ReassignIn, who: MayReassign, session: Session
) -> Response:
    """Đổi người ký, người soạn thảo."""

    async def act() -> Response:
        return _answer(
            await _whole(session, await exits.reassign_document(session, who, document_id, new.version, new))
        )

    return await once(request, session, act)


@router.put("/documents/{document_id}/addressees", response_model=DocumentOut, summary="Đổi nơi nhận")
async def readdress(
    request: Request, document_id: UUID, new: AddresseesIn, who: MayIssue, session: Session
) -> Response:
    """Đổi nơi nhận của văn bản chưa phát hành."""

    async def act() -> Response:
        return _answer(
            await _whole(session, await exits.readdress_document(session, who, document_id, new.version, new))
        )

    return await once(request, session, act)


@router.post("/documents/{document_id}/cancel", response_model=DocumentOut, summary="Hủy văn bản chưa phát hành")
async def cancel(request: Request, document_id: UUID, step: StepIn, who: MayCancel, session: Session) -> Response:
    """Hủy văn bản đã ký, chưa phát hành; số đã cấp giữ trong sổ."""

    async def act() -> Response:
        document = await exits.cancel_document(session, who, document_id, step.version, step.opinion)
        return _answer(await _whole(session, document))

    return await once(request, session, act)


def version_of(request: Request) -> int | None:
    """The version that the caller saw (`If-Match`)."""
    tag = request.headers.get("if-match", "").strip().removeprefix("W/").strip('"')
    if not tag or tag == "*":
        return None
    if not tag.isascii() or not tag.isdigit() or len(tag) > 9:
        raise Malformed("malformed_request")
    return int(tag)


async def _whole(session: Session, document: OutgoingDocument) -> DocumentOut:
    out = DocumentOut.model_validate(document)
    await session.flush()
    out.files = [FileOut.model_validate(file) for file in await list_files(session, out.id)]
    out.addressees = await list_addressees(session, out.id)
    out.warnings = await sent_warnings(session, document)
    out.deliveries = [
        DeliveryOut(
            id=view.delivery.id,
            addressee_code=view.delivery.addressee_code,
            addressee_name=view.addressee_name,
            status=view.delivery.status,
            status_at=view.delivery.status_at,
            recall=view.delivery.recall,
            recall_at=view.delivery.recall_at,
            history=[
                StatusOut.model_validate(status).model_copy(update={"doubtful": view.is_doubtful(status)})
                for status in view.history
            ],
        )
        for view in await list_deliveries(session, out.id)
    ]
    return out


def _answer(out: DocumentOut, status: int = 200) -> Response:
    return Response(out.model_dump_json(), status, media_type="application/json", headers={"etag": f'"{out.version}"'})
