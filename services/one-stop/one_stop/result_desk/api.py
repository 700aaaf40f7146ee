"""The book of issued results over HTTP."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from one_stop.auth import MayChangeResults, MaySee
from one_stop.desk.with_files import taken_files
from one_stop.dossiers.workers import worker_of
from one_stop.page_forms import read_form, texts_of
from one_stop.result_book.actions import change_result
from one_stop.result_book.models import BookedResult
from one_stop.result_book.queries import get_booked, list_changes
from one_stop.result_book.schemas import BookedOut, Changing
from one_stop.result_desk.listing import RESULT_BOOK
from one_stop.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.storage import evidence
from shared.web.callers import require
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.resumable import read_form as read_uploads
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/one-stop/v1", tags=["Sổ kết quả đã cấp"])


class BookedRow(BaseModel):
    """Một kết quả; named as the columns are, by which views choose them."""

    id: UUID
    number: str
    title: str
    result_code: str
    outcome: str
    holder: str
    procedure: str
    source: str
    code: str
    issued: datetime
    valid_from: date | None
    valid_until: date | None
    scope: str
    signer: str
    state: str
    changed: datetime | None

    @classmethod
    def of(cls, row: BookedResult) -> "BookedRow":
        return cls.model_validate({"id": row.id, **RESULT_BOOK.values(row)})


@router.get("/lists/issued-results", summary="Sổ kết quả đã cấp")
async def read_book(
    who: MaySee,
    session: Session,
    q: Words = "",
    state: Annotated[str, Query(max_length=60)] = "",
    result_code: Annotated[str, Query(max_length=60)] = "",
    sort: Annotated[str, Query(pattern="^(|reverse)$")] = "",
    after: After = "",
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[BookedRow]:
    """Kết quả cơ quan người gọi đã cấp, và của cơ quan mà cơ quan ấy kế thừa."""
    wanted = {"q": q, "state": state, "result_code": result_code, "sort": sort, "after": after}
    return await page_out(session, who, RESULT_BOOK.choose(wanted, by="name"), limit, count, BookedRow.of)


@router.get("/issued-results/{result_id}", summary="Một kết quả đã cấp")
async def read_booked(result_id: UUID, who: MaySee, session: Session) -> BookedOut:
    """Kết quả đã cấp, hiệu lực và các thay đổi của nó."""
    row = await see(session, who, result_id)
    return BookedOut.of(row, await list_changes(session, row.id))


@router.post(
    "/issued-results/{result_id}/changes",
    status_code=201,
    response_model=BookedOut,
    summary="Thu hồi, đính chính, thay thế, gia hạn, khôi phục kết quả đã cấp",
)
async def change(
    result_id: UUID, body: Changing, who: MayChangeResults, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Thay đổi một kết quả đã cấp, theo văn bản nào."""

    async def act() -> Response:
        row = await change_result(session, (who, worker_of(who)), result_id, version, body)
        out = BookedOut.of(row, await list_changes(session, row.id))
        return Response(out.model_dump_json(), status_code=201, media_type="application/json")

    return await once(request, session, act)


@router.post(
    "/issued-results/{result_id}/changes-with-file",
    status_code=201,
    response_model=BookedOut,
    summary="Thay đổi kết quả đã cấp, kèm tệp văn bản quyết định",
)
async def change_with_file(
    result_id: UUID, who: MayChangeResults, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Như `changes`, gửi multipart: các mục của thay đổi và một hoặc nhiều `tep` là văn bản quyết định."""

    async def act() -> Response:
        await get_booked(session, result_id, who.agency_code)
        sent = await read_uploads(request, session, who, "tep")
        body = read_form(Changing, texts_of(sent))
        files = await taken_files(request, session, sent)
        row = await change_result(session, (who, worker_of(who)), result_id, version, body, files)
        out = BookedOut.of(row, await list_changes(session, row.id))
        return Response(out.model_dump_json(), status_code=201, media_type="application/json")

    await request.body()
    return await once(request, session, act)


add_view_calls(router, RESULT_BOOK, require(RIGHTS, Right.SEE_DOSSIERS))


async def see(session: Session, who: Identity, result_id: UUID) -> BookedResult:
    """A look at what somebody was given is evidence."""
    row = await get_booked(session, result_id, who.agency_code)
    await evidence.record(session, "issued-result-seen", row.matter, who, result=row.number)
    return row
