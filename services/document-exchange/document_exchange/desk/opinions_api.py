"""Lấy ý kiến dự thảo for programs: what the pages do, with the same rights."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from document_exchange.auth import MayGiveOpinions, MayViewOutgoing
from document_exchange.consulting import answering
from document_exchange.consulting.listing import OPINION_REQUESTS
from document_exchange.consulting.models import OpinionRequest
from document_exchange.consulting.queries import asked_of, find_file, get_request, list_of_document, list_steps
from document_exchange.consulting.schemas import (
    AnswerIn,
    AskIn,
    DrafterActIn,
    HandOpinionOnIn,
    OpinionOut,
    OpinionRequestOut,
)
from document_exchange.desk.opinion_acts import DRAFTER_ACTS, answer_of
from document_exchange.desk.opinion_table import printed
from document_exchange.desk.opinion_views import entry_of, listed, request_out, row_out
from document_exchange.desk.task_proofs import FIELD, take_proofs
from document_exchange.documents.asking import ask, show_table
from document_exchange.documents.queries import get_document
from document_exchange.problems import PROBLEMS
from shared.access.identity import Identity
from shared.contracts.values import FileReference
from shared.storage import evidence
from shared.web.file_answers import file_answer, stored_file
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.resumable import read_form
from shared.web.transaction import Session
from shared.work.timeline import Timeline, timeline_of

router = APIRouter(prefix="/api/document-exchange/v1", tags=["Lấy ý kiến dự thảo"], responses=PROBLEMS)
Short = Annotated[str, Query(max_length=200)]


class Opinions(BaseModel):
    """Bảng tổng hợp ý kiến."""

    items: list[OpinionOut]


async def _table(session: AsyncSession, who: Identity, document_id: UUID) -> Opinions:
    document = await get_document(session, who, document_id)
    return Opinions(items=[row_out(row, document) for row in await list_of_document(session, document.id)])


@router.get("/documents/{document_id}/opinions", summary="Bảng tổng hợp ý kiến về dự thảo")
async def get_opinions(document_id: UUID, who: MayViewOutgoing, session: Session) -> Opinions:
    """Ai được hỏi, lúc nào, hạn nào, trả lời gì, được tiếp thu thế nào."""
    return await _table(session, who, document_id)


@router.post("/documents/{document_id}/opinions", status_code=201, response_model=Opinions, summary="Lấy ý kiến")
async def ask_for_opinions(
    request: Request, document_id: UUID, new: AskIn, who: MayViewOutgoing, session: Session
) -> Response:
    """Hỏi đơn vị, cá nhân của cơ quan và cơ quan khác về bản dự thảo đang có."""

    async def act() -> Response:
        await ask(session, who, document_id, new)
        await session.flush()
        out = await _table(session, who, document_id)
        return Response(out.model_dump_json(), 201, media_type="application/json")

    return await once(request, session, act)


@router.get("/documents/{document_id}/opinions/print", summary="Bảng tổng hợp ý kiến (PDF)")
async def print_table(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """Bảng tổng hợp ý kiến as PDF."""
    document = await get_document(session, who, document_id)
    pdf = await printed(session, document, await list_of_document(session, document.id))
    await evidence.record(session, "opinion-table-printed", f"document/{document.id}", who)
    return file_answer(request, pdf, "bang-tong-hop-y-kien.pdf", "application/pdf")


@router.post("/documents/{document_id}/opinions/show", response_model=Opinions, summary="Gửi bảng tổng hợp")
async def show_to_them(request: Request, document_id: UUID, who: MayViewOutgoing, session: Session) -> Response:
    """Gửi bảng tổng hợp cho các nơi đã góp ý."""

    async def act() -> Response:
        await show_table(session, who, document_id)
        out = await _table(session, who, document_id)
        return Response(out.model_dump_json(), media_type="application/json")

    return await once(request, session, act)


@router.post(
    "/documents/{document_id}/opinions/{request_id}/{opinion_act}",
    response_model=OpinionOut,
    summary="Gia hạn, nhắc, rút, tiếp thu giải trình",
)
async def act_on_one(
    request: Request,
    document_id: UUID,
    request_id: UUID,
    opinion_act: Literal["extend", "remind", "withdraw", "reply"],
    new: DrafterActIn,
    who: MayViewOutgoing,
    session: Session,
) -> Response:
    """Việc của người soạn thảo với một lượt lấy ý kiến."""

    async def act() -> Response:
        row = await DRAFTER_ACTS[opinion_act](session, who, document_id, request_id, new)
        await session.flush()
        return Response(row_out(row).model_dump_json(), media_type="application/json")

    return await once(request, session, act)


def _chosen(status: Short = "", scope: Short = "", q: Words = "", after: After = "") -> dict[str, str]:
    return dict(locals())


@router.get("/opinion-requests", summary="Dự thảo được lấy ý kiến")
async def list_requests(
    who: MayGiveOpinions,
    session: Session,
    chosen: Annotated[dict[str, str], Depends(_chosen)],
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[OpinionRequestOut]:
    """Người gọi, đơn vị, cơ quan được hỏi: what waits first, by its term."""
    return await page_out(session, who, OPINION_REQUESTS.choose(chosen, by="name"), limit, count, listed)


@router.get("/opinion-requests/{request_id}", summary="Một lượt lấy ý kiến")
async def show(response: Response, request_id: UUID, who: MayGiveOpinions, session: Session) -> OpinionRequestOut:
    """Bản dự thảo nào, hỏi gì, hạn nào, and what the caller may do now."""
    row = await get_request(session, who, request_id)
    response.headers["etag"] = f'"{row.version}"'
    await evidence.record(session, "opinion-request-read", f"opinion-request/{row.id}", who)
    return request_out(who, row)


@router.get("/opinion-requests/{request_id}/timeline", summary="Lịch sử lượt lấy ý kiến")
async def timeline(request_id: UUID, who: MayGiveOpinions, session: Session) -> Timeline:
    """Ai làm gì, lúc nào; the oldest first."""
    row = await get_request(session, who, request_id)
    steps = await list_steps(session, row.id)
    return timeline_of(steps, entry_of, len(steps))


@router.get("/opinion-requests/{request_id}/files/{sha256}", summary="Tệp của bản dự thảo được lấy ý kiến")
async def read_file(
    request: Request, request_id: UUID, sha256: str, who: MayGiveOpinions, session: Session
) -> Response:
    """Tệp của bản dự thảo được lấy ý kiến, và của ý kiến đã gửi."""
    row = await get_request(session, who, request_id)
    found = await find_file(session, row, sha256)
    await evidence.record(session, "document-file-read", f"opinion-request/{row.id}", who, sha256=sha256)
    return await stored_file(request, FileReference.model_validate(found))


@router.post("/opinion-requests/{request_id}/answer", response_model=OpinionRequestOut, summary="Cho ý kiến")
async def answer(request: Request, request_id: UUID, new: AnswerIn, who: MayGiveOpinions, session: Session) -> Response:
    """Thống nhất, góp ý hoặc ý kiến khác; gửi lại trước khi người soạn thảo trả lời là sửa ý kiến."""
    await get_request(session, who, request_id)
    return await _answer(request, session, who, lambda: answering.answer(session, who, request_id, new))


@router.post(
    "/opinion-requests/{request_id}/answer-files", response_model=OpinionRequestOut, summary="Cho ý kiến kèm tệp"
)
async def answer_with_files(request: Request, request_id: UUID, who: MayGiveOpinions, session: Session) -> Response:
    """As `answer`, with files: multipart, `tep` one or more, `opinion`, `words`, `version`."""
    await get_request(session, who, request_id)

    async def do() -> OpinionRequest:
        form = await read_form(request, session, who, FIELD)
        new = answer_of(form)
        return await answering.answer(session, who, request_id, new, await take_proofs(request, session, form))

    await request.body()
    return await _answer(request, session, who, do)


@router.post("/opinion-requests/{request_id}/hand-on", response_model=OpinionRequestOut, summary="Chuyển người trả lời")
async def hand_on(
    request: Request, request_id: UUID, new: HandOpinionOnIn, who: MayGiveOpinions, session: Session
) -> Response:
    """Chuyển người, đơn vị khác trả lời; để trống `whose`: lấy lại."""
    await get_request(session, who, request_id)
    return await _answer(request, session, who, lambda: answering.hand_on(session, who, request_id, new))


async def _answer(
    request: Request, session: Session, who: Identity, do: Callable[[], Awaitable[OpinionRequest]]
) -> Response:
    async def act() -> Response:
        row = await do()
        await session.flush()
        if await session.scalar(asked_of(who).where(OpinionRequest.id == row.id)) is None:
            return Response("{}", media_type="application/json")  # he gave it on, and does not see it any more
        out = request_out(who, row)
        headers = {"etag": f'"{out.version}"'}
        return Response(out.model_dump_json(), media_type="application/json", headers=headers)

    return await once(request, session, act)
