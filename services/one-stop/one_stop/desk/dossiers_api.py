"""Dossiers over HTTP: list, one, files, and the counter's acts."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from one_stop.auth import MayReceive, MaySee
from one_stop.dossiers.history import entry_of, kept_from
from one_stop.dossiers.queries import get_dossier, list_hand_overs
from one_stop.dossiers.reading import read_dossier
from one_stop.dossiers.schemas import (
    Accepting,
    DossierOut,
    DossierRow,
    Moved,
    Refusing,
)
from one_stop.dossiers.workers import worker_of
from one_stop.edge import AtCounter, answer_moved, once_moved, send_file
from one_stop.intake.schemas import CounterReception
from one_stop.worklist.listing import WORK
from shared.core import clock
from shared.core.errors import NotFound
from shared.storage import evidence
from shared.storage.database import Database
from shared.web.idempotency import once
from shared.web.lists import After, Limit, ListPage, Words, page_out
from shared.web.transaction import Session
from shared.web.versions import ExpectedVersion
from shared.work.timeline import MOST, Timeline, timeline_of

router = APIRouter(prefix="/api/one-stop/v1", tags=["Hồ sơ"])

State = Literal["open", "overdue", "submitted", "in-progress", "supplement", "resolved", "stop-proposed", "ended"]


@router.get("/dossiers", summary="Danh sách hồ sơ")
async def list_dossiers(
    who: MaySee,
    session: Session,
    q: Words = "",
    state: State = "open",
    step: Annotated[str, Query(max_length=50)] = "",
    outcome: Literal["", "granted", "refused", "partial"] = "",
    scope: Literal["mine", "agency"] = "mine",
    sort: Literal["", "reverse"] = "",
    after: After = "",
    limit: Limit = 20,
    count: bool = False,
) -> ListPage[DossierRow]:
    """Danh sách hồ sơ: open ones in the order in which they are due, behind them the paused; ended ones the newest first."""
    wanted = {
        "q": q,
        "state": "" if state == "open" else state,
        "step": step,
        "outcome": outcome,
        "scope": scope,
        "after": after,
        "sort": sort,
    }
    chosen = WORK.choose(wanted, by="name")
    return await page_out(session, who, chosen, limit, count, lambda row: DossierRow.of(row, clock.now()))


@router.get("/dossiers/{dossier_id}", response_model=DossierOut, summary="Một hồ sơ và những việc làm được")
async def get_one(dossier_id: UUID, who: MaySee, request: Request) -> Response:
    """Một hồ sơ, with what the caller may do now."""
    database: Database = request.app.state.database
    found = await read_dossier(await database.hot(), dossier_id, who, worker_of(who))
    if found is None:
        raise NotFound("not_found")
    version, body = found
    return Response(body, media_type="application/json", headers={"ETag": f'"{version}"'})


@router.get("/dossiers/{dossier_id}/timeline", summary="Lịch sử xử lý của một hồ sơ")
async def timeline(
    dossier_id: UUID,
    who: MaySee,
    session: Session,
    after: Annotated[int, Query(ge=0, le=2_000_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> Timeline:
    """Lịch sử xử lý, the oldest first: who did what in which post, on whose behalf, with which words and files."""
    dossier = await get_dossier(session, dossier_id, who.agency_code)
    await evidence.record(session, "dossier-seen", f"dossier/{dossier.id}", who)
    besides = kept_from(works_on_it=dossier.worked_on_by(who.agency_code))
    return timeline_of(await list_hand_overs(session, dossier.id, after, limit + 1, besides), entry_of, limit)


@router.get("/dossiers/{dossier_id}/files/{sha256}", response_class=Response, summary="Tải tệp của hồ sơ")
async def download(dossier_id: UUID, sha256: str, who: MaySee, request: Request, session: Session) -> Response:
    """Tải tệp của hồ sơ."""
    return await send_file(request, session, who, dossier_id, sha256)


@router.post("/dossiers", status_code=201, response_model=Moved, summary="Tiếp nhận hồ sơ trực tiếp tại quầy")
async def receive(
    new: CounterReception, who: MayReceive, counter: AtCounter, request: Request, session: Session
) -> Response:
    """Tiếp nhận trực tiếp tại quầy."""

    async def act() -> Response:
        response = answer_moved(await counter.receive(session, who, new))
        response.status_code = 201
        return response

    return await once(request, session, act)


@router.post("/dossiers/{dossier_id}/accept", response_model=Moved, summary="Tiếp nhận hồ sơ nộp trực tuyến")
async def accept(
    dossier_id: UUID,
    who: MayReceive,
    version: ExpectedVersion,
    counter: AtCounter,
    request: Request,
    session: Session,
    body: Accepting | None = None,
) -> Response:
    """Tiếp nhận hồ sơ nộp trực tuyến; with `forward` also chuyển bước, both or neither."""
    return await once_moved(
        request, session, lambda: counter.accept(session, who, dossier_id, version, body.forward if body else None)
    )


@router.post("/dossiers/{dossier_id}/refuse", response_model=Moved, summary="Từ chối tiếp nhận hồ sơ")
async def refuse(
    dossier_id: UUID,
    body: Refusing,
    who: MayReceive,
    version: ExpectedVersion,
    counter: AtCounter,
    request: Request,
    session: Session,
) -> Response:
    """Từ chối tiếp nhận."""
    return await once_moved(request, session, lambda: counter.refuse(session, who, dossier_id, version, body.reason))
