"""Outgoing documents for programs and people's tools: list, draft, mend, attach, look."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from document_exchange.answering.schemas import AnswerOut
from document_exchange.auth import MayDraft, MayViewOutgoing
from document_exchange.deliveries.queries import get_delivery, list_reports
from document_exchange.desk.answer_views import answers_out
from document_exchange.desk.asked import Narrowed, Short
from document_exchange.desk.history import Behind, Most, delivery_entry, outgoing_entry
from document_exchange.desk.outgoing_list import OUTGOING
from document_exchange.desk.task_drafts import draft_for_task
from document_exchange.desk.whole_document import answer_once, whole
from document_exchange.documents import attaching, drafting
from document_exchange.documents.queries import (
    find_document,
    find_file,
    get_document,
    list_steps,
    open_document,
    read_document,
)
from document_exchange.documents.receiving import mark_seen
from document_exchange.documents.rules import LARGEST_FILE, DocumentStatus
from document_exchange.documents.schemas import (
    DocumentOut,
    DocumentSummary,
    DraftIn,
    FileOut,
)
from document_exchange.problems import PROBLEMS
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.storage.files import read_limited
from shared.web.file_answers import stored_file
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion
from shared.work.timeline import Timeline, timeline_of

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Văn bản đi"], responses=PROBLEMS)


@router.get("/documents", summary="Danh sách văn bản đi")
async def documents(
    who: MayViewOutgoing,
    session: Session,
    narrowed: Narrowed,
    status: Annotated[list[DocumentStatus] | None, Query()] = None,
    scope: Literal["review", "reviewed", "unit", "agency", "readable", "unissued", "still", ""] = "",
    receiver: Short = "",
    signer: Short = "",
    q: Words = "",
    sort: Literal["", "reverse"] = "",
    limit: Limit = 50,
    after: After = "",
    count: bool = False,
) -> ListPage[DocumentSummary]:
    """Danh sách văn bản đi mà người gọi được xem; `scope=review`: what waits for his look, `scope=reviewed`: about what he was ever asked,
    `scope=unit`: what is drafted in the unit that the caller heads, `scope=agency`: what the agency issued,
    `scope=readable`: all that he may open, `scope=unissued`: what is signed and not issued, urgent ones first, then what has lain
    longest, `scope=still`: what has a delivery that stands still.
    `receiver`: what was sent to that agency; `signer`: by the whole name; `since`, `until`: the document's own day.
    """
    states = ",".join(sorted(set(status or ())))
    wanted = narrowed | {"q": q, "status": states, "scope": scope, "sort": sort, "after": after}
    wanted |= {"receiver": receiver, "signer": signer}
    chosen = OUTGOING.choose(wanted, by="name")
    return await page_out(session, who, chosen, limit, count, DocumentSummary.model_validate)


@router.get("/documents/{document_id}/timeline", summary="Lịch sử xử lý văn bản đi")
async def timeline(
    document_id: UUID, who: MayViewOutgoing, session: Session, after: Behind = 0, limit: Most = 50
) -> Timeline:
    """Lịch sử xử lý, the oldest first: who did what in which post, on whose behalf, with which words and files."""
    document = await get_document(session, who, document_id)
    await evidence.record(session, "document-read", f"document/{document.id}", who)
    return timeline_of(await list_steps(session, document.id, after, limit + 1), outgoing_entry, limit)


@router.get("/documents/{document_id}/deliveries/{delivery_id}/timeline", summary="Diễn biến tại một nơi nhận")
async def delivery_timeline(
    document_id: UUID, delivery_id: UUID, who: MayViewOutgoing, session: Session, after: Behind = 0, limit: Most = 50
) -> Timeline:
    """Diễn biến tại một nơi nhận: what it reported, in the order in which it came; `at` is the moment that it states."""
    document = await get_document(session, who, document_id)
    delivery = await get_delivery(session, document.id, delivery_id)
    await evidence.record(session, "document-read", f"document/{document.id}", who)
    reports = await list_reports(session, delivery.id, after, limit + 1)
    return timeline_of(reports, lambda row: delivery_entry(delivery, row), limit)


@router.get("/documents/{document_id}/answers", summary="Văn bản đến trả lời văn bản đã phát hành")
async def answers(document_id: UUID, who: MayViewOutgoing, session: Session) -> list[AnswerOut]:
    """Văn bản trả lời that came for it, the oldest first; at most one thousand."""
    document = await read_document(session, who, document_id)
    takes_part = await find_document(session, who, document.id) is not None
    return await answers_out(session, who, document, takes_part=takes_part)


@router.post("/documents", status_code=201, response_model=DocumentOut, summary="Soạn thảo văn bản đi")
async def create(request: Request, new: DraftIn, who: MayDraft, session: Session) -> Response:
    """Soạn thảo văn bản đi; `answers_task_id`: for a task that the caller was given, to which it is linked."""
    return await answer_once(request, session, lambda: draft_for_task(session, who, new), 201)


@router.get("/documents/{document_id}", summary="Văn bản đi và trạng thái tại từng nơi nhận")
async def one(response: Response, document_id: UUID, who: MayViewOutgoing, session: Session) -> DocumentOut:
    """Văn bản đi và trạng thái tại từng nơi nhận."""
    document = await read_document(session, who, document_id)
    await mark_seen(session, who, document.id)
    response.headers["etag"] = f'"{document.version}"'
    return await whole(session, who, document)


@router.put("/documents/{document_id}", response_model=DocumentOut, summary="Sửa dự thảo")
async def edit(
    request: Request, document_id: UUID, new: DraftIn, who: MayDraft, session: Session, version: ExpectedVersion
) -> Response:
    """Sửa dự thảo; `If-Match` guards against somebody else's change."""
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
    document = await open_document(session, who, document_id)
    file = await find_file(session, document.id, file_id)
    if file is None:
        raise NotFound("not_found")
    await evidence.record(session, "document-file-read", f"document/{document.id}", who, sha256=file.sha256)
    return await stored_file(request, file.reference(), opens=True)
