"""Parts given to the own agency, for programs: the list, one, its files, and every act of its page."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from one_stop.asked_parts import actions
from one_stop.asked_parts.models import AskedPart
from one_stop.asked_parts.queries import get_asked_part, list_entries
from one_stop.asked_parts.rules import STEPS
from one_stop.asked_parts.schemas import Answer, AskedPartOut, Assigning, PartMoved, Refusing
from one_stop.auth import MayAnswerParts, MayGiveParts, MaySeeParts, MaySignParts
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter
from one_stop.part_desk.listing import PARTS
from one_stop.part_desk.showing_edge import entry_of, send_part_file
from one_stop.rights import RIGHTS, Right
from shared.storage import evidence
from shared.web.callers import require
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion
from shared.web.view_routes import add_view_calls
from shared.work.timeline import MOST, Timeline, timeline_of

router = APIRouter(prefix="/api/one-stop/v1", tags=["Phần việc liên thông"])

State = Literal["open", "sent", "received", "drafted", "overdue", "ended"]


@router.get("/asked-parts", summary="Danh sách phần việc được giao")
async def list_parts(
    who: MaySeeParts,
    session: Session,
    q: Words = "",
    state: State = "open",
    scope: Literal["agency", "mine", "unit"] = "agency",
    sort: Literal["", "reverse"] = "",
    after: After = "",
    limit: Limit = 20,
    count: bool = False,
) -> ListPage[AskedPartOut]:
    """Phần việc giao cho cơ quan người gọi: open ones as they are due, ended ones the newest first."""
    wanted = {"q": q, "state": "" if state == "open" else state, "scope": scope, "sort": sort, "after": after}
    return await page_out(session, who, PARTS.choose(wanted, by="name"), limit, count, AskedPartOut.of)


add_view_calls(router, PARTS, require(RIGHTS, Right.SEE_PARTS))


@router.get("/asked-parts/{part_id}", summary="Một phần việc được giao và những việc làm được")
async def get_one(part_id: UUID, who: MaySeeParts, session: Session, response: Response) -> AskedPartOut:
    """Câu hỏi, tóm tắt hồ sơ, giấy tờ được xem, trả lời; nothing else of the dossier."""
    part = await get_asked_part(session, part_id, who.agency_code)
    await evidence.record(session, "part-seen", f"part/{part.id}", who)
    response.headers["ETag"] = f'"{part.version}"'
    return AskedPartOut.of(part, STEPS.allowed(part.case(worker_of(who))))


@router.get("/asked-parts/{part_id}/timeline", summary="Lịch sử của một phần việc được giao")
async def timeline(
    part_id: UUID,
    who: MaySeeParts,
    session: Session,
    after: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> Timeline:
    """Lịch sử ở cơ quan được giao, the oldest first."""
    part = await get_asked_part(session, part_id, who.agency_code)
    await evidence.record(session, "part-seen", f"part/{part.id}", who)
    return timeline_of(await list_entries(session, part.id, after, limit + 1), entry_of, limit)


@router.get(
    "/asked-parts/{part_id}/files/{sha256}", response_class=Response, summary="Tải phiếu, giấy tờ của phần việc"
)
async def download(part_id: UUID, sha256: str, who: MaySeeParts, request: Request, session: Session) -> Response:
    """Tải phiếu và giấy tờ được xem."""
    return await send_part_file(request, session, who, part_id, sha256)


def _moved(part: AskedPart) -> Response:
    moved = PartMoved(id=part.id, version=part.version, state=part.state)
    return Response(moved.model_dump_json(), media_type="application/json", headers={"ETag": f'"{part.version}"'})


async def once_moved(request: Request, session: Session, act: Callable[[], Awaitable[AskedPart]]) -> Response:
    async def answer() -> Response:
        return _moved(await act())

    return await once(request, session, answer)


@router.post("/asked-parts/{part_id}/take-in", response_model=PartMoved, summary="Tiếp nhận phần việc")
async def take_in(
    part_id: UUID, who: MayGiveParts, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Tiếp nhận phần việc."""
    return await once_moved(request, session, lambda: actions.take_in(session, who, part_id, version))


@router.post("/asked-parts/{part_id}/assign", response_model=PartMoved, summary="Giao người xử lý phần việc, rút về")
async def assign(
    part_id: UUID, body: Assigning, who: MayGiveParts, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Giao người xử lý; without `holder_id` it goes back to whoever takes it."""
    return await once_moved(request, session, lambda: actions.assign(session, who, part_id, version, body.holder_id))


@router.post("/asked-parts/{part_id}/claim", response_model=PartMoved, summary="Nhận xử lý phần việc")
async def claim(
    part_id: UUID, who: MayAnswerParts, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Nhận xử lý phần việc."""
    return await once_moved(request, session, lambda: actions.claim(session, who, part_id, version))


@router.post("/asked-parts/{part_id}/draft", response_model=PartMoved, summary="Dự thảo trả lời, trình ký")
async def draft(
    part_id: UUID, body: Answer, who: MayAnswerParts, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Dự thảo trả lời, trình ký."""
    return await once_moved(request, session, lambda: actions.draft_answer(session, who, part_id, version, body))


@router.post("/asked-parts/{part_id}/send-back", response_model=PartMoved, summary="Trả lại dự thảo trả lời")
async def send_back(
    part_id: UUID, body: Refusing, who: MaySignParts, version: ExpectedVersion, request: Request, session: Session
) -> Response:
    """Trả lại dự thảo trả lời."""
    return await once_moved(request, session, lambda: actions.send_back(session, who, part_id, version, body.reason))


@router.post("/asked-parts/{part_id}/sign", response_model=PartMoved, summary="Ký trả lời phần việc")
async def sign(
    part_id: UUID, who: MaySignParts, version: ExpectedVersion, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Ký trả lời."""
    return await once_moved(
        request, session, lambda: actions.sign_answer(session, counter.prints, who, part_id, version)
    )


@router.post(
    "/asked-parts/{part_id}/refuse", response_model=PartMoved, summary="Từ chối phần việc không thuộc thẩm quyền"
)
async def refuse(
    part_id: UUID, body: Refusing, who: MaySignParts, version: ExpectedVersion, counter: AtCounter,
    request: Request, session: Session,
) -> Response:  # fmt: skip
    """Từ chối, không thuộc thẩm quyền."""
    return await once_moved(
        request, session, lambda: actions.refuse(session, counter.prints, who, part_id, version, body.reason)
    )
