"""Results on paper over HTTP."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData, UploadFile

from one_stop.auth import MayComparePapers, MayEnterPapers, MaySeePapers, MaySendBackPapers
from one_stop.desk.result_files import FILES, taken_result
from one_stop.digitising import actions
from one_stop.digitising.models import PaperResult
from one_stop.digitising.queries import get_paper
from one_stop.digitising.schemas import ImportOut, PaperEntry, PaperOut, SendingBack
from one_stop.digitising_desk.listing import PAPER_RESULTS
from one_stop.digitising_desk.reading import LARGEST
from one_stop.digitising_desk.taking import take_file
from one_stop.edge import AtCounter
from one_stop.page_forms import read_form as read_fields
from one_stop.page_forms import texts_of
from one_stop.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.storage import evidence
from shared.web.callers import require
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.resumable import read_form
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion
from shared.web.view_routes import add_view_calls

router = APIRouter(prefix="/api/one-stop/v1", tags=["Số hóa kết quả giấy"])


class PaperRow(BaseModel):
    """Một kết quả giấy; named as the columns are, by which views choose them."""

    id: UUID
    number: str
    kind: str
    result_code: str
    holder: str
    issued: date
    issuer: str
    by: str
    entered: datetime
    state: str

    @classmethod
    def of(cls, row: PaperResult) -> "PaperRow":
        return cls.model_validate({"id": row.id, **PAPER_RESULTS.values(row)})


@router.get("/lists/paper-results", summary="Kết quả giấy được số hóa")
async def read_list(
    who: MaySeePapers,
    session: Session,
    q: Words = "",
    state: Annotated[str, Query(max_length=60)] = "",
    sort: Annotated[str, Query(pattern="^(|reverse)$")] = "",
    after: After = "",
    limit: Limit = 50,
    count: bool = False,
) -> ListPage[PaperRow]:
    """Kết quả giấy mà cơ quan người gọi số hóa, the newest entry first."""
    wanted = {"q": q, "state": state, "sort": sort, "after": after}
    return await page_out(session, who, PAPER_RESULTS.choose(wanted, by="name"), limit, count, PaperRow.of)


@router.get("/paper-results/{paper_id}", summary="Một kết quả giấy")
async def read_paper(paper_id: UUID, who: MaySeePapers, session: Session) -> PaperOut:
    """Kết quả giấy, bản quét và tình trạng."""
    return PaperOut.of(await see(session, who, paper_id))


@router.post("/paper-results", status_code=201, response_model=PaperOut, summary="Nhập một kết quả giấy")
async def enter(who: MayEnterPapers, request: Request, session: Session) -> Response:
    """Nhập một kết quả giấy: multipart, the fields of the paper as texts and `tep`, its scan; without one it waits for it."""

    async def act() -> PaperResult:
        sent = await read_form(request, session, who, FILES)
        return await actions.enter_paper(session, who, entry_in(sent), await taken_result(request, session, sent))

    await request.body()
    return await _once(request, session, act, 201)


@router.post("/paper-results/import", response_model=ImportOut, summary="Nhập kết quả giấy từ tệp")
async def import_file(
    who: MayEnterPapers, request: Request, session: Session, dry_run: Annotated[bool, Query()] = True
) -> Response:
    """Nhập từ tệp CSV, XLSX (`tep`): `dry_run` names lines and faults only; else each line becomes a draft, or none."""

    async def act() -> Response:
        async with request.form(max_part_size=LARGEST) as form:
            sent = form.get("tep")
            name = (sent.filename or "") if isinstance(sent, UploadFile) else ""
            content = await sent.read(LARGEST + 1) if isinstance(sent, UploadFile) else b""
        _, out = await take_file(session, who, name, content, dry_run=dry_run)
        return Response(out.model_dump_json(), media_type="application/json")

    await request.body()
    return await once(request, session, act)


@router.post("/paper-results/{paper_id}/amend", response_model=PaperOut, summary="Sửa, kèm bản quét")
async def amend(
    paper_id: UUID, who: MayEnterPapers, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Sửa thông tin hoặc kèm bản quét: multipart as when it is entered. With a scan it goes to who compares."""

    async def act() -> PaperResult:
        sent = await read_form(request, session, who, FILES)
        scan = await taken_result(request, session, sent)
        return await actions.amend_paper(session, who, paper_id, version, entry_in(sent), scan)

    await request.body()
    return await _once(request, session, act)


@router.post("/paper-results/{paper_id}/send-back", response_model=PaperOut, summary="Trả lại để sửa")
async def send_back(
    paper_id: UUID,
    body: SendingBack,
    who: MaySendBackPapers,
    version: ExpectedVersion,
    request: Request,
    session: Session,
) -> Response:
    """Trả lại để sửa."""
    return await _once(request, session, lambda: actions.send_back_paper(session, who, paper_id, version, body.reason))


@router.post("/paper-results/{paper_id}/drop", response_model=PaperOut, summary="Bỏ kết quả giấy nhập nhầm")
async def drop(
    paper_id: UUID, body: SendingBack, who: MaySeePapers, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Bỏ kết quả giấy nhập nhầm."""
    return await _once(request, session, lambda: actions.drop_paper(session, who, paper_id, version, body.reason))


@router.post("/paper-results/{paper_id}/sign", response_model=PaperOut, summary="Đối chiếu, ký sao y bản điện tử")
async def sign(
    paper_id: UUID,
    who: MayComparePapers,
    counter: AtCounter,
    version: ExpectedVersion,
    request: Request,
    session: Session,
) -> Response:
    """Đã đối chiếu với bản giấy, ký sao y bản điện tử, vào sổ kết quả."""
    return await _once(request, session, lambda: actions.sign_paper(session, counter.prints, who, paper_id, version))


add_view_calls(router, PAPER_RESULTS, require(RIGHTS, Right.SEE_PAPER_RESULTS))


def entry_in(sent: FormData) -> PaperEntry:
    texts = texts_of(sent)
    return read_fields(PaperEntry, {name: texts[name] for name in PaperEntry.model_fields if name in texts})


async def see(session: AsyncSession, who: Identity, paper_id: UUID) -> PaperResult:
    """A look at what somebody was given is evidence."""
    row = await get_paper(session, paper_id, who.agency_code)
    await evidence.record(session, "paper-result-seen", f"paper-result/{row.id}", who)
    return row


async def _once(
    request: Request, session: AsyncSession, act: Callable[[], Awaitable[PaperResult]], status: int = 200
) -> Response:
    async def answer() -> Response:
        row = await act()
        out = PaperOut.of(row).model_dump_json()
        return Response(out, status_code=status, media_type="application/json", headers={"ETag": f'"{row.version}"'})

    return await once(request, session, answer)
